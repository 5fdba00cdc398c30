/// Classical decomposition: the trend is a centred moving average over one season (2 × m for even
/// m), the season the mean of what is left by period of the season, centred on 0 or scaled to 1.
///
/// The trend, and with it the remainder, is NaN for the first and last ⌊m/2⌋ periods.
///
/// Source: Hyndman & Athanasopoulos (2021), 3.4. Checked: R `decompose`.
public struct ClassicalDecomposition: Sendable, Equatable {
  /// Season, trend and remainder, a value each for every value given.
  public let parts: Decomposition
  /// The index of each period of the season, the first that of the first value; in the unit of the
  /// values, summing to 0 (multiplicative: factors with mean 1).
  public let figure: [Double]

  /// - Parameter values: one a period, without gaps, finite; 2·m of them or more. For a
  ///   multiplicative decomposition all positive.
  /// - Parameter seasonLength: m ≥ 2, periods.
  /// - Throws: `.tooShort`, `.needsPositiveValues`; `.gapsNotTaken` for NaN, `.overflow` for values
  ///   that are infinite or too large to add up; `.badForm` for a season under 2.
  /// - Complexity: O(n).
  public init(
    _ values: [Double], seasonLength m: Int, kind: Decomposition.Kind = .additive
  ) throws(ForecastingError) {
    try Decomposition.check(
      values, seasonLength: m, needed: m > values.count ? m : 2 * m, method: "decompose")
    if kind == .multiplicative, !values.allSatisfy({ $0 > 0 }) {
      throw .needsPositiveValues(form: "multiplicative")
    }
    let n = values.count
    let trend = Self.trend(values, m)
    let half = m / 2
    var figure = [Double](repeating: 0, count: m)
    var counts = [Double](repeating: 0, count: m)
    for i in half..<(n - half) {
      figure[i % m] += kind == .additive ? values[i] - trend[i] : values[i] / trend[i]
      counts[i % m] += 1
    }
    for season in 0..<m { figure[season] /= counts[season] }
    let centre = figure.reduce(0, +) / Double(m)
    figure = figure.map { kind == .additive ? $0 - centre : $0 / centre }

    let seasonal = (0..<n).map { figure[$0 % m] }
    // Typed: left to inference this one expression takes half a minute to compile.
    let remainder = (0..<n).map { (i: Int) -> Double in
      kind == .additive
        ? values[i] - seasonal[i] - trend[i] : values[i] / seasonal[i] / trend[i]
    }
    guard figure.allSatisfy(\.isFinite), remainder[half..<(n - half)].allSatisfy(\.isFinite) else {
      throw .overflow
    }
    self.figure = figure
    self.parts = Decomposition(
      kind: kind, seasonal: seasonal, trend: trend, remainder: remainder)
  }

  /// The sum moves along with its rounding error, so that a large value leaves no trace.
  private static func trend(_ values: [Double], _ m: Int) -> [Double] {
    let n = values.count
    let half = m / 2
    var trend = [Double](repeating: .nan, count: n)
    var (sum, lost) = (0.0, 0.0)
    func add(_ value: Double) {
      let total = sum + value
      let part = total - sum
      lost += (sum - (total - part)) + (value - part)
      sum = total
    }
    // The middle m − 1 values of an even season, all m of an odd one.
    let first = m % 2 == 0 ? 1 : 0
    for j in first..<m { add(values[j]) }
    for i in half..<(n - half) {
      let ends = m % 2 == 0 ? 0.5 * (values[i - half] + values[i + half]) : 0
      trend[i] = (sum + lost + ends) / Double(m)
      let next = i + 1
      guard next < n - half else { break }
      add(-values[next - half - 1 + first])
      add(values[next + half - first])
    }
    return trend
  }
}
