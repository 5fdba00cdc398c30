import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

/// The key `mirror` of scenario files.
@Suite struct MirrorScenarioTests {
  static let data = [
    "m.csv": "series,period,value,unit,basis\nm,2019,80,USD bn,b\nm,2020,105,USD bn,b\n"
      + "m,2021,210,USD bn,b\n",
    "x.csv": "series,period,value,unit,basis\nx,2020,144000,USD million,c\n"
      + "x,2021,200000,USD million,c\nx,2022,9,USD million,c\n",
  ]

  static let margin = "cif_fob: {low: 0.05, high: 0.05, reason: r}"
  static let importer = "importer: {file: m.csv}"
  static let exporter = "exporter: {file: x.csv, divide_by: 1000, unit: USD bn}"

  static func yaml(_ flow: String, _ question: String = margin) -> String {
    "mirror:\n  - name: q\n    \(question)\n    flows:\n      - {name: f, \(flow)}\n"
  }

  static func answer(
    _ yaml: String, _ data: [String: String] = data, asOf: String? = nil
  ) throws -> MirrorAnswer {
    try ScenarioFiles.with(yaml, data: data) { path in
      var options = ScenarioRun.Options()
      options.asOf = asOf.flatMap { PeriodText($0) }
      let run = ScenarioRun(try ScenarioReader.read(path: path), options: options)
      return try #require(run.part(MirrorPart.self)).answer
    }
  }

  @Test func yearsOfBothAreRows() throws {
    let answer = try Self.answer(Self.yaml("\(Self.importer), \(Self.exporter)"))
    #expect(answer.rows.map(\.period) == ["2020", "2021"])
    let row = answer.rows[0]
    #expect(row.importer == 105 && row.exporter == 144 && row.difference == 39)
    #expect(abs((row.explained(0.05) ?? 0) + 5) < 1e-12 && abs((row.rest ?? 0) - 44) < 1e-12)
    #expect(abs((row.reconciled ?? 0) - 120) < 1e-10 && row.count == 2)
    let verdict = try #require(answer.verdicts.first)
    #expect(answer.verdicts.count == 1 && verdict.subject == "q")
    #expect(
      verdict.text.hasPrefix(
        "f in 2021: 200 USD bn by the exporter, 210 by the importer, 10 apart, of which shipping "
          + "and insurance explain 10 to 10; reconciled 200 USD bn free on board (95 % "))
    #expect(
      MirrorVerdict.text(row).contains(
        "39 apart, of which shipping and insurance explain nothing: they would make the "
          + "importer's the higher by 5 to 5, which leaves 44"))
  }

  /// What cannot be reconciled says why, and nothing traps.
  @Test(arguments: [
    ("x,2020,144,USD bn,c\n", "one common period says nothing of the spread", 1),
    ("x,2010,144,USD bn,c\n", "the two reporters have no period in common", 1),
    ("x,2020,144,USD bn,c\nx,2021,-3,USD bn,c\n", "one common period", 2),
    ("x,2020,0,USD bn,c\nx,2021,0,USD bn,c\n", "0 has no logarithm", 2),
  ])
  func whatCannotBeReconciledSaysWhy(_ rows: String, _ reason: String, _ count: Int) throws {
    var data = Self.data
    data["x.csv"] = "series,period,value,unit,basis\n" + rows
    let answer = try Self.answer(Self.yaml("\(Self.importer), exporter: {file: x.csv}"), data)
    #expect(answer.rows.count == count)
    #expect(answer.rows[0].insufficiency?.contains(reason) == true)
    #expect(answer.rows.allSatisfy { $0.reconciled == nil && $0.interval(level: 95) == nil })
    #expect(answer.verdicts.count == 1)
  }

  /// A year that is not positive is left out of the others' spread.
  @Test func aBadYearLeavesTheOthers() throws {
    var data = Self.data
    data["m.csv"] =
      "series,period,value,unit,basis\nm,2020,105,USD bn,b\nm,2021,210,USD bn,b\n"
      + "m,2022,-1,USD bn,b\n"
    let answer = try Self.answer(Self.yaml("\(Self.importer), \(Self.exporter)"), data)
    #expect(answer.rows.map { $0.reconciled != nil } == [true, true, false])
    #expect(answer.rows.map(\.count) == [2, 2, 2])
    #expect(answer.rows[2].insufficiency == "-1 has no logarithm")
  }

  @Test func earlierDataAreFewer() throws {
    let answer = try Self.answer(Self.yaml("\(Self.importer), \(Self.exporter)"), asOf: "2020")
    #expect(answer.rows.map(\.period) == ["2020"] && answer.rows[0].reconciled == nil)
  }

  @Test(arguments: [
    (importer, margin, "the key 'exporter' is missing", 5),
    ("\(importer), exporter: {file: x.csv}", margin, "USD", 5),
    ("\(importer), \(exporter), margin: 3", margin, "unknown key 'margin'", 5),
    (
      "\(importer), \(exporter)", "reliability: {importer: 1, exporter: 1, reason: r}", "'cif_fob'",
      5
    ),
    ("\(importer), \(exporter)", "cif_fob: {low: 0.1, high: 0.02, reason: r}", "up to 'high'", 3),
    ("\(importer), \(exporter)", "cif_fob: {low: 2, high: 10, reason: r}", "10 times FOB", 3),
    ("\(importer), \(exporter)", "cif_fob: {low: 0, high: 0.1}", "the key 'reason' is missing", 3),
    (
      "\(importer), \(exporter), reliability: {importer: 0, exporter: 1, reason: r}", margin,
      "0 is not positive", 5
    ),
    ("\(importer), exporter: {file: x.csv, unit: USD bn}", margin, "go together", 5),
    ("\(importer), exporter: {file: x.csv, series: y}", margin, "y", 5),
  ])
  func faultsHaveTheirLine(
    _ flow: String, _ question: String, _ message: String, _ line: Int
  ) throws {
    let faults = try ScenarioFaults.found(in: Self.yaml(flow, question), data: Self.data)
    let fault = try #require(faults.first { $0.message.contains(message) }, "\(faults)")
    #expect(fault.line == line)
  }

  /// A year that stands twice is the data's fault, at its line there.
  @Test func aYearTwiceIsRefused() throws {
    var data = Self.data
    data["m.csv"] = "series,period,value\nm,2020,1\nm,2020,2\n"
    let faults = try ScenarioFaults.found(
      in: Self.yaml("\(Self.importer), exporter: {file: m.csv}"), data: data)
    #expect(faults.contains { $0.file.hasSuffix("m.csv") && $0.line == 3 }, "\(faults)")
  }

  /// The figures of 2023 by Chinese customs and Kazakhstan's statistics.
  @Test func theShippedFlowsHaveTheirFigures() throws {
    let path = Repository.path("datasets/scenarios/mirror.yaml")
    let run = ScenarioRun(try ScenarioReader.read(path: path))
    let rows = try #require(run.part(MirrorPart.self)).answer.rows.filter { $0.period == "2023" }
    let figures = rows.map { [$0.exporter, $0.importer].map { (($0 ?? 0) * 10).rounded() / 10 } }
    #expect(figures == [[24.7, 16.8], [14.8, 16.3]])
    let explained = try rows.map { try #require($0.explained($0.flow.margin.middle)) }
    let differences = try rows.map { try #require($0.difference) }
    // Shipping makes the importer's figure the higher one: it can be all of the difference of exports
    // and nothing of that of imports.
    #expect(explained.allSatisfy { $0 < 0 } && differences[0] > 0 && differences[1] < 0)
    #expect(rows.map(\.count) == [9, 7])
  }
}
