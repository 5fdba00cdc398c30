internal import Glibc

// Demand y grows from period to period by the exact flow of a differential equation over one period,
// in logs x = ln y with noise σε:
//
//   drift      dx/dt = r                  x' = x + r
//   logistic   dy/dt = r·y·(1 − y/S)      y' = S·y / (y + (S − y)·e^(−r))
//   gompertz   dy/dt = r·y·ln(S/y)        x' = ln S + (x − ln S)·e^(−r)
//   trend      x(t) = a + r·t, noise around the line and not from step to step
//
// S is the saturation of the market, apart from what crossings can carry: were it the capacity,
// demand would never exceed it and nothing would ever be suppressed. As a step from the last value,
// not as a closed curve K(t)/(1 + e^…), demand does not jump when S does.

/// How demand grows from one period to the next.
public enum DemandGrowth: String, CaseIterable, Sendable {
  case drift
  case trend
  case logistic
  case gompertz

  /// Whether growth runs toward a saturation that must be given.
  public var needsSaturation: Bool { self == .logistic || self == .gompertz }

  /// ln of demand one period on, before noise.
  ///
  /// - Parameters:
  ///   - x: ln of demand.
  ///   - rate: r, log growth a period far below saturation.
  ///   - logSaturation: ln S; not used by drift and trend.
  ///
  /// Source: exact flows of Verhulst's (1838) and Gompertz's (1825) equations over one period.
  public func step(_ x: Double, rate: Double, logSaturation: Double) -> Double {
    switch self {
    case .drift, .trend: x + rate
    // ln of S·y/(y + (S − y)e^(−r)) with y/S = e^(x − ln S).
    case .logistic:
      x - log(exp(x - logSaturation) * -expm1(-rate) + exp(-rate))
    case .gompertz: logSaturation + (x - logSaturation) * exp(-rate)
    }
  }

  /// The derivative of `step` with respect to x, for spreading noise over periods without data.
  func slope(_ x: Double, rate: Double, logSaturation: Double) -> Double {
    switch self {
    case .drift, .trend: return 1
    case .logistic:
      let decay = exp(-rate)
      return decay / (exp(x - logSaturation) * (1 - decay) + decay)
    case .gompertz: return exp(-rate)
    }
  }

  /// ln of demand several periods on without noise, and the variance of its noise in units of σ²
  /// (the noise of each period carried along the flow, to first order).
  func steps(
    _ x: Double, count: Int, rate: Double, logSaturation: Double
  ) -> (mean: Double, variance: Double) {
    if self == .drift { return (x + Double(count) * rate, Double(count)) }
    var (mean, variance) = (x, 0.0)
    for _ in 0..<count {
      let slope = slope(mean, rate: rate, logSaturation: logSaturation)
      mean = step(mean, rate: rate, logSaturation: logSaturation)
      variance = variance * slope * slope + 1
    }
    return (mean, variance)
  }
}

/// The level toward which a market grows, known within a range.
public struct Saturation: Sendable, Equatable {
  /// The levels that the true one is below with probability 10 % and 90 %, in the unit of demand.
  public let low: Double
  /// The upper of the two levels, at least `low`.
  public let high: Double

  /// - Precondition: 0 < low ≤ high.
  public init(low: Double, high: Double) {
    precondition(low > 0 && high >= low, "a saturation runs from low up to high")
    self.low = low
    self.high = high
  }
}
