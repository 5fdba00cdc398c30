internal import Glibc
internal import SeriesCore
internal import StatisticsCore

/// The Box–Cox exponent that makes the spread of a series least dependent on its level.
public enum BoxCox {
  /// λ by Guerrero's method in [-1, 2].
  ///
  /// The series is cut from its end into blocks of max(2, m); λ minimises the coefficient of
  /// variation of s_k / x̄_k^(1−λ) over blocks.
  ///
  /// - Parameter values: positive, without gaps, at least two blocks.
  /// - Returns: nil when there are fewer than two blocks.
  ///
  /// Source: Guerrero (1993). Reference implementation: R forecast `BoxCox.lambda`.
  public static func guerrero(_ values: [Double], seasonLength: Int) -> Double? {
    let length = max(2, seasonLength)
    let blocks = values.count / length
    guard blocks >= 2, values.allSatisfy({ $0 > 0 }) else { return nil }
    let first = values.count - blocks * length
    var means: [Double] = []
    var deviations: [Double] = []
    for block in 0..<blocks {
      let part = values[(first + block * length)..<(first + (block + 1) * length)]
      let mean = part.reduce(0, +) / Double(length)
      let square = part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      means.append(mean)
      deviations.append((square / Double(length - 1)).squareRoot())
    }
    func variation(_ lambda: Double) -> Double {
      let ratios = zip(means, deviations).map { $1 / pow($0, 1 - lambda) }
      let mean = ratios.reduce(0, +) / Double(blocks)
      let square = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (square / Double(blocks - 1)).squareRoot() / mean
    }
    return GoldenSection.minimum(in: (-1, 2), tolerance: 1e-9, variation)
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
