package import SeriesCore
internal import Synchronization

/// The share of a moving holiday's window that falls into each period.
///
/// x_t = (days of the window in period t) ÷ (days of the window), less its long-run mean over the
/// same month, quarter or week of the year, so that what recurs every year stays with the season.
/// The means are over the years whose dates are known: 1900 to 2099, or those of the user's own.
///
/// Source: U.S. Census Bureau, X-13ARIMA-SEATS `genhol`; Findley & Soukup (2000).
package struct HolidayRegressor: Sendable {
  package let holiday: MovingHoliday
  package let axis: PeriodAxis
  private let years: ClosedRange<Int>
  private let table: HolidayShares
  private let isCentred: Bool

  /// - Parameter axis: half-years, quarters, months or weeks.
  /// - Parameter ordinals: the periods for which values will be asked.
  /// - Throws: `.noEstimate` for other periods and for years outside 1900 to 2099; `.holidayYears` for
  ///   years outside of the user's own dates.
  package init(
    _ holiday: MovingHoliday, axis: PeriodAxis, ordinals: ClosedRange<Int>, isCentred: Bool = true
  ) throws(ForecastingError) {
    guard [.half, .quarter, .month, .week].contains(axis.frequency),
      let first = axis.days(of: ordinals.lowerBound), let last = axis.days(of: ordinals.upperBound)
    else { throw .noEstimate("a moving holiday needs weeks, months, quarters or half-years") }
    let start = CalendarArithmetic.date(ofDay: first.lowerBound).year
    let end = CalendarArithmetic.date(ofDay: last.upperBound - 1).year
    guard holiday.years.contains(start), holiday.years.contains(end) else {
      if holiday.feast == nil {
        throw .holidayYears(
          holiday.name, first: holiday.years.lowerBound, last: holiday.years.upperBound)
      }
      throw .noEstimate("moving holidays are known from 1900 to 2099")
    }
    self.holiday = holiday
    self.axis = axis
    years = start...end
    table = HolidayShares.of(holiday, axis)
    self.isCentred = isCentred
  }

  /// The regressor in a period.
  ///
  /// - Precondition: the period is among those given at the start, or in a year of one of them.
  package func value(at ordinal: Int) -> Double {
    let share = share(at: ordinal)
    return isCentred ? share - table.means[HolidayShares.place(ordinal, axis)] : share
  }

  /// The share of the window that falls into a period, not centred.
  ///
  /// - Precondition: as `value(at:)`.
  package func share(at ordinal: Int) -> Double {
    let year = axis.days(of: ordinal).map { CalendarArithmetic.date(ofDay: $0.lowerBound + 3).year }
    precondition(year.map(years.contains) == true, "the period was not asked for")
    return table.shares[ordinal] ?? 0
  }
}

/// The shares of a holiday in all periods of a frequency, and their means by place in the year.
private struct HolidayShares: Sendable {
  private(set) var shares: [Int: Double] = [:]
  private(set) var means: [Double] = []

  private struct Key: Hashable {
    let holiday: MovingHoliday
    let frequency: Frequency
  }

  /// Two centuries of lunar dates take milliseconds, and every series of a file asks for the same.
  private static let known = Mutex<[Key: HolidayShares]>([:])

  static func of(_ holiday: MovingHoliday, _ axis: PeriodAxis) -> HolidayShares {
    let key = Key(holiday: holiday, frequency: axis.frequency)
    return known.withLock { known in
      if let table = known[key] { return table }
      let table = HolidayShares(holiday, axis)
      known[key] = table
      return table
    }
  }

  private init(_ holiday: MovingHoliday, _ axis: PeriodAxis) {
    let years = holiday.years
    // A window can reach into the years before and after.
    for window in holiday.windows(in: (years.lowerBound - 1)...(years.upperBound + 1)) {
      guard var ordinal = axis.ordinal(ofDay: window.lowerBound) else { continue }
      while let days = axis.days(of: ordinal), days.lowerBound < window.upperBound {
        let common = days.clamped(to: window).count
        shares[ordinal, default: 0] += Double(common) / Double(window.count)
        ordinal += 1
      }
    }
    var sums = [Double](repeating: 0, count: 53)
    var counts = [Int](repeating: 0, count: 53)
    let first = CalendarArithmetic.dayNumber(year: years.lowerBound, month: 1, day: 4)
    let last = CalendarArithmetic.dayNumber(year: years.upperBound, month: 12, day: 28)
    guard let start = axis.ordinal(ofDay: first), let end = axis.ordinal(ofDay: last) else {
      return
    }
    for ordinal in start...end {
      let place = Self.place(ordinal, axis)
      sums[place] += shares[ordinal] ?? 0
      counts[place] += 1
    }
    means = zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : 0 }
  }

  /// The place of a period in its year, from 0.
  static func place(_ ordinal: Int, _ axis: PeriodAxis) -> Int {
    if axis.frequency == .week {
      return CalendarArithmetic.isoYearAndWeek(ofWeek: ordinal).week - 1
    }
    let periods = axis.frequency.seasonLength
    return ((ordinal % periods) + periods) % periods
  }
}
