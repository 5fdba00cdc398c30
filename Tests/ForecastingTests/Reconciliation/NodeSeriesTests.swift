import Forecasting
import LinearAlgebra
import SeriesCore
import Testing
import _TestSupport

@Suite struct NodeSeriesTests {
  static func hierarchy() throws -> Hierarchy {
    try Hierarchy(edges: [
      HierarchyEdge("a", partOf: "t"), HierarchyEdge("b", partOf: "t"),
    ])
  }

  static func node(
    _ id: String, _ values: [Double?], from start: Int = 2001, unit: String? = nil
  ) -> TimeSeries {
    .made(values, id: id, by: .annual, from: start, unit: unit.map(SeriesUnit.init))
  }

  static func dictionary(_ series: [TimeSeries]) -> [String: TimeSeries] {
    Dictionary(uniqueKeysWithValues: series.map { ($0.id, $0) })
  }

  @Test func totalsThatAreNotGivenAreSummed() throws {
    let nodes = try NodeSeries(
      try Self.hierarchy(),
      given: Self.dictionary([
        Self.node("a", [1, 2, nil, 4]), Self.node("b", [20, 30, 40], from: 2002),
        Self.node("stranger", [1]),
      ]))
    #expect(nodes.series.map(\.id) == ["t", "a", "b"] && nodes.summed == [0])
    #expect(nodes.series[0].ordinals == [2002, 2004] && nodes.series[0].values == [22, 44])
    #expect(nodes.discrepancies.isEmpty)
  }

  @Test func totalsThatDoNotAddUpAreNamed() throws {
    let parts = [Self.node("a", [1.25, 2.5, 3]), Self.node("b", [2.5, 3, 4])]
    func discrepancies(_ total: [Double]) throws -> [NodeSeries.Discrepancy] {
      try NodeSeries(
        try Self.hierarchy(), given: Self.dictionary(parts + [Self.node("t", total)])
      ).discrepancies
    }
    // One decimal place in the total: 3.75 may be written 3.8.
    #expect(try discrepancies([3.8, 5.5, 7]).isEmpty)
    #expect(try discrepancies([3.75, 5.5, 7]).isEmpty)
    let found = try discrepancies([3.8, 5.7, 6])
    #expect(found.count == 1)
    #expect(found.first?.node == "t" && found.first?.period == "2003")
    #expect(found.first?.periods == 2 && found.first?.compared == 3)
    #expect(found.first?.given == 6 && found.first?.sum == 7)
  }

  @Test func whatCannotBeAddedIsRefused() throws {
    let hierarchy = try Self.hierarchy()
    let a = Self.node("a", [1, 2], unit: "t")
    func fault(_ b: TimeSeries?) -> NodeFault? {
      #expect(throws: NodeFault.self) {
        try NodeSeries(hierarchy, given: Self.dictionary([a] + (b.map { [$0] } ?? [])))
      }
    }
    #expect(fault(nil) == .missingBottom("b"))
    #expect(fault(Self.node("b", [1, 2])) == .mixed("b", "unit", nil, "a", "t"))
    #expect(fault(Self.node("b", [1], unit: "t")) == .endsEarly("b", "2001", other: "a", "2002"))
  }

  /// Errors are those of fits that did not see the period.
  @Test func errorsAreOfRollingOrigins() throws {
    let values = (0..<20).map { Double($0 * $0 % 17) + Double($0) }
    let series = [
      Self.node("t", values.map { $0 * 2 + 1 }), Self.node("a", values),
      Self.node("b", values.map { $0 + 1 }),
    ]
    let forecaster = NodeForecaster(
      request: try ModelRequest("naive"), horizon: 2, seasonLength: nil, levels: [80])
    let outcome = try forecaster.forecast(series, jobs: 2, withErrors: true)
    #expect(outcome.residuals.rows == 12 && outcome.history.rows == 20)
    for (row, place) in (8..<20).enumerated() {
      #expect(outcome.residuals[row, 1] == values[place] - values[place - 1])
    }
    #expect(outcome.base.periods == ["2021", "2022"])
    #expect(outcome.base.points[1, 0] == values[19] && outcome.base.means == outcome.base.points)
    // Errors that add up exactly: the shrunk weights still hold, the sample covariance does not.
    let covariance = try ResidualCovariance(outcome.residuals, nodes: ["t", "a", "b"])
    #expect(
      throws: ReconciliationError.rankDeficientCovariance(rank: 1, nodes: 3, residuals: 12)
    ) { try Reconciler(try Self.hierarchy(), method: .mintCov, residuals: covariance) }
    #expect(throws: NodeForecaster.Failure.self) {
      try forecaster.forecast([Self.node("t", [1])], jobs: 1, withErrors: true)
    }
  }
}
