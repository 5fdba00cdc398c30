/// How forecasts of the nodes of a hierarchy are made to agree.
///
/// Names follow R's fabletools and hierarchicalforecast where both have one.
public enum ReconciliationMethod: Sendable, Equatable {
  /// Sums of the bottom forecasts.
  case bottomUp
  /// The top's forecast, divided by the shares that the forecasts of each node's parts have.
  case topDownForecastProportions
  /// The top's forecast, divided by the average of historical shares.
  case topDownAverageProportions
  /// The top's forecast, divided by the shares of historical averages.
  case topDownProportionAverages
  /// Forecasts at `depth` steps below the top, summed upwards, divided by forecast shares below.
  case middleOut(depth: Int)
  /// Least squares with W = I.
  case ols
  /// W = diag(Σ |weight| of the bottom nodes in each node): their number where weights are ±1.
  case wlsStruct
  /// W = diag(mean squared residual).
  case wlsVar
  /// W = covariance of the residuals, correlations shrunk towards zero.
  case mintShrink
  /// W = covariance of the residuals.
  case mintCov

  /// What stands in help and messages.
  public static let names = [
    "bottom-up", "top-down-forecast-proportions", "top-down-average-proportions",
    "top-down-proportion-averages", "middle-out:DEPTH", "ols", "wls-struct", "wls-var",
    "mint-shrink", "mint-cov",
  ]

  /// Reads a name; `top-down` is short for `top-down-forecast-proportions`. Nil when it is none.
  public init?(_ text: String) {
    switch text {
    case "bottom-up": self = .bottomUp
    case "top-down", "top-down-forecast-proportions": self = .topDownForecastProportions
    case "top-down-average-proportions": self = .topDownAverageProportions
    case "top-down-proportion-averages": self = .topDownProportionAverages
    case "ols": self = .ols
    case "wls-struct": self = .wlsStruct
    case "wls-var": self = .wlsVar
    case "mint-shrink": self = .mintShrink
    case "mint-cov": self = .mintCov
    default:
      guard text.hasPrefix("middle-out:"), let depth = Int(text.dropFirst("middle-out:".count)),
        depth >= 0
      else { return nil }
      self = .middleOut(depth: depth)
    }
  }

  /// The full name, one of `names`, with the depth for `middle-out`; `init(_:)` reads it back.
  public var name: String {
    switch self {
    case .bottomUp: "bottom-up"
    case .topDownForecastProportions: "top-down-forecast-proportions"
    case .topDownAverageProportions: "top-down-average-proportions"
    case .topDownProportionAverages: "top-down-proportion-averages"
    case .middleOut(let depth): "middle-out:\(depth)"
    case .ols: "ols"
    case .wlsStruct: "wls-struct"
    case .wlsVar: "wls-var"
    case .mintShrink: "mint-shrink"
    case .mintCov: "mint-cov"
    }
  }

  /// Whether the weights come from residuals.
  public var needsResiduals: Bool {
    switch self {
    case .wlsVar, .mintShrink, .mintCov: true
    default: false
    }
  }

  /// Whether shares come from the observations.
  public var needsHistory: Bool {
    self == .topDownAverageProportions || self == .topDownProportionAverages
  }

  /// Whether a top's forecast is divided: no projection, so no intervals and no bounds.
  public var divides: Bool {
    switch self {
    case .topDownForecastProportions, .topDownAverageProportions, .topDownProportionAverages,
      .middleOut:
      true
    default: false
    }
  }

  /// Whether the method is a projection in a metric W, so that nodes can be held fixed.
  public var isProjection: Bool { self != .bottomUp && !divides }
}
