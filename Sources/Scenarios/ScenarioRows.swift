public import Forecasting
public import SeriesCore

/// The rows that a run computes; reports turn them into tables.
extension ScenarioRun {
  /// The headline forecast of one series under one course of events.
  public struct ForecastRow: Sendable {
    /// The time at which it was asked.
    public let vintage: Vintage
    /// The name of the course of events.
    public let course: String
    /// Observations behind the model.
    public let count: Int
    /// A distribution a period, the factors of the course in it.
    public let forecast: Forecast
    /// The courses that say the same of this series, whose rows are left out.
    package var alike: [String] = []
  }

  /// The answer to one target by one deadline under one course of events.
  public struct TargetRow: Sendable {
    /// The time at which it was asked.
    public let vintage: Vintage
    /// The name of the course of events.
    public let course: String
    /// The answer with its range over models and windows, or why there is none.
    public let outcome: TargetOutcome
    /// The courses that say the same of this series, whose rows are left out.
    package var alike: [String] = []
    /// P(touch) over all courses by the weights of the file, a judgement; nil without weights.
    package var weighted: Double? = nil
    /// The median at the deadline less that under the first course; nil for the first.
    package var medianDifference: Double? = nil
  }

  /// The probabilities of one target period by period, from the headline's paths.
  public struct HittingRow: Sendable {
    /// The time at which it was asked.
    public let vintage: Vintage
    /// The name of the course of events.
    public let course: String
    /// The name of the target.
    public let target: String
    /// The axis of the series, on which `start` lies.
    public let axis: PeriodAxis
    /// The series of the scenario file.
    public let seriesID: String
    /// The first period after the last observation, an ordinal.
    public let start: Int
    /// P(at or over the level in the period), one a period from `start`.
    public let pLevel: [Double]
    /// P(at or over the level by the end of the period), one a period from `start`; 1 in all when
    /// an observed period reached it.
    public let pTouch: [Double]
    /// The courses that say the same of this series, whose rows are left out.
    package var alike: [String] = []
  }

  /// The answer to one target by one deadline under a model and window beside the headline's.
  public struct SensitivityRow: Sendable {
    /// The time at which it was asked.
    public let vintage: Vintage
    /// The name of the course of events.
    public let course: String
    /// The model with its scale, such as `drift+log`.
    public let model: String
    /// The part of the series it was fitted to, as `SampleWindow.text` writes it.
    public let window: String
    /// The answer under this model and window, or why there is none.
    public let outcome: TargetOutcome
    /// The courses that say the same of this series, whose rows are left out.
    package var alike: [String] = []
  }

  /// One model of one series.
  public struct FitRow: Sendable {
    /// The time at which it was asked.
    public let vintage: Vintage
    /// The series of the scenario file.
    public let seriesID: String
    /// The model with its scale, such as `drift+log`, or `assumption` for stated growth.
    public let model: String
    /// The part of the series it was fitted to as `SampleWindow.text` writes it; `declared` for the
    /// headline.
    public let window: String
    /// The fit, or why there is none.
    public let fit: Result<FittedSeries, ForecastingError>
    /// What a reader must know about it: the reason of an assumption.
    public let note: String?
  }

  /// The fan of a running sum.
  public struct CumulativeRow: Sendable {
    /// The time at which it was asked.
    public let vintage: Vintage
    /// The name of the course of events.
    public let course: String
    /// The series of the scenario file.
    public let seriesID: String
    /// From where the sum runs.
    public let sum: Target.Cumulative
    /// The headline model with its scale, or `assumption` for stated growth.
    public let model: String
    /// The axis of the series, on which `start` lies.
    public let axis: PeriodAxis
    /// The period of the first row of `quantiles`, the first after the last observation: an
    /// ordinal.
    public let start: Int
    /// The unit of the sum, that of the series; nil where the data name none.
    public let unit: SeriesUnit?
    /// How the values are measured; nil where the data do not say.
    public let basis: SeriesBasis?
    /// Observations behind the model.
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

  /// How one model forecast the observed past of one series.
  public struct AccuracyRow: Sendable {
    /// The series of the scenario file.
    public let seriesID: String
    /// Whether it is the model beside which the others of the series are judged.
    public let isReference: Bool
    /// The model with its errors over rolling origins.
    public let accuracy: RollingAccuracy
  }

  /// What is known of the period after the last observation of a series.
  package struct CurrentRow: Sendable {
    package let series: TimeSeries
    /// That period, an ordinal.
    package let period: Int
    package let evidence: CurrentEvidence
    /// The model that heard it.
    package let model: String
    /// The period's distribution with the evidence and without.
    package let joint: PredictiveDistribution?
    package let own: PredictiveDistribution?
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

    /// `latest`, `vintage` or `pseudo-vintage`.
    public var label: String { kind.rawValue }
  }
}
