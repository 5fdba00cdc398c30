/// How a period is written where it is not in the plain notation of `PeriodAxis`, so that further
/// periods can be written alike.
///
/// Three bytes, kept beside every period that is read.
package struct PeriodSpelling: Sendable, Hashable {
  /// What stands in for a month, quarter, week, day of the year …
  enum Part: UInt8, Sendable {
    case digits
    /// `Q1`, `M05`.
    case letter
    /// `1Q`.
    case letterBehind
    /// `Jan`.
    case shortName
    /// `January`.
    case longName
  }

  /// The ASCII byte between the year and the rest; 0 for none.
  private(set) var separator = UInt8(ascii: "-")
  /// The letter of the period, in the case in which it is written; 0 for none.
  private(set) var letter: UInt8 = 0
  private var bits: UInt8 = 0

  /// `2023-Q1`, `2023-05`, `2023-05-01` …
  package static var plain: PeriodSpelling { PeriodSpelling() }

  private init() {}

  init(
    separator: UInt8, part: Part, letter: UInt8 = 0, isYearLast: Bool = false,
    hasShortYear: Bool = false, isUnpadded: Bool = false, nameCase: NameCase = .title
  ) {
    self.separator = separator
    self.letter = letter
    bits = part.rawValue | (isYearLast ? 8 : 0) | (hasShortYear ? 16 : 0) | (isUnpadded ? 32 : 0)
    bits |= nameCase.rawValue << 6
  }

  enum NameCase: UInt8, Sendable {
    case title
    case upper
    case lower
  }

  var part: Part { Part(rawValue: bits & 7) ?? .digits }
  var isYearLast: Bool { bits & 8 != 0 }
  var hasShortYear: Bool { bits & 16 != 0 }
  private var isUnpadded: Bool { bits & 32 != 0 }
  private var nameCase: NameCase { NameCase(rawValue: bits >> 6) ?? .title }

  /// `202305`, `20230501`: digits alone, which are a number where no frequency was asked for.
  var isCompact: Bool { self == PeriodSpelling.compact }

  static var compact: PeriodSpelling { PeriodSpelling(separator: 0, part: .digits) }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(abs(value))
    return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count))
      + digits
  }

  private var separatorText: String {
    separator == 0 ? "" : String(decoding: [separator], as: UTF8.self)
  }

  private func yearText(_ year: Int) -> String {
    hasShortYear ? Self.padded(((year % 100) + 100) % 100, 2) : Self.padded(year, 4)
  }

  /// A part of a year.
  ///
  /// - Parameter width: digits of the part, with zeros before it unless it was written without.
  func text(year: Int, part number: Int, width: Int) -> String {
    let digits = Self.padded(number, isUnpadded ? 1 : width)
    let mark = String(decoding: [letter], as: UTF8.self)
    let written: String
    switch part {
    case .digits: written = digits
    case .letter: written = mark + digits
    case .letterBehind: written = digits + mark
    case .shortName, .longName: written = monthName(number)
    }
    let year = yearText(year)
    return isYearLast ? written + separatorText + year : year + separatorText + written
  }

  /// A date.
  func dateText(year: Int, month: Int, day: Int) -> String {
    if part == .letter {
      let start = CalendarArithmetic.dayNumber(year: year, month: 1, day: 1)
      let number = CalendarArithmetic.dayNumber(year: year, month: month, day: day) - start + 1
      return text(year: year, part: number, width: 3)
    }
    let isName = part == .shortName || part == .longName
    let width = isUnpadded ? 1 : 2
    let middle = isName ? monthName(month) : Self.padded(month, width)
    let parts = [yearText(year), middle, Self.padded(day, width)]
    return (isYearLast ? parts.reversed() : parts).joined(separator: separatorText)
  }

  private func monthName(_ month: Int) -> String {
    let whole = Self.months[max(0, min(11, month - 1))]
    let name = part == .shortName ? String(whole.prefix(3)) : whole
    switch nameCase {
    case .title: return name
    case .upper: return name.uppercased()
    case .lower: return name.lowercased()
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// The month 1…12 and the spelling of its name, `Jan`, `JANUARY`, `sept`; nil for other words.
  static func month(_ word: String) -> (number: Int, part: Part, nameCase: NameCase)? {
    let lower = word.lowercased()
    let nameCase: NameCase = word == lower ? .lower : word == word.uppercased() ? .upper : .title
    if let place = months.firstIndex(where: { $0.lowercased() == lower }), lower != "may" {
      return (place + 1, .longName, nameCase)
    }
    guard lower.count == 3 || lower == "sept",
      let place = months.firstIndex(where: { $0.lowercased().hasPrefix(lower) })
    else { return nil }
    return (place + 1, .shortName, nameCase)
  }
}
