internal import Glibc

/// A season, tested, and taken out of a series by classical decomposition: what is left, and the
/// indices that put it back on forecasts.
///
/// A centred moving average over a season (2 × m for even m) is taken off or divided out, the rest is
/// averaged by period of the season and centred. Multiplicative for positive values on their own scale,
/// unless sums are clearer; additive else. Whether there is a season says `SeasonTest`.
///
/// Source: classical decomposition, Hyndman & Athanasopoulos (2021), 3.4.
struct SeasonalIndices: Sendable {
  /// How much of the averages is believed.
  enum Estimate {
    /// All of it: textbook decomposition, as `theta` has it.
    case classical
    /// What the test says is no noise; in low season values are drawn to the trend (`weight`).
    case shrunken
  }

  /// Index of each period of the season, the first for the first value; empty when there is none.
  let indices: [Double]
  let isMultiplicative: Bool
  /// The values without their season.
  let adjusted: [Double]
  /// The values without season and with half of the noise that one period has: where a walk sets out.
  let smoothed: [Double]

  /// - Parameters:
  ///   - values: one a period on `scale`, gaps bridged.
  ///   - allowsProducts: false for models that add the season to their forecasts whatever the scale.
  init(
    _ values: [Double], seasonLength m: Int, scale: Scale, estimate: Estimate = .shrunken,
    allowsProducts: Bool = true
  ) {
    var isMultiplicative = allowsProducts && scale == .level && values.allSatisfy { $0 > 0 }
    if isMultiplicative {
      isMultiplicative = !SeasonTest.prefersSums(
        values, seasonLength: m, ratio: SeasonTest.clearRatio)
    }
    guard let test = SeasonTest(values, seasonLength: m), test.isSeasonal else {
      (indices, self.isMultiplicative, adjusted, smoothed) = ([], false, values, values)
      return
    }
    let trend = Self.movingAverage(values, m)
    var figure = Self.figure(values, trend, m, isMultiplicative)
    if estimate == .shrunken {
      figure = figure.map {
        isMultiplicative ? 1 + test.shrinkage * ($0 - 1) : test.shrinkage * $0
      }
    }
    if isMultiplicative, figure.contains(where: { !($0 > 1e-10) }) {
      (indices, self.isMultiplicative, adjusted, smoothed) = ([], false, values, values)
      return
    }
    indices = figure
    self.isMultiplicative = isMultiplicative
    let plain = values.enumerated().map { t, value in
      isMultiplicative ? value / figure[t % m] : value - figure[t % m]
    }
    guard estimate == .shrunken else {
      (adjusted, smoothed) = (plain, plain)
      return
    }
    let ends = Self.extended(trend, m, count: values.count, isPositive: isMultiplicative)
    // How high the season stands against the mean, on the observed scale where one can tell.
    let heights = figure.map { isMultiplicative ? $0 : scale == .log ? exp($0) : 1 }
    func joined(_ weight: (Double) -> Double) -> [Double] {
      let weights = heights.map { weight($0 * $0) }
      return plain.indices.map { t in
        ends[t] + weights[t % m] * (plain[t] - ends[t])
      }
    }
    // Noise that is alike in all months is divided by a small index with the value: in low season
    // one month would speak for the year. Its precision is as the squared index.
    adjusted = joined { min(1, $0) }
    smoothed = joined { $0 / (1 + $0) }
  }

  /// Puts the season on forecasts that begin after `count` values.
  func restore(_ centres: inout [Double], after count: Int) {
    guard !indices.isEmpty else { return }
    for h in centres.indices {
      let index = indices[(count + h) % indices.count]
      if isMultiplicative { centres[h] *= index } else { centres[h] += index }
    }
  }

  /// The index of step `h` after `count` values, 0 without a season; of an additive one.
  func offset(step h: Int, after count: Int) -> Double {
    indices.isEmpty ? 0 : indices[(count + h - 1) % indices.count]
  }

  /// What the season does to the scale of the errors.
  func factor(step h: Int, after count: Int) -> Double {
    isMultiplicative && !indices.isEmpty ? abs(indices[(count + h - 1) % indices.count]) : 1
  }

  /// Of the values m/2 from each end on.
  private static func movingAverage(_ y: [Double], _ m: Int) -> [Double] {
    let half = m / 2
    return (half..<(y.count - half)).map { i in
      var average = 0.0
      for j in (i - half)...(i + half) {
        average += y[j] * (m % 2 == 0 && (j == i - half || j == i + half) ? 0.5 : 1)
      }
      return average / Double(m)
    }
  }

  private static func figure(
    _ y: [Double], _ trend: [Double], _ m: Int, _ isMultiplicative: Bool
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: m)
    var counts = [Int](repeating: 0, count: m)
    for (i, average) in trend.enumerated() {
      let t = i + m / 2
      sums[t % m] += isMultiplicative ? y[t] / average : y[t] - average
      counts[t % m] += 1
    }
    let means = zip(sums, counts).map { $0 / Double(max(1, $1)) }
    let centre = means.reduce(0, +) / Double(m)
    return means.map { isMultiplicative ? $0 / centre : $0 - centre }
  }

  /// The moving average with ends: level before its first value, and after its last one on with the slope
  /// of the last season, shrunken by how straight it was: by the squared change over the season over that
  /// of a straight line with the same steps.
  private static func extended(
    _ trend: [Double], _ m: Int, count: Int, isPositive: Bool
  ) -> [Double] {
    let (first, last) = (trend[0], trend[trend.count - 1])
    let back = min(m, trend.count - 1)
    var slope = 0.0
    if back > 0 {
      let start = trend.count - 1 - back
      let change = last - trend[start]
      var squares = 0.0
      for i in start..<(trend.count - 1) {
        let step = trend[i + 1] - trend[i]
        squares += step * step
      }
      let straightness = squares > 0 ? change * change / (Double(back) * squares) : 0
      slope = straightness * change / Double(back)
    }
    let half = m / 2
    return (0..<count).map { t in
      let i = t - half
      if i < 0 { return first }
      if i < trend.count { return trend[i] }
      let value = last + slope * Double(i - trend.count + 1)
      return isPositive ? max(value, last / 2) : value
    }
  }
}
