internal import Glibc

/// The recursions of the forms with their derivatives, the inner loop of every exponential smoothing
/// fit.
///
///     q = ℓ + φb,  ŷ = q + s or q·s,  e = y − ŷ
///     ℓ' = q + αe/w,  b' = φb + βe/w,  s' = s + γe/v     (w, v) = (1, 1) or (s, q)
///
/// and with a multiplicative trend q = ℓ·b^φ, b' = b^φ + βe/(wℓ).
///
/// They do not depend on the kind of error: with a multiplicative one only the criterion differs. A
/// missing value moves the states on without an update.
///
/// One kernel serves one series: its buffers are made once and used for every form.
final class ETSKernel {
  /// Periods, gaps included.
  let periods: Int
  /// Observed periods.
  let count: Int
  let seasonLength: Int
  private let y: UnsafeMutablePointer<Double>
  /// ŷ by period.
  let fitted: UnsafeMutablePointer<Double>
  /// ∂ŷ/∂x, period by period.
  let slopes: UnsafeMutablePointer<Double>
  private let seasons: UnsafeMutablePointer<Double>
  private let lanes: UnsafeMutablePointer<Double>
  private let maximumLanes: Int
  /// The states after the last period.
  private(set) var level = 0.0
  private(set) var trend = 0.0

  /// - Parameter values: one a period, NaN where missing.
  init(_ values: [Double], seasonLength: Int) {
    periods = values.count
    self.seasonLength = seasonLength
    count = values.count { !$0.isNaN }
    y = .allocate(capacity: max(1, periods))
    y.initialize(from: values, count: periods)
    // Room for the last vector of `plain`.
    maximumLanes = 7 + seasonLength
    fitted = .allocate(capacity: max(1, periods))
    fitted.initialize(repeating: 0, count: max(1, periods))
    slopes = .allocate(capacity: max(1, periods) * maximumLanes)
    slopes.initialize(repeating: 0, count: max(1, periods) * maximumLanes)
    seasons = .allocate(capacity: seasonLength)
    seasons.initialize(repeating: 0, count: seasonLength)
    lanes = .allocate(capacity: (2 + seasonLength) * maximumLanes)
    lanes.initialize(repeating: 0, count: (2 + seasonLength) * maximumLanes)
  }

  deinit {
    y.deallocate()
    fitted.deallocate()
    slopes.deallocate()
    seasons.deallocate()
    lanes.deallocate()
  }

  func value(_ period: Int) -> Double { y[period] }

  /// The seasonal state that comes into play `ahead` periods after the last one, from 1.
  func season(ahead: Int) -> Double { seasons[(periods + ahead - 1) % seasonLength] }

  /// ∂ℓ/∂x and behind it ∂b/∂x of the last states, after a run with slopes of a form without
  /// multiplicative trend.
  var stateSlopes: UnsafePointer<Double> { UnsafePointer(lanes) }

  /// ∂s/∂x of the seasonal state that comes into play `ahead` periods after the last one, from 1.
  func seasonSlopes(ahead: Int, width: Int) -> UnsafePointer<Double> {
    UnsafePointer(lanes + (2 + (periods + ahead - 1) % seasonLength) * width)
  }

  /// Runs the filter without derivatives and leaves ŷ and the last states.
  ///
  /// - Returns: whether every ŷ, and every divisor, is usable.
  func run(_ layout: ETSLayout, _ x: UnsafePointer<Double>) -> Bool {
    let p = layout.smoothing(x)
    loadStates(layout, x)
    var (l, b) = (level, trend)
    let m = layout.form.season == .none ? 1 : seasonLength
    let isProduct = layout.form.season == .multiplicative
    let isGrowth = layout.form.trend.isMultiplicative
    var slot = 0
    for t in 0..<periods {
      let damped = isGrowth ? (p.phi == 1 ? b : pow(b, p.phi)) : p.phi * b
      let q = isGrowth ? l * damped : l + damped
      let s = seasons[slot]
      guard !isProduct || (q != 0 && s > 0), !isGrowth || (l > 0 && damped > 0) else {
        return false
      }
      let forecast = isProduct ? q * s : q + s
      fitted[t] = forecast
      let observed = y[t]
      let e = observed.isNaN ? 0 : observed - forecast
      let adjusted = isProduct ? e / s : e
      b = damped + p.beta * (isGrowth ? adjusted / l : adjusted)
      l = q + p.alpha * adjusted
      seasons[slot] = s + p.gamma * (isProduct ? e / q : e)
      slot = slot + 1 == m ? 0 : slot + 1
    }
    (level, trend) = (l, b)
    return l.isFinite && b.isFinite
  }

