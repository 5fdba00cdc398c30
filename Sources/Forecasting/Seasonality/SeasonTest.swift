internal import StatisticsCore

/// Whether a series has a season: the F test of equal means of its first differences by period of the
/// season.
///
/// Differences take trends out first, which hide a season from tests on the values themselves. Every
/// model that takes a season out asks this test, and shrinks what it took out by `shrinkage`.
///
/// Source: analysis of variance; shrinkage by James & Stein (1961): of a variance between means of
/// F·w the share w is noise.
struct SeasonTest: Sendable {
  /// Mean square between periods over mean square within them; infinite for an exact season.
  let statistic: Double
  /// P(F ≥ statistic) without a season.
  let pValue: Double

  /// A season is taken out under this p-value.
  ///
  /// Chosen among .3, .1, .05 and .01 on rolling origins of six seasonal training sets
  /// (`bench/calibration`), where .05 and .01 with shrinkage are level.
  static let size = 0.05
  /// Longer seasons are left alone: more than a year of days.
  static let longestSeason = 400

  /// Whether the season counts.
  var isSeasonal: Bool { pValue < Self.size }

  /// The share of the season's indices that is no noise, 1 − 1/F in [0, 1].
  var shrinkage: Double { statistic > 1 ? 1 - 1 / statistic : 0 }

  /// Whether a season of positive values is better added than multiplied: it then shows more clearly in
  /// the values than in their logs.
  ///
  /// - Parameter ratio: how many times as clearly.
  static func prefersSums(_ values: [Double], seasonLength m: Int, ratio: Double) -> Bool {
    guard let plain = SeasonTest(values, seasonLength: m),
      let logs = SeasonTest(values.map(Scale.log.working), seasonLength: m)
    else { return false }
    return plain.statistic > ratio * logs.statistic
  }

  /// Multiplied seasons forecast better than added ones unless these are this much clearer; chosen as
  /// `size` was.
  static let clearRatio = 2.0

  /// nil for a season of one period or over `longestSeason`, and unless more than two seasons are
  /// there.
  ///
  /// - Parameter values: one a period on the working scale, finite, gaps bridged.
  init?(_ values: [Double], seasonLength m: Int) {
    let n = values.count - 1
    guard m > 1, m <= Self.longestSeason, values.count > 2 * m, n > m else { return nil }
    var sums = [Double](repeating: 0, count: m)
    var counts = [Double](repeating: 0, count: m)
    for t in 0..<n {
      sums[t % m] += values[t + 1] - values[t]
      counts[t % m] += 1
    }
    let mean = (values[n] - values[0]) / Double(n)
    var (between, within) = (0.0, 0.0)
    for k in 0..<m {
      let distance = sums[k] / counts[k] - mean
      between += counts[k] * distance * distance
    }
    for t in 0..<n {
      let rest = values[t + 1] - values[t] - sums[t % m] / counts[t % m]
      within += rest * rest
    }
    let (nu1, nu2) = (Double(m - 1), Double(n - m))
    // A season without noise leaves rounding alone; a straight line leaves nothing at all.
    let size = values.reduce(0) { $0 + $1 * $1 } * 1e-26
    if between <= size {
      (statistic, pValue) = (0, 1)
    } else if within <= size {
      (statistic, pValue) = (.infinity, 0)
    } else {
      statistic = (between / nu1) / (within / nu2)
      pValue = FDistribution.upperTail(statistic, numerator: nu1, denominator: nu2)
    }
  }
}
