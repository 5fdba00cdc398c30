/// Proleptic Gregorian calendar arithmetic on day numbers; day 0 is 1970-01-01.
///
/// Source: Hinnant, "chrono-compatible low-level date algorithms" (days_from_civil and
/// civil_from_days, restated); ISO 8601-1:2019 for weeks.
public enum CalendarArithmetic {
  /// The day number of a date. Month 1…12, day 1…31; not validated.
  @inlinable
  public static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    // The year starts in March, so that the leap day is its last; 400 years are added for each
    // negative one, so that division rounds down.
    let y = month <= 2 ? year - 1 : year
    let eras = y < 0 ? -(y / 400) + 1 : 0
    let positive = UInt(bitPattern: y + 400 * eras)
    let leaps = Int(bitPattern: positive / 4 - positive / 100 + positive / 400)
    let dayOfYear = (153 * UInt(bitPattern: month > 2 ? month - 3 : month + 9) + 2) / 5
    let days = 365 * Int(bitPattern: positive) + leaps + Int(bitPattern: dayOfYear)
    return days + day - 1 - 719_468 - 146_097 * eras
  }

  /// The date of a day number: month 1…12, day 1…31.
  public static func date(ofDay number: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  /// Whether a year of the proleptic Gregorian calendar has a 29 February.
  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The days of a month, 28 to 31. Month 1…12; not validated.
  public static func days(inMonth month: Int, of year: Int) -> Int {
    month == 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Weeks since the ISO week that holds 1970-01-01, for a day number.
  public static func isoWeekNumber(ofDay number: Int) -> Int { floorDivide(number + 3, 7) }

  /// Weeks since the ISO week that holds 1970-01-01, for ISO year and week 1…53.
  public static func isoWeekNumber(year: Int, week: Int) -> Int {
    // 4 January is always in week 1.
    isoWeekNumber(ofDay: dayNumber(year: year, month: 1, day: 4)) + week - 1
  }

  /// The ISO year and week 1…53 of a week number as `isoWeekNumber` counts it.
  public static func isoYearAndWeek(ofWeek number: Int) -> (year: Int, week: Int) {
    // The week belongs to the year of its Thursday.
    let year = date(ofDay: number * 7).year
    return (year, number - isoWeekNumber(year: year, week: 1) + 1)
  }

  /// The weeks of an ISO year, 52 or 53.
  public static func isoWeeks(inYear year: Int) -> Int {
    isoWeekNumber(year: year + 1, week: 1) - isoWeekNumber(year: year, week: 1)
  }

  static func floorDivide(_ a: Int, _ b: Int) -> Int {
    let quotient = a / b
    return (a % b != 0 && (a < 0) != (b < 0)) ? quotient - 1 : quotient
  }
}
