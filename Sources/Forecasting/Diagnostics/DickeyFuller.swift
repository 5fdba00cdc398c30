internal import Glibc
internal import LinearAlgebra
internal import Regression

/// The augmented Dickey–Fuller test: the null hypothesis is that the series has a unit root.
///
/// The regression is Δy_t = γ·y_{t−1} + drift + trend·t + Σ_{j≤lags} δ_j·Δy_{t−j} + ε_t; its t
/// statistic of γ has a distribution of its own (tables and response surfaces in
/// `DickeyFullerTable`). Small values speak for a stationary series.
///
/// Estimation: `OLS`, on values scaled by a power of two. Source: Dickey & Fuller (1979, 1981).
/// Checked: R urca `ur.df`, tseries `adf.test`.
public struct DickeyFuller: Sendable, Equatable {
  /// What the regression holds besides the level and the lagged differences.
  public enum Terms: String, Sendable, CaseIterable {
    case none
    case drift
    /// Drift and a linear trend.
    case trend
  }

  /// One coefficient of the regression.
  public struct Coefficient: Sendable, Equatable {
    /// `level`, `drift`, `trend`, `difference 1`, …
    public let name: String
    /// In the unit of the values for drift, per period for trend, else without unit.
    public let estimate: Double
    /// In the unit of the estimate.
    public let standardError: Double
  }

  /// A test of several coefficients at once by an F ratio.
  public struct Joint: Sendable, Equatable {
    /// `phi1` (γ = drift = 0), `phi2` (γ = drift = trend = 0) or `phi3` (γ = trend = 0).
    public let name: String
    /// The F ratio, without unit; large values speak against the null.
    public let statistic: Double
    /// At 1, 5 and 10 percent. Source: Dickey & Fuller (1981), tables IV–VI.
    public let criticalValues: [Double]
  }

  /// What the regression holds besides the level and the lagged differences.
  public let terms: Terms
  /// Lagged differences in the regression.
  public let lags: Int
  /// Rows of the regression.
  public let observations: Int
  /// γ̂ ÷ its standard error.
  public let statistic: Double
  /// `level`, then `drift` and `trend` where the terms have them, then the lagged differences.
  public let coefficients: [Coefficient]
  /// `phi1` with a drift, `phi2` and `phi3` with a trend, empty with neither.
  public let joint: [Joint]
  /// P(statistic or less) under the null, interpolated in the table at the number of differences;
  /// the table ends at 0.01 and 0.99.
  public let pValue: Double
  /// At 1, 5 and 10 percent, for the number of rows. Source: MacKinnon (2010).
  public let criticalValues: [Double]

  /// trunc((n − 1)^⅓), the number of lags that tseries takes; it takes one less where the root is
  /// whole and its power falls short of it (n = 65, 126, 217).
  public static func automaticLags(count n: Int) -> Int {
    guard n > 1 else { return 0 }
    // A cube root that is whole up to rounding must not be cut to the number below.
    let root = Int(cbrt(Double(n - 1)).rounded())
    return root * root * root > n - 1 ? root - 1 : root
  }

  /// - Parameter values: one a period, without gaps, finite.
  /// - Parameter lags: nil for `automaticLags`.
  /// - Throws: `.tooShort` when no degree of freedom is left; `.gapsNotTaken` for NaN, `.overflow`
  ///   for infinite values; `.badForm` for a negative lag; `.noEstimate` when the values are constant
  ///   or follow the regression exactly.
  public init(
    _ values: [Double], terms: Terms = .trend, lags: Int? = nil
  ) throws(ForecastingError) {
    try SeriesValues.requireFinite(values)
    let lags = lags ?? Self.automaticLags(count: values.count)
    guard lags >= 0 else {
      throw .badForm(model: "adf", form: "lag \(lags)", hint: "a lag is 0 or more")
    }
    let extra = terms == .none ? 0 : terms == .drift ? 1 : 2
    // Rows n − 1 − lags; coefficients 1 + extra + lags; one degree of freedom at least.
    let needed = min(lags, 1 << 40) * 2 + extra + 3
    guard values.count >= needed else { throw .tooShort(needed: needed, found: values.count) }

    let (scaled, exponent) = SeriesValues.scaled(values)
    let regression = DickeyFullerRegression(scaled, lags: lags)
    let level = [regression.level]
    let deterministic = regression.deterministic(terms)
    let full = try regression.fit(level + deterministic + regression.differences)
    let size = regression.response.reduce(0) { max($0, abs($1)) }
    guard full.rank == 1 + extra + lags, let gamma = full["level"], gamma.standardError > 0,
      full.residualSumOfSquares > Double(full.count) * 0x1p-98 * size * size
    else { throw .noEstimate("the values are constant or follow the regression exactly") }

    self.terms = terms
    self.lags = lags
    self.observations = full.count
    self.statistic = gamma.statistic
    self.coefficients = full.coefficients.map {
      let power = $0.term == "drift" || $0.term == "trend" ? exponent : 0
      return Coefficient(
        name: $0.term, estimate: scalbn($0.estimate, power),
        standardError: scalbn($0.standardError, power))
    }
    let differences = values.count - 1
    self.pValue = DickeyFullerTable.pValue(statistic, terms, count: differences)
    self.criticalValues = DickeyFullerTable.criticalValues(terms, count: full.count)

    var joint: [Joint] = []
    func add(_ name: String, without restricted: Double, _ restrictions: Int) {
      let spread = full.residualSumOfSquares / Double(full.degreesOfFreedom)
      joint.append(
        Joint(
          name: name,
          statistic: (restricted - full.residualSumOfSquares) / Double(restrictions) / spread,
          criticalValues: DickeyFullerTable.jointCriticalValues(name, count: differences)))
    }
    if terms != .none {
      let bare = try regression.residualSquares(regression.differences)
      add(terms == .drift ? "phi1" : "phi2", without: bare, terms == .drift ? 2 : 3)
    }
    if terms == .trend {
      let drift = regression.deterministic(.drift)
      add("phi3", without: try regression.residualSquares(drift + regression.differences), 2)
    }
    self.joint = joint
  }
}

/// The columns of the regression.
private struct DickeyFullerRegression {
  let response: [Double]
  let level: Design.Term
  let differences: [Design.Term]
  private let firstTime: Int

  init(_ values: [Double], lags: Int) {
    let changes = zip(values.dropFirst(), values).map { $0 - $1 }
    response = Array(changes[lags...])
    level = Design.Term("level", Array(values[lags..<(values.count - 1)]))
    differences = stride(from: 1, through: lags, by: 1).map { j in
      Design.Term("difference \(j)", Array(changes[(lags - j)..<(changes.count - j)]))
    }
    firstTime = lags + 1
  }

  func deterministic(_ terms: DickeyFuller.Terms) -> [Design.Term] {
    let ones = Design.Term("drift", [Double](repeating: 1, count: response.count))
    switch terms {
    case .none: return []
    case .drift: return [ones]
    case .trend:
      let times = response.indices.map { Double(firstTime + $0) }
      return [ones, Design.Term("trend", times)]
    }
  }

  func fit(_ columns: [Design.Term]) throws(ForecastingError) -> OLSFit {
    do {
      return try OLS().fit(Design(columns), response: Design.Term("change", response))
    } catch {
      if case .numeric(let reason) = error { throw .numeric(reason) }
      throw .overflow
    }
  }

  func residualSquares(_ columns: [Design.Term]) throws(ForecastingError) -> Double {
    if columns.isEmpty { return response.reduce(0) { $0 + $1 * $1 } }
    return try fit(columns).residualSumOfSquares
  }
}
