public import Forecasting
public import SeriesCore

/// The rows that a run computes; reports turn them into tables.
extension ScenarioRun {
  public struct ForecastRow: Sendable {
    public let vintage: Vintage
    public let course: String
    /// Observations behind the model.
    public let count: Int
    public let forecast: Forecast
  }

  public struct TargetRow: Sendable {
    public let vintage: Vintage
    public let course: String
    public let outcome: TargetOutcome
  }

  public struct HittingRow: Sendable {
    public let vintage: Vintage
    public let course: String
    public let target: String
    public let axis: PeriodAxis
    public let seriesID: String
    public let start: Int
    public let pLevel: [Double]
    public let pTouch: [Double]
  }

  public struct SensitivityRow: Sendable {
    public let vintage: Vintage
    public let course: String
    public let model: String
    public let window: String
    /// The answer under this model and window, or why there is none.
    public let outcome: TargetOutcome
  }

  public struct FitRow: Sendable {
    public let vintage: Vintage
    public let seriesID: String
    public let model: String
    public let window: String
    /// The fit, or why there is none.
    public let fit: Result<FittedSeries, ForecastingError>
    /// What a reader must know about it: the reason of an assumption.
    public let note: String?
  }

  /// The fan of a running sum.
  public struct CumulativeRow: Sendable {
    public let vintage: Vintage
    public let course: String
    public let seriesID: String
    /// From where the sum runs.
    public let sum: Target.Cumulative
    public let model: String
    public let axis: PeriodAxis
    public let start: Int
    public let unit: SeriesUnit?
    public let basis: SeriesBasis?
    public let count: Int
    /// For each period the quantiles at `probabilities(levels:)`.
    public let quantiles: [[Double]]

    /// For each period the median and a central interval a level.
    public var fans: [(median: Double, intervals: [(low: Double, high: Double)])] {
      quantiles.map { row in
        (row[0], stride(from: 1, to: row.count - 1, by: 2).map { (row[$0], row[$0 + 1]) })
      }
    }

    /// The median, then the ends of each central interval.
    public static func probabilities(levels: [Double]) -> [Double] {
      var probabilities = [0.5]
      for level in levels {
        let tail: Double = (1 - level / 100) / 2
        probabilities += [tail, 1 - tail]
      }
      return probabilities
    }
  }

  public struct AccuracyRow: Sendable {
    public let seriesID: String
    /// Whether it is the model beside which the others of the series are judged.
    public let isReference: Bool
    public let accuracy: RollingAccuracy
  }

  /// The time at which the question is asked.
  public struct Vintage: Sendable, Equatable {
    /// The period up to which data are used; nil for all.
    public let asOf: PeriodText?

    /// Whether the sample is what was known then.
    public let kind: VintageKind

    /// All data up to a period, or what was known of a series at its end.
    init(_ asOf: PeriodText?, of series: TimeSeries) {
      self.asOf = asOf
      kind = series.placed(asOf).map { series.vintageKind(atEndOf: $0) } ?? .latest
    }

    public var label: String { kind.rawValue }
  }
}
