/// The time axis of one series: its frequency, and the notation in which its periods are written.
///
/// Every period is an ordinal: the year, half-year, quarter or month counted from year 0, the ISO
/// week or day counted from 1970, or the number itself.
public struct PeriodAxis: Sendable, Equatable {
  /// In which form the periods of an axis are written.
  public enum Notation: Sendable, Equatable {
    /// `2023`, `2023-S1`, `2023-Q1`, `2023-05`, `2023-W05`, `2023-05-01` or a number.
    case plain
    /// A date for a longer period: months after the start of the period, and the day of the month.
    case date(monthOffset: Int, day: DayOfMonth)
    /// A date for a week: days after the week's Monday.
    case weekday(Int)
    /// A month for a longer period, `2023-06` for a half-year: months after the start of the period.
    case month(offset: Int)
  }

  /// The day on which a date for a longer period falls; one past the end of its month is the last.
  public enum DayOfMonth: Sendable, Equatable {
    case fixed(Int)
    case last
  }

  /// How long a period is.
  public let frequency: Frequency
  /// The form in which `text(_:)` writes a period.
  public let notation: Notation
  /// How the periods of this notation are spelt, `2023-M05` or `Jan 2023`.
  package let spelling: PeriodSpelling

  /// An axis whose periods are written in the contract's own spelling.
  public init(_ frequency: Frequency, notation: Notation = .plain) {
    self.init(frequency, notation: notation, spelling: .plain)
  }

  package init(
    _ frequency: Frequency, notation: Notation = .plain, spelling: PeriodSpelling
  ) {
    self.frequency = frequency
    self.notation = notation
    self.spelling = spelling
  }

  /// The ordinal of a written period on this axis.
  ///
  /// - Parameter periodEnd: when true, a year (or other longer period) given on a finer axis means
  ///   its last period, as a deadline does.
  /// - Returns: nil when the period has another frequency.
  public func ordinal(of text: PeriodText, periodEnd: Bool = false) -> Int? {
    if spelling.isCompact, let date = PeriodText.compactDates([text], frequency)?.first {
      return ordinal(of: date)
    }
    switch (frequency, text.kind) {
    case (.annual, .number), (.integer, .number), (.half, .half), (.quarter, .quarter),
      (.month, .month), (.week, .week), (.day, .day):
      return text.value
    case (.week, .day): return CalendarArithmetic.isoWeekNumber(ofDay: text.value)
    case (_, .month) where isMonthNotation:
      return CalendarArithmetic.floorDivide(text.value, monthsPerPeriod ?? 1)
    case (_, .day):
      guard let months = monthsPerPeriod else { return nil }
      let date = CalendarArithmetic.date(ofDay: text.value)
      return CalendarArithmetic.floorDivide(date.year * 12 + date.month - 1, months)
    case (.half, .number), (.quarter, .number), (.month, .number):
      guard periodEnd, let months = monthsPerPeriod, (1000...9999).contains(text.value) else {
        return nil
      }
      return (text.value + 1) * (12 / months) - 1
    case (.week, .number) where periodEnd && (1000...9999).contains(text.value):
      return CalendarArithmetic.isoWeekNumber(year: text.value + 1, week: 1) - 1
    case (.day, .number) where periodEnd && (1000...9999).contains(text.value):
      return CalendarArithmetic.dayNumber(year: text.value, month: 12, day: 31)
    default: return nil
    }
  }

  private var isMonthNotation: Bool {
    if case .month = notation { true } else { false }
  }

  /// The ordinal of a written period, or of its first period when it is a year on a finer axis.
  public func firstOrdinal(of text: PeriodText) -> Int? {
    if let ordinal = ordinal(of: text) { return ordinal }
    guard text.kind == .number else { return nil }
    let before = PeriodText(kind: .number, value: text.value - 1)
    return ordinal(of: before, periodEnd: true).map { $0 + 1 }
  }

  /// The period in the notation of this axis.
  public func text(_ ordinal: Int) -> String {
    switch notation {
    case .plain:
      return plainText(ordinal)
    case .weekday(let day):
      return dateText(day: ordinal * 7 - 3 + day)
    case .month(let offset):
      return subYear(ordinal * (monthsPerPeriod ?? 1) + offset, 12, "-", 2)
    case .date(let monthOffset, let day):
      guard let months = monthsPerPeriod else { return plainText(ordinal) }
      let month = ordinal * months + monthOffset
      let year = CalendarArithmetic.floorDivide(month, 12)
      let monthOfYear = month - year * 12 + 1
      let length = CalendarArithmetic.days(inMonth: monthOfYear, of: year)
      let dayOfMonth: Int
      switch day {
      case .fixed(let fixed): dayOfMonth = min(fixed, length)
      case .last: dayOfMonth = length
      }
      return dateText(
        day: CalendarArithmetic.dayNumber(year: year, month: monthOfYear, day: dayOfMonth))
    }
  }

  private func plainText(_ ordinal: Int) -> String {
    switch frequency {
    case .annual:
      guard spelling == .plain else { return spelling.text(year: ordinal, part: 1, width: 1) }
      return Self.padded(ordinal, 4)
    case .integer: return String(ordinal)
    case .half: return subYear(ordinal, 2, "-S", 1)
    case .quarter: return subYear(ordinal, 4, "-Q", 1)
    case .month: return subYear(ordinal, 12, "-", 2)
    case .week:
      let (year, week) = CalendarArithmetic.isoYearAndWeek(ofWeek: ordinal)
      guard spelling == .plain else { return spelling.text(year: year, part: week, width: 2) }
      return Self.padded(year, 4) + "-W" + Self.padded(week, 2)
    case .day: return dateText(day: ordinal)
    }
  }

  private func subYear(_ ordinal: Int, _ perYear: Int, _ mark: String, _ width: Int) -> String {
    let year = CalendarArithmetic.floorDivide(ordinal, perYear)
    guard spelling == .plain else {
      return spelling.text(year: year, part: ordinal - year * perYear + 1, width: width)
    }
    return Self.padded(year, 4) + mark + Self.padded(ordinal - year * perYear + 1, width)
  }

  private func dateText(day: Int) -> String {
    let date = CalendarArithmetic.date(ofDay: day)
    guard spelling == .plain else {
      return spelling.dateText(year: date.year, month: date.month, day: date.day)
    }
    return Self.padded(date.year, 4) + "-" + Self.padded(date.month, 2) + "-"
      + Self.padded(date.day, 2)
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(abs(value))
    return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count))
      + digits
  }

  var monthsPerPeriod: Int? {
    switch frequency {
    case .annual: 12
    case .half: 6
    case .quarter: 3
    case .month: 1
    case .week, .day, .integer: nil
    }
  }
}
