/// The distribution of a response given its mean, and the link from the terms to the mean.
public enum Family: String, Sendable, CaseIterable {
  /// Normal, identity link.
  case gaussian
  /// Poisson pseudo-likelihood, log link: any y ≥ 0 (Gourieroux, Monfort & Trognon 1984).
  case poisson
  /// Gamma, log link: y > 0.
  case gamma
  /// Negative binomial with variance μ + μ²/θ, θ by maximum likelihood, log link: y ≥ 0.
  case negbin
  /// Binomial, logit link: 0 ≤ y ≤ 1.
  case binomial
  /// Binomial, probit link: 0 ≤ y ≤ 1.
  case probit

  /// Whether the mean is exp of the linear predictor.
  public var hasLogLink: Bool { self == .poisson || self == .gamma || self == .negbin }

  /// Whether the scale of the errors is estimated; else it is 1 and statistics are normal.
  public var estimatesDispersion: Bool { self == .gaussian || self == .gamma }

  /// What the response must be.
  var range: String {
    switch self {
    case .gaussian: "finite values"
    case .poisson, .negbin: "values of zero or more"
    case .gamma: "values above zero"
    case .binomial, .probit: "values from 0 to 1"
    }
  }

  func admits(_ y: Double) -> Bool {
    switch self {
    case .gaussian: y.isFinite
    case .poisson, .negbin: y >= 0
    case .gamma: y > 0
    case .binomial, .probit: y >= 0 && y <= 1
    }
  }
}
