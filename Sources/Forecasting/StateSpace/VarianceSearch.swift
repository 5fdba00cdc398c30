internal import Glibc

/// The maximum of the diffuse likelihood over the variances of a structural model.
///
/// σ² is concentrated out, so the likelihood depends on ratios only. The search runs in logs of the
/// variances by BFGS with the exact score: the score sums to zero, so it stays on ratios by itself.
/// A variance that shrinks towards zero is tried at zero and kept there while its score is negative
/// (an active set): zero is a frequent maximum and the log scale alone would never arrive.
struct VarianceSearch {
  struct Optimum {
    /// Variances in units of σ².
    var ratios: SIMD4<Double>
    var pass: StructuralPass
    var logLikelihood: Double { pass.logLikelihood }
  }

  let filter: StructuralFilter

  private struct Point {
    var x: SIMD4<Double>
    var pass: StructuralPass
    var value: Double { pass.logLikelihood }
    /// ∂ℓ/∂w, w in units of σ².
    var score: SIMD4<Double>
  }

  /// Starting ratios of level, slope, season and irregular.
  private var starts: [SIMD4<Double>] {
    let all: [SIMD4<Double>] = [
      SIMD4(1, 0.1, 0.1, 1), SIMD4(0.1, 0.01, 0.01, 1), SIMD4(1, 0.01, 0.01, 0.1),
      SIMD4(0.01, 0.001, 1, 0.3), SIMD4(0.03, 1, 0.1, 0.3), SIMD4(0.001, 0.0001, 0.0001, 1),
    ]
    switch filter.form {
    case .level: return [all[0], all[1], all[5]]
    case .trend: return [all[0], all[1], all[2], all[4], all[5]]
    case .seasonal: return all
    }
  }

  /// The best of several searches; nil when no start gives a likelihood.
  ///
  /// - Parameter components: the variances that may differ from zero.
  func maximum(over components: [Int], searches: Int = 3) -> Optimum? {
    var mask = SIMD4<Double>.zero
    for place in components { mask[place] = 1 }
    var ranked: [(start: SIMD4<Double>, value: Double)] = []
    for start in starts {
      guard let pass = filter.filter(start * mask) else { continue }
      ranked.append((start * mask, pass.logLikelihood))
    }
    ranked.sort { $0.value > $1.value }
    var best: Optimum?
    for (start, _) in ranked.prefix(components.count > 1 ? searches : 1) {
      guard let found = maximum(from: start, over: components) else { continue }
      if best.map({ found.logLikelihood > $0.logLikelihood }) ?? true { best = found }
    }
    return best
  }

  /// A local maximum from one start whose components are positive.
  func maximum(from start: SIMD4<Double>, over components: [Int]) -> Optimum? {
    var free = components.filter { start[$0] > 0 }
    var w = start
    var best: Optimum?
    for _ in 0..<8 {
      guard let end = climb(w, &free) else { break }
      w = end.ratios
      if best.map({ end.logLikelihood > $0.logLikelihood }) ?? true { best = end }
      guard let pass = filter.filter(w) else { break }
      let score = filter.score(variance: pass.variance)
      // A zero whose score says up is let go again.
      let largest = w.max()
      let released = components.filter { w[$0] == 0 && score[$0] * largest > 1e-3 }
      if released.isEmpty { break }
      for place in released { w[place] = 1e-4 * largest }
      free = components.filter { w[$0] > 0 }
    }
    return best
  }

  private func point(_ x: SIMD4<Double>, _ free: [Int], withScore: Bool = true) -> Point? {
    var w = SIMD4<Double>.zero
    for place in free { w[place] = exp(x[place]) }
    guard let pass = filter.filter(w), pass.degreesOfFreedom > 0, pass.squares > 0 else {
      return nil
    }
    var score = SIMD4<Double>.zero
    if withScore { score = filter.score(variance: pass.variance) }
    return Point(x: x, pass: pass, score: score)
  }

