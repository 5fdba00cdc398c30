import Foundation
import SeriesCore
import Testing

@Suite struct CalendarTests {
  /// Foundation's Gregorian calendar as the oracle, from 1600 on (before 1582 it is Julian).
  @Test func daysAgreeWithFoundation() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    for number in stride(from: -135_000, through: 400_000, by: 211) {
      let date = Date(timeIntervalSince1970: Double(number) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      let ours = CalendarArithmetic.date(ofDay: number)
      #expect(ours.year == parts.year && ours.month == parts.month && ours.day == parts.day)
      #expect(
        CalendarArithmetic.dayNumber(year: ours.year, month: ours.month, day: ours.day) == number)
    }
  }

  @Test func isoWeeksAgreeWithFoundation() throws {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    for number in stride(from: -40_000, through: 60_000, by: 13) {
      let date = Date(timeIntervalSince1970: Double(number) * 86_400)
      let parts = calendar.dateComponents([.yearForWeekOfYear, .weekOfYear], from: date)
      let week = CalendarArithmetic.isoWeekNumber(ofDay: number)
      let ours = CalendarArithmetic.isoYearAndWeek(ofWeek: week)
      #expect(ours.year == parts.yearForWeekOfYear && ours.week == parts.weekOfYear)
      #expect(CalendarArithmetic.isoWeekNumber(year: ours.year, week: ours.week) == week)
    }
    #expect(CalendarArithmetic.isoWeeks(inYear: 2020) == 53)
    #expect(CalendarArithmetic.isoWeeks(inYear: 2021) == 52)
  }

  @Test func theCalendarIsProleptic() {
    #expect(CalendarArithmetic.isLeap(1500) == false && CalendarArithmetic.isLeap(1600))
    let before = CalendarArithmetic.dayNumber(year: 1582, month: 10, day: 4)
    #expect(CalendarArithmetic.date(ofDay: before + 1) == (1582, 10, 5))
  }
}
