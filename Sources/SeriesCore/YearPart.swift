/// The part of a calendar year from 1 January to a day, the same in every year: what a figure "for
/// the first quarter" or "to 2 December" covers.
package struct YearPart: Sendable, Hashable {
  /// 1…12.
  package let endMonth: Int
  /// The last day that counts; nil for the last of the month.
  package let endDay: Int?

  /// - Parameter endDay: nil for the month's last day.
  package init(endMonth: Int, endDay: Int? = nil) {
    precondition((1...12).contains(endMonth), "a month is 1…12")
    self.endMonth = endMonth
    self.endDay = endDay
  }

  /// Whether it is the whole year.
  package var isWholeYear: Bool { endMonth == 12 && endDay == nil }

  /// The part of the year that has passed, by months, or by days of a year of 365.
  package var elapsedShare: Double {
    guard let endDay else { return Double(endMonth) / 12 }
    // 2023 has 365 days; a leap day moves the share by less than 0.3 %.
    let start = CalendarArithmetic.dayNumber(year: 2023, month: 1, day: 1)
    return Double(
      CalendarArithmetic.dayNumber(year: 2023, month: endMonth, day: endDay) - start + 1)
      / 365
  }

  /// The last day that counts in a year, as a day number.
  package func lastDay(of year: Int) -> Int {
    CalendarArithmetic.dayNumber(
      year: year, month: endMonth,
      day: endDay ?? CalendarArithmetic.days(inMonth: endMonth, of: year))
  }

  /// The part in a year, as an interval: `2023-01/2023-03`.
  package func text(of year: Int) -> String {
    let axis = PeriodAxis(.month)
    guard let endDay else {
      return axis.text(year * 12) + "/" + axis.text(year * 12 + endMonth - 1)
    }
    let day = endDay < 10 ? "0\(endDay)" : String(endDay)
    return axis.text(year * 12) + "-01/" + axis.text(year * 12 + endMonth - 1) + "-" + day
  }

  /// A written period of one calendar year: the year, its first day and its part to the end.
  ///
  /// - Returns: nil for whole years, weeks, single days, numbers and intervals over two years.
  static func piece(_ period: PeriodText) -> (
    year: Int, startMonth: Int, startDay: Int, end: YearPart
  )? {
    func months(_ first: Int, _ last: Int) -> (Int, Int, Int, YearPart)? {
      let year = CalendarArithmetic.floorDivide(first, 12)
      guard CalendarArithmetic.floorDivide(last, 12) == year else { return nil }
      return (year, first - year * 12 + 1, 1, YearPart(endMonth: last - year * 12 + 1))
    }
    let (first, last) = period.interval ?? (period, period)
    switch first.kind {
    case .half: return months(first.value * 6, last.value * 6 + 5)
    case .quarter: return months(first.value * 3, last.value * 3 + 2)
    case .month: return months(first.value, last.value)
    case .day where period.kind == .interval:
      let (a, b) = (
        CalendarArithmetic.date(ofDay: first.value), CalendarArithmetic.date(ofDay: last.value)
      )
      guard a.year == b.year else { return nil }
      let isEnd = b.day == CalendarArithmetic.days(inMonth: b.month, of: b.year)
      return (a.year, a.month, a.day, YearPart(endMonth: b.month, endDay: isEnd ? nil : b.day))
    case .number, .week, .day, .interval: return nil
    }
  }

  /// Reads `2023-Q1`, `2023-S1`, `2023-01` or an interval from January on.
  ///
  /// - Returns: the year and the part; nil when the period does not begin with the year or is all of
  ///   it.
  package static func read(_ period: PeriodText) -> (year: Int, part: YearPart)? {
    guard let piece = piece(period), piece.startMonth == 1, piece.startDay == 1,
      !piece.end.isWholeYear
    else { return nil }
    return (piece.year, piece.end)
  }
}
