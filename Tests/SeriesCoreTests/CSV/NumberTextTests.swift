import Foundation
import SeriesCore
import Testing
import _TestSupport

@Suite struct NumberTextTests {
  /// Against the C library's correctly rounded `strtod`, on texts of every size and shape.
  @Test func parsingIsCorrectlyRounded() throws {
    var numbers = SeededNumbers(23)
    for _ in 0..<20_000 {
      let digits = (0..<numbers.integer(1...20)).map { _ in String(numbers.integer(0...9)) }
        .joined()
      var text = digits
      let point = numbers.integer(0...digits.count)
      if point < digits.count { text.insert(".", at: text.index(text.startIndex, offsetBy: point)) }
      if numbers.integer(0...3) == 0 { text += "e\(numbers.integer(-30...30))" }
      if numbers.integer(0...1) == 0 { text = "-" + text }
      #expect(try NumberText.parse(text) == strtod(text, nil), "\(text)")
    }
    #expect(try NumberText.parse(" 12.5 ") == 12.5)
    #expect(try NumberText.parse("1e-320") == Double(bitPattern: 2024))
  }

  @Test func writingIsShortestAndReadsBack() throws {
    var numbers = SeededNumbers(29)
    for _ in 0..<5_000 {
      let value = Double(bitPattern: numbers.next())
      guard value.isFinite else { continue }
      #expect(try NumberText.parse(NumberText.shortest(value)) == value)
    }
    #expect(NumberText.shortest(41) == "41")
    #expect(NumberText.shortest(0.1) == "0.1")
    #expect(NumberText.shortest(-0.0) == "0")
  }

  @Test(arguments: [
    ("", NumberText.Fault.empty), ("  ", .empty), ("3,5", .decimalComma),
    ("1.234,5", .decimalComma),
    ("nan", .notFinite), ("-inf", .notFinite), ("Infinity", .notFinite), ("1e999", .notFinite),
    ("abc", .notANumber), ("0x10", .notANumber), ("1.2.3", .notANumber), ("--1", .notANumber),
    ("1e", .notANumber), (".", .notANumber), ("NA", .notANumber), ("12 000", .notANumber),
  ]) func badNumbersAreNamed(_ text: String, _ fault: NumberText.Fault) {
    #expect(throws: fault) { try NumberText.parse(text) }
  }

  @Test func significantDigits() {
    #expect(SignificantDigits.round(123456.789, to: 6) == 123457)
    #expect(SignificantDigits.round(-0.000123456789, to: 6) == -0.000123457)
    #expect(SignificantDigits.round(0.33332999999999996, to: 6) == 0.33333)
    #expect(SignificantDigits.round(1.5e-300, to: 1) == 2e-300)
    #expect(SignificantDigits.round(0, to: 3) == 0)
  }
}
