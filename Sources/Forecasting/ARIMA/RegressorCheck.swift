internal import LinearAlgebra
internal import Regression

/// What given regressors need before an ARIMA model is fitted to what they leave.
enum RegressorCheck {
  /// The values less their regression on a constant and the regressors, NaN in gaps.
  static func residuals(
    _ dense: [Double], regressors: [[Double]]
  ) throws(ForecastingError) -> [Double] {
    guard !regressors.isEmpty else { return dense }
    let places = dense.indices.filter { !dense[$0].isNaN }
    let rest = try leftOver(
      places.map { dense[$0] }, columns: regressors.map { x in places.map { x[$0] } },
      constant: true)
    var result = dense
    for (place, value) in zip(places, rest) { result[place] = value }
    return result
  }

  /// y less its least squares on the columns; collinear ones change nothing.
  static func leftOver(
    _ y: [Double], columns: [[Double]], constant: Bool
  ) throws(ForecastingError) -> [Double] {
    var terms = columns.enumerated().map { Design.Term("\($0.offset)", $0.element) }
    if constant { terms.append(.intercept(count: y.count)) }
    do throws(RegressionError) {
      return try OLS().fit(Design(terms), response: Design.Term("y", y)).residuals
    } catch {
      if case .numeric(let reason) = error { throw .numeric(reason) }
      throw .overflow
    }
  }

  /// Whether dummies of gaps, differenced regressors and the constant, if one is asked for, have full
  /// rank, at a relative 1e-10 of columns of unit length.
  static func areIndependent(
    _ series: DifferencedSeries, constant: Bool
  ) throws(ForecastingError) -> Bool {
    var columns = Array(series.columns.dropFirst())
    if series.allowsConstant, !constant { columns.removeLast() }
    guard !columns.isEmpty else { return true }
    guard columns.count <= series.count else { return false }
    for j in columns.indices {
      let norm = columns[j].reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 0 else { return false }
      guard norm.isFinite else { throw .overflow }
      columns[j] = columns[j].map { $0 / norm }
    }
    do throws(LinearAlgebraError) {
      return try PivotedQR(Matrix(columns: columns)).rank(rcond: 1e-10) == columns.count
    } catch {
      throw .numeric(error)
    }
  }
}

extension DifferencedSeries {
  /// The differenced series less its least squares on the given regressors: what starting values of
  /// the errors' process are found from.
  var withoutRegressors: [Double] {
    guard !regressors.isEmpty else { return columns[0] }
    let given = Array(columns[(1 + missing.count)..<(1 + missing.count + regressors.count)])
    let rest = try? RegressorCheck.leftOver(columns[0], columns: given, constant: allowsConstant)
    return rest ?? columns[0]
  }
}