  private func loadStates(_ layout: ETSLayout, _ x: UnsafePointer<Double>) {
    level = x[layout.level]
    trend = layout.trend.map { x[$0] } ?? 0
    guard let first = layout.season else {
      seasons[0] = 0
      return
    }
    var rest = layout.form.season == .multiplicative ? Double(seasonLength) : 0
    for k in 1..<seasonLength {
      seasons[k] = x[first + k - 1]
      rest -= x[first + k - 1]
    }
    seasons[0] = rest
  }

  /// Runs the filter with the derivatives of every ŷ.
  func runWithSlopes(_ layout: ETSLayout, _ x: UnsafePointer<Double>) -> Bool {
    if layout.form.trend.isMultiplicative { return differenceSlopes(layout, x) }
    return switch layout.form.season {
    case .none: plain(layout, x)
    case .additive: additiveSeason(layout, x)
    case .multiplicative: multiplicativeSeason(layout, x)
    }
  }

  /// Derivatives by central differences, for the multiplicative trends that only a request names.
  private func differenceSlopes(_ layout: ETSLayout, _ x: UnsafePointer<Double>) -> Bool {
    let width = layout.count
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { moved in
      guard let trial = moved.baseAddress else { return false }
      for j in 0..<width { trial[j] = x[j] }
      for j in 0..<width {
        // The cube root of the machine epsilon balances truncation and rounding.
        let step = 6e-6 * max(abs(x[j]), 0.1)
        trial[j] = x[j] + step
        guard run(layout, trial) else { return false }
        for t in 0..<periods { slopes[t * width + j] = fitted[t] }
        trial[j] = x[j] - step
        guard run(layout, trial) else { return false }
        for t in 0..<periods {
          slopes[t * width + j] = (slopes[t * width + j] - fitted[t]) / (2 * step)
        }
        trial[j] = x[j]
      }
      return run(layout, x)
    }
  }

  /// The derivatives of the smoothing parameters by the search variables.
  private struct Seeds {
    let betaByAlpha: Double
    let betaByRatio: Double
    let gammaByAlpha: Double
    let gammaByRatio: Double

    init(_ layout: ETSLayout, _ x: UnsafePointer<Double>) {
      let low = ETSSmoothing.least
      betaByAlpha = layout.trendRatio.map { x[$0] } ?? 0
      betaByRatio = x[0] - low
      gammaByAlpha = -(layout.seasonRatio.map { x[$0] } ?? 0)
      gammaByRatio = 1 - x[0] - low
    }
  }

  private func plain(_ layout: ETSLayout, _ x: UnsafePointer<Double>) -> Bool {
    let p = layout.smoothing(x)
    let seeds = Seeds(layout, x)
    let width = layout.count
    let y = self.y
    let fitted = self.fitted
    let n = periods
    // At most α, r, φ, ℓ₀, b₀: five lanes fit one vector.
    var dl = SIMD8<Double>(repeating: 0)
    var db = SIMD8<Double>(repeating: 0)
    var alphaSeed = SIMD8<Double>(repeating: 0)
    var betaSeed = SIMD8<Double>(repeating: 0)
    var phiSeed = SIMD8<Double>(repeating: 0)
    dl[layout.level] = 1
    if let trend = layout.trend { db[trend] = 1 }
    alphaSeed[0] = 1
    betaSeed[0] = seeds.betaByAlpha
    if let ratio = layout.trendRatio { betaSeed[ratio] = seeds.betaByRatio }
    if let damping = layout.damping { phiSeed[damping] = 1 }
    var l = x[layout.level]
    var b = layout.trend.map { x[$0] } ?? 0
    var row = slopes
    for t in 0..<n {
      let damped = p.phi * b
      let forecast = l + damped
      fitted[t] = forecast
      let dq = db * p.phi + phiSeed * b
      let df = dl + dq
      Self.store(df, at: row)
      row += width
      let observed = y[t]
      if observed.isNaN {
        l = forecast
        b = damped
        dl = df
        db = dq
      } else {
        let e = observed - forecast
        l = forecast + p.alpha * e
        b = damped + p.beta * e
        dl = df * (1 - p.alpha) + alphaSeed * e
        db = dq - df * p.beta + betaSeed * e
      }
    }
    (level, trend) = (l, b)
    Self.store(dl, at: lanes)
    Self.store(db, at: lanes + width)
    return l.isFinite
  }

  /// Whole: what is behind the width is written over by the next one.
  @inline(__always)
  private static func store(_ vector: SIMD8<Double>, at place: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(place).storeBytes(of: vector, as: SIMD8<Double>.self)
  }

