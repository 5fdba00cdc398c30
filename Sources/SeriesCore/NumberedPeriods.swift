/// Numbers in the place of periods that are no plain count.
enum NumberedPeriods {
  /// Refuses numbers that are dates in another form.
  ///
  /// - Throws: `PeriodFault.compactDates` for 202011 or 20201130, `.dayNumbers` for the days of a
  ///   spreadsheet, `.unixTimes` for seconds since 1970.
  static func check(_ values: [Int]) throws(PeriodFault) {
    if values.allSatisfy(isCompactDate) { throw .compactDates }
    let sorted = Array(Set(values)).sorted()
    guard sorted.count > 2 else { return }
    if isSpreadsheet(sorted) { throw .dayNumbers }
    // Whole days as seconds or milliseconds, from 1973 on.
    for day in [86_400, 86_400_000] where sorted[0] >= 1150 * day {
      if sorted.allSatisfy({ $0 % day == 0 }), sorted[sorted.count - 1] < 40_000 * day {
        throw .unixTimes
      }
    }
  }

  /// 190001…219912 as year and month, or eight digits as year, month and day.
  static func isCompactDate(_ value: Int) -> Bool {
    let isMonth = { (number: Int) in
      (1900...2199).contains(number / 100) && (1...12).contains(number % 100)
    }
    return isMonth(value) || (isMonth(value / 100) && (1...31).contains(value % 100))
  }

  /// Whether rising numbers are days since 1900 with the spacing of months, quarters, half-years or
  /// years, some of them left out or not; days, weeks and working days count between 1990 and 2050.
  private static func isSpreadsheet(_ days: [Int]) -> Bool {
    // 1927…2119: a count rarely begins so high.
    guard days[0] >= 10_000, days[days.count - 1] < 80_000 else { return false }
    let gaps = zip(days, days.dropFirst()).map { $1 - $0 }
    for range in [28...31, 90...92, 181...184, 365...366] {
      if gaps.allSatisfy(range.contains) { return true }
    }
    let dates = days.map { CalendarArithmetic.date(ofDay: $0 - 25_569) }
    if gaps.allSatisfy({ $0 >= 28 }) {
      let isEnd = dates.allSatisfy {
        $0.day == CalendarArithmetic.days(inMonth: $0.month, of: $0.year)
      }
      if isEnd || dates.allSatisfy({ $0.day == dates[0].day }) { return true }
    }
    guard days[0] >= 32_874, days[days.count - 1] < 55_153 else { return false }
    if gaps.allSatisfy({ $0 == 1 }) || gaps.allSatisfy({ $0 == 7 }) { return true }
    // Day 2 of the count was a Monday; working days leave out Saturdays and Sundays.
    return gaps.allSatisfy { $0 <= 4 } && gaps.contains(3)
      && days.allSatisfy { (2...6).contains($0 % 7) }
  }
}

extension PeriodText {
  /// 202011 as a month or 20201130 as a day, where a frequency of the calendar was asked for; nil
  /// where not all periods are such numbers.
  static func compactDates(_ periods: [PeriodText], _ asked: Frequency) -> [PeriodText]? {
    guard asked != .integer, periods.allSatisfy({ $0.kind == .number }) else { return nil }
    let spelling = PeriodSpelling.compact
    var dates: [PeriodText] = []
    for period in periods {
      guard NumberedPeriods.isCompactDate(period.value) else { return nil }
      if period.value < 1_000_000 {
        let (year, month) = (period.value / 100, period.value % 100)
        dates.append(PeriodText(.month, year * 12 + month - 1, spelling))
      } else {
        let (year, month) = (period.value / 10_000, period.value / 100 % 100)
        let day = period.value % 100
        guard day <= CalendarArithmetic.days(inMonth: month, of: year) else { return nil }
        let number = CalendarArithmetic.dayNumber(year: year, month: month, day: day)
        dates.append(PeriodText(.day, number, spelling))
      }
    }
    return dates
  }
}
