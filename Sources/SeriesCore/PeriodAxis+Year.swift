extension PeriodAxis {
  /// The calendar year of a period, for weeks that of ISO 8601; nil for numbered periods.
  package func year(of ordinal: Int) -> Int? {
    switch frequency {
    case .annual, .half, .quarter, .month:
      monthsPerPeriod.map { CalendarArithmetic.floorDivide(ordinal, 12 / $0) }
    case .week: CalendarArithmetic.isoYearAndWeek(ofWeek: ordinal).year
    case .day: CalendarArithmetic.date(ofDay: ordinal).year
    case .integer: nil
    }
  }

  /// The first period of a calendar year; nil for numbered periods.
  package func firstOrdinal(ofYear year: Int) -> Int? {
    switch frequency {
    case .annual, .half, .quarter, .month: monthsPerPeriod.map { year * (12 / $0) }
    case .week: CalendarArithmetic.isoWeekNumber(year: year, week: 1)
    case .day: CalendarArithmetic.dayNumber(year: year, month: 1, day: 1)
    case .integer: nil
    }
  }
}
