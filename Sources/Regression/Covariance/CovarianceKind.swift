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
  /// Robust to autocorrelation: weighted sums of the scores' autocovariances.
  case kernel(KernelWeighting)
  /// Clusters of one or more columns; the columns of one cluster variable are joined by `^`.
  case cluster([[String]])
  /// Clusters of one variable, residuals adjusted so that the covariance is unbiased under independent
  /// errors; each coefficient's t has its own degrees of freedom (Bell & McCaffrey 2002).
  case cr2([[String]])
  /// As `cr2`, with residuals adjusted as by the jackknife.
  case cr3([[String]])
  /// The standard errors of `cluster`; p-values and intervals by the wild cluster bootstrap, the null
  /// imposed.
  case wild([[String]])

  /// Newey–West, Bartlett weights 1 − l/(L + 1), no prewhitening and no small-sample factor; nil chooses
  /// L by Newey & West (1994).
  public static func hac(lag: Int?) -> Self { .kernel(KernelWeighting(.bartlett(lag: lag))) }

  /// Reads `iid`, `hc0` to `hc4`, `hac`, `hac:3`, `andrews`, `andrews:2.5`, the last four with
  /// `+prewhite` and `+adjust` behind, `cluster:a`, `cluster:a+b`, `cluster:a^b`, and with the same columns
  /// `cr2:a`, `cr3:a`, `wild:a`.
  public init?(_ text: String) {
    switch text.lowercased() {
    case "iid": self = .iid
    case "hc0": self = .hc0
    case "hc1", "robust", "hetero": self = .hc1
    case "hc2": self = .hc2
    case "hc3": self = .hc3
    case "hc4": self = .hc4
    case let lower where lower.hasPrefix("hac") || lower.hasPrefix("andrews"):
      guard let weighting = KernelWeighting(lower) else { return nil }
      self = .kernel(weighting)
    default:
      guard let made = Self.clustered(text) else { return nil }
      self = made
    }
  }

  /// Reads `cluster:a+b^c` and its likes.
  private static func clustered(_ text: String) -> CovarianceKind? {
    let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    let parts = halves[1].split(separator: "+", omittingEmptySubsequences: false).map {
      $0.split(separator: "^", omittingEmptySubsequences: false).map { $0.trimmingSpaces }
    }
    guard parts.allSatisfy({ $0.allSatisfy { !$0.isEmpty } }), parts.count <= 4 else {
      return nil
    }
    switch halves[0].lowercased() {
    case "cluster": return .cluster(parts)
    case "cr2": return .cr2(parts)
    case "cr3": return .cr3(parts)
    case "wild": return .wild(parts)
    default: return nil
    }
  }

  /// The text that `init(_:)` reads as this kind, such as `hc1`, `hac:3` or `cluster:a+b^c`.
  public var name: String {
    switch self {
    case .iid: "iid"
    case .hc0: "hc0"
    case .hc1: "hc1"
    case .hc2: "hc2"
    case .hc3: "hc3"
    case .hc4: "hc4"
    case .kernel(let weighting): weighting.name
    case .cluster(let parts): "cluster:" + Self.columns(parts)
    case .cr2(let parts): "cr2:" + Self.columns(parts)
    case .cr3(let parts): "cr3:" + Self.columns(parts)
    case .wild(let parts): "wild:" + Self.columns(parts)
    }
  }

  private static func columns(_ parts: [[String]]) -> String {
    parts.map { $0.joined(separator: "^") }.joined(separator: "+")
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
