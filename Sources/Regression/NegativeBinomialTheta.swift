internal import Glibc

/// θ that maximizes the negative binomial likelihood at given means.
enum NegativeBinomialTheta {
  static func estimate(
    _ y: [Double], means: [Double], weights: [Double]?
  ) throws(RegressionError) -> Double {
    // By moments, then Newton on log θ, where the likelihood has one maximum or rises for ever.
    var (excess, total, greatest) = (0.0, 0.0, 0.0)
    for i in y.indices {
      let w = weights?[i] ?? 1
      let r = y[i] / means[i] - 1
      excess += w * r * r
      total += w
      greatest = max(greatest, means[i])
    }
    // From here on μ²/θ is lost beside μ: the likelihood rises for ever.
    let end = log(1e7 * max(1, greatest))
    var u = log(min(max(total / max(excess, 1e-12), 1e-6), 0.1 * exp(end)))
    for _ in 0..<200 {
      let theta = exp(u)
      var (score, curvature) = (0.0, 0.0)
      for i in y.indices {
        let w = weights?[i] ?? 1
        let (first, second) = derivatives(theta, y[i], means[i])
        score += w * first
        curvature += w * second
      }
      // d/du and d²/du² with θ = eᵘ.
      let slope = score * theta
      let bend = curvature * theta * theta + slope
      var step = bend < 0 ? -slope / bend : (slope > 0 ? 1 : -1)
      step = min(max(step, -2), 2)
      u += step
      if u > end || (abs(step) < 1e-12 && u > end - 1) {
        throw .unsupported(
          "the response varies no more than a Poisson: no theta (use the family poisson)")
      }
      if abs(step) < 1e-12 { return exp(u) }
    }
    throw .didNotConverge(what: "theta of the negative binomial", iterations: 200)
  }

  private static func derivatives(
    _ theta: Double, _ y: Double, _ mu: Double
  ) -> (first: Double, second: Double) {
    // ψ(θ + y) − ψ(θ) and its slope, by sums where y is a small count.
    var (digamma, trigamma) = (0.0, 0.0)
    if y == y.rounded(), y <= 200 {
      for k in 0..<Int(y) {
        digamma += 1 / (theta + Double(k))
        trigamma -= 1 / ((theta + Double(k)) * (theta + Double(k)))
      }
    } else {
      digamma = Digamma.value(theta + y) - Digamma.value(theta)
      trigamma = Digamma.slope(theta + y) - Digamma.slope(theta)
    }
    let sum = theta + mu
    let first = digamma + log(theta / sum) + 1 - (y + theta) / sum
    let second = trigamma + 1 / theta - 2 / sum + (y + theta) / (sum * sum)
    return (first, second)
  }
}

/// ψ and ψ′ by recurrence up to 10 and their asymptotic series (DLMF 5.11, 5.15).
private enum Digamma {
  static func value(_ x: Double) -> Double {
    var (x, sum) = (x, 0.0)
    while x < 10 {
      sum -= 1 / x
      x += 1
    }
    let r = 1 / (x * x)
    return sum + log(x) - 0.5 / x
      - r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r / 132))))
  }

  static func slope(_ x: Double) -> Double {
    var (x, sum) = (x, 0.0)
    while x < 10 {
      sum += 1 / (x * x)
      x += 1
    }
    let r = 1 / (x * x)
    return sum + 1 / x + r / 2
      + r / x * (1.0 / 6 - r * (1.0 / 30 - r * (1.0 / 42 - r * (1.0 / 30 - r * 5 / 66))))
  }
}
