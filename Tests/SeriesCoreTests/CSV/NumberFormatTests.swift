import Testing
import _TestSupport

@testable import SeriesCore

/// Numbers as people write them: applied or refused, never silently another value.
@Suite struct NumberFormatTests {
  static func options(
    _ decimal: DecimalMark? = nil, _ thousands: ThousandsMark? = nil, flags: Bool = false
  ) -> ObservationOptions {
    var options = ObservationOptions()
    (options.decimal, options.thousands, options.dropsFlags) = (decimal, thousands, flags)
    return options
  }

  static func parse(
    _ text: String, _ options: ObservationOptions = options(),
    found: NumberFormat.Decimal = .point, power: Int = 0
  ) throws -> Double? {
    var format = NumberFormat(options, found: found)
    return try Array(text.utf8).withUnsafeBufferPointer { try format.parse($0, power: power) }
  }

  @Test(arguments: [
    ("1,234", ThousandsMark.comma, 1234), ("1,234.5", .comma, 1234.5),
    ("-12,345,678.25", .comma, -12_345_678.25), ("1234.5", .comma, 1234.5),
    ("0.125", .comma, 0.125),
    ("1 234", .space, 1234), ("1\u{A0}234.5", .space, 1234.5),
    ("1\u{202F}234\u{202F}567", .space, 1_234_567), ("1'234.5", .apostrophe, 1234.5),
    ("1\u{2019}234", .apostrophe, 1234), ("1.234,5", .point, 1234.5), ("1.234", .point, 1234),
    ("12,5", .point, 12.5), ("1,234e3", .comma, 1_234_000),
  ]) func thousands(_ text: String, _ mark: ThousandsMark, _ value: Double) throws {
    #expect(try Self.parse(text, Self.options(nil, mark)) == value)
  }

  @Test(arguments: [
    ("3,5", 3.5), ("1,234", 1.234), ("-0,25", -0.25), ("7", 7), ("1,5e3", 1500), ("  3,5 ", 3.5),
  ]) func decimalCommas(_ text: String, _ value: Double) throws {
    #expect(try Self.parse(text, Self.options(.comma)) == value)
  }

  @Test func spacesWithDecimalCommas() throws {
    #expect(try Self.parse("1 234,5", Self.options(.comma, .space)) == 1234.5)
    #expect(try Self.parse("1\u{A0}234\u{A0}567,25", Self.options(.comma, .space)) == 1_234_567.25)
  }

  @Test(arguments: ["", " ", "NA", "..", ":", "-", " : ", "\u{A0}"])
  func signsOfNoValue(_ text: String) throws { #expect(try Self.parse(text) == nil) }

  @Test(arguments: [
    ("2139.5 p", 2139.5), ("123p", 123), ("123 bep", 123), ("123 b", 123), ("123*", 123),
    ("-5.5 (e)", -5.5), ("123 [1]", 123), ("7\u{A0}r", 7), ("123 †", 123), ("5 E", 5),
    ("12. p", 12),
  ]) func flags(_ text: String, _ value: Double) throws {
    #expect(try Self.parse(text, Self.options(flags: true)) == value)
    let fault = #expect(throws: NumberFormat.Fault.self) { try Self.parse(text) }
    #expect(fault?.message.contains("flag") == true && fault?.remedy.steps == [.give(.flags)])
  }

  @Test func missingValuesWithFlags() throws {
    #expect(try Self.parse(": c", Self.options(flags: true)) == nil)
    #expect(throws: NumberFormat.Fault.self) { try Self.parse(": c") }
    #expect(try Self.parse("1.234,5 p", Self.options(nil, .point, flags: true)) == 1234.5)
  }

  @Test(arguments: [
    ("5k", "multiplier"), ("3 M", "multiplier"), ("2B", "multiplier"), ("5.2bn", "multiplier"),
    ("5 million", "multiplier"), ("7 млн", "multiplier"), ("12%", "percent"), ("$5", "currency"),
    ("5 €", "currency"), ("₸1,000", "currency"), ("(123)", "parentheses"), ("abc", "not a number"),
    ("1-2", "not a number"), ("1e999", "finite"), ("nan", "finite"), ("0x1A", "not a number"),
    ("1..2", "not a number"), ("12 cr", "multiplier"), ("5 USD", "not a number"),
    ("12 dz", "multiplier"),
  ]) func whatChangesAValueIsRefusedWithItsName(_ text: String, _ word: String) {
    for options in [Self.options(), Self.options(flags: true)] {
      let fault = #expect(throws: NumberFormat.Fault.self, "\(text)") {
        try Self.parse(text, options)
      }
      #expect(fault?.message.contains(word) == true, "\(text): \(fault?.message ?? "")")
    }
  }

