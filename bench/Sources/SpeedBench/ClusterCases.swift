import Corridor

/// Errors of few clusters: adjusted residuals with their degrees of freedom, and the wild bootstrap.
///
/// The size is the number of rows; a constant and four regressors with a part common to clusters.
enum ClusterCases {
  static let all: [String: SpeedBench.Maker] = [
    "clusters-cr2": { try tasks("cr2:g", clusters: 50, $0, $1) },
    "clusters-cr3": { try tasks("cr3:g", clusters: 50, $0, $1) },
    // As many as have no more patterns of signs than are drawn: all implementations go through all.
    "clusters-wild": { try tasks("wild:g", clusters: 13, $0, $1) },
  ]

  private static let regressors = 4

  private static func tasks(
    _ errors: String, clusters: Int, _ rows: Int, _ folder: DataFolder
  ) throws -> [BenchTask] {
    var numbers = BenchNumbers(17)
    let codes = (0..<rows).map { Int32($0 % clusters) }
    func column() -> [Double] {
      let common = numbers.vector(clusters)
      return codes.map { common[Int($0)] + numbers.next() }
    }
    var table: [String: DataTable.Numbers] = [:]
    var elements: [Double] = []
    let names = (1...regressors).map { "x\($0)" }
    for name in names {
      let values = column()
      table[name] = DataTable.Numbers(values)
      elements += values
    }
    let response = column()
    table["y"] = DataTable.Numbers(response)
    folder.write("x", elements)
    folder.write("y", response)
    folder.write("g", codes.map(Double.init))
    let levels = DataTable.Levels(codes: codes, names: (0..<clusters).map { "\($0)" })
    var question = RegressionQuestion(
      try Formula("y ~ " + names.joined(separator: " + ")),
      table: DataTable(rowCount: rows, numbers: table, levels: ["g": levels]))
    question.errors = CovarianceKind(errors)
    return [
      BenchTask(implementation: "corridor") {
        let answer = try question.answer()
        if let freedom = answer.covariance.termDegreesOfFreedom, errors == "cr2:g" {
          return answer.covariance.standardErrors + freedom
        }
        guard answer.bootstrap != nil else { return answer.covariance.standardErrors }
        return answer.coefficients.rows.dropFirst().map { $0.pValue ?? .nan }
      }
    ]
  }
}