  /// BFGS in the logs of the free variances; variances found to be zero leave `free`.
  private func climb(_ start: SIMD4<Double>, _ free: inout [Int]) -> Optimum? {
    var x = SIMD4<Double>.zero
    for place in free { x[place] = log(start[place]) }
    guard var here = point(x, free) else { return nil }
    var inverseHessian = Self.identity
    var isFresh = true
    for _ in 0..<100 {
      if free.count == 1 { break }
      if let fewer = dropped(here, &free) {
        here = fewer
        (inverseHessian, isFresh) = (Self.identity, true)
        continue
      }
      let gradient = logGradient(here, free)
      if largestMagnitude(gradient) < 1e-7 * max(1, abs(here.value) * 1e-3) { break }
      var direction = SIMD4<Double>.zero
      for i in 0..<4 { direction[i] = (inverseHessian[i] * gradient).sum() }
      var slope = (direction * gradient).sum()
      if !(slope > 0) {
        inverseHessian = Self.identity
        direction = gradient
        slope = (gradient * gradient).sum()
      }
      // At most a factor e⁴ a step.
      let length = largestMagnitude(direction)
      var step = min(1, (isFresh ? 1 : 4) / length)
      var next: Point?
      for _ in 0..<30 {
        if let trial = point(here.x + step * direction, free, withScore: false),
          trial.value >= here.value + 1e-4 * step * slope
        {
          next = trial
          break
        }
        step *= 0.3
      }
      guard var found = next else {
        if isFresh { break }
        (inverseHessian, isFresh) = (Self.identity, true)
        continue
      }
      // The trial's gains are still in the workspace.
      found.score = filter.score(variance: found.pass.variance)
      let gained = found.value - here.value
      Self.update(
        &inverseHessian, moved: found.x - here.x,
        changed: gradient - logGradient(found, free), isFirst: isFresh)
      isFresh = false
      here = found
      if gained < 1e-13 * max(1, abs(here.value)) { break }
    }
    var w = SIMD4<Double>.zero
    for place in free { w[place] = exp(here.x[place]) }
    return Optimum(ratios: w, pass: here.pass)
  }

  /// The point with its most negligible variance at zero, when that is no worse.
  private func dropped(_ here: Point, _ free: inout [Int]) -> Point? {
    let largest = free.map { here.x[$0] }.max() ?? 0
    let falling = free.filter { here.x[$0] < largest - 5 && here.score[$0] < 0 }
    guard let place = falling.min(by: { here.x[$0] < here.x[$1] }) else { return nil }
    let kept = free.filter { $0 != place }
    guard let there = point(here.x, kept), there.value >= here.value, there.score[place] <= 0
    else { return nil }
    free = kept
    return there
  }

  private func logGradient(_ point: Point, _ free: [Int]) -> SIMD4<Double> {
    var gradient = SIMD4<Double>.zero
    for place in free { gradient[place] = exp(point.x[place]) * point.score[place] }
    return gradient
  }

  private static let identity: [SIMD4<Double>] = [
    SIMD4(1, 0, 0, 0), SIMD4(0, 1, 0, 0), SIMD4(0, 0, 1, 0), SIMD4(0, 0, 0, 1),
  ]

  /// The BFGS update of the inverse Hessian of −ℓ. Source: Nocedal & Wright (2006), 6.1.
  private static func update(
    _ h: inout [SIMD4<Double>], moved s: SIMD4<Double>, changed y: SIMD4<Double>, isFirst: Bool
  ) {
    let sy = (s * y).sum()
    guard sy > 1e-12 * ((s * s).sum() * (y * y).sum()).squareRoot() else { return }
    if isFirst {
      let scale = sy / (y * y).sum()
      for i in 0..<4 { h[i] *= scale }
    }
    var hy = SIMD4<Double>.zero
    for i in 0..<4 { hy[i] = (h[i] * y).sum() }
    let factor = (1 + (y * hy).sum() / sy) / sy
    for i in 0..<4 {
      let along: SIMD4<Double> = factor * s[i] * s
      let across: SIMD4<Double> = s[i] * hy + hy[i] * s
      h[i] += along - across / sy
    }
  }
}

private func largestMagnitude(_ x: SIMD4<Double>) -> Double {
  max(abs(x[0]), abs(x[1]), abs(x[2]), abs(x[3]))
}
