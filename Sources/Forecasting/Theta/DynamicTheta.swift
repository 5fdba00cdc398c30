internal import Glibc

/// The dynamic optimised theta model of one series without season.
///
///     ŷ_t = ℓ_{t−1} + ω·[(1−α)^{t−1} A_{t−1} + (1 − (1−α)^t)/α · B_{t−1}],  ω = 1 − 1/θ
///     ℓ_t = αy_t + (1−α)ℓ_{t−1},  ȳ_t = ((t−1)ȳ_{t−1} + y_t)/t
///     B_t = ((t−2)B_{t−1} + 6(y_t − ȳ_{t−1})/t)/(t+1),  A_t = ȳ_t − B_t(t+1)/2
///
/// with A_0 = B_0 = ȳ_0 = 0, so that A_1 = y_1 and B_1 = 0. A and B are the running regression line.
///
/// Given α every ŷ is linear in ℓ₀ and ω: both come from a 2 × 2 least squares problem and only α is
/// searched, on a grid and then by Brent's method, which finds the global optimum where a simplex
/// search over (ℓ₀, α, θ) may not. The sum of squares leaves out the first three errors, in which
/// the running line is not yet one.
///
/// Source: Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler (2016), equations 5 to 12.
struct DynamicTheta: Sendable {
  let alpha: Double
  /// ω = 1 − 1/θ in [0, 1].
  let weight: Double
  let initialLevel: Double
  let squares: Double
  let count: Int
  /// ℓ_n, ȳ_n, A_n, B_n.
  private let level: Double
  private let mean: Double
  private let line: (intercept: Double, slope: Double)

  static let alphaBounds = (0.1, 0.99)

  /// Sums over one pass with a given α.
  private struct Pass {
    var (pp, pd, dd, pr, dr, rr) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    var (s, mean, a, b) = (0.0, 0.0, 0.0, 0.0)
    var power = 1.0
  }

  /// - Parameter values: at least 4, finite, of size about 1.
  init(_ y: [Double], pull: Pull) {
    var best = (alpha: 0.5, value: Double.infinity)
    let grid = 12
    for k in 0...grid {
      let alpha =
        Self.alphaBounds.0 + (Self.alphaBounds.1 - Self.alphaBounds.0) * Double(k) / Double(grid)
      let value = Self.objective(y, alpha, pull)
      if value < best.value { best = (alpha, value) }
    }
    let step = (Self.alphaBounds.1 - Self.alphaBounds.0) / Double(grid)
    let refined = Self.minimum(
      max(Self.alphaBounds.0, best.alpha - step), min(Self.alphaBounds.1, best.alpha + step)
    ) { Self.objective(y, $0, pull) }
    alpha = Self.objective(y, refined, pull) <= best.value ? refined : best.alpha
    let pass = Self.run(y, alpha)
    (initialLevel, weight, squares) = Self.solve(pass, pull, y.count, y[0])
    count = y.count
    level = pass.s + pass.power * initialLevel
    mean = pass.mean
    line = (pass.a, pass.b)
  }

  /// How hard the estimates are pulled to usual ones, in units of the error variance.
  struct Pull: Sendable {
    var alphaCentre = 0.5
    var alphaWeight = 0.0
    var omegaCentre = 0.5
    var omegaWeight = 0.0
  }

  private static func minimum(
    _ low: Double, _ high: Double, _ f: (Double) -> Double
  ) -> Double {
    // Golden section: the objective is cheap and has one minimum left in so small a bracket.
    let golden = 0.6180339887498949
    var (a, b) = (low, high)
    var (c, d) = (b - golden * (b - a), a + golden * (b - a))
    var (fc, fd) = (f(c), f(d))
    for _ in 0..<24 {
      if fc < fd {
        (b, d, fd) = (d, c, fc)
        c = b - golden * (b - a)
        fc = f(c)
      } else {
        (a, c, fc) = (c, d, fd)
        d = a + golden * (b - a)
        fd = f(d)
      }
    }
    return fc < fd ? c : d
  }

