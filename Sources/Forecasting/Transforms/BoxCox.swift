internal import Glibc
internal import SeriesCore
internal import StatisticsCore

/// The Box–Cox exponent that makes the spread of a series least dependent on its level.
package enum BoxCox {
  /// λ by Guerrero's method in [-1, 2].
  ///
  /// The series is cut from its end into blocks of max(2, m); λ minimises the coefficient of
  /// variation of s_k / x̄_k^(1−λ) over blocks. The minimum is looked for around the best of 61
  /// values: the criterion may have several.
  ///
  /// - Parameter values: positive, finite, without gaps, at least two blocks.
  /// - Returns: nil when there are fewer than two blocks or values that are not positive; 1 when no
  ///   block varies.
  ///
  /// Source: Guerrero (1993). Checked: R forecast `BoxCox.lambda`; at our λ the criterion is never
  /// worse than at R's.
  package static func guerrero(_ values: [Double], seasonLength: Int) -> Double? {
    let length = max(2, seasonLength)
    let blocks = values.count / length
    guard blocks >= 2, values.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let scaled = SeriesValues.scaled(values).values
    let first = values.count - blocks * length
    var levels: [Double] = []
    var deviations: [Double] = []
    for block in 0..<blocks {
      let part = scaled[(first + block * length)..<(first + (block + 1) * length)]
      let mean = part.reduce(0, +) / Double(length)
      let square = part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      levels.append(log(mean))
      deviations.append((square / Double(length - 1)).squareRoot())
    }
    guard deviations.contains(where: { $0 > 0 }) else { return 1 }
    // About the mean log level, which the criterion does not see: no power overflows.
    let centre = levels.reduce(0, +) / Double(blocks)
    func variation(_ lambda: Double) -> Double {
      let ratios = zip(levels, deviations).map { $1 * exp((lambda - 1) * ($0 - centre)) }
      let mean = ratios.reduce(0, +) / Double(blocks)
      let square = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (square / Double(blocks - 1)).squareRoot() / mean
    }
    let step = 0.05
    let best = (0...60).map { -1 + step * Double($0) }.min { variation($0) < variation($1) } ?? 1
    let refined = GoldenSection.minimum(
      in: (max(best - step, -1), min(best + step, 2)), tolerance: 1e-9, variation)
    return variation(refined) < variation(best) ? refined : best
  }

  /// λ of the largest profile likelihood among −1, −0.95, … 2, the transformed values around a line
  /// with an effect for each period of the season.
  ///
  /// With z = y/ẏ over the geometric mean ẏ the likelihood falls with the residual squares of
  /// (z^λ − 1)/λ: the Jacobian is in ẏ, and constants go with the season's effects.
  ///
  /// - Parameter values: positive, finite, without gaps; more than 2·m of them.
  /// - Parameter seasonLength: m; 1 for a line alone.
  /// - Returns: nil for n ≤ 2·m or values that are not positive; 1 when the values are constant.
  ///
  /// Source: Box & Cox (1964). Checked: R forecast `BoxCox.lambda(method = "loglik")`.
  package static func profileLikelihood(_ values: [Double], seasonLength: Int) -> Double? {
    let m = max(1, seasonLength)
    let n = values.count
    guard n > 2, (n - 1) / 2 >= m, values.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let logs = values.map(log)
    let centre = logs.reduce(0, +) / Double(n)
    let deviations = logs.map { $0 - centre }
    guard values.contains(where: { $0 != values[0] }) else { return 1 }

    /// Takes the mean of each period of the season off.
    func seasonless(_ x: [Double]) -> [Double] {
      var sums = [Double](repeating: 0, count: m)
      for (i, value) in x.enumerated() { sums[i % m] += value }
      for season in 0..<m { sums[season] /= Double((n - 1 - season) / m + 1) }
      return x.enumerated().map { $1 - sums[$0 % m] }
    }
    // Season first, then the line on what is left of both (Frisch & Waugh 1933).
    let times = seasonless((0..<n).map { Double($0) - Double(n - 1) / 2 })
    let spread = times.reduce(0) { $0 + $1 * $1 }
    func residualSquares(_ lambda: Double) -> Double {
      let x = seasonless(
        lambda == 0 ? deviations : deviations.map { expm1(lambda * $0) / lambda })
      let slope = zip(x, times).reduce(0) { $0 + $1.0 * $1.1 } / spread
      return zip(x, times).reduce(0) {
        let residual = $1.0 - slope * $1.1
        return $0 + residual * residual
      }
    }
    let grid = (-20...40).map { Double($0) / 20 }
    return grid.min { residualSquares($0) < residualSquares($1) }
  }

  /// The scale of the suffix `+boxcox`.
  ///
  /// λ is Guerrero's, taken into [0, 1]: under 0 the inverse is infinite at a finite working value,
  /// so that upper quantiles would not exist; 0 is the log scale; over 1 falls below zero too often.
  static func scale(
    for series: TimeSeries, seasonLength: Int
  ) throws(ForecastingError) -> Scale {
    if let place = series.values.firstIndex(where: { $0 <= 0 }) {
      throw .nonPositiveValue(
        period: series.axis.text(series.ordinals[place]), value: series.values[place])
    }
    let season = seasonLength > 1 && series.count >= 2 * seasonLength ? seasonLength : 2
    guard let lambda = guerrero(series.values, seasonLength: season) else {
      throw .tooShort(needed: 2 * season, found: series.count)
    }
    return lambda < 0.01 ? .log : .boxCox(lambda: min(lambda, 1))
  }
}
