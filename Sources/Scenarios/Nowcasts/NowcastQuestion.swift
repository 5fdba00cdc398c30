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

  /// An amount that the year may come to, such as that of the year before.
  package struct Level: Sendable {
    package let name: String
    /// In the unit and on the basis of the part.
    package let level: Double
    /// Why it can be compared with the nowcast.
    package let reason: String
  }

  package let name: String
  package let year: Int
  package let part: YearPart
  package let methods: [Method]
  /// One flow, or several with their total.
  package let flows: [NowcastFlow]
  /// nil for a single flow.
  package let total: NowcastFlow?
  package let unit: SeriesUnit?
  package let bridge: Bridge?
  package let naive: Naive?
  /// Series of which a factor model tells the whole; empty for none.
  let indicators: [TimeSeries]
  /// By course of events, how much more or less the months to come bring than the carry gives them.
  let rest: [String: Double]
  /// Amounts whose probability is asked.
  package let levels: [Level]
  /// Periods of the part whose values need a word of caution, with it: `2026-06 is preliminary`.
  package let cautions: [String]
  let sources: [ScenarioSource]

  /// All of the year's flows: the total where there is one.
  var whole: NowcastFlow { total ?? flows[0] }

  /// Why methods that were asked for by name have no answer in these data; empty where they have.
  func obstacles(to asked: [Method]) -> [(message: String, advice: String)] {
    var found: [(message: String, advice: String)] = []
    for flow in flows {
      if asked.contains(.growth) {
        if flow.parts[year - 1] == nil {
          found.append(
            (
              "flow '\(flow.name)': no previous part-year, \(part.text(of: year - 1))",
              "give it, or leave 'growth' out of methods"
            ))
        } else if whole.full?[year - 1] == nil {
          found.append(
            (
              "no full year \(year - 1) of '\(whole.name)'",
              "give it, or leave 'growth' out of methods"
            ))
        }
      }
      if asked.contains(.share), flow.pastSums(before: year).isEmpty {
        found.append(
          (
            "flow '\(flow.name)': no past year with both its part and its whole",
            "give one, or leave 'share' out of methods"
          ))
      }
    }
    return found
  }
}
