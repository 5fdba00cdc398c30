internal import Glibc

extension TMixture {
  /// E g(X) for a g that grows like x^growth; nil where a component's tail makes it infinite
  /// (ν ≤ growth), and where it overflows.
  ///
  /// - Parameter growth: the power of x with which |g| grows at worst.
  /// - Parameter zeroUpTo: g is 0 up to here and smooth beyond; nil for a g that is smooth everywhere.
  ///   A bend that the quadrature is not told of costs most of its digits.
  ///
  /// Source: the double exponential rules of Takahasi & Mori (1974): z = e^(π/2·sinh u) over
  /// half-lines, z = tanh(π/2·sinh u) over intervals. Checked: mpmath quadrature, to 1e-11.
  public func expectation(
    growth: Double, zeroUpTo bound: Double? = nil, of g: (Double) -> Double
  ) -> Double? {
    var total = 0.0
    for component in components {
      let (location, scale) = (component.location, component.scale)
      guard scale > 0 else {
        total += component.weight * g(location)
        continue
      }
      let nu = component.degreesOfFreedom
      guard nu > max(1, growth) else { return nil }
      let density = StandardDensity(nu)
      func integrand(_ z: Double) -> Double {
        let weight = density(z)
        return weight > 0 ? weight * g(location + scale * z) : 0
      }
      let start = bound.map { ($0 - location) / scale } ?? -.infinity
      var sum = DoubleExponential.halfLine(from: max(start, 0), integrand)
      if start == -.infinity {
        sum += DoubleExponential.halfLine(from: 0) { integrand(-$0) }
      } else {
        // Down to where g begins, in pieces of one ratio: a t falls by powers.
        var (high, low) = (0.0, -8.0)
        while high > start, density(high) * max(1, -high) > 1e-20 {
          sum += DoubleExponential.interval(from: max(low, start), to: high, integrand)
          (high, low) = (low, low * 8)
        }
      }
      total += component.weight * sum
    }
    return total.isFinite ? total : nil
  }

  /// The same of components about 0, for a g that is analytic but for a known singularity and its mirror
  /// image: some fifty values of g in place of a thousand.
  ///
  /// The trapezoidal rule in v, z = sinh v, whose error falls by e^(−2πd/h) for a step h and a singularity d
  /// off the real line.
  ///
  /// - Parameter singularity: x of the nearest one, in units of x; its imaginary part over 0.
  /// - Returns: nil as there, and for a component that is not about 0.
  public func expectation(
    growth: Double, singularity: (real: Double, imaginary: Double), of g: (Double) -> Double
  ) -> Double? {
    var total = 0.0
    for component in components {
      let (scale, nu) = (component.scale, component.degreesOfFreedom)
      guard component.location == 0 else { return nil }
      guard scale > 0 else {
        total += component.weight * g(0)
        continue
      }
      guard nu > max(1, growth) else { return nil }
      let (p, q) = (singularity.real / scale, singularity.imaginary / scale)
      let distance = asin(min(1, 2 * q / (hypot(p, 1 + q) + hypot(p, 1 - q))))
      // Beyond 2⁻¹⁰ a point more would cost more than a digit.
      let step = max(0x1p-10, min(0.125, distance / 6))
      let density = StandardDensity(nu)
      var sum = density(0) * g(0)
      // e^v from point to point, so that sinh and cosh cost a division.
      let rise = exp(step)
      var power = rise
      while power < 1e130 {
        let z = (power - 1 / power) / 2
        let weight = density(z) * (power - z)
        sum += weight * (g(scale * z) + g(-scale * z))
        if weight * max(1, z) < 1e-18 { break }
        power *= rise
      }
      total += component.weight * step * sum
    }
    return total.isFinite ? total : nil
  }
}

/// The density of a standard t, its constant kept.
private struct StandardDensity {
  private let degreesOfFreedom: Double
  private let logFront: Double

  init(_ nu: Double) {
    degreesOfFreedom = nu
    logFront =
      nu.isFinite
      ? log(StudentT.density(0, degreesOfFreedom: nu)) : -0.5 * log(2 * Double.pi)
  }

  func callAsFunction(_ z: Double) -> Double {
    guard degreesOfFreedom.isFinite else { return exp(logFront - 0.5 * z * z) }
    return exp(logFront - (degreesOfFreedom + 1) / 2 * log1p(z * z / degreesOfFreedom))
  }
}

/// Trapezoidal sums after a double exponential substitution.
private enum DoubleExponential {
  static let step = 1.0 / 32

  /// ∫ f from `start` to ∞, f falling like a power or faster.
  static func halfLine(from start: Double, _ f: (Double) -> Double) -> Double {
    var sum = 0.0
    // From e⁻⁴⁰ to e³⁵⁰: a square of the end still is a double.
    for k in -126...195 {
      let u = Double(k) * step
      let x = exp(Double.pi / 2 * sinh(u))
      let value = f(start + x)
      if value != 0 { sum += value * x * Double.pi / 2 * cosh(u) }
    }
    return sum * step
  }

  /// ∫ f from `low` to `high`; f may behave like any power at the ends.
  static func interval(from low: Double, to high: Double, _ f: (Double) -> Double) -> Double {
    let length = high - low
    var sum = 0.0
    for k in -115...115 {
      let u = Double(k) * step
      // The distance from the nearer end keeps its digits: 1 / (1 + e^(π·sinh |u|)) of the length.
      let share = 1 / (1 + exp(Double.pi * sinh(abs(u))))
      let z = u < 0 ? low + length * share : high - length * share
      sum += f(z) * length * Double.pi * cosh(u) * share * (1 - share)
    }
    return sum * step
  }
}
