internal import Glibc
internal import StatisticsCore

/// What iteratively reweighted least squares needs of a family, in loops over all rows.
struct FamilyKernel {
  let family: Family
  /// θ of the negative binomial.
  var theta = 1.0

  /// Whether the link is the canonical one, where expected and observed information agree and steps
  /// of iteratively reweighted least squares are Newton's.
  var hasNewtonSteps: Bool { family == .gaussian || family == .poisson || family == .binomial }

  /// A first mean between each value and the mean of all, as glm does.
  func startingMeans(_ y: [Double], weights: [Double]?) -> [Double] {
    var (sum, total) = (0.0, 0.0)
    for i in y.indices {
      sum += (weights?[i] ?? 1) * y[i]
      total += weights?[i] ?? 1
    }
    let mean = sum / total
    return y.map { value in
      switch family {
      case .gaussian: value
      case .poisson, .negbin, .gamma: (value + mean) / 2
      case .binomial, .probit: (value + 0.5) / 2
      }
    }
  }

  func link(_ mu: Double) -> Double {
    switch family {
    case .gaussian: mu
    case .poisson, .negbin, .gamma: log(mu)
    case .binomial: log(mu / (1 - mu))
    case .probit: Normal.quantile(mu)
    }
  }

  /// The mean of a linear predictor, held where doubles can bear it.
  func mean(_ eta: Double) -> Double {
    switch family {
    case .gaussian: eta
    case .poisson, .negbin, .gamma: exp(min(max(eta, -700), 700))
    case .binomial: 1 / (1 + exp(-min(max(eta, -36), 36)))
    case .probit: Normal.cumulative(min(max(eta, -8), 8))
    }
  }

  /// dμ/dη.
  func slope(_ eta: Double, mean mu: Double) -> Double {
    switch family {
    case .gaussian: 1
    case .poisson, .negbin, .gamma: mu
    case .binomial: mu * (1 - mu)
    case .probit: max(exp(-eta * eta / 2) / (2 * Double.pi).squareRoot(), 1e-300)
    }
  }

  func variance(_ mu: Double) -> Double {
    switch family {
    case .gaussian: 1
    case .poisson: mu
    case .gamma: mu * mu
    case .negbin: mu + mu * mu / theta
    case .binomial, .probit: mu * (1 - mu)
    }
  }

  /// Working weights (dμ/dη)²/V and working residuals (y − μ)/(dμ/dη).
  func linearize(
    _ y: [Double], eta: [Double], prior: [Double]?, means: inout [Double],
    weights: inout [Double], residuals: inout [Double]
  ) {
    if family == .poisson {
      for i in y.indices {
        let mu = exp(min(max(eta[i], -700), 700))
        means[i] = mu
        weights[i] = mu
        residuals[i] = (y[i] - mu) / mu
      }
      if let prior { for i in y.indices { weights[i] *= prior[i] } }
      return
    }
    for i in y.indices {
      let mu = mean(eta[i])
      let slope = slope(eta[i], mean: mu)
      means[i] = mu
      weights[i] = (prior?[i] ?? 1) * slope * slope / variance(mu)
      residuals[i] = (y[i] - mu) / slope
    }
  }

  /// Σ w · 2 (ℓ(y; y) − ℓ(y; μ)).
  func deviance(_ y: [Double], means: [Double], prior: [Double]?) -> Double {
    var sum = 0.0
    if family == .poisson, prior == nil {
      for i in y.indices {
        let (y, mu) = (y[i], means[i])
        sum += 2 * ((y == 0 ? 0 : y * log(y / mu)) - (y - mu))
      }
      return sum
    }
    for i in y.indices { sum += (prior?[i] ?? 1) * unitDeviance(y[i], means[i]) }
    return sum
  }

  func unitDeviance(_ y: Double, _ mu: Double) -> Double {
    switch family {
    case .gaussian: (y - mu) * (y - mu)
    case .poisson: 2 * (Self.xlog(y, y / mu) - (y - mu))
    case .gamma: 2 * ((y - mu) / mu - log(y / mu))
    case .negbin: 2 * (Self.xlog(y, y / mu) - (y + theta) * log((y + theta) / (mu + theta)))
    case .binomial, .probit:
      2 * (Self.xlog(y, y / mu) + Self.xlog(1 - y, (1 - y) / (1 - mu)))
    }
  }

  /// Σ w · ln f(y; μ); for the gamma with dispersion deviance ÷ Σw, as R does.
  func logLikelihood(_ y: [Double], means: [Double], prior: [Double]?) -> Double {
    var sum = 0.0
    var dispersion = 1.0
    if family == .gamma {
      let total = prior?.reduce(0, +) ?? Double(y.count)
      dispersion = deviance(y, means: means, prior: prior) / total
    }
    for i in y.indices {
      sum += (prior?[i] ?? 1) * logDensity(y[i], means[i], dispersion)
    }
    return sum
  }

  private func logDensity(_ y: Double, _ mu: Double, _ dispersion: Double) -> Double {
    switch family {
    case .gaussian: -(y - mu) * (y - mu) / 2
    case .poisson: Self.xlog(y, mu) - mu - lgamma(y + 1)
    case .gamma:
      (1 / dispersion) * log(y / (dispersion * mu)) - y / (dispersion * mu) - log(y)
        - lgamma(1 / dispersion)
    case .negbin:
      lgamma(theta + y) - lgamma(theta) - lgamma(y + 1) + theta * log(theta / (theta + mu))
        + Self.xlog(y, mu / (theta + mu))
    case .binomial, .probit: Self.xlog(y, mu) + Self.xlog(1 - y, 1 - mu)
    }
  }

  /// x · ln(t), 0 where x is.
  private static func xlog(_ x: Double, _ t: Double) -> Double { x == 0 ? 0 : x * log(t) }
}
