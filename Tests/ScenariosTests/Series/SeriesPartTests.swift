import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

/// Series and targets as a part of a scenario like the others.
@Suite struct SeriesPartTests {
  private static let data =
    "series,period,value\n"
    + (0..<20).map { "p,\(2005 + $0),\(20 + 2 * $0 + $0 % 3)\n" }.joined()

  private static let yaml = """
    series: [{id: p, file: d.csv}, {id: q, file: d.csv, series: p}]
    paths: 500
    as_of: 2020
    scenarios: [{name: usual}, {name: low, shocks: [{series: p, level: {factor: 0.8, at: 2026}}]}]
    targets: [{name: t, series: p, level: 70, by: 2030}, {name: u, series: q, level: 70, by: 2030}]
    claims: {file: c.csv}
    """

  private static let claims = """
    id,series,period,value,unit,kind,quote,source_file,note
    A,s,2023,41,USD bn,level,,,
    """

  private static func run(_ yaml: String = yaml) throws -> ScenarioRun {
    try PostMortemTests.run(yaml, data: ["d.csv": data, "c.csv": claims])
  }

  /// A series that is too short for any model leaves its reports without a row, which the plan says.
  @Test func aShortSeriesPromisesNoRow() throws {
    let yaml = """
      series: [{id: p, file: d.csv}]
      targets: [{name: t, series: p, level: 1, by: [2030]}]
      """
    let reports = try ScenarioFiles.with(
      yaml, data: ["d.csv": "series,period,value,unit,basis\np,2023,3,Mt,b\np,2024,4,Mt,b\n"]
    ) { try ScenarioReader.read(path: $0).reports }
    for file in ["forecast.csv", "hitting.csv", "sensitivity.csv", "accuracy.csv"] {
      let report = try #require(reports.first { $0.file == file })
      #expect(!report.hasRows, "\(file)")
    }
    #expect(reports.first { $0.file == "targets.csv" }?.hasRows == true)
  }

  @Test func seriesAndTargetsAreTheFirstPart() throws {
    let run = try Self.run()
    let scenario = run.scenario
    #expect(scenario.parts.first is SeriesPart && scenario.parts.count == 2)
    #expect(scenario.series.map(\.id) == ["p", "q"])
    #expect(scenario.targets.map(\.target.name) == ["t", "u"])
    #expect(
      scenario.reports.map(\.file).starts(
        with: ["answers.csv", "observations.csv", "forecast.csv", "targets.csv"]))
    // Both series stand in one file.
    #expect(scenario.parts[0].sources.map(\.file) == ["d.csv", "d.csv"])
    #expect(scenario.dataFiles.count == 2)
    #expect(run.fits.first?.window == "declared" && run.targets.count == 6)
    // The shock is on one series: of the other both courses say the same, once.
    #expect(run.targets.filter { $0.outcome.seriesID == "q" }.allSatisfy { $0.alike == ["low"] })
  }

  @Test func sentencesAreThoseOfTheFirstCourseWithTheOthersBeneath() throws {
    let run = try Self.run()
    let verdicts = try #require(run.part(SeriesPart.self)).answer.verdicts
    #expect(
      verdicts.map(\.subject) == ["t", "u", "t, pseudo-vintage 2020", "u, pseudo-vintage 2020"])
    let answer = try run.target("t", by: "2030")
    #expect(verdicts[0].text == answer.verdict)
    let low = try run.target("t", course: "low", by: "2030")
    #expect(verdicts[0].note == "to reach it: low \(Verdict.share(low.touch))")
    // The shock is on the other series: its course says nothing of this one.
    #expect(verdicts[1].note == nil)
    #expect(run.sentences.count == 1 && run.sentences.allSatisfy { $0.hasPrefix("claims: ") })
  }

  /// A judgement beside the baseline: courses that say the same share a row and both their weights.
  @Test func weightsAreAJudgement() throws {
    let weighed = Self.yaml
      .replacing("{name: usual}", with: "{name: usual, weight: 3}")
      .replacing("{name: low,", with: "{name: low, weight: 1,")
    let run = try Self.run(weighed)
    let rows = run.targets.filter { $0.outcome.target.target.name == "t" && $0.vintage.asOf == nil }
    let (usual, low) = (rows[0], rows[1])
    let expected = try 0.75 * #require(usual.outcome.pTouch) + 0.25 * #require(low.outcome.pTouch)
    #expect(abs(try #require(usual.weighted) - expected) < 1e-12)
    #expect(low.weighted == usual.weighted)
    let other = try #require(run.targets.first { $0.outcome.target.target.name == "u" })
    #expect(other.weighted == other.outcome.pTouch)
    #expect(try Self.run().targets.allSatisfy { $0.weighted == nil })
    let faults = try ScenarioFaults.found(
      in: weighed.replacing(", weight: 3", with: ""),
      data: ["d.csv": Self.data, "c.csv": Self.claims])
    #expect(faults.count == 1 && faults[0].message.contains("no weight"), "\(faults)")
  }

  @Test func progressIsTheShareOfSeriesAndTimes() throws {
    let run = try Self.run()
    var shares: [Double] = []
    _ = ScenarioRun(run.scenario) { shares.append($0) }
    #expect(shares == [0.25, 0.5, 0.75, 1])
  }

  @Test func aSeriesThatCannotBeReadIsOneFault() throws {
    let faults = try ScenarioFaults.found(
      in: """
        series: [{id: p, file: none.csv}]
        targets: [{name: t, series: p, level: 70, by: 2030}]
        postmortem: {series: p, from: 2012}
        capacity: [{name: c, series: p, capacity: 70}]
        hierarchies: [{name: h, file: h.csv, series: [p, {file: none.csv}], horizon: 2030}]
        """, data: ["h.csv": "node,parent\np,all\nq,all\n"])
    // Each place that names it, with its line.
    #expect(faults.count == 2 && faults.allSatisfy { $0.kind == .unreadable })
    #expect(faults.allSatisfy { $0.message.hasPrefix("no such file, named in ") })
    #expect(faults.map { $0.message.suffix(7) } == ["yaml:1", "yaml:5"].map { "." + $0 })
  }

  @Test func aFileWithoutSeriesHasNoneOfTheirReports() throws {
    let run = try Self.run("claims: {file: c.csv}")
    #expect(run.scenario.part(SeriesPart.self) == nil)
    #expect(run.scenario.series.isEmpty && run.forecasts.isEmpty && run.targets.isEmpty)
    #expect(run.scenario.reports.map(\.file) == ["answers.csv", "claims.csv"])
  }
}
