internal import LinearAlgebra

/// min Σ w_i (y_i − x_i′β)², by `LeastSquares` on rows times √w, or `TallLeastSquares` for long tables
/// and the steps of an iteration.
struct WeightedLeastSquares: Sendable {
  /// Places of the columns in use, rising.
  let kept: [Int]
  /// Places of the columns left out as combinations of others, rising.
  let dropped: [Int]
  /// β̂ of the columns in use.
  let coefficients: [Double]
  /// (X′WX)⁻¹ of the columns in use.
  let inverseGram: Matrix
  /// Σ w_i e_i².
  let residualSumOfSquares: DoubleDouble
  /// y − Xβ̂, not weighted.
  let residuals: [Double]
  /// Estimated condition number of the scaled columns.
  let condition: Double

  /// Numbers up to which residuals are refined in double-double.
  private static let refinedSize = 400_000

  /// - Parameter columns: X, p columns of length n.
  /// - Parameter weights: nil for ones.
  /// - Parameter errors: for each column the norm (of √w times it) up to which it is noise, see
  ///   `DemeanedTerms`; nil for columns that are as exact as doubles. Of columns that are
  ///   combinations of others the last ones are dropped.
  /// - Parameter isFinal: whether accuracy counts; steps of an iteration go without refinement.
  init(
    _ columns: [Design.Term], response: Design.Term, weights: [Double]? = nil,
    errors: [Double]? = nil, isFinal: Bool = true
  ) throws(RegressionError) {
    guard !columns.isEmpty else {
      self = Self.without(response, weights)
      return
    }
    let size = response.values.count * (columns.count + 1)
    self =
      size > Self.refinedSize || !isFinal
      ? try Self.tall(columns, response, weights, errors)
      : try Self.refined(columns, response, weights, errors)
  }

  private init(
    kept: [Int], dropped: [Int], solution: [Double], gram: (Int, Int) -> Double?,
    squares: DoubleDouble, residuals: [Double], condition: Double
  ) {
    let kept = kept.sorted()
    self.kept = kept
    self.dropped = dropped
    coefficients = kept.map { solution[$0] }
    var inverse = Matrix(rows: kept.count, columns: kept.count)
    for (a, i) in kept.enumerated() {
      for (b, j) in kept.enumerated() { inverse[a, b] = gram(i, j) ?? 0 }
    }
    inverseGram = inverse
    residualSumOfSquares = squares
    self.residuals = residuals
    self.condition = condition
  }

  /// The response itself, where there is no column.
  private static func without(_ response: Design.Term, _ weights: [Double]?) -> Self {
    var squares = DoubleDouble.zero
    for (i, y) in response.values.enumerated() {
      let value = DoubleDouble(y, response.low?[i] ?? 0)
      squares = squares + value * value * (weights?[i] ?? 1)
    }
    return Self(
      kept: [], dropped: [], solution: [], gram: { _, _ in nil }, squares: squares,
      residuals: response.values, condition: 1)
  }

  private static func refined(
    _ columns: [Design.Term], _ response: Design.Term, _ weights: [Double]?, _ errors: [Double]?
  ) throws(RegressionError) -> Self {
    let n = response.values.count
    let root = weights.map { $0.map { $0.squareRoot() } }
    let solution: LeastSquaresSolution
    do throws(LinearAlgebraError) {
      var flat: [Double] = []
      flat.reserveCapacity(n * columns.count)
      for column in columns {
        if let root {
          for i in 0..<n { flat.append(column.values[i] * root[i]) }
        } else {
          flat.append(contentsOf: column.values)
        }
      }
      let design = try Matrix(rows: n, columns: columns.count, columnMajor: flat)
      var low: Matrix?
      if root == nil, columns.contains(where: { $0.low != nil }) {
        let zeros = [Double](repeating: 0, count: n)
        low = try Matrix(
          rows: n, columns: columns.count,
          columnMajor: Array(columns.map { $0.low ?? zeros }.joined()))
      }
      var options = LeastSquares.Options()
      options.columnErrors = errors
      solution = try LeastSquares.solve(
        design: design, designLow: low,
        response: root.map { root in (0..<n).map { response.values[$0] * root[$0] } }
          ?? response.values,
        responseLow: root == nil ? response.low : nil, options: options)
    } catch { throw .numeric(error) }
    var residuals = solution.residuals
    if let root {
      for i in 0..<n {
        residuals[i] =
          root[i] > 0
          ? residuals[i] / root[i]
          : solution.kept.reduce(response.values[i]) {
            $0 - solution.coefficients[$1] * columns[$1].values[i]
          }
      }
    }
    return Self(
      kept: solution.kept, dropped: solution.dropped, solution: solution.coefficients,
      gram: solution.inverseGram, squares: solution.residualSumOfSquares, residuals: residuals,
      condition: solution.condition)
  }

  /// Long tables and steps of an iteration: one pass with the accuracy of QR, no refinement.
  private static func tall(
    _ columns: [Design.Term], _ response: Design.Term, _ weights: [Double]?, _ errors: [Double]?
  ) throws(RegressionError) -> Self {
    var options = TallLeastSquares.Options()
    options.keepsResiduals = true
    options.columnErrors = errors
    do throws(LinearAlgebraError) {
      let solution = try TallLeastSquares.solve(
        columns: columns.map(\.values), response: response.values, weights: weights,
        options: options)
      return Self(
        kept: solution.kept, dropped: solution.dropped, solution: solution.coefficients,
        gram: solution.inverseGram, squares: DoubleDouble(solution.residualSumOfSquares),
        residuals: solution.residuals ?? [], condition: solution.condition)
    } catch { throw .numeric(error) }
  }
}
