internal import Glibc
internal import LinearAlgebra

/// A vector autoregression under a Minnesota prior: every variable on the last p values of all of them.
///
/// Shrinks what few observations cannot tell, so that it needs no more of them than the check of its
/// variables does. Posterior and marginal likelihood are in closed form given the hyperparameters
/// (`MinnesotaPrior`), which are given or weighed on a grid by the marginal likelihood.
///
/// Source: Giannone, Lenza & Primiceri (2015); Kadiyala & Karlsson (1997) for the posterior.
/// Checked: the closed form written with inverses and determinants (numpy), quadrature over the
/// coefficients and the variance, least squares on rows for the prior.
package struct BayesianVectorAutoregression: Sendable {
  /// p.
  package var lags: Int
  /// The deterministic terms of every equation, under a flat prior.
  package var deterministic: VectorAutoregression.Deterministic
  /// What is held before the data.
  package var prior: MinnesotaPrior

  /// Makes the model; `fit` refuses lags out of range.
  package init(
    lags: Int, deterministic: VectorAutoregression.Deterministic = .constant,
    prior: MinnesotaPrior = .init()
  ) {
    self.lags = lags
    self.deterministic = deterministic
    self.prior = prior
  }

  /// The most regressors of an equation: their triangular factor is formed for each value of the tightness.
  static let mostTerms = 500

  /// The posterior.
  ///
  /// - Parameter variables: one column a variable, rows in time order, all of one length, in the variables'
  ///   units.
  /// - Throws: `RegressionError.invalid` without a variable, for two of one name, lags or a tightness out of
  ///   range; `.tooShort`; `.exactFit` when a variable is constant or follows its own past without error;
  ///   `.collinear` when variables are combinations of each other; `.lengthMismatch`, `.nonFinite`.
  package func fit(_ variables: [Design.Term]) throws(RegressionError) -> BayesianVectorFit {
    let data = try LaggedData(variables)
    try Self.requireTold(data)
    return try fit(data, start: lags)
  }

  /// The posterior from observations from `start` (from 0) on; the variables are checked.
  func fit(_ data: LaggedData, start: Int) throws(RegressionError) -> BayesianVectorFit {
    let size = data.variables.count
    let most = max(1, (Self.mostTerms - deterministic.count) / size)
    guard (1...most).contains(lags), start >= lags else {
      throw .invalid(argument: "lags", detail: "\(lags); 1 to \(most) are possible")
    }
    let needed = Self.needed(start: start, size: size)
    guard data.count >= needed else { throw .tooShort(needed: needed, found: data.count) }
    try prior.requirePossible()
    let rows = PriorRows(
      size: size, lags: lags, deterministic: deterministic, means: try prior.means(size),
      scales: try Self.scales(data),
      initial: data.variables.map { variable in
        variable.values[(start - lags)..<start].reduce(0, +) / Double(lags)
      }, constantVariance: prior.constantVariance)
    let columns =
      data.terms(lags: lags, deterministic: deterministic, from: start).map(\.values)
      + data.variables.map { Array($0.values[start...]) }
    let factor: Matrix
    do throws(LinearAlgebraError) {
      factor = try StackedFactor(Matrix(columns: columns)).upper
    } catch {
      throw .numeric(error)
    }
    return try BayesianVectorFit(
      data: data, model: self, rows: rows,
      factor: (0..<factor.rows).map { i in (0..<factor.columns).map { factor[i, $0] } },
      count: data.count - start)
  }

  /// Observations that a fit from `start` on needs: three behind the first lags, and enough in all to tell
  /// whether variables are combinations of each other.
  static func needed(start: Int, size: Int) -> Int { max(start + 3, size + 3, 5) }

  /// √ψ: residual deviations of autoregressions of order one with a constant.
  private static func scales(_ data: LaggedData) throws(RegressionError) -> [Double] {
    var scales: [Double] = []
    for variable in data.variables {
      let (past, next) = (variable.values.dropLast(), Array(variable.values.dropFirst()))
      let terms = [
        Design.Term.intercept(count: next.count), Design.Term("past", Array(past)),
      ]
      let fit = try OLS().fit(try Design(terms), response: .init(variable.name, next))
      let squares = fit.residuals.reduce(0) { $0 + $1 * $1 }
      let deviation = (squares / Double(next.count - fit.rank)).squareRoot()
      let largest = variable.values.reduce(0) { max($0, abs($1)) }
      // An error of under 2⁻⁴³ of the variable's size is rounding.
      guard deviation > largest * 0x1p-43 else { throw .exactFit }
      scales.append(deviation)
    }
    return scales
  }

  /// Refuses variables that are combinations of each other: the prior would divide between them as it
  /// likes.
  static func requireTold(_ data: LaggedData) throws(RegressionError) {
    let size = data.variables.count
    let needed = needed(start: 1, size: size)
    guard data.count >= needed else { throw .tooShort(needed: needed, found: data.count) }
    let columns = data.variables.map { variable in
      let mean = variable.values.reduce(0, +) / Double(data.count)
      let centered = variable.values.map { $0 - mean }
      let length = centered.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return length > 0 ? centered.map { $0 / length } : centered
    }
    do throws(LinearAlgebraError) {
      guard try PivotedQR(Matrix(columns: columns)).rank(rcond: 1e-10) == size else {
        throw LinearAlgebraError.rankDeficient(rank: 0, columns: size)
      }
    } catch {
      if case .rankDeficient = error { throw .collinear(observations: 0..<data.count) }
      throw .numeric(error)
    }
  }
}
