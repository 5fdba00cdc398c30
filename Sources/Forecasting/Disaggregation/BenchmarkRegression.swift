internal import Glibc
internal import LinearAlgebra

// Benchmarks y = C(Xβ + u), u = L e, e ~ N(0, σ²I): generalised least squares with Ω = C L Lᵀ Cᵀ.
//
// Ω is never formed, since its condition is that of CL squared: LᵀCᵀ = QR gives Ω = RᵀR, the whitened
// problem R⁻ᵀy = R⁻ᵀCXβ + w is solved by pivoted QR, and
//
//   ŷ = Xβ̂ + L Q ŵ,
//   var(y − ŷ) = σ²( L(I − QQᵀ)Lᵀ + G (ZᵀZ)⁻¹ Gᵀ ),  Z = R⁻ᵀCX, G = X − L Q Z,
//
// for every short period, those beyond the benchmarks too. σ̂² = ŵ′ŵ/(N − p).

/// Benchmarks regressed on indicators for one process of what these leave.
struct BenchmarkRegression {
  let coefficients: [Double]
  /// β̂'s covariance in units of σ², p × p.
  let inverseGram: [[Double]]
  /// ŵ′ŵ.
  let sumOfSquares: Double
  /// Concentrated: −N/2·(log 2π + log(ŵ′ŵ/N) + 1) − log|R|; nil where the fit is exact.
  let logLikelihood: Double?
  /// log|R|, half of log|Ω|.
  private let logDeterminant: Double
  private let process: DisturbanceProcess
  /// n × N, orthonormal.
  private let orthogonal: Matrix
  /// In the order of the pivots.
  private let whitened: (residuals: [Double], design: [[Double]])

  /// - Parameters:
  ///   - rows: C by benchmark, n wide; the indicator may stand in it.
  ///   - design: CX by column.
  ///   - benchmarks: y.
  /// - Throws: `.disaggregation(.collinearIndicators)`; `.overflow`; `.numeric`.
  init(
    rows: [[Double]], design: [[Double]], benchmarks: [Double], process: DisturbanceProcess
  ) throws(ForecastingError) {
    self.process = process
    let count = benchmarks.count
    let columns = rows.map { row in
      var column = row
      process.applyTransposed(&column)
      return column
    }
    let solution: LeastSquaresSolution
    let response: [Double]
    let determinant: Double
    do throws(LinearAlgebraError) {
      let factor = try PivotedQR(Matrix(columns: columns))
      let upper = factor.triangularFactor(order: count)
      let order = factor.pivots
      func whiten(_ vector: [Double]) throws(LinearAlgebraError) -> [Double] {
        let right = try Matrix(columns: [order.map { vector[$0] }])
        return try upper.solveTriangular(.upper, .transposed, rightSide: right).elements
      }
      response = try whiten(benchmarks)
      var regressors: [[Double]] = []
      for column in design { regressors.append(try whiten(column)) }
      var options = LeastSquares.Options()
      // The whitened columns carry the rounding of the triangle.
      options.rcond = 1e-11
      solution = try LeastSquares.solve(
        design: Matrix(columns: regressors, rows: count), response: response, options: options)
      orthogonal = try factor.orthogonalFactor()
      whitened = (solution.residuals, regressors)
      determinant = factor.diagonal.reduce(0) { $0 + log($1) }
    } catch { throw .numeric(error) }
    guard solution.rank == design.count else {
      throw .disaggregation(.collinearIndicators)
    }
    coefficients = solution.coefficients
    inverseGram = design.indices.map { i in
      design.indices.map { solution.inverseGram(i, $0) ?? 0 }
    }
    sumOfSquares = solution.residualSumOfSquares.value
    logDeterminant = determinant
    let n = Double(count)
    let size = response.reduce(0) { $0 + $1 * $1 }
    // An exact fit leaves rounding, and no likelihood.
    logLikelihood =
      sumOfSquares > 1e-26 * size
      ? -n / 2 * (log(2 * .pi) + log(sumOfSquares / n) + 1) - determinant : nil
  }

  /// Up to a constant that does not depend on the process.
  func restrictedLogLikelihood(degreesOfFreedom freedom: Double) -> Double {
    // log|(Z′Z)⁻¹| by elimination; the matrix is positive definite.
    var rows = inverseGram
    var gram = 0.0
    for k in rows.indices {
      gram += log(rows[k][k])
      for i in rows.indices.dropFirst(k + 1) {
        let share = rows[i][k] / rows[k][k]
        for j in rows.indices { rows[i][j] -= share * rows[k][j] }
      }
    }
    let value = -freedom / 2 * log(sumOfSquares) - logDeterminant + gram / 2
    return value.isFinite ? value : -.infinity
  }

  /// ŷ of every short period.
  ///
  /// - Parameter design: X by column.
  func values(_ design: [[Double]]) throws(ForecastingError) -> [Double] {
    var rest: [Double]
    do throws(LinearAlgebraError) {
      rest = try orthogonal.multiplied(by: whitened.residuals)
    } catch { throw .numeric(error) }
    process.apply(&rest)
    for (column, coefficient) in zip(design, coefficients) {
      for t in rest.indices { rest[t] += coefficient * column[t] }
    }
    return rest
  }

  /// var(y_t − ŷ_t) in units of σ², by short period.
  ///
  /// - Complexity: O(n²N).
  func variances(_ design: [[Double]]) throws(ForecastingError) -> [Double] {
    let n = orthogonal.rows
    let weights = process.weights(n)
    var gains: [[Double]] = []
    do throws(LinearAlgebraError) {
      for (column, regressor) in zip(design, whitened.design) {
        var known = try orthogonal.multiplied(by: regressor)
        process.apply(&known)
        gains.append(column.indices.map { column[$0] - known[$0] })
      }
      var variances: [Double] = []
      for t in 0..<n {
        let row = process.row(t, weights: weights) + [Double](repeating: 0, count: n - t - 1)
        let inside = try orthogonal.multiplied(.transposed, by: row)
        let projected = try orthogonal.multiplied(by: inside)
        // Of the difference, not the difference of squares: it is zero where a benchmark is one period.
        var variance = 0.0
        for s in 0..<n {
          let rest = row[s] - projected[s]
          variance += rest * rest
        }
        for i in gains.indices {
          for j in gains.indices { variance += gains[i][t] * inverseGram[i][j] * gains[j][t] }
        }
        variances.append(max(0, variance))
      }
      return variances
    } catch { throw .numeric(error) }
  }
}