  @Test(arguments: [
    ("1,234", "thousands", [Remedy.Step.give(.thousands, ","), .give(.decimal, ",")]),
    ("1,234.5", "thousands", [.give(.thousands, ",")]),
    ("1,234,567", "thousands", [.give(.thousands, ",")]),
    ("3,5", "decimal comma", [.give(.decimal, ",")]),
    ("0,123", "decimal comma", [.give(.decimal, ",")]),
    ("1.234,5", "thousands", [.give(.thousands, ".")]),
    ("1.234.567", "thousands", [.give(.thousands, ".")]),
    ("1 234", "space", [.give(.thousands, "space")]),
    ("1'234", "apostrophe", [.give(.thousands, "apostrophe")]),
  ]) func marksAreNamed(_ text: String, _ word: String, _ steps: [Remedy.Step]) {
    let fault = #expect(throws: NumberFormat.Fault.self) { try Self.parse(text) }
    #expect(fault?.message.contains(word) == true, "\(fault?.message ?? "")")
    #expect(fault?.remedy.steps == steps)
  }

  /// What a remedy says makes the cell readable.
  @Test(arguments: ["1,234", "1,234.5", "1,234,567", "3,5", "0,123", "1.234,5", "1 234", "1'234"])
  func remediesHelp(_ text: String) throws {
    let fault = #expect(throws: NumberFormat.Fault.self) { try Self.parse(text) }
    for step in fault?.remedy.steps ?? [] {
      var options = ObservationOptions()
      if step.setting == .thousands { options.thousands = step.value.flatMap { ThousandsMark($0) } }
      if step.setting == .decimal { options.decimal = step.value.flatMap { DecimalMark($0) } }
      #expect(try Self.parse(text, options) != nil, "\(text) \(step)")
    }
  }

  @Test(arguments: ["1.5", "1.234.5", "1,5,2", "1,234.5"])
  func aDecimalCommaLeavesNoOtherMark(_ text: String) {
    #expect(throws: NumberFormat.Fault.self) { try Self.parse(text, Self.options(.comma)) }
  }

  @Test(arguments: ["12,34", "1,2345", "1234,567", ",123", "1,,234"])
  func groupsAreOfThree(_ text: String) {
    #expect(throws: NumberFormat.Fault.self) { try Self.parse(text, Self.options(nil, .comma)) }
  }

  @Test func theMinusOfTypography() throws {
    #expect(try Self.parse("\u{2212}5.5") == -5.5)
    #expect(try Self.parse("\u{2212}1,5", Self.options(.comma)) == -1.5)
  }

  /// Where nothing tells, a mark before three digits is refused, and the first clear number decides.
  @Test func anOpenMark() throws {
    #expect(try Self.parse("12,5", found: .open) == 12.5)
    #expect(try Self.parse("12.5", found: .open) == 12.5)
    #expect(try Self.parse("0.125", found: .open) == 0.125)
    for text in ["1.234", "1,234"] {
      #expect(throws: NumberFormat.Fault.self) { try Self.parse(text, found: .open) }
    }
    var format = NumberFormat(ObservationOptions(), found: .open)
    func next(_ text: String) throws -> Double? {
      try Array(text.utf8).withUnsafeBufferPointer { try format.parse($0) }
    }
    #expect(try next("12,5") == 12.5)
    #expect(try next("1,234") == 1.234)
    #expect(throws: NumberFormat.Fault.self) { try next("12.5") }
  }

  /// Multiplied in decimals, rounded once: 41.54 billion is 41540000000 and nothing beside it.
  @Test func powersOfTenAreExact() throws {
    var numbers = SeededNumbers(11)
    for _ in 0..<2000 {
      let digits = String(numbers.integer(1...999_999_999))
      let place = numbers.integer(0...digits.count)
      let power = numbers.integer(-9...12)
      let text = String(digits.prefix(place)) + "." + String(digits.dropFirst(place))
      guard text != "." else { continue }
      let padded = "0" + text + "0e\(power)"
      #expect(try Self.parse(text, power: power) == Double(padded), "\(padded)")
    }
    #expect(try Self.parse("41.54", power: 9) == 41_540_000_000)
    #expect(try Self.parse("1.5e3", power: 6) == 1.5e9)
  }
}
