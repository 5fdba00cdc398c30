import SeriesCore
import Testing
import _TestSupport

/// Spacings that are no frequency of the calendar, of which a reader is told.
@Suite struct SeriesSpacingTests {
  static func series(_ frequency: Frequency, _ ordinals: [Int]) -> TimeSeries {
    TimeSeries(
      id: "x", axis: PeriodAxis(frequency),
      observations: ordinals.map { (ordinal: $0, value: Double($0)) })
  }

  /// Day 4 since 1 January 1970 was a Monday.
  static let monday = 4
  static let workdays = (0..<8).flatMap { week in (0..<5).map { monday + week * 7 + $0 } }

  @Test func workingDaysAreTold() {
    let all = Self.series(.day, Self.workdays)
    #expect(all.spacing == .workdays)
    #expect(
      all.spacingNote(SettingNames(options: [.frequency]))
        == "series 'x' stands on working days only and is read with gaps between "
        + "(give --freq integer to count its values)")
    // A holiday here and there changes nothing, every other week left out does.
    #expect(Self.series(.day, Self.workdays.filter { $0 != Self.monday + 9 }).spacing == .workdays)
    #expect(Self.series(.day, Self.workdays.filter { ($0 - Self.monday) % 14 < 7 }).spacing == nil)
  }

  @Test func aSundayMakesThemDays() {
    let sunday = Self.monday + 6
    #expect(Self.series(.day, (Self.workdays + [sunday]).sorted()).spacing == nil)
    #expect(Self.series(.week, Self.workdays).spacing == nil)
  }

  @Test(arguments: [
    (Frequency.annual, "years"), (.half, "half-years"), (.quarter, "quarters"), (.month, "months"),
    (.week, "weeks"), (.day, "days"), (.integer, "periods"),
  ]) func everyOtherPeriodIsTold(_ frequency: Frequency, _ word: String) {
    let series = Self.series(frequency, [0, 2, 4, 6])
    #expect(series.spacing == .every(2))
    #expect(
      series.spacingNote(SettingNames())
        == "series 'x' has one value in 2 \(word) and is read with gaps between")
  }

  @Test func whatFollowsOrHasGapsIsNoSpacing() {
    for ordinals in [[0, 1, 2, 3], [0, 2], [0, 1, 3, 4, 5], []] {
      let series = Self.series(.month, ordinals)
      #expect(series.spacing == nil && series.spacingNote(SettingNames()) == nil)
    }
  }
}
