import Forecasting
import LinearAlgebra
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

/// Crossed groups of more nodes than residuals, some of which do not vary.
@Suite struct ManyNodesTests {
  struct Groups {
    let hierarchy: Hierarchy
    let covariance: ResidualCovariance
    let base: [Double]

    func place(_ name: String) throws -> Int {
      try #require(hierarchy.nodes.firstIndex(of: name))
    }
  }

  /// `rows` × `columns` bottom nodes; `still` nodes have residuals of zero.
  static func groups(
    rows: Int, columns: Int, residuals: Int = 12, still: Set<String> = []
  ) throws -> Groups {
    var edges: [HierarchyEdge] = []
    for i in 0..<rows {
      for j in 0..<columns {
        for total in ["t", "r\(i)", "c\(j)"] {
          edges.append(HierarchyEdge("b\(i)-\(j)", partOf: total))
        }
      }
    }
    let hierarchy = try Hierarchy(edges: edges)
    var numbers = SeededNumbers(11)
    let errors = hierarchy.nodes.map { name in
      let vector = numbers.vector(residuals)
      return still.contains(name) ? vector.map { _ in 0 } : vector
    }
    return Groups(
      hierarchy: hierarchy,
      covariance: try ResidualCovariance(try Matrix(columns: errors), nodes: hierarchy.nodes),
      base: numbers.vector(hierarchy.count).map { 3 * $0 + 1 })
  }

  static let weighing: [ReconciliationMethod] = [.wlsVar, .mintShrink]

  /// The structure against whole matrices: P·R·Pᵀ by the projection matrix.
  @Test(arguments: [ReconciliationMethod.bottomUp, .ols, .wlsStruct, .wlsVar, .mintShrink])
  func widthsByWholeMatrices(_ method: ReconciliationMethod) throws {
    let groups = try Self.groups(rows: 4, columns: 6, still: ["b1-1", "r2"])
    let reconciler = try Reconciler(groups.hierarchy, method: method, residuals: groups.covariance)
    let correlation = groups.covariance.correlation(shrunkBy: groups.covariance.intensity)
    let widths = groups.base.map { abs($0) }
    let found = try #require(try CoherentIntervals(reconciler, correlation: correlation))
      .halfWidths(Matrix(rows: widths.count, columns: 1, columnMajor: widths)).elements
    var scaled = try #require(try reconciler.projectionMatrix())
    for j in widths.indices { for i in widths.indices { scaled[i, j] *= widths[j] } }
    let spread = try scaled.multiplied(by: try correlation.matrix)
    for i in widths.indices {
      let variance = widths.indices.reduce(0) { $0 + spread[i, $1] * scaled[i, $1] }
      #expect(abs(found[i] - max(0, variance).squareRoot()) < 1e-9)
      #expect(abs(try correlation.matrix[i, i] - 1) < 1e-12)
    }
  }

  @Test(arguments: weighing)
  func nodesThatDoNotVaryStay(_ method: ReconciliationMethod) throws {
    // A whole column, its total among them, a bottom node of another and a total of nodes that vary.
    let still: Set = ["c0", "b0-0", "b1-0", "b2-0", "b1-2", "r2"]
    let groups = try Self.groups(rows: 3, columns: 5, still: still)
    let reconciler = try Reconciler(groups.hierarchy, method: method, residuals: groups.covariance)
    let held = still.subtracting(["c0"])
    #expect(Set(reconciler.unvaried.map { groups.hierarchy.nodes[$0] }) == held)
    let base = try Matrix(rows: groups.base.count, columns: 1, columnMajor: groups.base)
    let values = try reconciler.reconcile(base)
    #expect(try groups.hierarchy.incoherence(values) == 0)
    for name in held {
      let node = try groups.place(name)
      #expect(abs(values[node, 0] - groups.base[node]) < 1e-12)
    }
    // What is named fixed is held just the same.
    let others = try Reconciler(groups.hierarchy, method: .ols, fixed: Array(held))
    let fixed = try others.reconcile(base)
    let node = try groups.place("c0")
    #expect(abs(fixed[node, 0] - values[node, 0]) < 1e-12)
  }

  /// Two totals of the same parts, both without variance, cannot both stay: they follow.
  @Test func totalsThatDetermineEachOtherFollow() throws {
    let hierarchy = try Hierarchy(edges: [
      HierarchyEdge("a", partOf: "u"), HierarchyEdge("b", partOf: "u"),
      HierarchyEdge("u", partOf: "t"),
    ])
    let varied = ["a": [1.0, -2, 2], "b": [-1, 2, -3]]
    let residuals = try Matrix(columns: hierarchy.nodes.map { varied[$0] ?? [0, 0, 0] })
    let covariance = try ResidualCovariance(residuals, nodes: hierarchy.nodes)
    let reconciler = try Reconciler(hierarchy, method: .wlsVar, residuals: covariance)
    let base = try Matrix(rows: 4, columns: 1, columnMajor: [1, 2, 3, 4])
    #expect(try hierarchy.incoherence(try reconciler.reconcile(base)) == 0)
    #expect(reconciler.unvaried.isEmpty)
  }

  /// Block pivoting on many nodes, most of which end at zero, against the optimality conditions.
  @Test(arguments: weighing + [.ols])
  func nonnegativeValues(_ method: ReconciliationMethod) throws {
    let groups = try Self.groups(rows: 20, columns: 30, still: ["b1-1", "b3-4"])
    var base = groups.base
    base[try groups.place("b1-1")] = -2
    base[try groups.place("b3-4")] = 2
    let reconciler = try Reconciler(groups.hierarchy, method: method, residuals: groups.covariance)
    let solution = try reconciler.reconcileNonnegative(base)
    #expect(solution.values.allSatisfy { $0 >= 0 } && solution.active.count > 100)
    #expect(solution.optimalityGap < 1e-9 && solution.iterations < 40)
    if method.needsResiduals {
      #expect(solution.values[try groups.place("b1-1")] == 0)
      #expect(abs(solution.values[try groups.place("b3-4")] - 2) < 1e-12)
    }
    let column = try Matrix(rows: base.count, columns: 1, columnMajor: solution.values)
    #expect(try groups.hierarchy.incoherence(column) == 0)
  }
}
