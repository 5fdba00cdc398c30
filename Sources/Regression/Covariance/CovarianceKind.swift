internal import SeriesCore

/// How the covariance of coefficients is estimated.
public enum CovarianceKind: Sendable, Equatable {
  /// One variance, independent errors (for families without a scale: the inverse information).
  case iid
  /// White's heteroskedasticity-consistent covariance; HC1 times n/(n − k), HC2 and HC3 over 1 − h and
  /// its square, HC4 over a power that grows with leverage.
  case hc0
  case hc1
  case hc2
  case hc3
  case hc4
  /// Newey–West, Bartlett weights 1 − l/(L + 1), no prewhitening and no small-sample factor; nil chooses
  /// L by Newey & West (1994).
  case hac(lag: Int?)
  /// Clusters of one or more columns; the columns of one cluster variable are joined by `^`.
  case cluster([[String]])

  /// Reads `iid`, `hc0` to `hc4`, `hac`, `hac:3`, `cluster:a`, `cluster:a+b`, `cluster:a^b`.
  public init?(_ text: String) {
    switch text.lowercased() {
    case "iid": self = .iid
    case "hc0": self = .hc0
    case "hc1", "robust", "hetero": self = .hc1
    case "hc2": self = .hc2
    case "hc3": self = .hc3
    case "hc4": self = .hc4
    case "hac": self = .hac(lag: nil)
    case let lower where lower.hasPrefix("hac:"):
      guard let lag = Int(lower.dropFirst(4)), lag >= 0, lag <= 100_000 else { return nil }
      self = .hac(lag: lag)
    case let lower where lower.hasPrefix("cluster:"):
      let parts = text.dropFirst(8).split(separator: "+", omittingEmptySubsequences: false).map {
        $0.split(separator: "^", omittingEmptySubsequences: false).map {
          $0.trimmingSpaces
        }
      }
      guard parts.allSatisfy({ $0.allSatisfy { !$0.isEmpty } }), parts.count <= 4 else {
        return nil
      }
      self = .cluster(parts)
    default: return nil
    }
  }

  public var name: String {
    switch self {
    case .iid: "iid"
    case .hc0: "hc0"
    case .hc1: "hc1"
    case .hc2: "hc2"
    case .hc3: "hc3"
    case .hc4: "hc4"
    case .hac(let lag): lag.map { "hac:\($0)" } ?? "hac"
    case .cluster(let parts):
      "cluster:" + parts.map { $0.joined(separator: "^") }.joined(separator: "+")
    }
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    var part = self
    while part.first == " " { part = part.dropFirst() }
    while part.last == " " { part = part.dropLast() }
    return String(part)
  }
}
