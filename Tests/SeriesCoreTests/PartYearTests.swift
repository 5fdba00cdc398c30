import SeriesCore
import Testing

/// Parts of years: what counts as one, how sums are laid end to end, what is refused.
@Suite struct PartYearTests {
  static func partYears(_ rows: [String]) throws -> PartYearSeries {
    let text = "series,period,value\n" + rows.map { "x," + $0 + "\n" }.joined()
    let drafts = try SeriesDraft.group(ByteSource(name: "d.csv", bytes: Array(text.utf8)))
    return try PartYearSeries(drafts[0])
  }

  @Test func intervalsKeepTheirEnds() throws {
    let months = try #require(PeriodText("2024-01/2024-04")?.interval)
    #expect(months.first == PeriodText("2024-01") && months.last == PeriodText("2024-04"))
    // Days before 1970 are negative numbers.
    let days = try #require(PeriodText("1923-01-01/1923-12-02")?.interval)
    #expect(days.first == PeriodText("1923-01-01") && days.last == PeriodText("1923-12-02"))
    #expect(PeriodText("2024-01/2024-04")?.written == "2024-01/2024-04")
    #expect(PeriodText("2024-01")?.interval == nil)
    #expect(PeriodText("2024-04/2024-01") == nil)
  }

  @Test(arguments: [
    ("2023-Q1", 2023, "2023-01/2023-03"), ("2023-S1", 2023, "2023-01/2023-06"),
    ("2023-01", 2023, "2023-01/2023-01"), ("2023-01/2023-10", 2023, "2023-01/2023-10"),
    ("2023-01-01/2023-12-02", 2023, "2023-01-01/2023-12-02"),
    ("2023-01-01/2023-06-30", 2023, "2023-01/2023-06"),
    ("2023-Q1/2023-Q3", 2023, "2023-01/2023-09"),
  ])
  func partsAreRead(_ text: String, _ year: Int, _ written: String) throws {
    let period = try #require(PeriodText(text))
    let read = try #require(YearPart.read(period))
    #expect(read.year == year && read.part.text(of: year) == written)
  }

  @Test(arguments: [
    "2023", "2023-Q2", "2023-02", "2023-02/2023-05", "2023-01/2024-02", "2023-01/2023-12",
    "2023-W05", "2023-05-01", "2023-01-02/2023-05-31", "2020/2021",
  ])
  func otherPeriodsAreNoParts(_ text: String) throws {
    let period = try #require(PeriodText(text))
    #expect(YearPart.read(period) == nil)
  }

  @Test func elapsedShares() {
    #expect(YearPart(endMonth: 3).elapsedShare == 0.25)
    #expect(YearPart(endMonth: 7, endDay: 2).elapsedShare == 183.0 / 365)
    #expect(YearPart(endMonth: 2).lastDay(of: 2024) == PeriodText("2024-02-29")?.value)
    #expect(PeriodText("2024-Q1")?.lastDay == PeriodText("2024-03-31")?.value)
    #expect(PeriodText("2024")?.lastDay == PeriodText("2024-12-31")?.value)
  }

  @Test func sumsAreLaidEndToEnd() throws {
    let quarters = try Self.partYears([
      "2022-Q1,1", "2022-Q2,2", "2022-Q3,4", "2022-Q4,8", "2023-Q2,5",
    ])
    #expect(quarters.value(YearPart(endMonth: 3), of: 2022) == 1)
    #expect(quarters.value(YearPart(endMonth: 6), of: 2022) == 3)
    #expect(quarters.value(YearPart(endMonth: 12), of: 2022) == 15)
    // The first quarter is not known: neither is the half-year.
    #expect(quarters.value(YearPart(endMonth: 6), of: 2023) == nil)
    let mixed = try Self.partYears(["2024-01/2024-03,3", "2024-04/2024-06,4", "2024-01/2024-09,12"])
    #expect(mixed.value(YearPart(endMonth: 6), of: 2024) == 7)
    #expect(mixed.value(YearPart(endMonth: 9), of: 2024) == 12)
    #expect(mixed.parts(of: 2024).map(\.endMonth) == [3, 6, 9])
    let months = try Self.partYears((1...12).map { "2024-\($0 < 10 ? "0" : "")\($0),\($0)" })
    #expect(months.value(YearPart(endMonth: 5), of: 2024) == 15)
  }

  @Test(arguments: [
    (["2024-01/2024-04,3", "2024-03/2024-06,2"], 3, "overlaps '2024-01/2024-04' of line 2"),
    (["2024-03/2024-06,2"], 2, "does not start with the year"),
    (["2024-01/2024-02,2", "2024-04/2024-06,2"], 3, "does not start with the year"),
    (["2019-07/2020-06,1"], 2, "no part of one calendar year"),
    (["2024-01/2024-04,3", "2024-01/2024-06,2"], 3, "less than 3"),
    (["2024-01/2024-03,3", "2024-01/2024-03,3"], 3, "stands already on line 2"),
    (["2024-01/2024-03,3", "2024,12"], 3, "no part of one calendar year"),
  ])
  func whatIsRefused(_ rows: [String], _ line: Int, _ message: String) throws {
    do {
      _ = try Self.partYears(rows)
      Issue.record("no fault")
    } catch let fault as InputFault {
      #expect(fault.line == line && fault.message.contains(message), "\(fault)")
    }
  }

  /// Publishers' year-to-date labels and those of whole years are one basis; others are not.
  @Test func theBasisOfWholeYears() throws {
    let text = "series,period,value,basis\nx,2024-01/2024-03,1,\"A nominal, year to date\"\n"
    let draft = try SeriesDraft.group(ByteSource(name: "d", bytes: Array(text.utf8)))[0]
    #expect(try PartYearSeries(draft).wholeYearBasis == SeriesBasis("A nominal"))
    let two = text + "x,2023-01/2023-03,1,B\n"
    let mixed = try SeriesDraft.group(ByteSource(name: "d", bytes: Array(two.utf8)))[0]
    #expect(throws: InputFault.self) { try PartYearSeries(mixed) }
  }
}
