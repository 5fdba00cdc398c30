public import Forecasting
public import SeriesCore

/// A year that is to be told from its beginning.
public struct NowcastQuestion: Sendable {
  public enum Method: String, Sendable, CaseIterable {
    /// The last full year times the growth of the part.
    case growth
    /// The part over the share it has in past years.
    case share
  }

  /// What stands in for past years of a flow where it has fewer than three.
  public enum Carry: Sendable {
    /// Past years of another flow.
    case proxy(id: String, sums: [YearSums])
    /// A stated standard deviation on logs.
    case assumption(deviation: Double, reason: String)
  }

  /// One flow, or the total of several.
  public struct Flow: Sendable {
    public let name: String
    /// The part's sum by year.
    let parts: [Int: Double]
    /// Whole years; nil where none are given.
    let full: YearFlow?
    let carry: Carry?
    public let basis: SeriesBasis?
  }

  /// Another basis on which the same total is measured.
  public struct Bridge: Sendable {
    let from: YearFlow
    public let to: YearFlow
    public let rules: [BasisBridge.Rule]
  }

  /// The part taken as if every month were alike.
  public struct Naive: Sendable {
    /// A stated band, with its reason; nil for none.
    public let carry: (deviation: Double, reason: String)?
  }

  public let name: String
  public let year: Int
  public let part: YearPart
  public let methods: [Method]
  /// One flow, or several with their total.
  public let flows: [Flow]
  /// nil for a single flow.
  public let total: Flow?
  public let unit: SeriesUnit?
  public let bridge: Bridge?
  public let naive: Naive?
  /// By course of events, how much more or less the months to come bring than the carry gives them.
  let rest: [String: Double]
  let sources: [ScenarioSource]

  /// All of the year's flows: the total where there is one.
  var whole: Flow { total ?? flows[0] }
}