  private func clearLanes(_ layout: ETSLayout, _ width: Int) {
    lanes.update(repeating: 0, count: (2 + seasonLength) * width)
    lanes[layout.level] = 1
    if let trend = layout.trend { lanes[width + trend] = 1 }
    guard let first = layout.season else { return }
    for k in 1..<seasonLength {
      lanes[(2 + k) * width + first + k - 1] = 1
      lanes[2 * width + first + k - 1] = -1
    }
  }

  private func additiveSeason(_ layout: ETSLayout, _ x: UnsafePointer<Double>) -> Bool {
    let p = layout.smoothing(x)
    let seeds = Seeds(layout, x)
    let width = layout.count
    loadStates(layout, x)
    clearLanes(layout, width)
    let dl = lanes
    let db = lanes + width
    let (y, fitted, seasons, m, n) = (self.y, self.fitted, self.seasons, seasonLength, periods)
    let (alpha, beta, gamma, phi) = (p.alpha, p.beta, p.gamma, p.phi)
    var (l, b) = (level, trend)
    var row = slopes
    var slot = 0
    for t in 0..<n {
      let damped = phi * b
      let q = l + damped
      let s = seasons[slot]
      let forecast = q + s
      fitted[t] = forecast
      let observed = y[t]
      let isMissing = observed.isNaN
      let e = isMissing ? 0 : observed - forecast
      let (a1, b1, g1) = isMissing ? (0, 0, 0) : (alpha, beta, gamma)
      let ds = lanes + (2 + slot) * width
      if let damping = layout.damping { dl[damping] += b }
      for j in 0..<width {
        let dd = phi * db[j]
        let dq = dl[j] + dd
        let df = dq + ds[j]
        row[j] = df
        dl[j] = dq - a1 * df
        db[j] = dd - b1 * df
        ds[j] -= g1 * df
      }
      if let damping = layout.damping { db[damping] += b }
      dl[0] += e
      db[0] += seeds.betaByAlpha * e
      ds[0] += seeds.gammaByAlpha * e
      if let ratio = layout.trendRatio { db[ratio] += seeds.betaByRatio * e }
      if let ratio = layout.seasonRatio { ds[ratio] += seeds.gammaByRatio * e }
      row += width
      l = q + alpha * e
      b = damped + beta * e
      seasons[slot] = s + gamma * e
      slot = slot + 1 == m ? 0 : slot + 1
    }
    (level, trend) = (l, b)
    return l.isFinite
  }

  private func multiplicativeSeason(_ layout: ETSLayout, _ x: UnsafePointer<Double>) -> Bool {
    let p = layout.smoothing(x)
    let seeds = Seeds(layout, x)
    let width = layout.count
    loadStates(layout, x)
    clearLanes(layout, width)
    let dl = lanes
    let db = lanes + width
    let (y, fitted, seasons, m, n) = (self.y, self.fitted, self.seasons, seasonLength, periods)
    let (alpha, beta, gamma, phi) = (p.alpha, p.beta, p.gamma, p.phi)
    var (l, b) = (level, trend)
    var row = slopes
    var slot = 0
    for t in 0..<n {
      let damped = phi * b
      let q = l + damped
      let s = seasons[slot]
      guard q != 0, s > 0 else { return false }
      let forecast = q * s
      fitted[t] = forecast
      let observed = y[t]
      let isMissing = observed.isNaN
      let e = isMissing ? 0 : observed - forecast
      let inverseS = 1 / s
      let inverseQ = 1 / q
      let es = e * inverseS
      let eq = e * inverseQ
      let (a1, b1, g1) =
        isMissing ? (0, 0, 0) : (alpha * inverseS, beta * inverseS, gamma * inverseQ)
      let ds = lanes + (2 + slot) * width
      if let damping = layout.damping { dl[damping] += b }
      for j in 0..<width {
        let dd = phi * db[j]
        let dq = dl[j] + dd
        let dsj = ds[j]
        let df = dq * s + q * dsj
        row[j] = df
        let change = df + es * dsj
        dl[j] = dq - a1 * change
        db[j] = dd - b1 * change
        ds[j] = dsj - g1 * (df + eq * dq)
      }
      if let damping = layout.damping { db[damping] += b }
      dl[0] += es
      db[0] += seeds.betaByAlpha * es
      ds[0] += seeds.gammaByAlpha * eq
      if let ratio = layout.trendRatio { db[ratio] += seeds.betaByRatio * es }
      if let ratio = layout.seasonRatio { ds[ratio] += seeds.gammaByRatio * eq }
      row += width
      l = q + alpha * es
      b = damped + beta * es
      seasons[slot] = s + gamma * eq
      slot = slot + 1 == m ? 0 : slot + 1
    }
    (level, trend) = (l, b)
    return l.isFinite
  }
}
