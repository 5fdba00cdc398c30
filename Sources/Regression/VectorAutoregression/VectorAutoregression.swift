/// A vector autoregression: every variable on the last p values of all of them,
/// y_t = A₁y_{t−1} + … + A_p·y_{t−p} + C·d_t + u_t, with errors u uncorrelated over time.
///
/// Each equation is estimated by `OLS`, which is efficient since all have the same regressors.
///
/// Source: Lütkepohl (2005), chapters 3 and 4. Checked: statsmodels `VAR` on US macro data.
public struct VectorAutoregression: Sendable {
  /// The deterministic terms d.
  public enum Deterministic: Sendable, CaseIterable {
    case none
    case constant
    /// t, the number of the observation, from 1.
    case trend
    case both

    var hasConstant: Bool { self == .constant || self == .both }
    var hasTrend: Bool { self == .trend || self == .both }
    var count: Int { (hasConstant ? 1 : 0) + (hasTrend ? 1 : 0) }
  }

  /// The most lags taken.
  public static let maximumLags = 10_000

  /// p.
  public var lags: Int
  /// The deterministic terms of every equation.
  public var deterministic: Deterministic

  /// Makes the model; `fit` refuses lags below 1 and above `maximumLags`.
  public init(lags: Int, deterministic: Deterministic = .constant) {
    self.lags = lags
    self.deterministic = deterministic
  }

  /// - Parameter variables: one column a variable, rows in time order, all of one length.
  /// - Throws: `RegressionError.invalid` without a variable, for two of one name, or for lags
  ///   out of range; `.tooShort` when the errors' covariance would not have full rank; `.collinear` for
  ///   constant or collinear variables; `.exactFit` when a combination of variables follows its past
  ///   without error; `.lengthMismatch`, `.nonFinite`.
  public func fit(_ variables: [Design.Term]) throws(RegressionError) -> VectorAutoregressionFit {
    let data = try LaggedData(variables)
    return try fit(data, start: lags)
  }

  /// The fit to observations from `start` (from 0) on.
  func fit(_ data: LaggedData, start: Int) throws(RegressionError) -> VectorAutoregressionFit {
    guard (1...Self.maximumLags).contains(lags) else {
      throw .invalid(
        argument: "lags", detail: "\(lags); 1 to \(Self.maximumLags) are possible")
    }
    let terms = data.variables.count * lags + deterministic.count
    // n − terms ≥ variables, else the residuals cannot span all variables.
    let needed = start + terms + data.variables.count
    guard data.count >= needed else { throw .tooShort(needed: needed, found: data.count) }
    let design = try Design(data.terms(lags: lags, deterministic: deterministic, from: start))
    var equations: [OLSFit] = []
    for variable in data.variables {
      let response = Array(variable.values[start...])
      let equation = try OLS().fit(design, response: .init(variable.name, response))
      guard equation.droppedTerms.isEmpty else {
        throw .collinear(observations: start..<data.count)
      }
      equations.append(equation)
    }
    return try VectorAutoregressionFit(
      data: data, lags: lags, deterministic: deterministic, equations: equations)
  }
}
