internal import LinearAlgebra

/// min Σ w_i (y_i − x_i′β)², by `LeastSquares` on rows times √w.
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
  /// - Parameter isFinal: whether accuracy counts; steps of an iteration go without refinement.
  init(
    _ columns: [Design.Term], response: Design.Term, weights: [Double]? = nil, isFinal: Bool = true
  ) throws(RegressionError) {
    let n = response.values.count
    let root = weights.map { $0.map { $0.squareRoot() } }
    var options = LeastSquares.Options()
    options.refines = isFinal && n * (columns.count + 1) <= Self.refinedSize
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
      if root == nil, options.refines, columns.contains(where: { $0.low != nil }) {
        let zeros = [Double](repeating: 0, count: n)
        low = try Matrix(
          rows: n, columns: columns.count,
          columnMajor: Array(columns.map { $0.low ?? zeros }.joined()))
      }
      solution = try LeastSquares.solve(
        design: design, designLow: low,
        response: root.map { root in (0..<n).map { response.values[$0] * root[$0] } }
          ?? response.values,
        responseLow: root == nil && options.refines ? response.low : nil, options: options)
    } catch { throw .numeric(error) }
    let kept = solution.kept.sorted()
    self.kept = kept
    dropped = solution.dropped
    coefficients = kept.map { solution.coefficients[$0] }
    var gram = Matrix(rows: kept.count, columns: kept.count)
    for (a, i) in kept.enumerated() {
      for (b, j) in kept.enumerated() { gram[a, b] = solution.inverseGram(i, j) ?? 0 }
    }
    inverseGram = gram
    residualSumOfSquares = solution.residualSumOfSquares
    if let root {
      residuals = (0..<n).map { i in
        if root[i] > 0 { return solution.residuals[i] / root[i] }
        return kept.reduce(response.values[i]) {
          $0 - solution.coefficients[$1] * columns[$1].values[i]
        }
      }
    } else {
      residuals = solution.residuals
    }
    condition = solution.condition
  }
}
