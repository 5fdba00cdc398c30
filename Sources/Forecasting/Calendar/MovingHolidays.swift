internal import Foundation
internal import SeriesCore

/// A holiday whose date moves through the Gregorian year, with the days around it that matter.
///
/// Dates come from the calendars of the Unicode library behind Foundation: the Chinese calendar is
/// computed from the moon and the sun and is reliable from 1900 to 2100; Umm al-Qura is the calendar
/// of Saudi Arabia (1882 to 2174, beyond that the civil one). A country that waits for the crescent
/// to be seen can be a day off.
public struct MovingHoliday: Sendable, Hashable {
  /// The holidays whose dates are known; the raw value is the name in a request.
  public enum Feast: String, Sendable, CaseIterable {
    /// The first day of the first month.
    case chineseNewYear = "chinese-new-year"
    /// The ninth Islamic month.
    case ramadan
    /// 1 Shawwal, after Ramadan.
    case eidAlFitr = "eid-al-fitr"
    /// 10 Dhu al-Hijja.
    case eidAlAdha = "eid-al-adha"
  }

  /// How Islamic months are reckoned.
  public enum Reckoning: Sendable {
    case ummAlQura
    /// Tabular, thirty-year cycle.
    case civil
  }

  /// Which holiday it is; nil for one with dates of the user's own.
  public let feast: Feast?
  /// How its month is reckoned; Chinese New Year makes no use of it.
  public let reckoning: Reckoning
  /// Days before the first day, and days from the first day on; nil for the whole month.
  let window: Window?
  /// The dates of the user's own.
  private let calendar: OwnDates?

  struct Window: Sendable, Hashable {
    let before: Int
    let after: Int
  }

  /// One date of a user's own holiday, with the days around it.
  package struct Occasion: Sendable, Hashable {
    /// 0 is 1970-01-01.
    package let day: Int
    package let before: Int
    /// From the day on, itself the first.
    package let after: Int

    package init(day: Int, before: Int, after: Int) {
      (self.day, self.before, self.after) = (day, before, after)
    }
  }

  private struct OwnDates: Sendable, Hashable {
    let name: String
    /// Rising by day.
    let occasions: [Occasion]
  }

  /// The name of the feast as a request has it, without the days around it, or that of the user's own.
  public var name: String { calendar?.name ?? feast?.rawValue ?? "" }

  /// The years whose dates are known.
  package var years: ClosedRange<Int> {
    guard let occasions = calendar?.occasions, let first = occasions.first,
      let last = occasions.last
    else { return 1900...2099 }
    return CalendarArithmetic.date(ofDay: first.day)
      .year...CalendarArithmetic.date(ofDay: last.day)
      .year
  }

  /// The last year that a forecast may reach: windows of the year after it would count in it.
  var lastYear: Int { calendar == nil ? years.upperBound - 1 : years.upperBound }

  /// A holiday with dates of the user's own.
  ///
  /// - Precondition: at least one occasion, none twice, each window with a day or more.
  package init(named name: String, occasions: [Occasion]) {
    precondition(!occasions.isEmpty, "a holiday has a date")
    precondition(
      occasions.allSatisfy { $0.before >= 0 && $0.after >= 0 && $0.before + $0.after > 0 },
      "a window has a day")
    (feast, reckoning, window) = (nil, .ummAlQura, nil)
    calendar = OwnDates(name: name, occasions: occasions.sorted { $0.day < $1.day })
  }

  /// A holiday as a user names it: `chinese-new-year`, `ramadan`, `eid-al-fitr` or `eid-al-adha`, with
  /// `:BEFORE-AFTER` for other days around it than the usual ones (Chinese New Year 10 before and 10
  /// from the day on, the feasts 0 and 4, Ramadan the whole month).
  ///
  /// - Throws: `.unknownHoliday` with what it should have been.
  public init(_ text: String) throws(ForecastingError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let feast = Feast(rawValue: String(parts[0])) else {
      let names = Feast.allCases.map(\.rawValue).joined(separator: ", ")
      throw .unknownHoliday(text, hint: "holidays are \(names)")
    }
    var window: Window? =
      switch feast {
      case .chineseNewYear: Window(before: 10, after: 10)
      case .ramadan: nil
      case .eidAlFitr, .eidAlAdha: Window(before: 0, after: 4)
      }
    if parts.count == 2 {
      let days = parts[1].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard days.count == 2, let before = days[0], let after = days[1], before <= 300,
        after <= 300, (1...300).contains(before + after)
      else {
        throw .unknownHoliday(text, hint: "days are BEFORE-AFTER, 1 to 300 together, such as 10-10")
      }
      window = Window(before: before, after: after)
    }
    self.init(feast: feast, reckoning: .ummAlQura, window: window)
  }

  /// - Parameter daysBefore: days of the window before the new year's day.
  /// - Parameter daysAfter: days from the new year's day on, itself the first.
  public static func chineseNewYear(daysBefore: Int, daysAfter: Int) -> MovingHoliday {
    MovingHoliday(.chineseNewYear, .ummAlQura, before: daysBefore, after: daysAfter)
  }

  /// The whole month of fasting.
  public static func ramadan(_ reckoning: Reckoning = .ummAlQura) -> MovingHoliday {
    MovingHoliday(feast: .ramadan, reckoning: reckoning, window: nil)
  }

