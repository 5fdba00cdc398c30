package import Forecasting
package import SeriesCore

/// A year that is to be told from its beginning.
package struct NowcastQuestion: Sendable {
  package enum Method: String, Sendable, CaseIterable {
    /// The last full year times the growth of the part.
    case growth
    /// The part over the share it has in past years.
    case share
  }

  /// What stands in for past years of a flow where it has fewer than three.
  package enum Carry: Sendable {
    /// Past years of another flow.
    case proxy(id: String, sums: [YearSums])
    /// A stated standard deviation on logs.
    case assumption(deviation: Double, reason: String)
  }

  /// One flow, or the total of several.
  package struct Flow: Sendable {
    package let name: String
    /// The part's sum by year.
    let parts: [Int: Double]
    /// Whole years; nil where none are given.
    let full: YearFlow?
    let carry: Carry?
    package let basis: SeriesBasis?
  }

  /// Another basis on which the same total is measured.
  package struct Bridge: Sendable {
    let from: YearFlow
    package let to: YearFlow
    package let rules: [BasisBridge.Rule]
  }

  /// The part taken as if every month were alike.
  package struct Naive: Sendable {
    /// A stated band, with its reason; nil for none.
    package let carry: (deviation: Double, reason: String)?
  }

  package let name: String
  package let year: Int
  package let part: YearPart
  package let methods: [Method]
  /// One flow, or several with their total.
  package let flows: [Flow]
  /// nil for a single flow.
  package let total: Flow?
  package let unit: SeriesUnit?
  package let bridge: Bridge?
  package let naive: Naive?
  /// By course of events, how much more or less the months to come bring than the carry gives them.
  let rest: [String: Double]
  let sources: [ScenarioSource]

  /// All of the year's flows: the total where there is one.
  var whole: Flow { total ?? flows[0] }
}
