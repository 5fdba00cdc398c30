package import Logistics

/// What projects the demand for a link.
package enum DemandModel: Sendable {
  /// The paths behind the answers to the series' targets: a level is never carried with a higher
  /// probability than it is wanted with. What was carried in full periods is taken as all that was wanted.
  case headline
  /// Growth of the link's own, of what a sample that is censored by capacity leaves possible; a range
  /// for growth toward a saturation.
  case censored(DemandGrowth, Saturation?)

  /// As files and reports name it.
  package var name: String {
    switch self {
    case .headline: "headline"
    case .censored(let growth, _): growth.rawValue
    }
  }

  /// Every word that `demand` takes.
  static let words = ["headline"] + DemandGrowth.allCases.map(\.rawValue)
}
