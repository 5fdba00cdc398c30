/// Why the periods of one series give no time axis.
public enum PeriodFault: Error, Equatable, Sendable {
  /// Periods of two notations in one series; the positions of the first of each, from 0.
  case mixedFrequency(first: Int, second: Int)
  /// One date alone does not tell whether it is a day, a month or a year.
  case ambiguous
  /// Numbers that look like dates without dashes, such as 202011 or 20201130.
  case compactDates
  /// Numbers that are days of a spreadsheet, such as 43831 and 43862.
  case dayNumbers
  /// Numbers that are seconds or milliseconds since 1970.
  case unixTimes
  /// Years such as `2009-10`, which read as months too.
  case splitYears
  /// Years of two digits more than half a century apart.
  case shortYears
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
  /// Dates whose months differ by multiples of 12, 6, 3 or 1, on one day of the month or all on month
  /// ends, are annual, half-yearly, quarterly, monthly; dates multiples of 7 days apart, with two
  /// neighbours 7 days apart, weekly; other dates daily. Three months or more in `2023-05` that
  /// differ by multiples of 3 are read likewise. Plain integers are years when all have four digits
  /// from 1000 to 2999, else numbers.
  ///
  /// - Parameter asked: the frequency to take instead of finding one. `integer` numbers periods of
  ///   any notation from 1 in their order.
  /// - Throws: `PeriodFault` where the periods are of several notations, none of those asked for, or
  ///   such as could be read in two ways.
  public static func infer(
    _ periods: [PeriodText], asked: Frequency? = nil
  ) throws(PeriodFault) -> (axis: PeriodAxis, ordinals: [Int]) {
    guard let first = periods.first else { throw .ambiguous }
    for (i, period) in periods.enumerated() {
      if period.kind == .interval { throw .partYear(at: i) }
      if period.kind != first.kind { throw .mixedFrequency(first: 0, second: i) }
    }
    if asked == .integer, first.kind != .number { return numbered(periods) }
    if let asked, let dates = PeriodText.compactDates(periods, asked) {
      return try infer(dates, asked: asked)
    }
    let spelling = first.spelling
    let axis: PeriodAxis
    if let asked {
      let notation = try notation(of: periods, for: asked)
      axis = PeriodAxis(asked, notation: notation, spelling: spelling)
    } else {
      switch first.kind {
      case .number:
        try NumberedPeriods.check(periods.map(\.value))
        let years = periods.allSatisfy { (1000...2999).contains($0.value) }
        axis = PeriodAxis(years ? .annual : .integer, spelling: years ? spelling : .plain)
      case .half: axis = PeriodAxis(.half, spelling: spelling)
      case .quarter: axis = PeriodAxis(.quarter, spelling: spelling)
      case .month: axis = try inferMonths(periods.map(\.value), spelling)
      case .week: axis = PeriodAxis(.week, spelling: spelling)
      case .day, .interval: axis = try inferDates(periods.map(\.value), spelling)
      }
    }
    if spelling.hasShortYear { try refuseLongGap(periods.map(\.value), axis) }
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

  /// Periods of any notation as 1, 2, 3 … in their order.
  private static func numbered(_ periods: [PeriodText]) -> (axis: PeriodAxis, ordinals: [Int]) {
    let sorted = Array(Set(periods.map(\.value))).sorted()
    var places: [Int: Int] = [:]
    for (place, value) in sorted.enumerated() { places[value] = place + 1 }
    return (PeriodAxis(.integer), periods.map { places[$0.value] ?? 0 })
  }

  /// Years of two digits whose century is only a habit of spreadsheets must hang together.
  private static func refuseLongGap(_ values: [Int], _ axis: PeriodAxis) throws(PeriodFault) {
    let perYear: Int
    switch axis.notation {
    case .month: perYear = 12
    default: perYear = axis.monthsPerPeriod.map { 12 / $0 } ?? 366
    }
    let unit = 50 * perYear
    let sorted = values.sorted()
    if zip(sorted, sorted.dropFirst()).contains(where: { $1 - $0 > unit }) { throw .shortYears }
  }

  /// Months that may stand for quarters, half-years or years, by their spacing.
  private static func inferMonths(
    _ months: [Int], _ spelling: PeriodSpelling
  ) throws(PeriodFault) -> PeriodAxis {
    let sorted = Array(Set(months)).sorted()
    // 2009-10, 2010-11 and 2011-12 are three years, each named by where it ends.
    let isSplit = sorted.allSatisfy {
      $0 % 12 + 1 == (CalendarArithmetic.floorDivide($0, 12) + 1) % 100
    }
    if isSplit, sorted.count > 1, spelling.part == .digits, !spelling.isYearLast {
      throw .splitYears
    }
    let step = step(of: sorted)
    guard sorted.count > 2, step % 3 == 0 else { return PeriodAxis(.month, spelling: spelling) }
    let (frequency, length) = frequency(everyMonths: step)
    return PeriodAxis(
      frequency, notation: .month(offset: ((sorted[0] % length) + length) % length),
      spelling: spelling)
  }

  private static func step(of sorted: [Int]) -> Int {
    var step = 0
    for (a, b) in zip(sorted, sorted.dropFirst()) { step = greatestDivisor(step, b - a) }
    return step
  }

  private static func frequency(everyMonths step: Int) -> (frequency: Frequency, months: Int) {
    if step % 12 == 0 { return (.annual, 12) }
    if step % 6 == 0 { return (.half, 6) }
    return step % 3 == 0 ? (.quarter, 3) : (.month, 1)
  }

  private static func inferDates(
    _ days: [Int], _ spelling: PeriodSpelling
  ) throws(PeriodFault) -> PeriodAxis {
    let sorted = Array(Set(days)).sorted()
    guard sorted.count > 1 else { throw .ambiguous }
    let dates = sorted.map(CalendarArithmetic.date(ofDay:))
    if let day = commonDay(dates) {
      let months = dates.map { $0.year * 12 + $0.month - 1 }
      let (frequency, length) = frequency(everyMonths: step(of: months))
      return PeriodAxis(
        frequency, notation: .date(monthOffset: months[0] % length, day: day), spelling: spelling)
    }
    let gaps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }
    if gaps.allSatisfy({ $0 % 7 == 0 }), gaps.contains(7) {
      return PeriodAxis(.week, notation: .weekday(weekday(sorted[0])), spelling: spelling)
    }
    return PeriodAxis(.day, spelling: spelling)
  }

  /// The notation that dates and months have when the frequency was asked for.
  private static func notation(
    of periods: [PeriodText], for asked: Frequency
  ) throws(PeriodFault) -> Notation {
    if periods.first?.kind == .month, asked != .month {
      let values = periods.map(\.value)
      guard let length = PeriodAxis(asked).monthsPerPeriod,
        step(of: values.sorted()) % length == 0
      else { throw .otherFrequency(at: 0, asked: asked) }
      return .month(offset: ((values[0] % length) + length) % length)
    }
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
