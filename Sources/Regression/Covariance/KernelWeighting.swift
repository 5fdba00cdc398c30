/// How an autocorrelation-consistent covariance weighs the autocovariances of the scores.
///
/// As R's sandwich: `NeweyWest(prewhite = FALSE)` is `.bartlett(lag: nil)`, `NeweyWest` by default the
/// same prewhitened; `vcovHAC` by default is `.quadraticSpectral(bandwidth: nil)` adjusted, `kernHAC`
/// the same prewhitened.
public struct KernelWeighting: Sendable, Equatable {
  /// The weight of the autocovariance at lag l.
  public enum Kernel: Sendable, Equatable {
    /// 1 − l/(L + 1) up to lag L; nil chooses it by Newey & West (1994).
    case bartlett(lag: Int?)
    /// 3/y² (sin y/y − cos y), y = 6πl/(5b); nil chooses the bandwidth b by Andrews (1991).
    case quadraticSpectral(bandwidth: Double?)
  }

  /// The weights by lag, and how far they reach.
  public var kernel: Kernel
  /// Whether the scores pass a first-order vector autoregression before they are weighed, which is
  /// undone after (Andrews & Monahan 1992).
  public var isPrewhitened = false
  /// Whether n/(n − k) multiplies the covariance.
  public var isAdjusted = false

  /// Makes the weighting without prewhitening and without a small-sample factor.
  public init(_ kernel: Kernel) { self.kernel = kernel }

  /// Reads `hac`, `hac:3`, `andrews`, `andrews:2.5`, each with `+prewhite` and `+adjust` behind.
  init?(_ text: String) {
    let parts = text.split(separator: "+", omittingEmptySubsequences: false)
    let head = parts[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    switch (head[0], head.count) {
    case ("hac", 1): kernel = .bartlett(lag: nil)
    case ("hac", 2):
      guard let lag = Int(head[1]), lag >= 0, lag <= 100_000 else { return nil }
      kernel = .bartlett(lag: lag)
    case ("andrews", 1): kernel = .quadraticSpectral(bandwidth: nil)
    case ("andrews", 2):
      guard let width = Double(head[1]), width > 0, width <= 100_000 else { return nil }
      kernel = .quadraticSpectral(bandwidth: width)
    default: return nil
    }
    for part in parts.dropFirst() {
      switch part {
      case "prewhite" where !isPrewhitened: isPrewhitened = true
      case "adjust" where !isAdjusted: isAdjusted = true
      default: return nil
      }
    }
  }

  /// Whether the data choose how far the kernel reaches.
  var choosesBandwidth: Bool {
    kernel == .bartlett(lag: nil) || kernel == .quadraticSpectral(bandwidth: nil)
  }

  var name: String {
    let head =
      switch kernel {
      case .bartlett(let lag): "hac" + (lag.map { ":\($0)" } ?? "")
      case .quadraticSpectral(let width): "andrews" + (width.map { ":\($0)" } ?? "")
      }
    return head + (isPrewhitened ? "+prewhite" : "") + (isAdjusted ? "+adjust" : "")
  }

  /// The terms whose scores decide on a bandwidth: all but the intercept.
  static func slopes(_ names: [String]) -> [Int] {
    names.indices.filter { names[$0] != "(Intercept)" || names.count == 1 }
  }
}
