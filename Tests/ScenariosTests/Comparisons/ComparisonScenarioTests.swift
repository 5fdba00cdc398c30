import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

/// The key `comparisons` of scenario files.
@Suite struct ComparisonScenarioTests {
  static let data = [
    "a.csv": "series,period,value,unit,basis\na,2022,80,Mt,one\na,2023,100,Mt,one\n"
      + "a,2024,150,Mt,one\n",
    "b.csv": "series,period,value,unit,basis\nb,2023,99000,thousand t,two\n"
      + "b,2024,120000,thousand t,two\nb,2025,1,thousand t,two\n",
    "m.csv": "series,period,value,unit\nm,2023-01,9,Mt\nm,2023-02,9,Mt\n",
  ]

  static func yaml(_ beside: String, _ rest: String = "reason: r") -> String {
    """
    series: [{id: a, file: a.csv}]
    targets: [{name: t, series: a, level: 70, by: 2022}]
    comparisons:
      - {name: c, series: a, \(beside), \(rest)}
    """
  }

  static let beside = "beside: {file: b.csv, divide_by: 1000, unit: Mt}"

  static func run(_ yaml: String, asOf: String? = nil) throws -> ScenarioRun {
    try PostMortemTests.run(yaml, data: data, asOf: asOf)
  }

  @Test func commonPeriodsAreCompared() throws {
    let run = try Self.run(Self.yaml(Self.beside))
    let answer = try #require(run.comparisons.first)
    #expect(answer.pairs.map(\.period) == [2023, 2024])
    #expect(answer.pairs.map(\.other) == [99, 120])
    #expect(abs((answer.pairs[1].gap ?? 0) - 0.25) < 1e-12)
    let row = try #require(run.sheet.last)
    #expect(row.question == "c" && row.status == .told)
    #expect(
      row.verdict
        == "a (one) beside b (two): 100 Mt and 99 Mt in 2023, 1.0 % more; 150 Mt and 120 Mt in 2024, "
        + "25.0 % more; from 2023 to 2024 the one grew by 50.0 %, the other by 21.2 %; n = 2; r")
  }

  @Test func earlierDataAreCut() throws {
    let one = try Self.run(Self.yaml(Self.beside), asOf: "2023")
    #expect(one.comparisons.first?.pairs.map(\.period) == [2023])
    let none = try Self.run(Self.yaml(Self.beside), asOf: "2022")
    #expect(none.comparisons.first?.pairs.isEmpty == true)
    #expect(none.sheet.last?.status == .insufficient)
  }

  @Test(
    arguments: [
      ("beside: {file: b.csv}", "reason: r", "units differ"),
      ("beside: {file: m.csv}", "reason: r", "frequencies differ"),
      ("beside: {file: gone.csv}", "reason: r", "no such file"),
      ("by: 2", "reason: r", "unknown key 'by'"),
      (beside, "note: r", "unknown key 'note'"),
    ])
  func filesAreChecked(_ beside: String, _ rest: String, _ fault: String) throws {
    let faults = try ScenarioFaults.found(in: Self.yaml(beside, rest), data: Self.data)
    #expect(faults.contains { $0.description.contains(fault) }, "\(faults)")
  }
}
