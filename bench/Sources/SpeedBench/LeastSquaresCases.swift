import Corridor

/// Least squares without fixed effects: tall by columns, small ones by the thousand, by formula.
enum LeastSquaresCases {
  static let all: [String: SpeedBench.Maker] = [
    "tall": { try tall($0, $1, weighted: false) },
    "tall-weights": { try tall($0, $1, weighted: true) },
    "small": small, "formula": formula,
  ]

  static let columns = 20

  /// size × 20 with an intercept.
  private static func tall(
    _ rows: Int, _ folder: DataFolder, weighted: Bool
  ) throws -> [BenchTask] {
    var numbers = BenchNumbers(1)
    var elements = numbers.vector(rows * columns)
    for i in 0..<rows { elements[i] = 1 }
    let response = numbers.vector(rows)
    let weights = numbers.vector(rows).map { 1.5 + $0 }
    let design = try Matrix(rows: rows, columns: columns, columnMajor: elements)
    folder.write("x", elements)
    folder.write("y", response)
    folder.write("w", weights)
    return [
      BenchTask(implementation: "corridor") {
        try TallLeastSquares.solve(
          design: design, response: response, weights: weighted ? weights : nil
        ).coefficients
      }
    ] + (weighted ? [] : [normalEquations(design, response)])
  }

  /// DSYRK and DPOTRF on the same matrix: the least that any answer by normal equations could take.
  private static func normalEquations(_ design: Matrix, _ response: [Double]) -> BenchTask {
    BenchTask(implementation: "bound: dsyrk + dpotrf") {
      let cross = try design.multiplied(.transposed, by: response)
      return try Cholesky(design.gram()).solve(
        Matrix(rows: cross.count, columns: 1, columnMajor: cross)
      ).elements
    }
  }

  /// `size` regressions of 12 × 2, one after the other.
  private static func small(_ count: Int, _ folder: DataFolder) throws -> [BenchTask] {
    let (rows, width) = (12, 2)
    var numbers = BenchNumbers(2)
    var elements = numbers.vector(count * rows * width)
    let response = numbers.vector(count * rows)
    for k in 0..<count {
      for i in 0..<rows { elements[k * rows * width + i] = 1 }
    }
    folder.write("x", elements)
    folder.write("y", response)
    let designs = try (0..<count).map { k in
      try Matrix(
        rows: rows, columns: width,
        columnMajor: Array(elements[(k * rows * width)..<((k + 1) * rows * width)]))
    }
    let responses = (0..<count).map { Array(response[($0 * rows)..<(($0 + 1) * rows)]) }
    return [
      BenchTask(implementation: "corridor") {
        var sums = [Double](repeating: 0, count: width)
        for (design, y) in zip(designs, responses) {
          let solution = try LeastSquares.solve(design: design, response: y)
          for j in 0..<width { sums[j] += solution.coefficients[j] }
        }
        return sums
      }
    ]
  }

  /// size × 20 by formula, from columns in memory to HC1 errors, tests and criteria.
  private static func formula(_ rows: Int, _ folder: DataFolder) throws -> [BenchTask] {
    var numbers = BenchNumbers(3)
    let response = numbers.vector(rows)
    var table: [String: DataTable.Numbers] = ["y": DataTable.Numbers(response)]
    var elements = [Double](repeating: 1, count: rows)
    let names = (1..<columns).map { "x\($0)" }
    for name in names {
      let column = numbers.vector(rows)
      table[name] = DataTable.Numbers(column)
      elements += column
    }
    folder.write("x", elements)
    folder.write("y", response)
    let data = DataTable(rowCount: rows, numbers: table)
    let text = "y ~ " + names.joined(separator: " + ")
    return [
      BenchTask(implementation: "corridor") {
        let fit = try RegressionModel(Formula(text)).fit(to: data)
        let covariance = try CoefficientCovariance(fit, .hc1)
        let errors = covariance.standardErrors
        var sum = (fit.rSquared ?? 0) + (fit.sigma ?? 0) + fit.aic + fit.bic
        for (b, error) in zip(fit.coefficients, errors) {
          sum += covariance.pValue(statistic: b / error)
        }
        guard sum.isFinite else { fatalError("estimates are not finite") }
        return fit.coefficients + errors
      }
    ]
  }
}
