import Corridor

/// 10⁶ × 20: `TallLeastSquares` beside DSYRK + DPOTRF on the same matrix, the least that normal
/// equations could take.
enum TallBench {
  static let (rows, columns) = (1_000_000, 20)

  static func run(_ repetitions: Int) throws -> [Row] {
    var numbers = BenchNumbers(1)
    var design = try independent(&numbers)
    let weights = numbers.vector(rows).map { 1.5 + $0 }
    var result = try compare("tall_1e6x20", design, repetitions, &numbers, weights: weights)
    design = try powers(&numbers)
    result += try compare("tall_1e6x20_powers", design, repetitions, &numbers, weights: nil)
    return result
  }

  private static func compare(
    _ name: String, _ design: Matrix, _ repetitions: Int, _ numbers: inout BenchNumbers,
    weights: [Double]?
  ) throws -> [Row] {
    let response = numbers.vector(rows)
    let columns = (0..<design.columns).map { j in
      Array(design.elements[(j * rows)..<((j + 1) * rows)])
    }
    var options = TallLeastSquares.Options()
    options.route = .orthogonal
    var kept = TallLeastSquares.Options()
    kept.keepsResiduals = true
    let tasks: [(String, () throws -> Void)] = [
      ("", { _ = try TallLeastSquares.solve(design: design, response: response) }),
      ("_columns", { _ = try TallLeastSquares.solve(columns: columns, response: response) }),
      (
        "_residuals",
        { _ = try TallLeastSquares.solve(design: design, response: response, options: kept) }
      ),
      (
        "_orthogonal",
        { _ = try TallLeastSquares.solve(design: design, response: response, options: options) }
      ),
      (
        "_weights",
        { _ = try TallLeastSquares.solve(design: design, response: response, weights: weights) }
      ),
    ]
    let used = weights == nil ? Array(tasks.dropLast()) : tasks
    // The Gram matrix of ill-conditioned columns is not definite: the factor of a shifted one
    // takes the same time.
    let peer = {
      var gram = try design.gram()
      for j in 0..<gram.columns { gram[j, j] *= 1.001 }
      _ = try Cholesky(gram)
    }
    let best = try Timing.best(repetitions, [peer] + used.map(\.1))
    return zip(used, best.dropFirst()).map { task, seconds in
      Row(name: name + task.0, ours: seconds, peer: "dsyrk+dpotrf", peerSeconds: best[0])
    }
  }

  /// An intercept and independent columns.
  private static func independent(_ numbers: inout BenchNumbers) throws -> Matrix {
    var elements = numbers.vector(rows * columns)
    for i in 0..<rows { elements[i] = 1 }
    return try Matrix(rows: rows, columns: columns, columnMajor: elements)
  }

  /// Powers of x in [-1, 1), condition 1e7: all of the preconditioner is needed.
  private static func powers(_ numbers: inout BenchNumbers) throws -> Matrix {
    let x = numbers.vector(rows)
    var elements = [Double](repeating: 1, count: rows * columns)
    for k in rows..<elements.count { elements[k] = elements[k - rows] * x[k % rows] }
    return try Matrix(rows: rows, columns: columns, columnMajor: elements)
  }
}
