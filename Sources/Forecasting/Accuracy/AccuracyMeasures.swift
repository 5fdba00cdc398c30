internal import Glibc

/// What errors of a series are measured in: its own seasonal changes before the forecast.
///
/// Source: Hyndman & Koehler (2006) for the mean absolute change, Makridakis et al. (2022, M5) for
/// the mean square.
public struct AccuracyScale: Sendable, Equatable {
  /// Mean |y_t − y_{t−m}|.
  public let absolute: Double
  /// Mean (y_t − y_{t−m})².
  public let squared: Double

  /// - Parameters:
  ///   - ordinals: periods of the training values, strictly rising; pairs with a gap are left out.
  ///   - season: m, periods, at least 1.
  /// - Returns: nil without a pair m periods apart, or when no pair differs.
  public init?(ordinals: some Collection<Int>, values: some Collection<Double>, season: Int) {
    var (sum, squares, count) = (0.0, 0.0, 0)
    var behind = zip(ordinals, values).makeIterator()
    var earlier = behind.next()
    for (ordinal, value) in zip(ordinals, values) {
      while let past = earlier, past.0 < ordinal - season { earlier = behind.next() }
      guard let past = earlier, past.0 == ordinal - season else { continue }
      let change = value - past.1
      sum += abs(change)
      squares += change * change
      count += 1
    }
    guard count > 0, sum > 0 else { return nil }
    absolute = sum / Double(count)
    squared = squares / Double(count)
  }
}

/// Accuracy of forecasts of one series by one model, or averages of such.
///
/// With y the actual, f the point forecast, [l, u] the central interval of 100(1 − α) percent and
/// I = (u − l) + 2/α·max(0, l − y) + 2/α·max(0, y − u):
///
///     MASE   mean |y − f| / scale           RMSSE  √ mean (y − f)²/squared scale
///     sMAPE  mean 200·|y − f|/(|y| + |f|)   MAPE   mean 100·|y − f|/|y|, y = 0 left out
///     MSIS   mean I / scale                 WIS    (½|y − f| + Σ α/2·I) / (K + ½), K levels
///
/// Source: Makridakis et al. (2020, M4) for sMAPE, MASE and MSIS; Bracher et al. (2021) for WIS.
/// Checked: the accuracy of R forecast on M3, yearly and monthly.
public struct AccuracyMeasures: Sendable {
  /// Of the intervals, percent.
  public let levels: [Double]
  /// Forecasts that were judged.
  public private(set) var count = 0
  /// Series that an average is over; 1 for one series.
  public private(set) var seriesCount = 1
  private var mean = Means()
  private var perLevel: [LevelMeans]

  private struct Mean {
    var sum = 0.0
    var count = 0

    mutating func add(_ value: Double?) {
      guard let value, value.isFinite else { return }
      sum += value
      count += 1
    }

    var value: Double? { count > 0 ? sum / Double(count) : nil }
  }

  private struct Means {
    var scaled = Mean()
    var scaledSquare = Mean()
    var rmsse = Mean()
    var symmetric = Mean()
    var percent = Mean()
    var weighted = Mean()
  }

  private struct LevelMeans {
    var score = Mean()
    var inside = Mean()
  }

  /// Measures of no forecast yet, for intervals of these levels: percent, between 0 and 100.
  public init(levels: [Double]) {
    self.levels = levels
    perLevel = Array(repeating: LevelMeans(), count: levels.count)
  }

  /// Judges one forecast.
  ///
  /// - Parameters:
  ///   - intervals: lower and upper ends, one a level; nil where there is none.
  ///   - scale: nil when there is none: the scaled measures leave the forecast out.
  package mutating func add(
    actual: Double, point: Double, intervals: [(low: Double, high: Double)?],
    scale: AccuracyScale?
  ) {
    precondition(intervals.count == levels.count, "one interval a level")
    count += 1
    let error = abs(actual - point)
    let size = abs(actual) + abs(point)
    mean.scaled.add(scale.map { error / $0.absolute })
    mean.scaledSquare.add(scale.map { error * error / $0.squared })
    mean.symmetric.add(size > 0 ? 200 * error / size : 0)
    if actual != 0 {
      mean.percent.add(100 * error / abs(actual))
      mapeCount += 1
    }
    var weighted: Double? = levels.isEmpty ? nil : error / 2
    for (i, interval) in intervals.enumerated() {
      guard let (low, high) = interval else {
        weighted = nil
        continue
      }
      let alpha = 1 - levels[i] / 100
      let score =
        (high - low) + 2 / alpha * max(0, low - actual) + 2 / alpha * max(0, actual - high)
      perLevel[i].score.add(scale.map { score / $0.absolute })
      perLevel[i].inside.add(actual >= low && actual <= high ? 1 : 0)
      weighted = weighted.map { $0 + alpha / 2 * score }
    }
    mean.weighted.add(weighted.map { $0 / (Double(levels.count) + 0.5) })
  }

  /// Mean absolute scaled error, without unit; nil when no judged forecast has a scale.
  public var mase: Double? { mean.scaled.value }
  /// What `mase` is a mean of: forecasts, or series in an average.
  public var maseCount: Int { mean.scaled.count }
  /// Root mean squared scaled error, without unit, in an average the mean of the series' own;
  /// nil when no judged forecast has a scale.
  public var rmsse: Double? { mean.rmsse.value ?? mean.scaledSquare.value?.squareRoot() }
  /// Symmetric percentage error, 0 to 200, a forecast of 0 for an actual 0 counting as 0; nil
  /// without a judged forecast.
  public var smape: Double? { mean.symmetric.value }
  /// Mean absolute percentage error, in percent; nil when no judged actual differs from zero.
  public var mape: Double? { mean.percent.value }
  /// Forecasts in `mape`: those whose actual is not zero.
  public private(set) var mapeCount = 0
  /// Weighted interval score, in the unit of the series.
  public var wis: Double? { mean.weighted.value }

  /// Mean scaled interval score of the level at a place of `levels`.
  public func msis(_ place: Int) -> Double? { perLevel[place].score.value }

  /// Actuals of one series inside the interval of the level at a place of `levels`.
  package func insideCount(_ place: Int) -> Int { Int(perLevel[place].inside.sum) }

  /// Share of actuals inside the interval.
  public func coverage(_ place: Int) -> Double? { perLevel[place].inside.value }

  /// The mean over series of each measure, over those series that have it: every series counts
  /// alike, whatever the number of its forecasts.
  public static func average(_ series: [AccuracyMeasures], levels: [Double]) -> AccuracyMeasures {
    var average = AccuracyMeasures(levels: levels)
    average.seriesCount = series.count
    for one in series {
      average.count += one.count
      average.mapeCount += one.mapeCount
      average.mean.scaled.add(one.mase)
      average.mean.rmsse.add(one.rmsse)
      average.mean.symmetric.add(one.smape)
      average.mean.percent.add(one.mape)
      average.mean.weighted.add(one.wis)
      for place in levels.indices {
        average.perLevel[place].score.add(one.msis(place))
        average.perLevel[place].inside.add(one.coverage(place))
      }
    }
    return average
  }
}
