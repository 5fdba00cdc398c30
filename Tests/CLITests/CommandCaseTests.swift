import Foundation
import Testing
import _TestSupport

/// Every `.case` file below `Cases`; `RECORD_CASES=1` rewrites what they expect, and fails.
@Suite struct CommandCaseTests {
  static let folder = "Tests/CLITests/Cases"

  static let names: [String] = {
    let all = FileManager.default.enumerator(atPath: Repository.path(folder))?.allObjects
    return (all as? [String] ?? []).filter { $0.hasSuffix(".case") }.sorted()
  }()

  static func text(_ name: String) throws -> String {
    try String(contentsOfFile: Repository.path(folder + "/" + name), encoding: .utf8)
  }

  @Test(arguments: names) func theCaseHolds(_ name: String) throws {
    let text = try Self.text(name)
    let one = try CommandCase(text)
    // One way to write each case: what is recorded again is the same file.
    #expect(one.text == text, "\(name) is written otherwise: \(one.text)")
    let outcome = try one.run()
    for difference in outcome.differences { Issue.record("\(name): \(difference)") }
    guard ProcessInfo.processInfo.environment["RECORD_CASES"] == "1" else { return }
    Issue.record("\(name) was recorded: read the difference, then run again without RECORD_CASES")
    try outcome.recorded.text.write(
      toFile: Repository.path(Self.folder + "/" + name), atomically: true, encoding: .utf8)
  }

  /// The names of all commands and their options, from the program's own help.
  static func options() throws -> [(command: String, options: [String])] {
    let runner = try CommandRunner()
    defer { runner.clean() }
    func names(_ text: String, under title: String) -> [String] {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      return lines.drop { $0 != title }.dropFirst().prefix { !$0.isEmpty }
        .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
        .compactMap { $0.split(separator: " ").first.map(String.init) }
    }
    func walk(_ path: [String]) throws -> [(command: String, options: [String])] {
      let help = try runner.script(
        "corridor " + (path + ["--help"]).joined(separator: " "), input: Data()
      ).stdout
      let below = names(help, under: "SUBCOMMANDS:").filter { $0 != "help" }
      if !below.isEmpty { return try below.flatMap { try walk(path + [$0]) } }
      let options = help.split(separator: "\n").filter { $0.hasPrefix("  -") }.flatMap { line in
        line.split(whereSeparator: { " ,/".contains($0) }).filter { $0.hasPrefix("--") }.prefix(1)
      }
      return [(path.joined(separator: " "), options.map(String.init))]
    }
    return try walk([])
  }

  /// A case a command and option at least, found by its text.
  @Test func everyOptionHasACase() throws {
    let lines = try Self.names.flatMap { name in
      try CommandCase(Self.text(name)).sections.filter { $0.kind == .run }
        .flatMap { $0.body.split(separator: "\n").map(String.init) }
    }
    let commands = try Self.options()
    #expect(commands.count >= 16)
    for (command, options) in commands {
      let calls = lines.filter { ($0 + " ").contains("corridor " + command + " ") }
      #expect(!calls.isEmpty, "no case runs 'corridor \(command)'")
      for option in options where !["--help", "--version"].contains(option) {
        let words = calls.flatMap { $0.split(whereSeparator: { " =".contains($0) }) }
          .map { $0 == "-o" ? "--output" : $0 }
        #expect(words.contains { $0 == option }, "no case gives \(option) to 'corridor \(command)'")
      }
    }
  }

  /// What a message advises can be done: the options that it names are those of the command that
  /// prints it, or of the one that it names itself.
  @Test func advisedOptionsExist() throws {
    let options = Dictionary(
      uniqueKeysWithValues: try Self.options().map { ($0.command, $0.options) })
    for name in Self.names {
      let one = try CommandCase(Self.text(name))
      guard let run = one.sections.first(where: { $0.kind == .run })?.body,
        let call = run.split(separator: "\n").last(where: { $0.contains("corridor ") }),
        let start = call.firstRange(of: "corridor ")
      else { continue }
      let own = options.keys.filter { (call[start.upperBound...] + " ").hasPrefix($0 + " ") }.first
      let stderr = one.sections.first { $0.kind == .stderr }?.body ?? ""
      for line in stderr.split(separator: "\n") where !line.contains("Unknown option") {
        let named = options.keys.filter { line.contains("'corridor \($0)'") }
        let known = Set((named + [own].compactMap { $0 }).flatMap { options[$0] ?? [] })
        for word in line.split(whereSeparator: { !($0.isLetter || $0 == "-") })
        where word.hasPrefix("--") && word.contains(where: \.isLetter) {
          #expect(known.contains(String(word)) || word == "--help", "\(name): \(line)")
        }
      }
    }
  }

