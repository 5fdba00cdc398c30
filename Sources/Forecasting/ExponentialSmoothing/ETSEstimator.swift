internal import Glibc

/// Estimates of one form on one series, on the kernel's scaled values.
struct ETSEstimate: Sendable {
  let form: ETSForm
  /// The search variables of `ETSLayout`.
  let variables: [Double]
  let smoothing: ETSSmoothing
  /// n·log Σe², for multiplicative errors with relative e and + 2Σ log|ŷ|.
  let criterion: Double
  /// The criterion and the penalty: what the search made least.
  let objective: Double
  /// Σe², relative errors for a multiplicative form.
  let squares: Double
  /// Initial level, slope and season (slot 0 the first period's).
  let initialLevel: Double
  let initialTrend: Double
  let initialSeason: [Double]
  /// The states after the last period; `season[k]` serves the period k + 1 ahead.
  let level: Double
  let trend: Double
  let season: [Double]
}

/// A pull of the smoothing parameters towards usual values, added to the criterion.
struct ETSPenalty: Sendable {
  /// Centre and weight of each search variable: weight·(x − centre)².
  var alpha = (centre: 0.0, weight: 0.0)
  var trendRatio = (centre: 0.0, weight: 0.0)
  var seasonRatio = (centre: 0.0, weight: 0.0)
  var damping = (centre: 0.0, weight: 0.0)

  static let none = ETSPenalty()
}

/// Minimises the criterion of one form over smoothing parameters and initial states together.
///
/// Levenberg and Marquardt's method with the exact derivatives of every one-step forecast: near the
/// optimum the Gauss–Newton matrix is the Hessian of n·log Σe² up to terms in e, so that some ten
/// steps do what a simplex search does in a thousand. Box bounds by an active set.
///
/// Source: Marquardt (1963); Nocedal & Wright (2006), 10.3 and 16.7.
struct ETSEstimator {
  let kernel: ETSKernel
  let layout: ETSLayout
  let penalty: ETSPenalty
  let n: Double

  init(_ kernel: ETSKernel, _ form: ETSForm, penalty: ETSPenalty = .none) {
    self.kernel = kernel
    self.layout = ETSLayout(form, seasonLength: kernel.seasonLength)
    self.penalty = penalty
    n = Double(kernel.count)
  }

  /// The least Σe² that counts, on values of mean 1: exact fits would have a criterion of −∞.
  static let leastSquares = 1e-26

  /// Criterion and penalty after a run of the kernel; nil where the form cannot go.
  private func criterion(_ x: UnsafePointer<Double>) -> (value: Double, squares: Double)? {
    let fitted = kernel.fitted
    var squares = 0.0
    if layout.form.error == .additive {
      for t in 0..<kernel.periods {
        let y = kernel.value(t)
        if y.isNaN { continue }
        let e = y - fitted[t]
        squares += e * e
      }
      guard squares.isFinite else { return nil }
      return (n * log(squares + Self.leastSquares), squares)
    }
    // Σ log|ŷ| as the logarithm of products: one call for every eight factors.
    var (logs, product, factors) = (0.0, 1.0, 0)
    for t in 0..<kernel.periods {
      let y = kernel.value(t)
      if y.isNaN { continue }
      let f = fitted[t]
      guard f > 1e-12 else { return nil }
      let e = (y - f) / f
      squares += e * e
      product *= f
      factors += 1
      if factors == 8 {
        logs += log(product)
        (product, factors) = (1, 0)
      }
    }
    logs += log(product)
    guard squares.isFinite, logs.isFinite else { return nil }
    return (n * log(squares + Self.leastSquares) + 2 * logs, squares)
  }

  func penaltyValue(_ x: UnsafePointer<Double>) -> Double {
    var sum = penalty.alpha.weight * square(x[0] - penalty.alpha.centre)
    if let i = layout.trendRatio {
      sum += penalty.trendRatio.weight * square(x[i] - penalty.trendRatio.centre)
    }
    if let i = layout.seasonRatio {
      sum += penalty.seasonRatio.weight * square(x[i] - penalty.seasonRatio.centre)
    }
    if let i = layout.damping {
      sum += penalty.damping.weight * square(x[i] - penalty.damping.centre)
    }
    return sum
  }

  @inline(__always) private func square(_ v: Double) -> Double { v * v }

