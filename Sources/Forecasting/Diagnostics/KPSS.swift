internal import Glibc

/// The test of Kwiatkowski, Phillips, Schmidt & Shin: the null hypothesis is that the series is
/// stationary around a level or a trend.
///
/// With residuals e from the level or the line, S their running sums and
/// σ² = Σe²/n + 2/n·Σ_{j≤l} (1 − j/(l+1))·Σ e_t e_{t−j} (Bartlett weights), the statistic is
/// Σ S² / (n²·σ²). Large values speak against the null.
///
/// Source: Kwiatkowski et al. (1992), table 1. Checked: R urca `ur.kpss`, tseries `kpss.test`.
public struct KPSS: Sendable, Equatable {
  /// Around what the series is stationary under the null hypothesis.
  public enum Null: String, Sendable {
    case level
    case trend
  }

  /// The truncation lag l of the long-run variance.
  public enum Lag: Sendable, Equatable {
    /// trunc(4·(n/100)^¼), the default of urca and tseries.
    case short
    /// trunc(3·√n/13), which the automatic choice of differences uses.
    case rootThirteenth
    /// trunc(12·(n/100)^¼).
    case long
    case fixed(Int)
  }

  /// Around what the series is stationary under the null hypothesis.
  public let null: Null
  /// Σ S² / (n²·σ²), without unit.
  public let statistic: Double
  /// l
  public let lag: Int
  /// Interpolated in the table, which ends at 0.01 and 0.1: a value there means "at most" or "at
  /// least".
  public let pValue: Double

  /// The statistic that is exceeded with probability `level` under the null.
  public var criticalValues: [(level: Double, value: Double)] {
    Array(zip(Self.levels, Self.table(null))).map { (level: $0, value: $1) }
  }

  private static let levels = [0.1, 0.05, 0.025, 0.01]

  private static func table(_ null: Null) -> [Double] {
    switch null {
    case .level: [0.347, 0.463, 0.574, 0.739]
    case .trend: [0.119, 0.146, 0.176, 0.216]
    }
  }

  /// - Parameter values: one a period, without gaps, finite; at least 3 for a level, 4 for a trend.
  /// - Throws: `.tooShort`; `.gapsNotTaken` for NaN, `.overflow` for infinite values; `.badForm` for
  ///   a lag outside 0…n − 1; `.noEstimate` when the values are constant or exactly on a line.
  /// - Complexity: O(n · lag).
  public init(
    _ values: [Double], null: Null = .level, lag: Lag = .short
  ) throws(ForecastingError) {
    let n = values.count
    let needed = null == .level ? 3 : 4
    try SeriesValues.requireFinite(values)
    guard n >= needed else { throw .tooShort(needed: needed, found: n) }
    let length: Int
    switch lag {
    case .short: length = Int(4 * pow(Double(n) / 100, 0.25))
    case .rootThirteenth: length = Int(3 * Double(n).squareRoot() / 13)
    case .long: length = min(Int(12 * pow(Double(n) / 100, 0.25)), n - 1)
    case .fixed(let given): length = given
    }
    guard (0..<n).contains(length) else {
      throw .badForm(model: "kpss", form: "lag \(length)", hint: "a lag is 0…\(n - 1)")
    }
    let residuals = Self.residuals(SeriesValues.scaled(values).values, null)
    let square = residuals.reduce(0) { $0 + $1 * $1 }
    // Under n·(8 ulp)² the residuals are what the values lost when they were rounded.
    guard square > Double(n) * 0x1p-98 else {
      throw .noEstimate("the values do not vary around the \(null.rawValue)")
    }
    var variance = square
    for j in stride(from: 1, through: length, by: 1) {
      var product = 0.0
      for t in j..<n { product += residuals[t] * residuals[t - j] }
      variance += 2 * (1 - Double(j) / Double(length + 1)) * product
    }
    var (sum, squares) = (0.0, 0.0)
    for residual in residuals {
      sum += residual
      squares += sum * sum
    }
    guard variance > 0 else { throw .noEstimate("the long-run variance is zero") }
    self.null = null
    self.lag = length
    self.statistic = squares / Double(n) / variance
    self.pValue = SeriesValues.interpolate(Self.table(null), Self.levels, at: statistic)
  }

  private static func residuals(_ values: [Double], _ null: Null) -> [Double] {
    let n = Double(values.count)
    // A mean of deviations from the first value, so that a high level costs no digits.
    let base = values[0]
    let mean = base + values.reduce(0) { $0 + ($1 - base) } / n
    var residuals = values.map { $0 - mean }
    guard null == .trend else { return residuals }
    let middle = (n - 1) / 2
    var cross = 0.0
    for t in values.indices { cross += (Double(t) - middle) * residuals[t] }
    let slope = cross / (n * (n * n - 1) / 12)
    for t in values.indices { residuals[t] -= slope * (Double(t) - middle) }
    return residuals
  }
}
