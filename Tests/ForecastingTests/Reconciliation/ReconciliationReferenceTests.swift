import Forecasting
import LinearAlgebra
import SeriesCore
import Testing
import _TestSupport

/// Against hierarchicalforecast, and against the structural formulas in numpy.
@Suite struct ReconciliationReferenceTests {
  /// Reference values carry twelve digits: 1e-10 of each value was met, 1e-8 is asked.
  @Test(arguments: [
    "bottom-up", "ols", "wls-struct", "wls-var", "mint-shrink", "top-down-forecast-proportions",
  ])
  func strictTourism(_ name: String) throws {
    let fixture = try ReconciliationFixture.strict()
    #expect(fixture.hierarchy.count == 85 && fixture.hierarchy.bottom.count == 76)
    let reconciler = try Reconciler(
      fixture.hierarchy, method: try #require(ReconciliationMethod(name)),
      residuals: try fixture.covariance())
    let values = try reconciler.reconcile(fixture.column()).elements
    let wanted = try #require(fixture.reference[name])
    #expect(deviation(values, wanted, perValue: true) <= 1e-8)
    #expect(deviation(values, fixture.base) > 1e-3)
  }

  @Test(arguments: ["bottom-up", "ols", "wls-struct"])
  func groupedTourism(_ name: String) throws {
    let fixture = try ReconciliationFixture.grouped()
    #expect(fixture.hierarchy.count == 425 && fixture.hierarchy.bottom.count == 304)
    let reconciler = try Reconciler(
      fixture.hierarchy, method: try #require(ReconciliationMethod(name)))
    let values = try reconciler.reconcile(fixture.column()).elements
    // The least value is 1e-4 of the base values around it: twelve digits leave it eight.
    let wanted = try #require(fixture.reference[name])
    #expect(deviation(values, wanted) <= 1e-10)
    let size = zip(wanted, fixture.base).map { max(abs($0), abs($1)) }
    #expect(zip(zip(values, wanted), size).allSatisfy { abs($0.0 - $0.1) <= 1e-8 * $1 })
  }

  @Test func theIntensityIsSchaeferAndStrimmers() throws {
    let strict = try #require(try ReconciliationFixture.strict().covariance())
    // hierarchicalforecast adds 2e-8 to standard deviations of 10 and more.
    #expect(relativeError(strict.intensity, 0.5182141019154081) < 1e-8)
    let (small, _, intensity) = try ReconciliationFixture.projections()
    let own = try #require(try small.covariance())
    #expect(relativeError(own.intensity, intensity) < 1e-12)
  }

  @Test(arguments: ["ols", "wls-struct", "wls-var", "mint-shrink", "mint-cov"])
  func structuralFormulas(_ name: String) throws {
    let (fixture, widths, _) = try ReconciliationFixture.projections()
    let covariance = try #require(try fixture.covariance())
    let reconciler = try Reconciler(
      fixture.hierarchy, method: try #require(ReconciliationMethod(name)), residuals: covariance)
    let values = try reconciler.reconcile(fixture.column()).elements
    // numpy solves with W itself, condition up to 1e4.
    #expect(deviation(values, try #require(fixture.reference[name])) < 1e-11)
    let intervals = try #require(
      try CoherentIntervals(
        reconciler, correlation: covariance.correlation(shrunkBy: covariance.intensity)))
    let half = try intervals.halfWidths(
      Matrix(rows: widths.count, columns: 1, columnMajor: widths)
    ).elements
    #expect(deviation(half, try #require(fixture.reference[name + " width"])) < 1e-11)
    let bounded = try reconciler.reconcileNonnegative(fixture.base)
    let nearest = try #require(fixture.reference[name + " nonnegative"])
    #expect(deviation(bounded.values, nearest) < 1e-6)
    #expect(bounded.active.count >= 2 && bounded.optimalityGap < 1e-8)
  }

  @Test func historicalShares() throws {
    let hierarchy = try Hierarchy(edges: [
      HierarchyEdge("a", partOf: "t"), HierarchyEdge("b", partOf: "t"),
    ])
    // Shares 0.25 and 0.5, the second period three times as large: mean 0.375, of averages 0.4375.
    let history = try Matrix(columns: [[4, 12], [1, 6], [3, 6]])
    let base = try Matrix(rows: 3, columns: 1, columnMajor: [16, .nan, .nan])
    for (name, share) in [
      ("top-down-average-proportions", 0.375), ("top-down-proportion-averages", 0.4375),
    ] {
      let reconciler = try Reconciler(
        hierarchy, method: try #require(ReconciliationMethod(name)), history: history)
      #expect(try reconciler.reconcile(base).elements == [16, 16 * share, 16 * (1 - share)])
      #expect(reconciler.neededNodes == [0])
    }
  }

  @Test func middleOutSumsAboveAndDividesBelow() throws {
    let fixture = try ReconciliationFixture.strict()
    let hierarchy = fixture.hierarchy
    let tree = try #require(HierarchyTree(hierarchy))
    let middle = try Reconciler(hierarchy, method: .middleOut(depth: 1))
    let values = try middle.reconcile(fixture.column()).elements
    var sum = 0.0
    for node in hierarchy.nodes.indices where tree.depth[node] == 1 {
      #expect(relativeError(values[node], fixture.base[node]) < 1e-14)
      sum += fixture.base[node]
    }
    #expect(relativeError(values[tree.root], sum) < 1e-13)
    // The ends: bottom-up at the deepest, top-down at the top.
    let deepest = try Reconciler(hierarchy, method: .middleOut(depth: 2))
    let summed = try Reconciler(hierarchy, method: .bottomUp)
    #expect(try deepest.reconcile(fixture.column()) == summed.reconcile(fixture.column()))
    #expect(throws: ReconciliationError.noSuchDepth(3, deepest: 2)) {
      try Reconciler(hierarchy, method: .middleOut(depth: 3))
    }
  }
}
