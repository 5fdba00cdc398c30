/// Why the periods of one series give no time axis.
public enum PeriodFault: Error, Equatable, Sendable {
  /// Periods of two notations in one series; the positions of the first of each, from 0.
  case mixedFrequency(first: Int, second: Int)
  /// One date alone does not tell whether it is a day, a month or a year.
  case ambiguous
  /// Numbers that look like dates without dashes, such as 202011 or 20201130.
  case compactDates
  /// A part-year sum where a full period is needed; its position, from 0.
  case partYear(at: Int)
  /// A period that does not fit the frequency asked for; its position, from 0.
  case otherFrequency(at: Int, asked: Frequency)
  /// The same period twice; both positions, from 0.
  case duplicate(first: Int, second: Int)
  /// A date of publication that does not fit the axis; its position, from 0.
  case unknownTime(at: Int)
  /// A value said to be known before its period begins; its position, from 0.
  case knownTooEarly(at: Int)
}

extension PeriodAxis {
  /// Finds the axis of one series from notation and spacing, and the ordinals of its periods.
  ///
  /// Dates whose months differ by multiples of 12, 3 or 1, on one day of the month or all on month
  /// ends, are annual, quarterly, monthly; dates multiples of 7 days apart, with two neighbours
  /// 7 days apart, weekly; other dates daily. Plain integers are years when all have four digits
  /// from 1000 to 2999, else numbers.
  ///
  /// - Parameter asked: the frequency to take instead of finding one.
  public static func infer(
    _ periods: [PeriodText], asked: Frequency? = nil
  ) throws(PeriodFault) -> (axis: PeriodAxis, ordinals: [Int]) {
    guard let first = periods.first else { throw .ambiguous }
    for (i, period) in periods.enumerated() {
      if period.kind == .interval { throw .partYear(at: i) }
      if period.kind != first.kind { throw .mixedFrequency(first: 0, second: i) }
    }
    let axis: PeriodAxis
    if let asked {
      axis = PeriodAxis(asked, notation: notation(of: periods, for: asked))
    } else {
      switch first.kind {
      case .number:
        if periods.allSatisfy({ isCompactDate($0.value) }) { throw .compactDates }
        let years = periods.allSatisfy { (1000...2999).contains($0.value) }
        axis = PeriodAxis(years ? .annual : .integer)
      case .half: axis = PeriodAxis(.half)
      case .quarter: axis = PeriodAxis(.quarter)
      case .month: axis = PeriodAxis(.month)
      case .week: axis = PeriodAxis(.week)
      case .day, .interval: axis = try inferDates(periods.map(\.value))
      }
    }
    var ordinals = [Int]()
    ordinals.reserveCapacity(periods.count)
    for (i, period) in periods.enumerated() {
      guard let ordinal = axis.ordinal(of: period) else {
        throw .otherFrequency(at: i, asked: axis.frequency)
      }
      ordinals.append(ordinal)
    }
    return (axis, ordinals)
  }

  /// 190001…219912 as year and month, or eight digits as year, month and day.
  private static func isCompactDate(_ value: Int) -> Bool {
    let isMonth = { (number: Int) in
      (1900...2199).contains(number / 100) && (1...12).contains(number % 100)
    }
    return isMonth(value) || (isMonth(value / 100) && (1...31).contains(value % 100))
  }

  private static func inferDates(_ days: [Int]) throws(PeriodFault) -> PeriodAxis {
    let sorted = Array(Set(days)).sorted()
    guard sorted.count > 1 else { throw .ambiguous }
    let dates = sorted.map(CalendarArithmetic.date(ofDay:))
    if let day = commonDay(dates) {
      let months = dates.map { $0.year * 12 + $0.month - 1 }
      var step = 0
      for (a, b) in zip(months, months.dropFirst()) { step = greatestDivisor(step, b - a) }
      let (frequency, length): (Frequency, Int) =
        step % 12 == 0 ? (.annual, 12) : step % 3 == 0 ? (.quarter, 3) : (.month, 1)
      return PeriodAxis(
        frequency, notation: .date(monthOffset: months[0] % length, day: day))
    }
    let gaps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }
    if gaps.allSatisfy({ $0 % 7 == 0 }), gaps.contains(7) {
      return PeriodAxis(.week, notation: .weekday(weekday(sorted[0])))
    }
    return PeriodAxis(.day)
  }

  /// The notation that dates have when the frequency was asked for.
  private static func notation(of periods: [PeriodText], for asked: Frequency) -> Notation {
    guard periods.first?.kind == .day else { return .plain }
    let days = periods.map(\.value)
    if asked == .week { return .weekday(weekday(days[0])) }
    guard let months = PeriodAxis(asked).monthsPerPeriod else { return .plain }
    let dates = days.map(CalendarArithmetic.date(ofDay:))
    return .date(
      monthOffset: (dates[0].month - 1) % months, day: commonDay(dates) ?? .fixed(dates[0].day))
  }

  private static func weekday(_ day: Int) -> Int {
    let shifted = (day + 3) % 7
    return shifted < 0 ? shifted + 7 : shifted
  }

  private static func commonDay(_ dates: [(year: Int, month: Int, day: Int)]) -> DayOfMonth? {
    func length(_ date: (year: Int, month: Int, day: Int)) -> Int {
      CalendarArithmetic.days(inMonth: date.month, of: date.year)
    }
    if dates.allSatisfy({ $0.day == length($0) }) { return .last }
    // A series on the 30th stands on 28 February: the day, or the month's last where it is shorter.
    let day = dates.map(\.day).max() ?? 0
    return dates.allSatisfy { $0.day == min(day, length($0)) } ? .fixed(day) : nil
  }

  private static func greatestDivisor(_ a: Int, _ b: Int) -> Int {
    var (x, y) = (abs(a), abs(b))
    while y != 0 { (x, y) = (y, x % y) }
    return x
  }
}
