internal import StatisticsCore

/// The weights of a wild cluster bootstrap, one a cluster and draw.
///
/// From twelve clusters on they are 1 or −1 (Rademacher), below ±√½, ±1 or ±√1.5 (Webb), since a few
/// clusters have too few patterns of signs. Where the patterns are no more than the draws that were asked
/// for, each stands once, and the result does not depend on chance. A pattern and its negative give
/// statistics of one size, so that of both only one is taken.
///
/// Source: Cameron, Gelbach & Miller (2008); Webb (2023), "Reworking wild bootstrap-based inference for
/// clustered errors".
struct WildWeights: Sendable {
  enum Kind: String, Sendable {
    case rademacher
    case webb

    fileprivate var values: [Double] {
      switch self {
      case .rademacher: [1, -1]
      case .webb: [1.5, 1, 0.5].map { $0.squareRoot() } + [0.5, 1, 1.5].map { -$0.squareRoot() }
      }
    }
  }

  let kind: Kind
  let clusters: Int
  /// Patterns that are used.
  let draws: Int
  /// Whether the draws are all patterns there are, each and its negative once.
  let isComplete: Bool
  private let seed: UInt64

  /// Clusters under which weights are Webb's.
  static let fewClusters = 12

  /// - Parameters:
  ///   - most: of the draws.
  ///   - kind: nil for what the number of clusters asks for.
  init(clusters: Int, most: Int, seed: UInt64, kind chosen: Kind? = nil) {
    kind = chosen ?? (clusters < Self.fewClusters ? .webb : .rademacher)
    self.clusters = clusters
    self.seed = seed
    let choices = kind.values.count
    var patterns = choices / 2
    for _ in 1..<max(1, clusters) where patterns <= most { patterns *= choices }
    isComplete = patterns <= most
    draws = isComplete ? patterns : most
  }

  /// The weights of some draws, a column a draw.
  func block(_ range: Range<Int>) -> [Double] {
    let values = kind.values
    var result = [Double](repeating: 0, count: clusters * range.count)
    for (place, draw) in range.enumerated() {
      let start = place * clusters
      if isComplete {
        // The first half of the values are positive: the first cluster takes these alone.
        var rest = draw
        for g in 0..<clusters {
          let choices = g == 0 ? values.count / 2 : values.count
          result[start + g] = values[rest % choices]
          rest /= choices
        }
      } else {
        var random = PhiloxGenerator(seed: seed, path: UInt32(truncatingIfNeeded: draw))
        for g in 0..<clusters {
          let choice = Int(random.uniform() * Double(values.count))
          result[start + g] = values[choice]
        }
      }
    }
    return result
  }

  /// Such as `webb:9999` or `rademacher:4096 (all)`.
  var name: String { "\(kind.rawValue):\(draws)" + (isComplete ? " (all)" : "") }
}
