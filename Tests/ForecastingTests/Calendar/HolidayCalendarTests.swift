import Forecasting
import Foundation
import SeriesCore
import Testing
import _TestSupport

/// Calendars of a user's own.
@Suite struct HolidayCalendarTests {
  static func read(_ text: String) throws -> [MovingHoliday] {
    try HolidayCalendar.read(ByteSource(name: "h.csv", bytes: Array(text.utf8)))
  }

  static func calendar(_ years: ClosedRange<Int>) throws -> MovingHoliday {
    let days = MovingHolidayTests.newYear.firstDays(in: years)
    let rows = days.map { day in
      "my-new-year," + PeriodAxis(.day).text(day) + ",10,10\n"
    }
    // The order of rows is no matter.
    return try #require(
      Self.read("name,date,before,after\n" + rows.reversed().joined()).first)
  }

  /// The issue asks for 1e-12. Of the same dates ours are the built-in's to the last digit, also of a file
  /// that covers the series' years alone, in which the means over the years are others.
  @Test(arguments: [1900...2099, 2009...2024])
  func datesOfAFileGiveTheBuiltInsCoefficients(_ years: ClosedRange<Int>) throws {
    let own = try Self.calendar(years)
    #expect(own.name == "my-new-year" && own.feast == nil)
    let series = try MovingHolidayTests.simulated(newYear: -0.2, ramadan: 0, seed: 8)
    for scale in [Scale.log, .level] {
      let a = try HolidayAdjustment(series, holidays: [own], scale: scale)
      let b = try HolidayAdjustment(series, holidays: [MovingHolidayTests.newYear], scale: scale)
      #expect(a.effects[0].coefficient == b.effects[0].coefficient)
      #expect(a.effects[0].standardError == b.effects[0].standardError)
    }
    for kinds in [[], Outlier.Kind.allCases] {
      var options = SeasonalAdjustment.Options()
      options.scale = .log
      options.outliers = kinds
      options.holidays = [own]
      let a = try SeasonalAdjustment(series, options: options)
      options.holidays = [MovingHolidayTests.newYear]
      let b = try SeasonalAdjustment(series, options: options)
      #expect(a.holidayEffects[0].coefficient == b.holidayEffects[0].coefficient)
      guard years == 1900...2099 else { continue }
      #expect(a.points == b.points)
    }
  }

  /// A forecast reaches to the end of the dates, and no further.
  @Test func aForecastEndsWithTheDates() throws {
    let own = try Self.calendar(2009...2024)
    let series = try MovingHolidayTests.simulated(newYear: -0.2, ramadan: 0, seed: 8)
    let fitted = try ModelRequest("naive+log").fit(to: series, holidays: [own])
    #expect(throws: Never.self) { try fitted.forecast(horizon: 12) }
    #expect(throws: ForecastingError.noEstimate("moving holidays are known to the end of 2024")) {
      try fitted.forecast(horizon: 13)
    }
    for years in [2011...2024, 2009...2022] {
      let short = try Self.calendar(years)
      #expect(
        throws: ForecastingError.holidayYears(
          "my-new-year", first: years.lowerBound, last: years.upperBound)
      ) {
        try HolidayAdjustment(series, holidays: [short], scale: .log)
      }
    }
  }

  /// Days without columns for them: the day itself. Shares are counted by hand.
  @Test func windowsAreReadByRow() throws {
    let holidays = try Self.read(
      "date,name,after\n2020-01-31,a,\n2021-01-31,a,2\n2020-05-01,b,3\n2022-05-01,b,3\n")
    #expect(holidays.map(\.name) == ["a", "b"])
    let shares = try HolidayRegressor(
      holidays[0], axis: PeriodAxis(.month), ordinals: (2020 * 12)...(2021 * 12 + 11),
      isCentred: false)
    #expect(shares.value(at: 2020 * 12) == 1 && shares.value(at: 2020 * 12 + 1) == 0)
    #expect(shares.value(at: 2021 * 12) == 0.5 && shares.value(at: 2021 * 12 + 1) == 0.5)
    #expect(holidays[1].firstDays(in: 2021...2021).isEmpty)
    #expect(holidays[1].firstDays(in: 2020...2022).count == 2)
  }

  @Test(arguments: [
    ("date,nom\n2020-01-01,a\n", 1), ("name,date\na,2020-13-01\n", 2),
    ("name,date\na,2020\n", 2), ("name,date\na,2020-01-01\na,2020-01-01\n", 3),
    ("name,date\n,2020-01-01\n", 2), ("name,date\n=a,2020-01-01\n", 2),
    ("name,date\na;b,2020-01-01\n", 2), ("name,date,before\na,2020-01-01,-1\n", 2),
    ("name,date,before\na,2020-01-01,1.5\n", 2),
    ("name,date,before,after\na,2020-01-01,0,0\n", 2),
    ("name,date,before,after\na,2020-01-01,200,200\n", 2),
  ])
  func whatIsNoCalendarIsRefusedAtItsLine(_ text: String, _ line: Int) throws {
    let fault = #expect(throws: InputFault.self) { try Self.read(text) }
    #expect(fault?.line == line, "\(text) \(String(describing: fault))")
  }

  @Test func anEmptyCalendarIsRefused() {
    #expect(throws: InputFault.self) { try Self.read("name,date\n") }
  }
}
