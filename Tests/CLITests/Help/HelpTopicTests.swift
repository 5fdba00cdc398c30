import Corridor
import Foundation
import SeriesCore
import Testing
import _TestSupport

@testable import CorridorCLI

/// The topics of `corridor help` hold what the program takes, no less and no more.
@Suite struct HelpTopicTests {
  // MARK: Scenario files

  /// The keys that the readers of scenario files allow, from their sources.
  static let readerKeys: Set<String> = {
    var keys = Set(InputSetting.allCases.filter { ![.formulas, .sorted].contains($0) }.map(\.key))
    for file in Repository.swiftFiles("Sources/Scenarios") {
      let path = Repository.path("Sources/Scenarios/" + file)
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
      // node.allow([…]), and the lists that are handed to it.
      for pattern in [/allow\((?<list>[^)]*)\)/, /[kK]eys\s*=\s*(?<list>\[[^\]]*\])/] {
        for match in text.matches(of: pattern) {
          keys.formUnion(
            match.output.list.matches(of: /"([a-z_0-9]+)"/).map { String($0.output.1) })
        }
      }
      // Parts and shocks are catalogued by their own keys.
      for match in text.matches(of: /static let key = "([a-z_]+)"/) {
        keys.insert(String(match.output.1))
      }
      if file.hasPrefix("Shocks/") {
        for match in text.matches(of: /name: "([a-z]+)", summary: "/) {
          keys.insert(String(match.output.1))
        }
      }
    }
    return keys
  }()

  /// The words before a colon, in YAML.
  static func yamlKeys(_ text: some StringProtocol) -> Set<String> {
    Set(String(text).matches(of: /(?:^|[\s{\[])([a-z_]+):(?:\s|$)/).map { String($0.output.1) })
  }

  @Test func everyKeyOfAScenarioIsNamed() {
    #expect(Self.readerKeys.count >= 150, "\(Self.readerKeys.count)")
    let words = Set(HelpTopic.scenario.text.split { !$0.isLetter && $0 != "_" }.map(String.init))
    for key in Self.readerKeys.sorted() {
      #expect(words.contains(key), "'help scenario' does not name '\(key)'")
    }
  }

  /// Names of scenarios and columns in the examples; all else before a colon must be a key.
  static let namesInExamples: Set<String> = ["low", "baseline", "north", "sea", "iso", "d", "yaml"]

  @Test func noKeyIsInvented() {
    let text = HelpTopic.scenario.text.split(separator: "\n").filter { $0.hasPrefix(" ") }
      .joined(separator: "\n")
    for key in Self.yamlKeys(text).subtracting(Self.namesInExamples).sorted() {
      #expect(Self.readerKeys.contains(key), "'help scenario' names '\(key)', which is no key")
    }
  }

  /// The guides for readers of the documentation name the same keys.
  @Test func guidesAgree() throws {
    let guides = try ["ScenarioFiles", "Capacity", "Networks", "Hierarchies"].map {
      try String(
        contentsOfFile: Repository.path("Sources/Corridor/Corridor.docc/\($0).md"), encoding: .utf8)
    }.joined(separator: "\n")
    let words = Set(guides.split { !$0.isLetter && $0 != "_" }.map(String.init))
    for key in Self.readerKeys.sorted() {
      #expect(words.contains(key), "the guides do not name '\(key)'")
    }
  }

  /// The lines of a topic from one that is given to the next that is not indented.
  static func example(_ topic: HelpTopic, from first: String) throws -> String {
    let lines = topic.text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0 == "  " + first })
    return lines[start...].prefix { $0.hasPrefix("  ") }.map { $0.dropFirst(2) + "\n" }.joined()
  }

  @Test func theExamplesWork() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let rows = try Self.example(.data, from: "series,period,value,unit")
    try runner.write("my.csv", rows)
    try runner.write("my.yaml", try Self.example(.scenario, from: "title: Exports"))
    let listed = try runner.corridor("run", "my.yaml", "--list")
    #expect(listed.status == 0 && listed.stderr.isEmpty, "\(listed.stderr)")
    let forecast = try runner.corridor("forecast", "my.csv", "--horizon", "5", "--model", "naive")
    #expect(forecast.status == 0 && forecast.stderr.isEmpty, "\(forecast.stderr)")
  }

  // MARK: Formulas

  @Test func everyFunctionOfAFormulaIsNamed() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("t.csv", "y,x\n1,2\n2,3\n3,5\n")
    let message = try runner.corridor("regress", "t.csv", "y ~ qqqqqqqqq(x)").stderr
    let list = try #require(message.firstMatch(of: /known are ([^)]*)\)/)).output.1
    let functions = list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(functions.count >= 14, "\(functions)")
    for function in functions + ["C", "i"] {
      #expect(
        HelpTopic.formula.text.contains(" \(function)("), "'help formula' has no \(function)(…)")
    }
  }

  /// Each form that the topic shows is one that the parser takes.
  @Test(arguments: [
    "log1p(x)", "expm1(x)", "abs(x)", "I(x^2 + z/3)", "poly(x, 2)", "lag(x)", "lag(x, 1:4)",
    "lead(x, 1)", "diff(x, 4)", "factor(g, ref=2010)", "a*b", "(a + b):c", "`oil price`",
    "`2nd half`", "`share (%)`",
  ]) func whatIsShownIsAFormula(_ term: String) throws {
    #expect(HelpTopic.formula.text.contains(term))
    let runner = try CommandRunner()
    defer { runner.clean() }
    let header = "y,x,z,g,a,b,c,oil price,2nd half,share (%)\n"
    let rows = (0..<30).map { row in
      let cells = (0..<10).map { column in
        column == 3 ? "\(2009 + row % 3)" : "\(1 + (row * (column + 3) + column) % 17)"
      }
      return cells.joined(separator: ",") + "\n"
    }
    try runner.write("t.csv", header + rows.joined())
    let result = try runner.corridor("regress", "t.csv", "y ~ \(term)")
    #expect(result.status == 0, "\(result.stderr)")
  }

  // MARK: Data and errors

  @Test func everySettingOfReadingIsNamed() {
    for setting in InputSetting.allCases {
      #expect(HelpTopic.data.text.contains("--" + setting.rawValue), "\(setting)")
    }
    for frequency in ["annual", "half", "quarter", "month", "week", "day", "integer"] {
      #expect(HelpTopic.data.text.contains(frequency))
    }
  }

  @Test func everyExitStatusIsNamed() {
    let first = HelpTopic.errors.text.split(separator: "\n").filter { $0.hasPrefix("  ") }
      .compactMap { $0.split(separator: " ").first.flatMap { Int32($0) } }
    #expect(Set(first) == Set(ExitStatus.allCases.map(\.rawValue) + [130]))
  }

  // MARK: Layout

  @Test(arguments: HelpTopic.allCases) func whatStandsAsItIsFitsATerminal(_ topic: HelpTopic) {
    for line in topic.text.split(separator: "\n") where line.hasPrefix(" ") {
      #expect(line.count <= 78, "\(line)")
    }
  }

  @Test func topicsAreListedAndPrinted() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let help = try runner.corridor("help").stdout
    for topic in HelpTopic.allCases {
      #expect(help.contains("corridor help \(topic.rawValue) "))
      let printed = try runner.corridor("help", topic.rawValue)
      #expect(printed.status == 0 && printed.stderr.isEmpty)
      #expect(printed.stdout.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
  }
}
