internal import Glibc

/// The season of the theta methods: tested, taken out by classical decomposition, put back on the
/// forecast.
///
/// A season is used when n > 2m and |r_m| > 1.645·√((1 + 2Σ_{i<m} r_i²)/n). The decomposition is
/// multiplicative for positive values on their own scale and additive else; it is given up when an index is ≈ 0.
///
/// Source: Assimakopoulos & Nikolopoulos (2000); Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler
/// (2016), 3.
struct ThetaSeason: Sendable {
  /// Index of each period of the season, the first for the first value; empty when there is none.
  let indices: [Double]
  let isMultiplicative: Bool
  /// The values without their season.
  let adjusted: [Double]

  /// - Parameter values: one a period, gaps bridged.
  init(_ values: [Double], seasonLength m: Int, scale: Scale) {
    let isMultiplicative = scale == .level && values.allSatisfy { $0 > 0 }
    guard let indices = Self.indices(values, m, isMultiplicative) else {
      self.indices = []
      self.isMultiplicative = false
      adjusted = values
      return
    }
    self.indices = indices
    self.isMultiplicative = isMultiplicative
    adjusted = values.enumerated().map { t, value in
      isMultiplicative ? value / indices[t % m] : value - indices[t % m]
    }
  }

  /// Puts the season on forecasts that begin after `count` values.
  func restore(_ centres: inout [Double], after count: Int) {
    guard !indices.isEmpty else { return }
    for h in centres.indices {
      let index = indices[(count + h) % indices.count]
      if isMultiplicative { centres[h] *= index } else { centres[h] += index }
    }
  }

  /// What the season does to the scale of the errors.
  func factor(step h: Int, after count: Int) -> Double {
    isMultiplicative && !indices.isEmpty ? abs(indices[(count + h - 1) % indices.count]) : 1
  }

  private static func indices(
    _ y: [Double], _ m: Int, _ isMultiplicative: Bool
  ) -> [Double]? {
    let n = y.count
    guard m > 1, n > 2 * m, isSeasonal(y, m) else { return nil }
    var sums = [Double](repeating: 0, count: m)
    var counts = [Int](repeating: 0, count: m)
    let half = m / 2
    for i in half..<(n - half) {
      var average = 0.0
      for j in (i - half)...(i + half) {
        average += y[j] * (m % 2 == 0 && (j == i - half || j == i + half) ? 0.5 : 1)
      }
      average /= Double(m)
      sums[i % m] += isMultiplicative ? y[i] / average : y[i] - average
      counts[i % m] += 1
    }
    let means = zip(sums, counts).map { $0 / Double(max(1, $1)) }
    let centre = means.reduce(0, +) / Double(m)
    let figure = means.map { isMultiplicative ? $0 / centre : $0 - centre }
    if isMultiplicative, figure.contains(where: { !(abs($0) > 1e-10) }) { return nil }
    return figure
  }

  private static func isSeasonal(_ y: [Double], _ m: Int) -> Bool {
    let n = Double(y.count)
    let mean = y.reduce(0, +) / n
    let square = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard square > 0 else { return false }
    var before = 0.0
    var last = 0.0
    for lag in 1...m {
      var sum = 0.0
      for i in lag..<y.count { sum += (y[i] - mean) * (y[i - lag] - mean) }
      last = sum / square
      if lag < m { before += last * last }
    }
    return abs(last) > 1.6448536269514722 * ((1 + 2 * before) / n).squareRoot()
  }
}
