import Foundation
import Testing
import _TestSupport

/// The commands of the first guide do what it says, as a person at a terminal sees it.
@Suite struct GettingStartedTests {
  /// The words of a line, of which those with blanks stand between single quotes.
  static func words(_ line: String) -> [String] {
    var words: [String] = []
    for (place, part) in line.components(separatedBy: "'").enumerated() {
      words += place % 2 == 1 ? [part] : part.split(separator: " ").map(String.init)
    }
    return words
  }

  /// What is left on the screen: progress, which shows where work is slow, is written over, colours are
  /// none. A return and the end of a line behind it are one character: lines are told apart first.
  static func shown(_ text: String) -> String {
    let lines = text.replacing("\r\n", with: "\n").split(separator: "\n")
    return lines.map { line in
      line.replacing(/\u{1B}\[[0-9;]*[A-Za-z]/, with: "\r")
        .split(separator: "\r", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    }.filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")
  }

  @Test(arguments: [
    ("a\nb\n", "a\nb"), ("[##  ]\r      \r\na\r\nb\r\n", "a\nb"), ("\u{1B}[2Kx\rab", "ab"),
    ("s: 100 %\r\u{1B}[K\na\r\n", "a"),
  ]) func progressLeavesNothing(_ text: String, _ left: String) {
    #expect(Self.shown(text) == left)
  }

  @Test func theCommandsHold() throws {
    let page = try GuidePage("GettingStarted", language: "sh")
    #expect(page.pieces.count >= 4)
    let data = try #require(try GuidePage("GettingStarted", language: "csv").pieces.first)
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("exports.csv", data.code.joined(separator: "\n") + "\n")
    for piece in page.pieces {
      for line in piece.code {
        let words = Self.words(line)
        #expect(words.first == "corridor", "\(line)")
        // `run` answers where its progress is, the others on standard output.
        let text = try PseudoTerminal.output(
          of: Array(words.dropFirst()), in: runner.folder, columns: 90,
          on: words[1] == "run" ? .standardError : .standardOutput, environment: ["NO_COLOR": "1"])
        let shown = Self.shown(text)
        if !shown.isEmpty { page.print([shown]) }
      }
      let difference = try page.difference()
      #expect(difference == nil)
    }
    #expect(runner.listing("reports/exports").contains("index.html"))
  }
}
