/// Additive seasonal indices of a sample on its working scale (on logs: multiplicative).
///
/// Estimation: gaps are bridged by straight lines, a centred moving average over a season (2 × m for
/// even m) is taken off, the rest is averaged by season and centred. The pattern is used only when
/// the autocorrelation at lag m is significant at 10 %, two-sided, as in the theta method.
///
/// Source: classical decomposition, Hyndman & Athanasopoulos (2021), 3.4; the test of Assimakopoulos
/// & Nikolopoulos (2000), |r_m| > 1.645·√((1 + 2Σ_{i<m} r_i²)/n).
struct SeasonalPattern: Sendable {
  /// Index by `time mod m`.
  let indices: [Double]

  /// nil when the sample spans two seasons or less, or shows no season.
  init?(_ sample: Sample) {
    let m = sample.seasonLength
    guard m > 1, let first = sample.times.first, let last = sample.times.last else { return nil }
    let n = last - first + 1
    // Bridging makes one value a period; a sample that is mostly gaps shows no pattern, and could
    // span more periods than memory holds. Seasons of more than a year of days are left alone.
    guard n > 2 * m, sample.count > 2 * m, sample.count >= n / 2, m <= 400 else { return nil }
    let dense = Self.bridged(sample)
    guard Self.isSeasonal(dense, m) else { return nil }
    var sums = [Double](repeating: 0, count: m)
    var counts = [Int](repeating: 0, count: m)
    let half = m / 2
    for i in half..<(n - half) {
      var average = 0.0
      for j in (i - half)...(i + half) {
        let isEnd = j == i - half || j == i + half
        average += dense[j] * (m % 2 == 0 && isEnd ? 0.5 : 1)
      }
      let season = Self.season(first + i, m)
      sums[season] += dense[i] - average / Double(m)
      counts[season] += 1
    }
    guard counts.allSatisfy({ $0 > 0 }) else { return nil }
    let means = zip(sums, counts).map { $0 / Double($1) }
    let centre = means.reduce(0, +) / Double(m)
    indices = means.map { $0 - centre }
  }

  func index(at time: Int) -> Double { indices[Self.season(time, indices.count)] }

  private static func season(_ time: Int, _ m: Int) -> Int {
    let rest = time % m
    return rest < 0 ? rest + m : rest
  }

  private static func bridged(_ sample: Sample) -> [Double] {
    var dense = [sample.values[0]]
    for i in 1..<sample.count {
      let gap = sample.times[i] - sample.times[i - 1]
      let step = (sample.values[i] - sample.values[i - 1]) / Double(gap)
      for k in 1...gap { dense.append(sample.values[i - 1] + Double(k) * step) }
    }
    return dense
  }

  private static func isSeasonal(_ values: [Double], _ m: Int) -> Bool {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard square > 0 else { return false }
    func correlation(_ lag: Int) -> Double {
      var sum = 0.0
      for i in lag..<values.count { sum += (values[i] - mean) * (values[i - lag] - mean) }
      return sum / square
    }
    let before = (1..<m).reduce(0) { $0 + correlation($1) * correlation($1) }
    return abs(correlation(m)) > 1.645 * ((1 + 2 * before) / n).squareRoot()
  }
}
