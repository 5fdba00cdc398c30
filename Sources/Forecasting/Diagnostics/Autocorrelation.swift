internal import Glibc
internal import StatisticsCore

/// Autocorrelations of a series, and what they say together.
///
/// r_k = Σ_{t>k} (y_t − ȳ)(y_{t−k} − ȳ) / Σ (y_t − ȳ)². Under independence each is about normal with
/// variance 1/n.
///
/// Source: Box & Jenkins (1976), 2.1 and 3.2. Checked: R `acf`, `pacf`, `ccf`, `Box.test`.
public struct Autocorrelation: Sendable, Equatable {
  /// r₁ … r_K.
  public let correlations: [Double]
  /// n
  public let count: Int

  /// - Parameter values: one a period, without gaps, finite, at least 2.
  /// - Parameter lags: K ≥ 1; nil is R's 10·log₁₀ n, at most n − 1. Lags from n on have r = 0.
  /// - Throws: `.tooShort`; `.gapsNotTaken` for NaN, `.overflow` for infinite values; `.badForm` for
  ///   lags under 1; `.noEstimate` when the values are constant.
  /// - Complexity: O(n·K).
  public init(_ values: [Double], lags: Int? = nil) throws(ForecastingError) {
    let deviations = try Self.deviations(values)
    let n = values.count
    let most = try Self.lagCount(lags, n)
    let square = deviations.reduce(0) { $0 + $1 * $1 }
    count = n
    correlations = (1...most).map { k in Self.product(deviations, deviations, lag: k) / square }
  }

  /// The half-width of the band in which each r_k lies with probability `level` percent when the
  /// values are independent: z/√n.
  public func band(level: Double = 95) -> Double {
    Normal.quantile(0.5 + level / 200) / Double(count).squareRoot()
  }

  /// φ₁₁ … φ_KK: what is left of r_k once the lags in between are taken out.
  ///
  /// Source: Durbin (1960), Levinson (1947). NaN from a lag on where the lags before fit exactly.
  public var partial: [Double] {
    var partials: [Double] = []
    var (row, before) = ([Double](), [Double]())
    for k in correlations.indices {
      var (numerator, denominator) = (correlations[k], 1.0)
      for j in row.indices {
        numerator -= row[j] * correlations[k - 1 - j]
        denominator -= row[j] * correlations[j]
      }
      let last = denominator > 0 ? numerator / denominator : .nan
      partials.append(last)
      (before, row) = (row, [])
      for j in before.indices { row.append(before[j] - last * before[before.count - 1 - j]) }
      row.append(last)
    }
    return partials
  }

  /// Correlation of x_{t+k} with y_t for k = −K … K.
  ///
  /// - Parameter first: x, one a period, without gaps, finite.
  /// - Parameter second: y, the same periods.
  /// - Returns: 2K + 1 values, that of lag 0 in the middle.
  /// - Throws: as `init`; `.badForm` for two lengths.
  public static func cross(
    _ first: [Double], _ second: [Double], lags: Int? = nil
  ) throws(ForecastingError) -> [Double] {
    guard first.count == second.count else {
      throw .badForm(
        model: "ccf", form: "\(first.count) and \(second.count) values",
        hint: "both series need the same periods")
    }
    let (x, y) = (try deviations(first), try deviations(second))
    let most = try lagCount(lags, first.count)
    let size =
      x.reduce(0) { $0 + $1 * $1 }.squareRoot() * y.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return (-most...most).map { k in
      (k >= 0 ? product(x, y, lag: k) : product(y, x, lag: -k)) / size
    }
  }

  private static func lagCount(_ lags: Int?, _ n: Int) throws(ForecastingError) -> Int {
    let most = lags ?? min(Int(10 * log10(Double(n))), n - 1)
    guard (1...1_000_000).contains(most) else {
      throw .badForm(model: "acf", form: "\(most) lags", hint: "lags are 1…1000000")
    }
    return most
  }

  /// Σ x_{t+k}·y_t; 0 from k = n on.
  private static func product(_ x: [Double], _ y: [Double], lag k: Int) -> Double {
    var sum = 0.0
    for t in stride(from: k, to: x.count, by: 1) { sum += x[t] * y[t - k] }
    return sum
  }

  /// Values less their mean, over a power of two.
  private static func deviations(_ values: [Double]) throws(ForecastingError) -> [Double] {
    try SeriesValues.requireFinite(values)
    guard values.count >= 2 else { throw .tooShort(needed: 2, found: values.count) }
    let scaled = SeriesValues.scaled(values).values
    let base = scaled[0]
    let mean = base + scaled.reduce(0) { $0 + ($1 - base) } / Double(scaled.count)
    guard scaled.contains(where: { $0 != base }) else {
      throw .noEstimate("the values are constant")
    }
    // Scaled once more: around a high level the deviations may be so small that squares vanish.
    return SeriesValues.scaled(scaled.map { $0 - mean }).values
  }
}

/// A test that the first autocorrelations are zero together.
package struct Portmanteau: Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// n(n + 2)·Σ r_k²/(n − k). Source: Ljung & Box (1978).
    case ljungBox
    /// n·Σ r_k². Source: Box & Pierce (1970).
    case boxPierce
  }

  package let kind: Kind
  package let statistic: Double
  /// Lags − estimated parameters.
  package let degreesOfFreedom: Int
  /// P(χ² > statistic); with no degree of freedom NaN.
  package let pValue: Double

  /// - Parameter values: residuals, one a period, without gaps, finite.
  /// - Parameter lags: K, 1…n − 1.
  /// - Parameter fitted: parameters estimated on the same values (p + q of an ARMA model).
  /// - Throws: as `Autocorrelation`; `.tooShort` for fewer than K + 1 values; `.badForm` for fewer
  ///   than 0 parameters.
  package init(
    _ values: [Double], lags: Int, fitted: Int = 0, kind: Kind = .ljungBox
  ) throws(ForecastingError) {
    guard fitted >= 0 else {
      throw .badForm(model: "portmanteau", form: "\(fitted) parameters", hint: "0 or more")
    }
    guard lags < values.count || lags < 1 else {
      throw .tooShort(needed: lags == .max ? lags : lags + 1, found: values.count)
    }
    let correlations = try Autocorrelation(values, lags: lags).correlations
    let n = Double(values.count)
    var sum = 0.0
    for (k, r) in correlations.enumerated() {
      sum += kind == .ljungBox ? r * r * (n + 2) / (n - Double(k + 1)) : r * r
    }
    self.kind = kind
    self.statistic = n * sum
    self.degreesOfFreedom = lags - fitted
    self.pValue =
      fitted < lags
      ? ChiSquared.upperTail(statistic, degreesOfFreedom: Double(lags - fitted)) : .nan
  }
}