  /// The goal of the house, kept: cases go only when their commands do.
  @Test func thereAreManyCases() { #expect(Self.names.count >= 300) }
}

/// The reading and comparing of cases, which every case rests on.
@Suite struct CommandCaseFormatTests {
  static let plain = """
    A plain case.

    --- run
    cat d.csv; echo oops >&2; exit 3
    --- file d.csv
    a,1
    --- status 3
    --- stdout
    a,1
    --- stderr
    oops

    """

  @Test func aCaseThatHoldsHasNoDifference() throws {
    let one = try CommandCase(Self.plain)
    #expect(one.text == Self.plain)
    let outcome = try one.run()
    #expect(outcome.differences == [])
    #expect(outcome.recorded.text == Self.plain)
  }

  /// Each part that is compared can fail, and recording mends it.
  @Test(arguments: [
    ("exit 3", "exit 4"), ("a,1\n--- status", "a,2\n--- status"), ("oops >&2", "other >&2"),
    ("--- status 3\n", "--- status 3\n--- stdin\n"), ("--- stderr\noops\n", ""),
    ("exit 3", "touch t; exit 3\n--- absent t"), ("exit 3", "exit 3\n--- output t"),
  ]) func eachPartCanFail(_ old: String, _ new: String) throws {
    let text = Self.plain.replacing(old, with: new)
    if new.contains("stdin") {
      #expect(throws: CommandCase.Malformed.self) { try CommandCase(text) }
      return
    }
    let outcome = try CommandCase(text).run()
    #expect(outcome.differences.count == 1, "\(outcome.differences)")
    if !new.contains("--- ") { #expect(try outcome.recorded.run().differences == []) }
  }

  @Test(arguments: [
    "", "--- run\ntrue\n", "words\n", "words\n--- run\ntrue", "w\n--- file\n--- run\ntrue\n",
    "w\n--- run\ntrue\n--- run\ntrue\n", "w\n--- run\ntrue\n--- nonsense\n",
  ]) func wrongFilesAreRefused(_ text: String) {
    #expect(throws: CommandCase.Malformed.self) { try CommandCase(text) }
  }

  @Test func bytesSurviveRecording() throws {
    for bytes in [
      [0x61, 0x0D, 0x0A], [0xFF, 0x00], [], [0x0A], Array("no end".utf8), Array("--- run\n".utf8),
      Array("a\\n\n--- x\n\n".utf8), Array("ä → ∞\n".utf8),
    ] as [[UInt8]] {
      let section = CaseText.recorded(CommandCase.Section(kind: .stdout), bytes)
      #expect(try section.content() == bytes, "\(section)")
      let file = "w\n--- run\ntrue\n" + CommandCaseFormatTests.head(section) + section.body
      #expect(try CommandCase(file).sections.last?.content() == bytes)
    }
  }

  private static func head(_ section: CommandCase.Section) -> String {
    "--- " + ([section.kind.rawValue] + section.marks.sorted()).joined(separator: " ") + "\n"
  }

  @Test(arguments: [
    ("1.2345678", "1.23457", true), ("1.2345678", "1.23458", false), ("a1.5", "a1.6", false),
    ("x,0.1234565,y", "x,0.123456,y", true), ("x,0.1234565,y", "x,0.123457,y", true),
    ("1,,2", "1,2", false), ("1234567", "1234568", false), ("-1e-17", "0.0", true),
    ("2e-17", "0", true), ("245", "244.99999999999997", true),
    ("lo-80.5", "lo-80.5", true), ("1.5,-2.25", "1.5,2.25", false),
    ("2023-05", "2023-06", false), ("1.234567e300", "1.23457e+300", true),
    ("9.999999", "10", true), ("0.0000012345", "1.2346e-06", false),
    ("99999.949", "99999.9", true), ("0.1", "0.10001", false),
  ]) func roundedNumbersAgree(_ found: String, _ expected: String, _ agree: Bool) throws {
    #expect(CaseText.agree(Array(found.utf8), Array(expected.utf8), ["rounded"]) == agree)
    let recorded = CaseText.recorded(
      CommandCase.Section(kind: .stdout, marks: ["rounded"]), Array(found.utf8))
    let again = try recorded.content()
    #expect(CaseText.agree(Array(found.utf8), again, ["rounded"]))
  }

  @Test func containedLinesComeInOrder() {
    let found = Array("one two\nthree\nfour five\n".utf8)
    for (text, holds) in [
      ("two\nfive\n", true), ("five\ntwo\n", false), ("six\n", false), ("", true),
    ] {
      #expect(CaseText.agree(found, Array(text.utf8), ["containing"]) == holds)
    }
  }
}