  /// Days before the feast, and days from the feast on, itself the first.
  public static func eidAlFitr(
    daysBefore: Int, daysAfter: Int, _ reckoning: Reckoning = .ummAlQura
  ) -> MovingHoliday {
    MovingHoliday(.eidAlFitr, reckoning, before: daysBefore, after: daysAfter)
  }

  /// Days before the feast, and days from the feast on, itself the first.
  public static func eidAlAdha(
    daysBefore: Int, daysAfter: Int, _ reckoning: Reckoning = .ummAlQura
  ) -> MovingHoliday {
    MovingHoliday(.eidAlAdha, reckoning, before: daysBefore, after: daysAfter)
  }

  private init(feast: Feast, reckoning: Reckoning, window: Window?) {
    (self.feast, self.reckoning, self.window, calendar) = (feast, reckoning, window, nil)
  }

  private init(_ feast: Feast, _ reckoning: Reckoning, before: Int, after: Int) {
    precondition(
      before >= 0 && after >= 0 && (1...300).contains(before + after),
      "a window has 1 to 300 days")
    self.init(
      feast: feast, reckoning: reckoning, window: Window(before: before, after: after))
  }

  /// The first days of the holiday within Gregorian years, as day numbers (0 is 1970-01-01),
  /// rising; Islamic holidays can fall twice into one year.
  public func firstDays(in years: ClosedRange<Int>) -> [Int] {
    calendar == nil ? spans(in: years).map(\.lowerBound) : occasions(in: years).map(\.day)
  }

  private func occasions(in years: ClosedRange<Int>) -> [Occasion] {
    (calendar?.occasions ?? []).filter {
      years.contains(CalendarArithmetic.date(ofDay: $0.day).year)
    }
  }

  /// The days of the holiday that begin within the years, without the window.
  private func spans(in years: ClosedRange<Int>) -> [Range<Int>] {
    switch feast {
    case nil: []
    case .chineseNewYear: LunarDates.chineseNewYears(years).map { $0..<($0 + 1) }
    case .some(let feast): LunarDates.islamic(feast, reckoning, years)
    }
  }

  /// The days that count, one range a holiday.
  func windows(in years: ClosedRange<Int>) -> [Range<Int>] {
    guard calendar == nil else {
      return occasions(in: years).map { ($0.day - $0.before)..<($0.day + $0.after) }
    }
    return spans(in: years).map { span in
      guard let window else { return span }
      return (span.lowerBound - window.before)..<(span.lowerBound + window.after)
    }
  }
}

/// Day numbers of lunar dates.
private enum LunarDates {
  static func calendar(_ identifier: Calendar.Identifier) -> Calendar {
    var calendar = Calendar(identifier: identifier)
    // Noon in Greenwich is the same date in the calendar's own fields for every day number.
    calendar.timeZone = .gmt
    return calendar
  }

  static func noon(_ day: Int) -> Date {
    Date(timeIntervalSince1970: Double(day) * 86_400 + 43_200)
  }

  /// New year's days fall from 20 January to 21 February: 21 February is in the first month of the
  /// year or early in the second.
  static func chineseNewYears(_ years: ClosedRange<Int>) -> [Int] {
    let calendar = calendar(.chinese)
    return years.compactMap { year in
      var day = CalendarArithmetic.dayNumber(year: year, month: 2, day: 21)
      for _ in 0..<3 {
        let parts = calendar.dateComponents([.month, .day], from: noon(day))
        guard let month = parts.month, let dayOfMonth = parts.day else { return nil }
        if month == 1, parts.isLeapMonth != true { return day - dayOfMonth + 1 }
        day -= dayOfMonth
      }
      return nil
    }
  }

  static func islamic(
    _ feast: MovingHoliday.Feast, _ reckoning: MovingHoliday.Reckoning, _ years: ClosedRange<Int>
  ) -> [Range<Int>] {
    let calendar = calendar(reckoning == .ummAlQura ? .islamicUmmAlQura : .islamicCivil)
    func day(_ year: Int, _ month: Int, _ dayOfMonth: Int) -> Int? {
      let parts = DateComponents(year: year, month: month, day: dayOfMonth, hour: 12)
      return calendar.date(from: parts).map {
        Int(($0.timeIntervalSince1970 / 86_400).rounded(.down))
      }
    }
    let first = CalendarArithmetic.dayNumber(year: years.lowerBound, month: 1, day: 1)
    let end = CalendarArithmetic.dayNumber(year: years.upperBound + 1, month: 1, day: 1)
    guard let start = calendar.dateComponents([.year], from: noon(first)).year,
      let last = calendar.dateComponents([.year], from: noon(end)).year
    else { return [] }
    return (start...last).compactMap { year in
      let begin: Int?
      var next: Int?
      switch feast {
      case .chineseNewYear: return nil
      case .ramadan: (begin, next) = (day(year, 9, 1), day(year, 10, 1))
      case .eidAlFitr: begin = day(year, 10, 1)
      case .eidAlAdha: begin = day(year, 12, 10)
      }
      guard let begin, begin >= first, begin < end else { return nil }
      next = next ?? begin + 1
      return next.map { begin..<$0 }
    }
  }
}
