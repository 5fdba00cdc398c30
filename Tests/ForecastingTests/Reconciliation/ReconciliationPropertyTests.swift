import Forecasting
import LinearAlgebra
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

/// What reconciliation must do whatever the numbers are.
@Suite struct ReconciliationPropertyTests {
  static let projecting: [ReconciliationMethod] = [
    .ols, .wlsStruct, .wlsVar, .mintShrink, .mintCov,
  ]

  /// A hierarchy of 3 + 9 bottom nodes, crossed groups when `isGrouped`, random residuals.
  static func random(
    _ seed: UInt64, isGrouped: Bool
  ) throws -> (hierarchy: Hierarchy, covariance: ResidualCovariance, numbers: SeededNumbers) {
    var numbers = SeededNumbers(seed)
    var edges: [HierarchyEdge] = []
    for i in 0..<3 {
      for j in 0..<3 {
        let name = "b\(i)\(j)"
        if isGrouped {
          for total in ["t", "row\(i)", "column\(j)"] {
            edges.append(HierarchyEdge(name, partOf: total))
          }
        } else {
          edges.append(HierarchyEdge(name, partOf: "row\(i)"))
          if j == 0 { edges.append(HierarchyEdge("row\(i)", partOf: "t")) }
        }
      }
    }
    let hierarchy = try Hierarchy(edges: edges)
    let columns = hierarchy.nodes.map { _ in numbers.vector(40) }
    let covariance = try ResidualCovariance(
      try Matrix(columns: columns), nodes: hierarchy.nodes)
    return (hierarchy, covariance, numbers)
  }

  @Test(arguments: [true, false], 1...4)
  func projectionsAreCoherentAndKeepCoherentValues(_ isGrouped: Bool, _ seed: Int) throws {
    var (hierarchy, covariance, numbers) = try Self.random(UInt64(seed), isGrouped: isGrouped)
    let base = try Matrix(columns: (0..<5).map { _ in numbers.vector(hierarchy.count) })
    for method in Self.projecting {
      let reconciler = try Reconciler(hierarchy, method: method, residuals: covariance)
      let values = try reconciler.reconcile(base)
      #expect(try hierarchy.incoherence(values) == 0)
      // Once more changes nothing, and what agreed before stays.
      #expect(deviation(try reconciler.reconcile(values).elements, values.elements) < 1e-13)
      // Unbiased: (SG)S = S.
      let sums = hierarchy.summingMatrix
      let projection = try #require(try reconciler.projectionMatrix())
      #expect(deviation(try projection.multiplied(by: sums).elements, sums.elements) < 1e-13)
      // The scale of the values does not matter, nor that of the residuals.
      let large = try Matrix(
        rows: base.rows, columns: base.columns, columnMajor: base.elements.map { $0 * 1e9 })
      let scaled = try reconciler.reconcile(large).elements
      #expect(deviation(scaled, values.elements.map { $0 * 1e9 }) < 1e-13)
    }
  }

  /// The constraint form against S(SᵀW⁻¹S)⁻¹SᵀW⁻¹ by QR of the whitened S.
  @Test(arguments: [true, false])
  func bothFormsAgree(_ isGrouped: Bool) throws {
    var (hierarchy, covariance, numbers) = try Self.random(9, isGrouped: isGrouped)
    let base = try Matrix(
      rows: hierarchy.count, columns: 1, columnMajor: numbers.vector(hierarchy.count))
    let factor = try Cholesky(covariance.shrunk).factor
    let sums = hierarchy.summingMatrix
    let white = try factor.solveTriangular(.lower, rightSide: sums)
    let target = try factor.solveTriangular(.lower, rightSide: base)
    let bottom = try PivotedQR(white).solve(target)
    let structural = try sums.multiplied(by: bottom).elements
    let reconciler = try Reconciler(hierarchy, residuals: covariance)
    #expect(deviation(try reconciler.reconcile(base).elements, structural) < 1e-12)
  }

