internal import Glibc
internal import LinearAlgebra
internal import StatisticsCore

/// Linear quantile regression: the τ-quantile of y is Xβ.
///
/// min Σ ρ_τ(yᵢ − xᵢβ), ρ_τ(r) = r·(τ − 1[r < 0]). The answer is an exact vertex: p observations are
/// fitted without residual, and the duals prove that it is optimal. Columns are made orthonormal, an
/// interior point method finds the neighbourhood, `QuantileSimplex` the vertex; the coefficients are
/// then solved from the p observations in the original columns with refinement.
///
/// Source: Koenker & Bassett (1978); Portnoy & Koenker (1997); Barrodale & Roberts (1973).
/// Checked: R quantreg 5.94 `rq`, coefficients and standard errors `iid`, `nid` and `ker`.
public struct QuantileRegression: Sendable {
  /// The probability of the quantile, between 0 and 1.
  public let tau: Double

  /// - Throws: `QuantileRegressionError.probabilityOutOfRange` unless 0 < τ < 1.
  public init(tau: Double) throws(QuantileRegressionError) {
    guard tau > 0, tau < 1 else { throw .probabilityOutOfRange(tau) }
    self.tau = tau
  }

  /// - Parameter design: n × p columns, finite; low parts are not used.
  /// - Parameter response: y, length n, finite.
  /// - Returns: estimates in the unit of y per unit of each column. Collinear terms are dropped and
  ///   named.
  /// - Throws: `.regression` with `RegressionError.tooShort` for fewer observations than terms,
  ///   `.lengthMismatch`, `.nonFinite`, `.numeric`; `.didNotConverge` should the simplex not end.
  /// - Complexity: O(n·p²) for each of some twenty interior steps.
  public func fit(
    _ design: Design, response: Design.Term
  ) throws(QuantileRegressionError) -> QuantileFit {
    let n = design.observations
    guard response.values.count == n else {
      throw .regression(
        .lengthMismatch(term: response.name, needed: n, found: response.values.count))
    }
    if let place = response.values.firstIndex(where: { !$0.isFinite }) {
      throw .regression(.nonFinite(term: response.name, observation: place))
    }
    guard n > 0, n >= design.terms.count else {
      throw .regression(.tooShort(needed: max(1, design.terms.count), found: n))
    }
    var options = LeastSquares.Options()
    options.refines = false
    do {
      let start = try LeastSquares.solve(
        design: design.matrix(), response: response.values, options: options)
      let kept = start.kept.sorted()
      let columns = kept.map { design.terms[$0].values }
      let solution = try solve(columns, response.values, around: start.residuals)
      return QuantileFit(
        tau: tau, names: kept.map { design.terms[$0].name },
        dropped: start.dropped.map { design.terms[$0].name }, columns: columns,
        response: response.values, solution: solution)
    } catch let error as QuantileRegressionError {
      throw error
    } catch let error as LinearAlgebraError {
      throw .regression(.numeric(error))
    } catch {
      preconditionFailure("only these errors are thrown above")
    }
  }

  struct Solution {
    let coefficients: [Double]
    let residuals: [Double]
    let duals: [Double]
    let basis: [Int]
    let isUnique: Bool
    let steps: Int
  }

  /// - Parameter centred: y less some fit of the columns: the vertex is the same, and the digits that
  ///   a common level takes are free.
  func solve(_ columns: [[Double]], _ y: [Double], around centred: [Double]) throws -> Solution {
    let (n, p) = (y.count, columns.count)
    guard p > 0 else {
      let duals = y.map { $0 < 0 ? tau - 1 : tau }
      return Solution(
        coefficients: [], residuals: y, duals: duals, basis: [], isUnique: true, steps: 0)
    }
    let scale = Double(n).squareRoot()
    let q = try PivotedQR(Matrix(columns: columns)).orthogonalFactor()
    let design = (0..<p).map { j in (0..<n).map { q[$0, j] * scale } }
    let largest = y.reduce(0) { max($0, abs($1)) }
    var distances = centred.map { abs($0) }
    if n > 3 * p,
      let beta = InteriorPoint(design: design, response: centred, tau: tau).coefficients()
    {
      for i in 0..<n {
        var rest = centred[i]
        for j in 0..<p { rest -= beta[j] * design[j][i] }
        distances[i] = abs(rest)
      }
    }
    let basis = Self.independentRows(design, order: Self.order(distances))
    guard basis.count == p else {
      throw LinearAlgebraError.rankDeficient(rank: basis.count, columns: p)
    }
    var simplex = QuantileSimplex(
      design: design, response: centred, tau: tau, basis: basis, rounding: 4e-15 * largest)
    let vertex = try simplex.run(maxSteps: 1000 + 20 * p + n)
    guard vertex.isOptimal else {
      throw QuantileRegressionError.didNotConverge(steps: vertex.steps)
    }

    let rows = try Matrix(columns: columns.map { column in vertex.basis.map { column[$0] } })
    var options = LeastSquares.Options()
    options.rcond = 1e-15
    let exact = try LeastSquares.solve(
      design: rows, response: vertex.basis.map { y[$0] }, options: options)
    var residuals = y
    for j in 0..<p {
      for i in 0..<n { residuals[i] -= exact.coefficients[j] * columns[j][i] }
    }
    var duals = vertex.below.map { $0 ? tau - 1 : tau }
    for (k, i) in vertex.basis.enumerated() {
      duals[i] = vertex.duals[k]
      residuals[i] = 0
    }
    let isUnique = vertex.duals.allSatisfy { $0 > tau - 1 + 1e-8 && $0 < tau - 1e-8 }
    return Solution(
      coefficients: exact.coefficients, residuals: residuals, duals: duals, basis: vertex.basis,
      isUnique: isUnique, steps: vertex.steps)
  }

  private static func order(_ distances: [Double]) -> [Int] {
    distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
  }

  /// The first p rows in `order` that are clearly independent of the ones before.
  private static func independentRows(_ design: [[Double]], order: [Int]) -> [Int] {
    let p = design.count
    for threshold in [1e-4, 1e-8, 1e-12] {
      var basis: [Int] = []
      var directions: [[Double]] = []
      for i in order {
        var row = design.map { $0[i] }
        let size = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard size > 1e-12 else { continue }
        for _ in 0..<2 {
          for direction in directions {
            let share = zip(row, direction).reduce(0) { $0 + $1.0 * $1.1 }
            for j in 0..<p { row[j] -= share * direction[j] }
          }
        }
        let rest = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard rest > threshold * size else { continue }
        directions.append(row.map { $0 / rest })
        basis.append(i)
        if basis.count == p { return basis }
      }
    }
    return []
  }
}

/// What can go wrong in quantile regression because of the request or the data.
public enum QuantileRegressionError: Error, Equatable, Sendable {
  /// τ is not strictly between 0 and 1.
  case probabilityOutOfRange(Double)
  /// The simplex method did not prove a vertex optimal in this many steps.
  case didNotConverge(steps: Int)
  case regression(RegressionError)
}

extension QuantileRegressionError: CustomStringConvertible {
  /// What went wrong, in one sentence.
  public var description: String {
    switch self {
    case .probabilityOutOfRange(let tau): "the probability \(tau) is not between 0 and 1"
    case .didNotConverge(let steps): "quantile regression did not end in \(steps) steps"
    case .regression(let error): error.description
    }
  }
}
