import Scenarios
import SeriesCore
import Testing
import _TestSupport

/// The key `answer` of a scenario file.
@Suite struct AnswerChoiceTests {
  static let data =
    "series,period,value,unit,basis\n"
    + (2010...2022).map { "t,\($0),\($0 - 2005),Mt,A\n" }.joined()

  static func scenario(_ answer: String) -> String {
    """
    series: [{id: t, file: d.csv}]
    paths: 500
    answer: \(answer)
    targets:
      - {name: far, series: t, level: 40, by: [2025, 2030]}
      - {name: "far, in all", series: t, level: 41, by: 2030}
    capacity:
      - name: link
        series: t
        capacity: 20
        levels: [{level: 18, by: [2024, 2025]}, {level: 30, by: 2025}]

    """
  }

  static func sheet(_ answer: String) throws -> (rows: [AnswerRow], named: Int) {
    try ScenarioFiles.with(scenario(answer), data: ["d.csv": data]) { path in
      ScenarioRun(try ScenarioReader.read(path: path)).orderedSheet
    }
  }

  static func texts(_ answer: String) throws -> [String] {
    let sheet = try sheet(answer)
    return sheet.rows.prefix(sheet.named).map { $0.question + " by " + ($0.deadline ?? "-") }
  }

  @Test func whatIsNamedComesFirst() throws {
    #expect(try Self.texts("far") == ["far by 2025", "far by 2030"])
    #expect(try Self.texts("{of: far, by: 2030}") == ["far by 2030"])
    #expect(
      try Self.texts("[{of: link, level: 18, by: 2025}, 'far, in all']")
        == ["link: 18 Mt carried by 2025", "far, in all by 2030"])
  }

  /// The same rows in another order.
  @Test func nothingIsLostOrSaidTwice() throws {
    let sheet = try Self.sheet("[far, {of: far, by: 2030}]")
    let questions = sheet.rows.map { $0.question + ($0.deadline ?? "") }
    #expect(sheet.named == 2 && Set(questions).count == questions.count)
    let other = try Self.sheet("link").rows
    #expect(other.count == sheet.rows.count)
  }

  @Test(arguments: [
    ("fra", "no target and no item of a part has the name 'fra'", "did you mean 'far'?"),
    ("{of: far, by: 2031}", "'far' does not ask for '2031'", "it has 2025, 2030"),
    ("{of: link, level: 19}", "'link' does not ask for '19'", "it has 18, 30"),
    ("{by: 2030}", "the key 'of' is missing", "add it"),
    ("{of: far, until: 2030}", "unknown key 'until'", "keys: of, level, by"),
  ])
  func aWrongNameIsRefusedAtItsLine(
    _ answer: String, _ message: String, _ advice: String
  ) throws {
    let faults = try ScenarioFaults.found(in: Self.scenario(answer), data: ["d.csv": Self.data])
    let fault = try #require(faults.first)
    #expect(faults.count == 1 && fault.line == 3, "\(faults)")
    #expect(fault.message.hasSuffix(message), "\(fault.message)")
    #expect(fault.advice == advice, "\(fault.advice ?? "")")
  }
}