  /// Gradient and Gauss–Newton matrix after a run with slopes.
  func normalEquations(
    _ x: UnsafePointer<Double>, squares: Double, gradient g: UnsafeMutablePointer<Double>,
    matrix h: UnsafeMutablePointer<Double>
  ) {
    let p = layout.count
    g.update(repeating: 0, count: p)
    h.update(repeating: 0, count: p * p)
    let isRelative = layout.form.error == .multiplicative
    let factor = 2 * n / (squares + Self.leastSquares)
    var row = UnsafePointer(kernel.slopes)
    for t in 0..<kernel.periods {
      defer { row += p }
      let y = kernel.value(t)
      if y.isNaN { continue }
      let f = kernel.fitted[t]
      var weight = factor
      var pull: Double
      if isRelative {
        // u = y/f − 1, ∂u = −(y/f²)∂f; the criterion adds 2∂f/f.
        let inverse = 1 / f
        let ratio = y * inverse * inverse
        weight *= ratio * ratio
        pull = -factor * (y * inverse - 1) * ratio + 2 * inverse
      } else {
        pull = -factor * (y - f)
      }
      for i in 0..<p {
        let ri = row[i]
        g[i] += pull * ri
        let wi = weight * ri
        let target = h + i * p
        for j in 0...i { target[j] += wi * row[j] }
      }
    }
    func add(_ i: Int?, _ prior: (centre: Double, weight: Double)) {
      guard let i, prior.weight > 0 else { return }
      g[i] += 2 * prior.weight * (x[i] - prior.centre)
      h[i * p + i] += 2 * prior.weight
    }
    add(0, penalty.alpha)
    add(layout.trendRatio, penalty.trendRatio)
    add(layout.seasonRatio, penalty.seasonRatio)
    add(layout.damping, penalty.damping)
  }

  func evaluate(_ x: UnsafePointer<Double>) -> (objective: Double, squares: Double)? {
    guard layout.smoothing(x).isAdmissible(seasonLength: layout.seasonLength),
      kernel.runWithSlopes(layout, x), let value = criterion(x)
    else { return nil }
    if layout.form.season == .multiplicative, let first = layout.season {
      var rest = Double(layout.seasonLength)
      for k in 0..<(layout.seasonLength - 1) {
        if x[first + k] < 0 { return nil }
        rest -= x[first + k]
      }
      if rest < 0 { return nil }
    }
    return (value.value + penaltyValue(x), value.squares)
  }

