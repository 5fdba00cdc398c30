import Corridor

/// 10⁶ × 20 by formula, from columns in memory to a table of estimates with HC1 errors, beside the bare
/// solution of the same columns.
enum ModelBench {
  static let (rows, columns) = (1_000_000, 20)

  static func run(_ repetitions: Int) throws -> [Row] {
    var numbers = BenchNumbers(3)
    var table: [String: DataTable.Numbers] = ["y": DataTable.Numbers(numbers.vector(rows))]
    let names = (1..<columns).map { "x\($0)" }
    for name in names { table[name] = DataTable.Numbers(numbers.vector(rows)) }
    let data = DataTable(rowCount: rows, numbers: table)
    let response = table["y"]?.values ?? []
    let x =
      [[Double](repeating: 1, count: rows)] + names.compactMap { table[$0]?.values }
    let formula = "y ~ " + names.joined(separator: " + ")
    let best = try Timing.best(
      repetitions,
      [
        {
          let fit = try RegressionModel(Formula(formula)).fit(to: data)
          let covariance = try CoefficientCovariance(fit, .hc1)
          var sum = (fit.rSquared ?? 0) + (fit.sigma ?? 0) + fit.aic + fit.bic
          for (b, error) in zip(fit.coefficients, covariance.standardErrors) {
            sum += covariance.pValue(statistic: b / error)
          }
          guard sum.isFinite else { fatalError("estimates are not finite") }
        },
        { _ = try TallLeastSquares.solve(columns: x, response: response) },
      ])
    return [
      Row(name: "model_1e6x20", ours: best[0], peer: "TallLeastSquares", peerSeconds: best[1])
    ]
  }
}
