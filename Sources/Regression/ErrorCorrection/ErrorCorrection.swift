/// A single equation that draws y back to its long-run relation with the drivers.
///
///     Δy_t = a + c·t + λ·y_{t−1} + γ′x_{t−1} + β′Δx_t + Σ_{j ≤ lags} (δ_j·Δy_{t−j} + η_j′Δx_{t−j}) + ε_t
///          = λ·(y_{t−1} − θ′x_{t−1} − …) + short-run terms,   θ = −γ/λ.
///
/// - One step: all coefficients by `OLS`; θ and its standard errors by the delta method, which
///   equals Bårdsen's (1989) formula and the instrumental estimates of Wickens & Breusch (1988).
///   The t ratio of λ is reported without a p-value: under no cointegration it has a distribution
///   of its own, not Student's. `EngleGranger` tests that.
/// - Reference implementation: statsmodels 0.15 `UECM(lags + 1, …, lags + 1)`.
/// - Source: Banerjee, Dolado, Galbraith & Hendry (1993); Bårdsen (1989)
public struct ErrorCorrection: Sendable {
  /// Lagged differences of y and of every driver, besides the drivers' differences of the period.
  public var lags: Int
  /// t counts the observations from 1.
  public var deterministic: VectorAutoregression.Deterministic

  /// Makes the model; `fit` refuses lags below 0 and above `VectorAutoregression.maximumLags`.
  public init(lags: Int = 0, deterministic: VectorAutoregression.Deterministic = .constant) {
    self.lags = lags
    self.deterministic = deterministic
  }

  /// - Parameters:
  ///   - response: y, in time order, without gaps.
  ///   - drivers: one or more, of the length of y.
  /// - Returns: coefficients in units of y per unit of their term.
  /// - Throws: `RegressionError.invalid` without a driver, for a name that stands twice or lags out of
  ///   range; `.tooShort` when no degree of freedom is left; `.collinear`; `.exactFit`;
  ///   `.lengthMismatch`, `.nonFinite`.
  ///
  /// Source: Davidson, Hendry, Srba & Yeo (1978); Bårdsen (1989). Checked: statsmodels `UECM`.
  public func fit(
    _ response: Design.Term, drivers: [Design.Term]
  ) throws(RegressionError) -> ErrorCorrectionFit {
    guard !drivers.isEmpty else {
      throw .invalid(argument: "drivers", detail: "at least one is needed")
    }
    guard (0...VectorAutoregression.maximumLags).contains(lags) else {
      throw .invalid(
        argument: "lags",
        detail: "\(lags); 0 to \(VectorAutoregression.maximumLags) are possible")
    }
    let data = try LaggedData([response] + drivers)
    let rows = ErrorCorrectionRows(
      names: data.variables.map(\.name), lags: lags, deterministic: deterministic)
    let needed = lags + 1 + rows.termNames.count + 1
    guard data.count >= needed else { throw .tooShort(needed: needed, found: data.count) }
    let levels = data.variables.map(\.values)
    let table = ((lags + 1)..<data.count).map { rows.row(levels, at: $0) }
    let design = try Design(
      rows.termNames.indices.map { j in Design.Term(rows.termNames[j], table.map { $0[j] }) })
    let changes = ((lags + 1)..<data.count).map { levels[0][$0] - levels[0][$0 - 1] }
    let regression = try OLS().fit(
      design, response: Design.Term("d(\(response.name))", changes))
    guard regression.droppedTerms.isEmpty else {
      throw .collinear(observations: (lags + 1)..<data.count)
    }
    // An error of under 2⁻⁴³ of the size of y is rounding.
    let size = levels[0].reduce(0) { max($0, abs($1)) }
    guard regression.residualStandardDeviation > size * 0x1p-43 else { throw .exactFit }
    return try ErrorCorrectionFit(regression: regression, rows: rows, levels: levels)
  }
}

/// The regressors of a period, in the order of the terms.
struct ErrorCorrectionRows: Sendable {
  /// y, then the drivers.
  let names: [String]
  let lags: Int
  let deterministic: VectorAutoregression.Deterministic

  /// The place of y_{t−1}; the drivers' levels follow.
  var levelPlace: Int { deterministic.count }

  /// `(Intercept)`, `trend`, `y.l1`, `x.l1`, `d(x)`, then `d(y).l1`, `d(x).l1`, `d(y).l2`, …
  var termNames: [String] {
    var terms: [String] = []
    if deterministic.hasConstant { terms.append("(Intercept)") }
    if deterministic.hasTrend { terms.append("trend") }
    terms += names.map { "\($0).l1" } + names.dropFirst().map { "d(\($0))" }
    for lag in 0..<lags { terms += names.map { "d(\($0)).l\(lag + 1)" } }
    return terms
  }

  /// - Parameters:
  ///   - levels: y and the drivers; y is read up to t − 1, the drivers up to t.
  ///   - offset: the number of observations before the first of `levels`.
  func row(_ levels: [[Double]], at t: Int, offset: Int = 0) -> [Double] {
    var row: [Double] = []
    if deterministic.hasConstant { row.append(1) }
    if deterministic.hasTrend { row.append(Double(offset + t + 1)) }
    for x in levels { row.append(x[t - 1]) }
    for x in levels.dropFirst() { row.append(x[t] - x[t - 1]) }
    for lag in 0..<lags {
      for x in levels { row.append(x[t - lag - 1] - x[t - lag - 2]) }
    }
    return row
  }
}
