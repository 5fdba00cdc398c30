internal import SeriesCore

/// A change of course that a scenario assumes: a factor on the value of each future period.
///
/// Shocks multiply: on logs a factor is a shift, so distributions, quantiles and paths all move by
/// it exactly.
public protocol Shock: Sendable {
  /// The factor for a period, given as its ordinal; 1 where the shock does nothing.
  func factor(at ordinal: Int, periodsPerYear: Double) -> Double
  /// Whether the factor is the same in all periods from this one on.
  func isOver(after ordinal: Int) -> Bool
}

/// Every kind of shock, once. A new kind is one file and one line here; the scenario file format
/// follows.
package enum ShockCatalog {
  package struct Kind: Sendable {
    /// The key in a scenario file.
    package let name: String
    package let summary: String
    /// Reads the shock's own keys; nil when a fault was reported.
    let read: @Sendable (ScenarioNode, PeriodAxis) -> (any Shock)?
  }

  package static let all: [Kind] = [
    LevelShock.kind, GrowthShock.kind, PulseShock.kind, RampShock.kind,
  ]
}
