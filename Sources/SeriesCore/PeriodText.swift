/// A period as it is written in a file, before the frequency of its series is known.
///
/// `2023` may be a year or the number 2023, `2023-05-01` a day, a month or a year: only the whole
/// series tells.
///
/// Two spellings of one period are equal.
public struct PeriodText: Sendable {
  /// What the written form counts; it fixes the meaning of `value`.
  public enum Kind: UInt8, Sendable {
    /// A plain integer: `2023`, `17`.
    case number
    /// `2023-S1`; the value counts half-years.
    case half
    /// `2023-Q1`; the value counts quarters.
    case quarter
    /// `2023-05`; the value counts months.
    case month
    /// `2023-W05`; the value counts ISO weeks.
    case week
    /// `2023-05-01`; the value is a day number.
    case day
    /// `2024-01/2024-04`, a part-year sum, both ends in it; `interval` has them.
    case interval
  }

  /// The written form, spelling aside.
  public let kind: Kind
  /// How it is written.
  let spelling: PeriodSpelling
  /// The number, the ordinal or the day number that `kind` says; of an interval both ends, packed.
  public let value: Int

  init(_ kind: Kind, _ value: Int, _ spelling: PeriodSpelling = .plain) {
    self.kind = kind
    self.value = value
    self.spelling = spelling
  }

  /// The same period in plain notation.
  var plain: PeriodText { PeriodText(kind, value) }

  /// Reads one period; nil when the text is none of the forms of the contract.
  public init?(_ text: some StringProtocol) { self.init(text, format: .written) }

  /// Reads one period; nil when the text is none of the forms of the contract.
  ///
  /// - Parameter format: what digits mean where notation does not tell.
  public init?(_ text: some StringProtocol, format: TimeFormat) {
    var copy = String(text)
    let parsed = copy.withUTF8 { PeriodText(bytes: $0, format: format) }
    guard let parsed else { return nil }
    self = parsed
  }

  /// Reads one period from bytes in a format.
  init?(bytes: UnsafeBufferPointer<UInt8>, format: TimeFormat) {
    switch format {
    case .written: self.init(bytes: bytes)
    case .excel:
      if let day = Self.spreadsheetDay(bytes) {
        self.init(.day, day)
      } else {
        // Dates that are written out may stand among the numbers; a small number may not.
        self.init(bytes: bytes)
        if kind == .number { return nil }
      }
    case .dayFirst, .monthFirst:
      if let plain = PeriodText(bytes: bytes) {
        self = plain
      } else {
        self.init(spelled: bytes, format: format)
      }
    }
  }

  /// The day number of 43831 or 43831.0, the days of a spreadsheet that counts from 1900.
  ///
  /// The count takes 1900 for a leap year, so days before March 1900 (under 61) are left out.
  private static func spreadsheetDay(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var digits = bytes[...]
    if digits.count > 2, digits.suffix(2).elementsEqual([0x2E, 0x30]) {
      digits = digits.dropLast(2)
    }
    guard (2...7).contains(digits.count),
      let number = Self.digits(UnsafeBufferPointer(rebasing: digits), 0, digits.count),
      (61...2_958_465).contains(number)
    else { return nil }
    return number - 25_569
  }

