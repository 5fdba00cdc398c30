/// Starting values by the method of Hannan & Rissanen (1982): a long autoregression gives residuals,
/// and the series is regressed on its own lags and theirs. Seasonal factors enter by their lags
/// alone; the products between factors are left to the likelihood.
struct ARMAStart {
  private let series: [Double]
  private let residuals: [Double]
  private let season: Int
  /// Values before which the residuals are not yet good.
  private let burnIn: Int

  init(_ column: [Double], season: Int) {
    self.season = season
    let mean = column.reduce(0, +) / Double(max(1, column.count))
    series = column.map { $0 - mean }
    let n = series.count
    let order = min(n / 3, season > 1 ? min(season + 2, 26) : 8)
    let coefficients = Self.autoregression(series, order: order)
    burnIn = order
    var residuals = [Double](repeating: 0, count: n)
    for t in 0..<n {
      var value = series[t]
      for (i, a) in coefficients.prefix(t).enumerated() { value -= a * series[t - 1 - i] }
      residuals[t] = value
    }
    self.residuals = residuals
  }

  /// Burg's autoregression, always stationary.
  private static func autoregression(_ x: [Double], order: Int) -> [Double] {
    var forward = x
    var backward = x
    var coefficients: [Double] = []
    let n = x.count
    for k in 0..<order {
      var product = 0.0
      var square = 0.0
      for t in (k + 1)..<max(n, k + 1) {
        product += forward[t] * backward[t - 1]
        square += forward[t] * forward[t] + backward[t - 1] * backward[t - 1]
      }
      guard square > 0 else { break }
      let partial = 2 * product / square
      let old = coefficients
      for i in 0..<k { coefficients[i] = old[i] - partial * old[k - 1 - i] }
      coefficients.append(partial)
      for t in stride(from: n - 1, through: k + 1, by: -1) {
        let f = forward[t]
        forward[t] = f - partial * backward[t - 1]
        backward[t] = backward[t - 1] - partial * f
      }
    }
    return coefficients
  }

  /// Coefficients for `orders`, inside the stationary and invertible region; nil when the sample is
  /// too short for the regression.
  func coefficients(_ orders: ARMAOrders) -> [Double]? {
    let k = orders.count
    var lags: [(own: Bool, lag: Int)] = []
    for i in 0..<orders.ar { lags.append((true, i + 1)) }
    for i in 0..<orders.ma { lags.append((false, i + 1)) }
    for i in 0..<orders.seasonalAR { lags.append((true, (i + 1) * season)) }
    for i in 0..<orders.seasonalMA { lags.append((false, (i + 1) * season)) }
    let first = max(lags.map(\.lag).max() ?? 0, min(burnIn, series.count / 4))
    guard series.count - first > k + 2 else { return nil }
    var normal = [Double](repeating: 0, count: k * k)
    var right = [Double](repeating: 0, count: k)
    var row = [Double](repeating: 0, count: k)
    for t in first..<series.count {
      for i in 0..<k {
        row[i] = lags[i].own ? series[t - lags[i].lag] : residuals[t - lags[i].lag]
      }
      for i in 0..<k {
        right[i] += row[i] * series[t]
        for j in 0...i { normal[i * k + j] += row[i] * row[j] }
      }
    }
    guard var found = Self.solve(&normal, right, k) else { return nil }
    Self.pullInside(&found, orders.arRange, sign: -1)
    Self.pullInside(&found, orders.maRange, sign: 1)
    Self.pullInside(&found, orders.seasonalARRange, sign: -1)
    Self.pullInside(&found, orders.seasonalMARange, sign: 1)
    return found
  }

