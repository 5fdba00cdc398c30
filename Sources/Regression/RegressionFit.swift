internal import Glibc
public import LinearAlgebra

/// A fitted regression of any family, with or without fixed effects and instruments.
public struct RegressionFit: Sendable {
  /// The rows and columns in use, without singletons and separated rows.
  public let frame: ModelFrame
  /// The family that was fitted.
  public let family: Family
  /// Names of the terms in use, in the order of the formula.
  public let termNames: [String]
  /// β̂ of the terms in use, in the unit of the (linked) response per unit of the term.
  public let coefficients: [Double]
  /// Terms left out because they are constant, zero or combinations of fixed effects and of terms
  /// before them.
  public let droppedTerms: [String]
  /// Instruments left out because fixed effects, exogenous terms and other instruments explain them.
  public let droppedInstruments: [String]
  /// (X̃′WX̃)⁻¹ of the terms in use, X̃ less the fixed effects and, with instruments, projected.
  public let inverseGram: Matrix
  /// Parameters that the fixed effects take: Σ levels − (effects − 1), as fixest counts.
  public let absorbed: Int
  /// Fitted means, one a row in use.
  public let fitted: [Double]
  /// Linear predictors with offset and fixed effects.
  public let linearPredictor: [Double]
  /// Σ of the fixed effects at each row; nil without.
  public let effectSum: [Double]?
  /// Estimated condition number of the scaled columns.
  public let condition: Double
  /// Σ w (y − μ̂)² for the Gaussian family, the deviance for the others.
  public let deviance: Double
  /// The Gaussian residual sum of squares with its low part.
  let residualSquares: DoubleDouble
  /// Total sums of squares of the Gaussian family: around the mean, and within fixed effects.
  let totalSquares: DoubleDouble
  let withinSquares: Double?
  /// The log-likelihood at the estimates, prior weights included; for the Gaussian and the gamma at
  /// the scale RSS/n and deviance/Σw.
  public let logLikelihood: Double
  /// The log-likelihood of a constant (and the offset) alone.
  public let nullLogLikelihood: Double
  /// Steps of iteratively reweighted least squares; 0 for closed forms.
  public let iterations: Int
  /// θ of the negative binomial.
  public let theta: Double?
  /// Σ w (y − μ̂)²/V(μ̂).
  let pearson: Double

  /// x̃ of the terms in use, for scores and leverage.
  let columns: [[Double]]
  /// w_i: prior weights, times those of the last step of an iteration.
  let workingWeights: [Double]?
  /// u_i, so that the scores are w_i u_i x̃_i.
  let workingResiduals: [Double]

  /// n, the rows in use.
  public var count: Int { frame.count }
  /// Coefficients and absorbed effects.
  public var parameterCount: Int { coefficients.count + absorbed }
  /// n − parameters.
  public var degreesOfFreedom: Int { count - parameterCount }

  /// The scale of the errors squared: RSS/(n − k) for the Gaussian, Pearson's χ²/(n − k) for the
  /// gamma, 1 for the others; NaN when no degree of freedom is left.
  public var dispersion: Double {
    guard family.estimatesDispersion else { return 1 }
    guard degreesOfFreedom > 0 else { return .nan }
    return (family == .gaussian ? residualSquares.value : pearson) / Double(degreesOfFreedom)
  }

  /// s = √(RSS/(n − k)); nil for other families than the Gaussian.
  public var sigma: Double? { family == .gaussian ? dispersion.squareRoot() : nil }

  /// y − μ̂.
  public var residuals: [Double] {
    if family == .gaussian { return workingResiduals }
    return zip(frame.response.values, fitted).map { $0 - $1 }
  }

  /// 1 − RSS/TSS around the mean (around zero without intercept and fixed effects); Gaussian only.
  public var rSquared: Double? {
    guard family == .gaussian, totalSquares.value > 0 else { return nil }
    return ((totalSquares - residualSquares) / totalSquares).value
  }

  /// 1 − (1 − R²)(n − 1)/(n − k), with n for n − 1 without intercept and fixed effects; nil where
  /// R² is, or when no degree of freedom is left.
  public var adjustedRSquared: Double? {
    guard let rSquared, degreesOfFreedom > 0 else { return nil }
    let intercept = frame.hasIntercept ? 1 : 0
    return 1 - (1 - rSquared) * Double(count - intercept) / Double(degreesOfFreedom)
  }

  /// 1 − RSS/TSS of what the fixed effects leave; nil without fixed effects.
  public var withinRSquared: Double? {
    guard let withinSquares, withinSquares > 0, family == .gaussian else { return nil }
    return 1 - residualSquares.value / withinSquares
  }

  /// McFadden's 1 − ℓ/ℓ₀; nil for the Gaussian and gamma, whose likelihoods are densities.
  public var pseudoRSquared: Double? {
    guard family != .gaussian, family != .gamma, nullLogLikelihood != 0 else { return nil }
    return 1 - logLikelihood / nullLogLikelihood
  }

  /// Parameters of the likelihood, with the scale where it is estimated (and θ).
  public var likelihoodParameters: Int {
    parameterCount + (family.estimatesDispersion || family == .negbin ? 1 : 0)
  }

  /// −2ℓ + 2p, p the `likelihoodParameters`.
  public var aic: Double { -2 * logLikelihood + 2 * Double(likelihoodParameters) }

  /// −2ℓ + p·log n, p the `likelihoodParameters`.
  public var bic: Double {
    -2 * logLikelihood + log(Double(count)) * Double(likelihoodParameters)
  }

  /// Places of the terms that an F or Wald test of the whole regression takes: all but the intercept.
  var slopePlaces: [Int] { termNames.indices.filter { termNames[$0] != "(Intercept)" } }
}
