import Foundation
import Testing
import _TestSupport

/// What a person at a terminal sees, and who reads a pipe does not.
@Suite struct TerminalOutputTests {
  static func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    let lines = (0..<12).map { "y,\(2012 + $0),\(10 + $0),Mt,test\n" }
    try runner.write("y.csv", "series,period,value,unit,basis\n" + lines.joined())
    try runner.write(
      "s.yaml",
      """
      title: Twelve years
      series: [{id: y, file: y.csv}]
      models: [drift]
      paths: 200
      scenarios: [{name: baseline}]
      targets: [{name: thirty, series: y, level: 30, by: [2030]}]

      """)
    return runner
  }

  static let target = ["target", "y.csv", "--level", "30", "--by", "2030,2033", "--paths", "500"]

  @Test func targetIsASentenceAndATableOnATerminal() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let text = try PseudoTerminal.output(
      of: Self.target, in: runner.folder, columns: 80, on: .standardOutput)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("30 Mt by 2030 (test basis): "))
    #expect(lines.contains { $0.hasPrefix("by    level  reached by then") }, "\(text)")
    #expect(lines.contains { $0.hasPrefix("2030  30 Mt") && $0.hasSuffix("projected") }, "\(text)")
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(text)")
  }

  /// The same numbers: the table rounds those of the file.
  @Test func aPipeGetsTheTable() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let piped = try runner.corridor("target", "y.csv", "--level", "30", "--by", "2030")
    #expect(piped.stdout.hasPrefix("target,deadline,verdict,series,level,"))
    let verdict = try #require(piped.stdout.split(separator: "\"").dropFirst().first)
    let shown = try PseudoTerminal.output(
      of: ["target", "y.csv", "--level", "30", "--by", "2030"], in: runner.folder, columns: 200,
      on: .standardOutput)
    let words = shown.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.hasPrefix(verdict + "."), "\(words)")
  }

  @Test func intervalsThatWereAskedForAreInTheTable() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let text = try PseudoTerminal.output(
      of: Self.target + ["--levels", "50"], in: runner.folder, columns: 120, on: .standardOutput)
    #expect(text.contains("median") && text.contains("50 % interval"), "\(text)")
  }

  /// The narrower terminal gets the shorter lines, and `COLUMNS` is heard first.
  @Test(arguments: [(UInt16(120), nil), (60, nil), (120, "60")] as [(UInt16, String?)])
  func aRunFitsTheTerminal(_ columns: UInt16, _ asked: String?) throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let text = try PseudoTerminal.output(
      of: ["run", "s.yaml", "-o", "out"], in: runner.folder, columns: columns, on: .standardError,
      environment: asked.map { ["COLUMNS": $0] } ?? [:])
    let width = asked.flatMap { Int($0) } ?? Int(columns)
    let lines = text.split(separator: "\n")
    #expect(lines.contains { $0.contains("thirty") && $0.contains("30 Mt") }, "\(text)")
    #expect(lines.allSatisfy { $0.count <= width || $0.contains("\u{1B}") }, "\(text)")
    #expect(!text.contains("trailing") && !text.contains("* thirty"))
  }

  @Test func titlesAreBoldWhereThatIsWanted() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    func title(_ changes: [String: String]) throws -> String {
      try PseudoTerminal.output(
        of: ["run", "s.yaml", "-o", "out"], in: runner.folder, columns: 80, on: .standardError,
        environment: changes)
    }
    #expect(try title([:]).contains("\u{1B}[1mTwelve years\u{1B}[0m"))
    #expect(try !title(["NO_COLOR": "1"]).contains("\u{1B}[1m"))
    #expect(try !title(["TERM": "dumb"]).contains("\u{1B}[1m"))
    let piped = try runner.corridor("run", "s.yaml", "-o", "out")
    #expect(piped.stderr.contains("\nTwelve years\n"))
  }

  @Test(arguments: [60, 100]) func helpWrapsToTheTerminal(_ columns: UInt16) throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let text = try PseudoTerminal.output(
      of: ["run", "--help"], in: runner.folder, columns: columns, on: .standardOutput)
    // Examples and the names of options stand as they are.
    let prose = text.split(separator: "\n").filter { !$0.hasPrefix(" ") }
    #expect(prose.allSatisfy { $0.count <= Int(columns) }, "\(text)")
    let longest = prose.map(\.count).max() ?? 0
    #expect(longest > Int(columns) - 15, "lines are broken twice: \(text)")
  }
}
