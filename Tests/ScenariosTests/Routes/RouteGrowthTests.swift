import Forecasting
import Logistics
import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

/// Routes whose demand grows as the headlines of their series do.
@Suite struct RouteGrowthTests {
  static let yaml = """
    series: [{id: y, file: d.csv}, {id: z, file: d.csv, series: y}]
    scenarios:
      - {name: baseline}
      - name: more
        shocks: [{series: y, growth: {delta: 0.05, from: 2026, to: 2030}}]
    horizon: 2032
    routes:
      - name: r
        unit: Mt
        basis: b
        base_year: 2024
        periods: [2024, 2027, 2030]
        cost: {unit: days, weight: 0.05}
        reason: r
        routes: [{name: north, series: y, capacity: 900}, {name: south, series: z, change: {more: -4}}]
        markets:
          - {name: m, base: {north: 20, south: 5}}
          - {name: n, base: {north: 12}}

    """

  static func rows(_ yaml: String) throws -> (run: ScenarioRun, rows: [RoutesAnswer.Row]) {
    let run = try ScenarioFiles.with(yaml, data: ["d.csv": CapacityScenarioTests.data]) { path in
      var options = ScenarioRun.Options()
      options.paths = 200
      return ScenarioRun(try ScenarioReader.read(path: path), options: options)
    }
    return (run, try #require(run.part(RoutesPart.self)?.answer.rows))
  }

  /// Where no cost changes and no route is full, each carries the median of its series' headline, in the
  /// proportions of the base year.
  @Test func eachRouteCarriesItsMedian() throws {
    let (run, rows) = try Self.rows(Self.yaml)
    let forecast = try #require(
      run.forecasts.first { $0.course == "baseline" && $0.forecast.seriesID == "y" }?.forecast)
    for row in rows where row.course == "baseline" {
      let solution = try row.solution.get()
      let growth = row.year == 2024 ? 1 : forecast.distributions[row.year - 2025].median / 32
      #expect(relativeError(solution.total(0), 32 * growth) < 1e-9)
      #expect(relativeError(solution.total(1), 5 * growth) < 1e-9)
      #expect(relativeError(solution.flows[1][0], 12 * growth) < 1e-9)
    }
  }

  /// A shock on a series moves its route; days saved draw from the other one, the market's sum stays.
  @Test func shocksAndDaysMoveRoutes() throws {
    let (_, rows) = try Self.rows(Self.yaml)
    func row(_ course: String) throws -> RoutesAnswer.Row {
      try #require(rows.first { $0.course == course && $0.year == 2030 })
    }
    let (usual, more) = (try row("baseline"), try row("more"))
    // Five points a year in each of five years.
    #expect(more.choice.markets[1].demand > usual.choice.markets[1].demand * 1.2)
    let flows = try more.solution.get().flows
    let demand = more.choice.markets[0].demand
    #expect(relativeError(flows[0][0] + flows[0][1], demand) < 1e-9)
    // Shares 20·g to 5 without days; four days are e^0.2 in the odds.
    let odds = flows[0][1] / flows[0][0]
    let before = usual.choice.markets[0].demand * 0.2
    #expect(relativeError(odds, before * 1.2214027581601699 / (demand - before)) < 1e-9)
    #expect(usual.verdict(route: 0).contains("medians of the headlines"))
  }

  @Test func aRouteWithoutASeriesNeedsGrowth() throws {
    for (old, new, message, line) in [
      (", series: z, change", ", change", "'south' has no series that tells it", 17),
      ("series: z, change", "series: q, change", "no series 'q'", 15),
    ] {
      let faults = try ScenarioFaults.found(
        in: Self.yaml.replacing(old, with: new), data: ["d.csv": CapacityScenarioTests.data])
      let fault = try #require(faults.first { $0.message.contains(message) }, "\(faults)")
      #expect(fault.line == line)
    }
  }

  /// Where a series has no value of the base year there is no answer, and the row says why.
  @Test func aBaseYearThatIsMissingIsSaid() throws {
    let (_, rows) = try Self.rows(
      Self.yaml.replacing("base_year: 2024", with: "base_year: 2017"))
    for row in rows {
      guard case .failure(let error) = row.solution else {
        Issue.record("a year without a value has a ratio")
        continue
      }
      #expect(error.reason.contains("no positive value of the base year 2017"))
    }
  }
}