  @Test func italianAccountsComeOutCoherent() throws {
    let hierarchy = try HierarchyFile(
      ByteSource(path: Repository.fixture("hierarchy/itagdp_constraints.csv"))
    ).hierarchy
    let panel = try SeriesPanel.read(path: Repository.fixture("hierarchy/itagdp.csv"))
    var numbers = SeededNumbers(4)
    let base = try Matrix(
      columns: hierarchy.nodes.map { node in
        try panel.series(named: node).values.map { $0 * (1 + 0.05 * numbers.symmetric()) }
      }
    ).transposed
    let reconciler = try Reconciler(hierarchy, method: .wlsStruct)
    let values = try reconciler.reconcile(base)
    // By the published constraints themselves, not by the form that was solved.
    let terms = try csvRecords(path: Repository.fixture("hierarchy/itagdp_constraints.csv"))
    for quarter in 0..<8 {
      var sums: [String: (sum: Double, size: Double)] = [:]
      for term in terms.dropFirst() {
        let node = try #require(hierarchy.nodes.firstIndex(of: term[1]))
        let weight = try #require(Double(term[2]))
        let value = weight * values[node, quarter]
        sums[term[0], default: (0, 0)].sum += value
        sums[term[0], default: (0, 0)].size += abs(value)
      }
      #expect(sums.count == 9)
      #expect(sums.values.allSatisfy { abs($0.sum) <= 1e-10 * $0.size })
    }
    // The structural form, by QR of W^(−1/2)·S.
    let sums = hierarchy.summingMatrix
    var (white, target) = (sums, base)
    for (node, _) in hierarchy.nodes.enumerated() {
      let size = (0..<sums.columns).reduce(0) { $0 + abs(sums[node, $1]) }
      for j in 0..<sums.columns { white[node, j] /= size.squareRoot() }
      for j in 0..<base.columns { target[node, j] /= size.squareRoot() }
    }
    let bottom = try PivotedQR(white).solve(target)
    let structural = try sums.multiplied(by: bottom).elements
    #expect(deviation(values.elements, structural) < 1e-12)
  }

  @Test(arguments: [true, false], 1...6)
  func nonnegativeValuesSatisfyTheOptimalityConditions(_ isGrouped: Bool, _ seed: Int) throws {
    var (hierarchy, covariance, numbers) = try Self.random(
      UInt64(100 + seed), isGrouped: isGrouped)
    let base = numbers.vector(hierarchy.count).map { 50 * $0 }
    for method in Self.projecting {
      let reconciler = try Reconciler(hierarchy, method: method, residuals: covariance)
      let solution = try reconciler.reconcileNonnegative(base)
      let column = try Matrix(rows: base.count, columns: 1, columnMajor: solution.values)
      #expect(solution.values.allSatisfy { $0 >= 0 } && !solution.active.isEmpty)
      #expect(try hierarchy.incoherence(column) == 0 && solution.optimalityGap < 1e-8)
      // The gradient SᵀW⁻¹(S·b − ŷ), from W itself: ≥ 0, and 0 where b > 0.
      let metric = try Self.metric(method, hierarchy, covariance)
      let gap = try Matrix(
        rows: base.count, columns: 1, columnMajor: zip(solution.values, base).map { $0 - $1 })
      let pull = try Cholesky(metric).solve(gap)
      let gradient = try hierarchy.summingMatrix.multiplied(.transposed, by: pull).elements
      let size = pull.elements.reduce(0) { max($0, abs($1)) }
      for (place, node) in hierarchy.bottom.enumerated() {
        #expect(gradient[place] >= -1e-8 * size)
        #expect(abs(gradient[place] * solution.values[node]) <= 1e-8 * size * 50)
        #expect(abs(gradient[place] - solution.multipliers[node]) <= 1e-8 * size)
      }
      // Where the projection has no value below zero the bound changes nothing.
      let positive = try hierarchy.aggregated(
        Matrix(rows: base.count, columns: 1, columnMajor: base.map { 60 + $0 }))
      let free = try reconciler.reconcileNonnegative(positive.elements)
      #expect(free.active.isEmpty && deviation(free.values, positive.elements) < 1e-13)
    }
  }

  static func metric(
    _ method: ReconciliationMethod, _ hierarchy: Hierarchy, _ covariance: ResidualCovariance
  ) throws -> Matrix {
    if method == .mintShrink { return try covariance.shrunk }
    if method == .mintCov { return try covariance.covariance }
    var diagonal = Matrix.identity(hierarchy.count)
    for node in 0..<hierarchy.count {
      if method == .wlsVar { diagonal[node, node] = covariance.meanSquares[node] }
    }
    if method == .wlsStruct {
      for (k, node) in hierarchy.upper.enumerated() {
        diagonal[node, node] = hierarchy.bottom.indices.reduce(0) {
          $0 + hierarchy.weights[k, $1]
        }
      }
    }
    return diagonal
  }

  @Test func negativeTourismIsBounded() throws {
    let fixture = try ReconciliationFixture.grouped()
    // Every base forecast less a share of its neighbour's: many small regions fall below zero.
    let base = fixture.base.indices.map {
      fixture.base[$0] - 2 * fixture.base[($0 + 7) % fixture.base.count].magnitude.squareRoot()
    }
    let reconciler = try Reconciler(fixture.hierarchy, method: .wlsStruct)
    let solution = try reconciler.reconcileNonnegative(base)
    #expect(solution.active.count > 30 && solution.optimalityGap < 1e-8)
    #expect(solution.values.allSatisfy { $0 >= 0 })
  }

