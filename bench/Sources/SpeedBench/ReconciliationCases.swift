import Corridor

/// Bottom nodes (the size) in groups of ten under one total, 40 periods of residuals, 12 steps.
enum ReconciliationCases {
  static let all: [String: SpeedBench.Maker] = [
    "bottom-up": { try tasks("bottom-up", $0, $1) },
    "ols": { try tasks("ols", $0, $1) },
    "wls-var": { try tasks("wls-var", $0, $1) },
    "mint-shrink": { try tasks("mint-shrink", $0, $1) },
  ]

  private static let (periods, steps) = (40, 12)

  private static func tasks(
    _ name: String, _ bottom: Int, _ folder: DataFolder
  ) throws -> [BenchTask] {
    let groups = (bottom + 9) / 10
    let edges =
      (0..<groups).map { HierarchyEdge("g\($0)", partOf: "total") }
      + (0..<bottom).map { HierarchyEdge("b\($0)", partOf: "g\($0 / 10)") }
    let hierarchy = try Hierarchy(edges: edges)
    var numbers = BenchNumbers(9)
    let nodes = hierarchy.count
    let residuals = try Matrix(
      rows: periods, columns: nodes, columnMajor: numbers.vector(periods * nodes))
    let base = try Matrix(
      rows: nodes, columns: steps,
      columnMajor: numbers.vector(nodes * steps).map { 10 + $0 })
    let order = hierarchy.upper + hierarchy.bottom
    share(hierarchy, residuals, base, order, folder)
    guard let method = ReconciliationMethod(name) else { fatalError(name) }
    return [
      BenchTask(implementation: "corridor") {
        let covariance =
          method.needsResiduals ? try ResidualCovariance(residuals, nodes: hierarchy.nodes) : nil
        let found = try Reconciler(hierarchy, method: method, residuals: covariance).reconcile(base)
        return order.prefix(4).map { found[$0, 0] } + order.suffix(4).map { found[$0, steps - 1] }
      }
    ]
  }

  /// For the peers: upper nodes first, then bottom ones.
  private static func share(
    _ hierarchy: Hierarchy, _ residuals: Matrix, _ base: Matrix, _ order: [Int],
    _ folder: DataFolder
  ) {
    let sums = hierarchy.summingMatrix
    folder.write(
      "summing", (0..<sums.columns).flatMap { j in order.map { sums[$0, j] } })
    folder.write(
      "base", (0..<base.columns).flatMap { j in order.map { base[$0, j] } })
    folder.write(
      "residuals", order.flatMap { node in (0..<residuals.rows).map { residuals[$0, node] } })
  }
}
