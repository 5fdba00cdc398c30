public import Forecasting
public import SeriesCore

/// A scenario file: which series, under which courses of events, toward which targets.
public struct Scenario: Sendable {
  /// One series of the file, as it is asked for.
  public struct SeriesSpec: Sendable {
    public let id: String
    public let series: TimeSeries
    /// The data file, as the scenario names it, and its path.
    public let file: String
    public let path: String
    /// Models beside the headline, for the range over models.
    public let models: [ModelRequest]
    public let windows: [SampleWindow]
    /// When set, no model is fitted: the projection rests on stated growth.
    public let assumption: AssumedGrowth?
    let line: Int?
  }

  /// One course of events.
  public struct Course: Sendable {
    public let name: String
    public let description: String
    /// Factors by series id.
    let shocks: [String: [any Shock]]

    /// The factor on each of the periods from `start`.
    public func factors(
      for seriesID: String, axis: PeriodAxis, start: Int, horizon: Int
    ) -> [Double] {
      let perYear = axis.frequency.periodsPerYear ?? 1
      let own = shocks[seriesID] ?? []
      return (0..<horizon).map { step in
        own.reduce(1) { $0 * $1.factor(at: start + step, periodsPerYear: perYear) }
      }
    }
  }

  public let name: String
  public let title: String
  public let question: String
  public let series: [SeriesSpec]
  public let courses: [Course]
  public let targets: [Target]
  /// The last period to simulate to; nil for five past the last deadline.
  public let horizon: PeriodText?
  public let paths: Int
  public let seed: UInt64
  public let levels: [Double]
  /// Earlier points in time from which the question is asked again.
  public let vintages: [PeriodText]

  /// The declared headline model.
  public static let headline = "mixture"
}

/// Which part of a series a model is fitted to.
public enum SampleWindow: Sendable, Equatable {
  case all
  /// The last so many observations.
  case last(Int)
  case from(PeriodText)

  /// Reads `all`, `last 10` or `from 2008`; nil for anything else.
  public init?(_ text: String) {
    let words = text.split(separator: " ")
    if text == "all" {
      self = .all
    } else if words.count == 2, words[0] == "last", let count = Int(words[1]), count >= 2 {
      self = .last(count)
    } else if words.count == 2, words[0] == "from", let period = PeriodText(words[1]),
      period.kind != .interval
    {
      self = .from(period)
    } else {
      return nil
    }
  }

  public var text: String {
    switch self {
    case .all: "all"
    case .last(let count): "last \(count)"
    case .from(let period): "from \(period.written)"
    }
  }

  /// The part of the series in the window.
  public func applied(to series: TimeSeries) -> TimeSeries {
    switch self {
    case .all: series
    case .last(let count): series.last(count)
    case .from(let period):
      series.restricted(to: (series.axis.ordinal(of: period) ?? Int.min)...Int.max)
    }
  }
}