  private static func objective(_ y: [Double], _ alpha: Double, _ pull: Pull) -> Double {
    let (_, omega, squares) = solve(run(y, alpha), pull, y.count, y[0])
    let n = Double(y.count - 3)
    let da = alpha - pull.alphaCentre
    let dw = omega - pull.omegaCentre
    return n * log(squares + 1e-26) + pull.alphaWeight * da * da + pull.omegaWeight * dw * dw
  }

  private static func run(_ y: [Double], _ alpha: Double) -> Pass {
    var pass = Pass()
    let keep = 1 - alpha
    let inverse = 1 / alpha
    y.withUnsafeBufferPointer { y in
      for i in y.indices {
        let t = Double(i + 1)
        let next = pass.power * keep
        let d = pass.power * pass.a + (1 - next) * inverse * pass.b
        if i >= 3 {
          let r = y[i] - pass.s
          pass.pp += pass.power * pass.power
          pass.pd += pass.power * d
          pass.dd += d * d
          pass.pr += pass.power * r
          pass.dr += d * r
          pass.rr += r * r
        }
        pass.s = alpha * y[i] + keep * pass.s
        pass.b = ((t - 2) * pass.b + 6 * (y[i] - pass.mean) / t) / (t + 1)
        pass.mean = ((t - 1) * pass.mean + y[i]) / t
        if i == 0 { pass.b = 0 }
        pass.a = pass.mean - pass.b * (t + 1) / 2
        pass.power = next
      }
    }
    return pass
  }

  /// ℓ₀ and ω of least squares, ω in [0, 1], and the sum of squares.
  private static func solve(
    _ p: Pass, _ pull: Pull, _ n: Int, _ first: Double
  ) -> (level: Double, omega: Double, squares: Double) {
    // A slight pull of ℓ₀ to the first value: with a large α the data say nothing about ℓ₀.
    let ridge = 1e-8
    let pp = p.pp + ridge
    let pr = p.pr + ridge * first
    func squares(_ l: Double, _ w: Double) -> Double {
      max(
        0,
        p.rr - 2 * l * p.pr - 2 * w * p.dr + l * l * p.pp + 2 * l * w * p.pd + w * w * p.dd)
    }
    let determinant = pp * p.dd - p.pd * p.pd
    var omega = determinant > 1e-14 * pp * p.dd ? (pp * p.dr - p.pd * pr) / determinant : 0.5
    omega = min(1, max(0, omega))
    var level = (pr - omega * p.pd) / pp
    if pull.omegaWeight > 0 {
      // The pull is a quadratic in units of the variance at the free optimum.
      let variance = squares(level, omega) / Double(max(1, n - 3)) + 1e-26
      let weight = pull.omegaWeight * variance
      let dd = p.dd + weight
      let dr = p.dr + weight * pull.omegaCentre
      let d2 = pp * dd - p.pd * p.pd
      if d2 > 1e-14 * pp * dd {
        omega = min(1, max(0, (pp * dr - p.pd * pr) / d2))
        level = (pr - omega * p.pd) / pp
      }
    }
    return (level, omega, squares(level, omega))
  }

  /// Centres of the next `horizon` values; errors of zero move the states on.
  func centres(_ horizon: Int) -> [Double] {
    path(horizon, impulse: nil)
  }

  /// c_0 = 1, c_1, …: what an error one step ahead adds to the forecasts from there on.
  func weights(_ horizon: Int) -> [Double] {
    zip(path(horizon, impulse: 1), path(horizon, impulse: 0)).map { $0 - $1 }
  }

  private func path(_ horizon: Int, impulse: Double?) -> [Double] {
    var (l, mean, a, b) = (level, mean, line.intercept, line.slope)
    var power = pow(1 - alpha, Double(count))
    var result: [Double] = []
    result.reserveCapacity(horizon)
    for h in 1...horizon {
      let t = Double(count + h)
      let next = power * (1 - alpha)
      var value = l + weight * (power * a + (1 - next) / alpha * b)
      if h == 1, let impulse { value += impulse }
      result.append(value)
      l = alpha * value + (1 - alpha) * l
      b = ((t - 2) * b + 6 * (value - mean) / t) / (t + 1)
      mean = ((t - 1) * mean + value) / t
      a = mean - b * (t + 1) / 2
      power = next
    }
    return result
  }
}