  /// Reads one period from bytes. A midnight time after a date (`2023-05-01 00:00:00`) is dropped.
  @inlinable
  public init?(bytes: UnsafeBufferPointer<UInt8>) {
    let count = bytes.count
    // The commonest form first, 2023-05-01: eight bytes at once, digits and dashes turned to 0…9 and
    // 0 by one exclusive or; a byte that was neither has a high nibble left, or gets one from + 6.
    if count == 10 {
      let start = UnsafeRawPointer(bytes.baseAddress!)  // not nil: ten bytes stand there
      let x =
        UInt64(littleEndian: start.loadUnaligned(as: UInt64.self)) ^ 0x2D30_302D_3030_3030
      let tens = bytes[8] &- 0x30
      let ones = bytes[9] &- 0x30
      if (x | (x &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 == 0, x >> 56 == 0,
        (x >> 32) & 0xFF == 0, tens <= 9, ones <= 9
      {
        let thousands = Int(x & 15) * 1000 + Int(x >> 8 & 15) * 100
        let year = thousands + Int(x >> 16 & 15) * 10 + Int(x >> 24 & 15)
        let month = Int(x >> 40 & 15) * 10 + Int(x >> 48 & 15)
        let day = Int(tens) * 10 + Int(ones)
        guard year >= 1, month >= 1, month <= 12, day >= 1,
          day <= 28 || day <= CalendarArithmetic.days(inMonth: month, of: year)
        else { return nil }
        self.init(
          kind: .day, value: CalendarArithmetic.dayNumber(year: year, month: month, day: day))
        return
      }
    }
    self.init(rareForm: bytes)
  }

  @usableFromInline
  init(kind: Kind, value: Int) {
    self.init(kind, value)
  }

  @inlinable
  static func digits(_ bytes: UnsafeBufferPointer<UInt8>, _ from: Int, _ to: Int) -> Int? {
    var value = 0
    for i in from..<to {
      let digit = Int(bytes[i]) - 0x30
      guard digit >= 0, digit <= 9 else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// Digits of the longest year that is read.
  private static let longestYear = 6

  @usableFromInline
  init?(rareForm bytes: UnsafeBufferPointer<UInt8>) {
    let count = bytes.count
    guard count > 0, count <= 40 else { return nil }
    if bytes.contains(0x2F) {
      if let spelled = PeriodText(spelled: bytes, format: .written) {
        self = spelled
        return
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let ends = text.split(separator: "/", omittingEmptySubsequences: false)
      guard ends.count == 2, let first = PeriodText(ends[0]), let last = PeriodText(ends[1]),
        first.kind == last.kind, first.kind != .interval, first.value <= last.value,
        first.kind != .number || (first.value >= 1000 && last.value <= 2999),
        let packed = Self.packed(first, last)
      else { return nil }
      self.init(.interval, packed)
      return
    }
    let negative = bytes[0] == 0x2D
    let unsigned = negative ? 1 : 0
    if count - unsigned >= 1, count - unsigned <= 15,
      let value = Self.digits(bytes, unsigned, count)
    {
      self.init(.number, negative ? -value : value)
      return
    }
    // A year that a program took for a fraction.
    if count == 6, bytes[4] == 0x2E, bytes[5] == 0x30, let year = Self.digits(bytes, 0, 4) {
      self.init(.number, year)
      return
    }
    // Years past 9999 come from forecasts that go far: they are read as they were written.
    guard let dash = bytes.firstIndex(of: 0x2D), (4...Self.longestYear).contains(dash),
      dash == 4 || bytes[0] != 0x30, count >= dash + 3, let year = Self.digits(bytes, 0, dash),
      year >= 1
    else {
      guard let spelled = PeriodText(spelled: bytes, format: .written) else { return nil }
      self = spelled
      return
    }
    let (letter, rest, start) = (bytes[dash + 1], count - dash, dash + 1)
    if rest == 3, letter == UInt8(ascii: "S"), let half = Self.digits(bytes, start + 1, count),
      half >= 1, half <= 2
    {
      self.init(.half, year * 2 + half - 1)
    } else if rest == 3, letter == UInt8(ascii: "Q"),
      let quarter = Self.digits(bytes, start + 1, count), quarter >= 1, quarter <= 4
    {
      self.init(.quarter, year * 4 + quarter - 1)
    } else if rest == 4, letter == UInt8(ascii: "W"),
      let week = Self.digits(bytes, start + 1, count), week >= 1,
      week <= CalendarArithmetic.isoWeeks(inYear: year)
    {
      self.init(.week, CalendarArithmetic.isoWeekNumber(year: year, week: week))
    } else if rest == 3, let month = Self.digits(bytes, start, count), month >= 1, month <= 12 {
      self.init(.month, year * 12 + month - 1)
    } else if dash > 4, rest == 6, bytes[dash + 3] == 0x2D,
      let month = Self.digits(bytes, start, start + 2), (1...12).contains(month),
      let day = Self.digits(bytes, start + 3, count), day >= 1,
      day <= CalendarArithmetic.days(inMonth: month, of: year)
    {
      self.init(.day, CalendarArithmetic.dayNumber(year: year, month: month, day: day))
    } else if let spelled = PeriodText(spelled: bytes, format: .written) {
      self = spelled
    } else {
      return nil
    }
  }
}

extension PeriodText: Equatable {
  /// Whether kind and value are the same, however the two are spelled.
  public static func == (a: PeriodText, b: PeriodText) -> Bool {
    a.kind == b.kind && a.value == b.value
  }
}

extension PeriodText {
  /// A year.
  public static func year(_ year: Int) -> PeriodText { PeriodText(.number, year) }

  /// A quarter of a year, 1 to 4.
  public static func quarter(_ year: Int, _ quarter: Int) -> PeriodText {
    precondition((1...4).contains(quarter), "a year has quarters 1 to 4")
    return PeriodText(.quarter, year * 4 + quarter - 1)
  }

  /// A month of a year, 1 to 12.
  public static func month(_ year: Int, _ month: Int) -> PeriodText {
    precondition((1...12).contains(month), "a year has months 1 to 12")
    return PeriodText(.month, year * 12 + month - 1)
  }

  /// The period in plain notation, for messages.
  public var written: String {
    switch kind {
    case .number: String(value)
    case .half: PeriodAxis(.half).text(value)
    case .quarter: PeriodAxis(.quarter).text(value)
    case .month: PeriodAxis(.month).text(value)
    case .week: PeriodAxis(.week).text(value)
    case .day: PeriodAxis(.day).text(value)
    case .interval:
      interval.map { $0.first.written + "/" + $0.last.written } ?? "an interval"
    }
  }

  /// The first and the last period of an interval; nil for any other kind.
  public var interval: (first: PeriodText, last: PeriodText)? {
    guard kind == .interval, let kind = Kind(rawValue: UInt8(truncatingIfNeeded: value >> 56))
    else { return nil }
    func end(_ bits: Int) -> PeriodText { PeriodText(kind, (bits << 36) >> 36) }
    return (end(value >> 28), end(value))
  }

  /// Both ends in one number: the kind in the upper byte, 28 bits with sign an end.
  private static func packed(_ first: PeriodText, _ last: PeriodText) -> Int? {
    let (range, mask) = (-(1 << 27)...(1 << 27) - 1, (1 << 28) - 1)
    guard range.contains(first.value), range.contains(last.value) else { return nil }
    return Int(first.kind.rawValue) << 56 | (first.value & mask) << 28 | last.value & mask
  }
}
