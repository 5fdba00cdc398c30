import Foundation
import Testing
import _TestSupport

/// The help of every command shows calls that work.
@Suite struct CommandExampleTests {
  /// The calls of a command's help, each with lines that a backslash continues.
  static func calls(_ help: String) -> [String] {
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = lines.drop { $0 != "EXAMPLES:" }.dropFirst().prefix { !$0.isEmpty }
    return shown.filter { !$0.hasPrefix("  #") }.joined(separator: "\n")
      .replacingOccurrences(of: "\\\n", with: " ").split(separator: "\n").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
  }

  /// In an empty folder a call that is written well lacks its input, and nothing else.
  @Test func everyCommandHasExamplesThatParse() throws {
    let commands = try CommandCaseTests.options().map(\.command)
    #expect(commands.count >= 16)
    for command in commands + ["ledger"] {
      let runner = try CommandRunner()
      defer { runner.clean() }
      let help = try runner.script("corridor \(command) --help", input: Data()).stdout
      let calls = Self.calls(help)
      #expect(!calls.isEmpty, "'corridor \(command) --help' has no example")
      #expect(calls.contains { ($0 + " ").hasPrefix("corridor \(command) ") })
      for call in calls {
        let result = try runner.script(call, input: Data())
        #expect([0, 66].contains(result.status), "\(call): \(result.stderr)")
      }
      for line in help.split(separator: "\n") where line.hasPrefix("  corridor") {
        #expect(line.count <= 78, "\(line)")
      }
    }
  }

  @Test func theFirstLinesParse() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let text = try runner.script("corridor", input: Data()).stdout
    let calls = text.split(separator: "\n").filter { $0.hasPrefix("corridor") }
      .map { String($0).components(separatedBy: "    ")[0] }
    #expect(calls.count == 3)
    for call in calls {
      let result = try runner.script(call, input: Data())
      #expect(result.status == 66, "\(call): \(result.stderr)")
    }
  }
}