  @Test func fixedNodesStay() throws {
    var (hierarchy, covariance, numbers) = try Self.random(21, isGrouped: true)
    let base = try Matrix(
      rows: hierarchy.count, columns: 1, columnMajor: numbers.vector(hierarchy.count))
    for method in Self.projecting {
      let reconciler = try Reconciler(
        hierarchy, method: method, residuals: covariance, fixed: ["t", "b11"])
      let values = try reconciler.reconcile(base)
      for name in ["t", "b11"] {
        let node = try #require(hierarchy.nodes.firstIndex(of: name))
        #expect(abs(values[node, 0] - base[node, 0]) < 1e-13)
      }
      #expect(try hierarchy.incoherence(values) == 0)
    }
    #expect(throws: ReconciliationError.singularWeights) {
      try Reconciler(hierarchy, method: .ols, fixed: ["row0", "b00", "b01", "b02"])
    }
    #expect(throws: ReconciliationError.unknownNode("b0", nearest: "b00")) {
      try Reconciler(hierarchy, method: .ols, fixed: ["b0"])
    }
  }

  /// Draws from a joint normal of the nodes become coherent draws of the stated covariance.
  @Test func samplesAreCoherent() throws {
    let (hierarchy, covariance, _) = try Self.random(30, isGrouped: true)
    let factor = try Cholesky(covariance.covariance).factor
    var random = PhiloxGenerator(seed: 7, series: 1, path: 1)
    let count = 4000
    let noise = try Matrix(
      rows: hierarchy.count, columns: count,
      columnMajor: (0..<(hierarchy.count * count)).map { _ in random.normal() })
    let draws = try factor.multiplied(by: noise)
    let reconciler = try Reconciler(hierarchy, method: .mintCov, residuals: covariance)
    let coherent = try reconciler.reconcile(draws)
    #expect(try hierarchy.incoherence(coherent) == 0)
    let intervals = try #require(
      try CoherentIntervals(reconciler, correlation: covariance.correlation(shrunkBy: 0)))
    let sample = try covariance.covariance
    let own = hierarchy.nodes.indices.map { sample[$0, $0].squareRoot() }
    let deviations = try intervals.halfWidths(
      Matrix(rows: own.count, columns: 1, columnMajor: own)
    ).elements
    for node in hierarchy.nodes.indices {
      let squares = (0..<count).reduce(0) { $0 + coherent[node, $1] * coherent[node, $1] }
      let found = (squares / Double(count)).squareRoot()
      // Four standard errors of a standard deviation.
      #expect(abs(found / deviations[node] - 1) < 4 / (2 * Double(count)).squareRoot())
      #expect(deviations[node] <= own[node] * (1 + 1e-12))
    }
  }

  @Test func faultsAreNamed() throws {
    let (hierarchy, _, _) = try Self.random(40, isGrouped: false)
    var numbers = SeededNumbers(40)
    let n = hierarchy.count
    func residuals(_ rows: Int) throws -> Matrix {
      try Matrix(columns: (0..<n).map { _ in numbers.vector(rows) })
    }
    #expect(throws: ReconciliationError.tooFewResiduals(needed: 2, found: 1)) {
      try ResidualCovariance(try residuals(1), nodes: hierarchy.nodes)
    }
    let few = try ResidualCovariance(try residuals(6), nodes: hierarchy.nodes)
    #expect(
      throws: ReconciliationError.rankDeficientCovariance(rank: 5, nodes: n, residuals: 6)
    ) { try Reconciler(hierarchy, method: .mintCov, residuals: few) }
    var flat = try residuals(9)
    for i in 0..<9 { flat[i, 3] = 0.1 }
    #expect(try ResidualCovariance(flat, nodes: hierarchy.nodes).unvaried == [3])
    flat[4, 3] = .nan
    #expect(throws: ReconciliationError.missingResidual(node: hierarchy.nodes[3], row: 4)) {
      try ResidualCovariance(flat, nodes: hierarchy.nodes)
    }
    #expect(throws: ReconciliationError.residualsNeeded(method: "mint-shrink")) {
      try Reconciler(hierarchy)
    }
    let ols = try Reconciler(hierarchy, method: .ols)
    var base = Matrix(rows: n, columns: 1, repeating: 1)
    base[2, 0] = .infinity
    #expect(throws: ReconciliationError.missingForecast(node: hierarchy.nodes[2])) {
      try ols.reconcile(base)
    }
    let grouped = try Self.random(41, isGrouped: true).hierarchy
    #expect(throws: ReconciliationError.noTree(method: "top-down-forecast-proportions")) {
      try Reconciler(grouped, method: .topDownForecastProportions)
    }
    let divided = try Reconciler(hierarchy, method: .topDownForecastProportions)
    #expect(throws: ReconciliationError.notByMethod("a bound at zero", method: divided.method.name))
    {
      try divided.reconcileNonnegative([Double](repeating: 1, count: n))
    }
    #expect(throws: ReconciliationError.zeroTotal(node: "t")) {
      try divided.reconcile(Matrix(rows: n, columns: 1))
    }
  }
}
