import Foundation
import Testing
import _TestSupport

@testable import Pages

/// A page says nothing that does not stand in a report beside it.
@Suite struct PageNumberTests {
  /// Whether a printed number is its cell rounded as its rule says, read from what is printed and not
  /// by the code that printed it.
  static func agrees(_ exact: String, _ rule: String, _ printed: String) -> Bool {
    guard let value = Double(exact) else { return false }
    let number = printed.split(separator: " ").first.flatMap {
      Double($0.replacing(",", with: ""))
    }
    switch rule {
    case "share":
      if printed == "under 1 %" { return value < 0.005 }
      if printed == "over 99 %" { return value >= 0.995 }
      return printed.hasSuffix(" %") && number.map { abs($0 - 100 * value) <= 0.5 + 1e-9 } ?? false
    case "frequency":
      if printed == "fewer than 1 in 100" { return value < 0.005 }
      if printed == "more than 99 in 100" { return value >= 0.995 }
      let words = printed.split(separator: " ").compactMap { Double($0) }
      guard words.count == 2, words[0] > 0, words[0] < words[1] else { return false }
      return abs(words[0] / words[1] - value)
        <= max(0.005, min(0.03, 0.2 * min(value, 1 - value))) + 1e-9
    case "rate":
      return printed.hasSuffix(" %") && number.map { abs($0 - 100 * value) <= 0.05 + 1e-9 } ?? false
    case "whole": return printed == exact
    case "number", "amount":
      guard let number else { return false }
      // The unit may be a thousand times as large, once or more.
      return stride(from: -9, through: 15, by: 3).contains { power in
        let scaled = value / pow(10, Double(power))
        return abs(number - scaled) <= 0.0051 * max(abs(scaled), abs(number))
      }
    default: return false
    }
  }

  @Test(arguments: [
    "Tests/Fixtures/scenario/small.yaml", "Tests/Fixtures/scenario/lookback.yaml",
    "datasets/scenarios/project-pipeline.yaml", "datasets/scenarios/mirror.yaml",
    "datasets/scenarios/claims.yaml", "datasets/scenarios/border-traffic.yaml",
    "datasets/scenarios/agriculture.yaml",
  ])
  func everyNumberIsACell(_ path: String) throws {
    let fixture = try PageFixture(path: path, paths: 500)
    let cells = try fixture.cells
    let numbers = fixture.markup.numbers
    #expect(path.contains("claims") || numbers.count > 5)
    for (exact, rule, printed) in numbers {
      #expect(cells.contains(exact), "\(printed) comes of \(exact), which no report has")
      #expect(Self.agrees(exact, rule, printed), "\(exact) is printed as \(printed) (\(rule))")
    }
    let texts = fixture.markup.cells
    #expect(!texts.isEmpty)
    for text in texts { #expect(cells.contains(text), "'\(text)' is no cell of a report") }
  }

  /// What stands outside of cells are our words, with no number but the levels of intervals, and what
  /// the scenario calls its parts.
  @Test func ourWordsHaveNoNumbers() throws {
    let fixture = try PageFixture(path: "Tests/Fixtures/scenario/small.yaml")
    var words = fixture.markup.ownWords
    for known in [
      "50, 80 and 95 %", "80 %", "50 %", "95 %", "SHA-256", "When does y reach 30?", "0.1.0",
    ] {
      words = words.replacingOccurrences(of: known, with: "")
    }
    let found = words.matches(of: /[^ \n]*[0-9][^ \n]*/).map { String($0.output) }
    // Titles of charts name a deadline.
    let cells = try fixture.cells
    #expect(
      found.filter { !cells.contains($0.trimmingCharacters(in: .punctuationCharacters)) } == [])
  }

  /// The check itself must refuse what is wrong.
  @Test func wrongNumbersAreRefused() {
    #expect(Self.agrees("0.46338", "share", "46 %") && !Self.agrees("0.46338", "share", "47 %"))
    #expect(Self.agrees("0.46", "frequency", "9 in 20"))
    #expect(!Self.agrees("0.05", "frequency", "1 in 10"))
    #expect(!Self.agrees("0.001", "frequency", "0 in 10"))
    #expect(Self.agrees("63000", "amount", "63 USD bn"))
    #expect(!Self.agrees("63000", "amount", "62 USD bn"))
    #expect(!Self.agrees("0.1101", "rate", "11.2 %"))
  }
}