  /// Searches from one start; nil when the form is impossible there.
  ///
  /// - Parameter heldSteps: first steps that move the states only, so that a start is judged by its
  ///   smoothing parameters and not by states that do not fit them.
  func search(
    from start: [Double], heldSteps: Int = 0, maximumSteps: Int = 80
  ) -> ETSEstimate? {
    let p = layout.count
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: p * (2 * p + 6)) { memory in
      guard let x = memory.baseAddress else { return nil }
      let trial = x + p
      let g = trial + p
      let step = g + p
      let work = step + p
      let h = work + p
      let factor = h + p * p
      for i in 0..<p { x[i] = start[i] }
      guard var (best, squares) = evaluate(x) else { return nil }
      normalEquations(x, squares: squares, gradient: g, matrix: h)
      var lambda = 1e-3
      var small = 0
      for iteration in 0..<maximumSteps {
        let isHeld = iteration < heldSteps
        guard
          let predicted = self.step(
            x, g, h, lambda: lambda, isHeld: isHeld, into: step, factor: factor, work: work)
        else {
          lambda *= 10
          if lambda > 1e12 { break }
          continue
        }
        if predicted < 1e-10, !isHeld { break }
        for i in 0..<p { trial[i] = x[i] + step[i] }
        if let (value, sum) = evaluate(trial), value < best {
          let gain = best - value
          for i in 0..<p { x[i] = trial[i] }
          (best, squares) = (value, sum)
          normalEquations(x, squares: squares, gradient: g, matrix: h)
          let ratio = gain / predicted
          lambda = ratio > 0.75 ? max(lambda / 9, 1e-12) : ratio < 0.25 ? lambda * 2 : lambda
          small = gain < 1e-8 && !isHeld ? small + 1 : 0
          if small >= 2 { break }
        } else {
          lambda = max(lambda * 6, 1e-8)
          if lambda > 1e12 { break }
        }
      }
      return finish(x, best)
    }
  }

  /// The damped Gauss–Newton step inside the box, and the decrease that it promises.
  ///
  /// Variables at a bound that the gradient pushes outwards stay; those that the step would carry
  /// over a bound go onto it, and the others are solved for again.
  private func step(
    _ x: UnsafePointer<Double>, _ g: UnsafePointer<Double>, _ h: UnsafePointer<Double>,
    lambda: Double, isHeld: Bool, into step: UnsafeMutablePointer<Double>,
    factor: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>
  ) -> Double? {
    let p = layout.count
    // Bit i: variable i is fixed, its step already known.
    var fixed: UInt64 = 0
    for i in 0..<p { step[i] = 0 }
    for i in 0..<layout.smoothingCount {
      let bounds = layout.bounds(i)
      if isHeld || (x[i] <= bounds.low && g[i] > 0) || (x[i] >= bounds.high && g[i] < 0) {
        fixed |= 1 << UInt64(i)
      }
    }
    for _ in 0...layout.smoothingCount {
      // Rows and columns of fixed variables count for nothing below.
      for i in 0..<p where fixed >> UInt64(i) & 1 == 1 {
        for k in 0..<p { factor[max(i, k) * p + min(i, k)] = 0 }
      }
      // Cholesky of the free part of H + λ·diag H, rows of fixed variables left out.
      for i in 0..<p where fixed >> UInt64(i) & 1 == 0 {
        var right = -g[i]
        for k in 0..<layout.smoothingCount where fixed >> UInt64(k) & 1 == 1 {
          right -= (i >= k ? h[i * p + k] : h[k * p + i]) * step[k]
        }
        for j in 0...i where fixed >> UInt64(j) & 1 == 0 {
          var sum = h[i * p + j]
          if i == j { sum += lambda * sum + 1e-300 }
          let (ri, rj) = (factor + i * p, factor + j * p)
          for k in 0..<j { sum -= ri[k] * rj[k] }
          if i == j {
            guard sum > 1e-14 * h[i * p + i], sum > 0 else { return nil }
            factor[i * p + i] = sum.squareRoot()
          } else {
            factor[i * p + j] = sum / factor[j * p + j]
          }
        }
        for k in 0..<i where fixed >> UInt64(k) & 1 == 0 { right -= factor[i * p + k] * work[k] }
        work[i] = right / factor[i * p + i]
      }
      for i in stride(from: p - 1, through: 0, by: -1) where fixed >> UInt64(i) & 1 == 0 {
        var value = work[i]
        for k in (i + 1)..<max(i + 1, p) where fixed >> UInt64(k) & 1 == 0 {
          value -= factor[k * p + i] * step[k]
        }
        step[i] = value / factor[i * p + i]
      }
      var crossed = false
      for i in 0..<layout.smoothingCount where fixed >> UInt64(i) & 1 == 0 {
        let bounds = layout.bounds(i)
        let target = x[i] + step[i]
        guard target < bounds.low || target > bounds.high else { continue }
        step[i] = (target < bounds.low ? bounds.low : bounds.high) - x[i]
        fixed |= 1 << UInt64(i)
        crossed = true
      }
      if !crossed { break }
    }
    var predicted = 0.0
    for i in 0..<p {
      var product = 0.0
      for j in 0..<p { product += (i >= j ? h[i * p + j] : h[j * p + i]) * step[j] }
      predicted -= step[i] * (g[i] + 0.5 * product)
    }
    return predicted
  }

  private func finish(_ x: UnsafePointer<Double>, _ objective: Double) -> ETSEstimate? {
    guard kernel.run(layout, x), let (value, squares) = criterion(x) else { return nil }
    var season: [Double] = []
    if let first = layout.season {
      season = (0..<(layout.seasonLength - 1)).map { x[first + $0] }
      let rest = season.reduce(
        layout.form.season == .multiplicative ? Double(layout.seasonLength) : 0, -)
      season.insert(rest, at: 0)
    }
    let last =
      layout.season == nil ? [] : (1...layout.seasonLength).map { kernel.season(ahead: $0) }
    return ETSEstimate(
      form: layout.form, variables: (0..<layout.count).map { x[$0] },
      smoothing: layout.smoothing(x), criterion: value, objective: objective, squares: squares,
      initialLevel: x[layout.level], initialTrend: layout.trend.map { x[$0] } ?? 0,
      initialSeason: season, level: kernel.level, trend: kernel.trend, season: last)
  }
}
