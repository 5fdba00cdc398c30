internal import Glibc

/// Starting values of the search: states from a decomposition and a line, as R `forecast::ets` has
/// them, so that both begin in the same basin.
struct ETSStart {
  let level: Double
  let slope: Double
  /// Seasonal states by slot, slot 0 the first period's; empty without season.
  let season: [Double]

  /// - Parameter values: one a period, gaps bridged, finite.
  init(_ values: [Double], season part: ETSForm.SeasonPart, hasTrend: Bool, seasonLength m: Int) {
    var adjusted = values
    var season: [Double] = []
    if part != .none {
      let pattern = Self.pattern(values, part, m)
      season = (0..<m).map { pattern[$0] }
      for t in values.indices {
        adjusted[t] =
          part == .additive ? values[t] - pattern[t] : values[t] / max(pattern[t], 0.01)
      }
      if part == .multiplicative {
        season = season.map { max($0, 0.01) }
        // The free states must leave something for the dependent one.
        let rest = season.dropFirst().reduce(0, +)
        if rest >= Double(m) { season = season.map { $0 * Double(m) / (rest + season[0]) } }
      }
    }
    self.season = season
    let n = min(max(10, 2 * m), values.count)
    let head = adjusted[0..<n]
    let mean = head.reduce(0, +) / Double(n)
    guard hasTrend, n >= 2 else {
      level = mean
      slope = 0
      return
    }
    let middle = Double(n + 1) / 2
    var (cross, square) = (0.0, 0.0)
    for (i, value) in head.enumerated() {
      let t = Double(i + 1) - middle
      cross += t * (value - mean)
      square += t * t
    }
    var b = cross / square
    var l = mean - b * middle
    if abs(l + b) < 1e-8 {
      l *= 1.001
      b *= 0.999
    }
    level = l
    slope = b
  }

  /// The same for a multiplicative trend: growth a period in place of a slope.
  var asGrowth: ETSStart {
    let first = level + slope
    guard first > 1e-8, level + 2 * slope > 1e-8 else {
      return ETSStart(level: max(first, 1e-3), slope: 1, season: season)
    }
    let growth = (level + 2 * slope) / first
    return ETSStart(level: first / growth, slope: growth, season: season)
  }

  private init(level: Double, slope: Double, season: [Double]) {
    self.level = level
    self.slope = slope
    self.season = season
  }

  /// A start that keeps every one-step forecast of a positive series positive: the first value, no
  /// slope and no season.
  init(flatFrom values: [Double], like other: ETSStart, season part: ETSForm.SeasonPart) {
    season = other.season.map { _ in part == .multiplicative ? 1 : 0 }
    level = values[0]
    slope = 0
  }

  /// A seasonal pattern a period: classical decomposition from three seasons on, else a line with one
  /// harmonic.
  private static func pattern(
    _ y: [Double], _ part: ETSForm.SeasonPart, _ m: Int
  ) -> [Double] {
    let n = y.count
    guard n >= 3 * m else { return harmonic(y, part, m) }
    var sums = [Double](repeating: 0, count: m)
    var counts = [Int](repeating: 0, count: m)
    let half = m / 2
    var window = 0.0
    for j in 0..<(2 * half + 1) {
      window += y[j] * (m % 2 == 0 && (j == 0 || j == 2 * half) ? 0.5 : 1)
    }
    for i in half..<(n - half) {
      let average = window / Double(m)
      let detrended = part == .additive ? y[i] - average : (average != 0 ? y[i] / average : 1)
      sums[i % m] += detrended
      counts[i % m] += 1
      if i + half + 1 < n {
        if m % 2 == 0 {
          window += 0.5 * (y[i + half] + y[i + half + 1]) - 0.5 * (y[i - half] + y[i - half + 1])
        } else {
          window += y[i + half + 1] - y[i - half]
        }
      }
    }
    var figure = zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : (part == .additive ? 0 : 1) }
    let mean = figure.reduce(0, +) / Double(m)
    figure = figure.map { part == .additive ? $0 - mean : (mean != 0 ? $0 / mean : 1) }
    return (0..<n).map { figure[$0 % m] }
  }

  private static func harmonic(
    _ y: [Double], _ part: ETSForm.SeasonPart, _ m: Int
  ) -> [Double] {
    // Least squares of y on 1, t and one sine and cosine: a 4 × 4 system, small and well scaled once
    // time is centred.
    let n = y.count
    let middle = Double(n + 1) / 2
    let scale = max(1, Double(n) / 2)
    var gram = [Double](repeating: 0, count: 16)
    var right = [Double](repeating: 0, count: 4)
    for t in 0..<n {
      let angle = 2 * Double.pi * Double(t + 1) / Double(m)
      let row = [1, (Double(t + 1) - middle) / scale, sin(angle), cos(angle)]
      for i in 0..<4 {
        right[i] += row[i] * y[t]
        for j in 0..<4 { gram[4 * i + j] += row[i] * row[j] }
      }
    }
    for i in 0..<4 { gram[5 * i] += 1e-9 * Double(n) }
    for k in 0..<4 {
      for i in (k + 1)..<4 where gram[5 * k] != 0 {
        let factor = gram[4 * i + k] / gram[5 * k]
        for j in k..<4 { gram[4 * i + j] -= factor * gram[4 * k + j] }
        right[i] -= factor * right[k]
      }
    }
    for k in stride(from: 3, through: 0, by: -1) {
      for j in (k + 1)..<4 { right[k] -= gram[4 * k + j] * right[j] }
      right[k] = gram[5 * k] != 0 ? right[k] / gram[5 * k] : 0
    }
    return (0..<n).map { t in
      let line = right[0] + right[1] * (Double(t + 1) - middle) / scale
      return part == .additive ? y[t] - line : (line != 0 ? y[t] / line : 1)
    }
  }
}