  private static func solve(_ a: inout [Double], _ right: [Double], _ k: Int) -> [Double]? {
    var x = right
    for i in 0..<k {
      for j in 0...i {
        var sum = a[i * k + j] * (i == j ? 1 + 1e-6 : 1)
        for l in 0..<j { sum -= a[i * k + l] * a[j * k + l] }
        if i == j {
          guard sum > 0 else { return nil }
          a[i * k + i] = sum.squareRoot()
        } else {
          a[i * k + j] = sum / a[j * k + j]
        }
      }
    }
    for i in 0..<k {
      for l in 0..<i { x[i] -= a[i * k + l] * x[l] }
      x[i] /= a[i * k + i]
    }
    for i in stride(from: k - 1, through: 0, by: -1) {
      for l in (i + 1)..<max(k, i + 1) { x[i] -= a[l * k + i] * x[l] }
      x[i] /= a[i * k + i]
    }
    return x.allSatisfy(\.isFinite) ? x : nil
  }

  /// Moves the roots of 1 + s·Σ a_i zⁱ outwards until all are outside 1.05.
  private static func pullInside(_ x: inout [Double], _ range: Range<Int>, sign: Double) {
    var tries = 0
    while !ARMARoots.areOutside(x[range].map { sign * $0 }, radius: 1.05), tries < 40 {
      var shrink = 1.0
      for i in range {
        shrink *= 0.9
        x[i] *= shrink
      }
      tries += 1
    }
  }
}

/// Where the roots of a polynomial 1 + Σ a_i zⁱ lie.
enum ARMARoots {
  /// Whether every root of 1 + Σ a_i zⁱ is outside the circle of `radius`.
  static func areOutside(_ a: [Double], radius: Double) -> Bool {
    countInside(a, radius: radius) == 0
  }

  /// The number of roots inside the circle of `radius`, none computed: the signs of the step-down
  /// recursion in z·radius (Schur and Cohn).
  ///
  /// - Returns: nil when a step is singular, as it is with a root on the circle or a pair of roots
  ///   that mirror each other in it.
  static func countInside(_ a: [Double], radius: Double) -> Int? {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, a.count)) { b in
      var scale = 1.0
      for i in a.indices {
        scale *= radius
        b[i] = -a[i] * scale
      }
      var (count, sign) = (0, 1.0)
      for k in stride(from: a.count, through: 1, by: -1) {
        let partial = b[k - 1]
        let rest = (1 - partial) * (1 + partial)
        guard rest != 0, rest.isFinite else { return nil }
        if rest < 0 { sign = -sign }
        if sign < 0 { count += 1 }
        for i in 0..<(k / 2) {
          let (low, high) = (b[i], b[k - 2 - i])
          b[i] = (low + partial * high) / rest
          b[k - 2 - i] = (high + partial * low) / rest
        }
      }
      return count
    }
  }

  /// Whether no root is between the circles of 1/`radius` and `radius`: mirrored outside the unit
  /// circle, all are outside the greater one.
  static func areApartFromCircle(_ a: [Double], radius: Double) -> Bool {
    guard let inner = countInside(a, radius: 1 / radius), let outer = countInside(a, radius: radius)
    else { return areOutside(mirroredOutside(a), radius: radius) }
    return inner == outer
  }

  /// The polynomial with all roots outside the unit circle that has the same autocovariances as
  /// 1 + Σ a_i zⁱ up to a factor: the steady state of the innovations recursion (Bauer 1955), roots on
  /// the circle to 1e-4.
  static func mirroredOutside(_ a: [Double]) -> [Double] {
    let q = a.count
    guard q > 0, !areOutside(a, radius: 1) else { return a }
    // On the circle the recursion comes to 1/t of the root: too little where it can be had at once.
    if q == 1 { return [1 / a[0]] }
    let c = [1] + a
    var gain = [Double](repeating: 0, count: q)
    for i in 1...q { for j in i...q { gain[i - 1] += c[j] * c[j - i] } }
    var direction = gain
    var variance = c.reduce(0) { $0 + $1 * $1 }
    for _ in 0..<20_000 {
      let first = direction[0]
      let share = first / variance
      for i in 0..<q {
        let moved = i + 1 < q ? direction[i + 1] : 0
        let old = gain[i]
        direction[i] = moved - share * old
        gain[i] = old - share * moved
      }
      variance -= first * share
      if direction.allSatisfy({ abs($0) < 1e-13 * variance }) { break }
    }
    return gain.map { $0 / variance }
  }
}
