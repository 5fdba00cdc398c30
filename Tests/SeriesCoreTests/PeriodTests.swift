import SeriesCore
import Testing

@Suite struct PeriodTests {
  static func texts(_ periods: [String]) throws -> [PeriodText] {
    try periods.map { try #require(PeriodText($0)) }
  }

  @Test(arguments: [
    (["2021", "2023"], Frequency.annual), (["1", "2", "3"], .integer), (["998", "1002"], .integer),
    (["2023-S1", "2023-S2"], .half), (["2022-Q4", "2023-Q1"], .quarter),
    (["2023-05", "2023-06"], .month), (["2023-W05"], .week),
    (["2001-01-01", "2003-01-01"], .annual), (["2001-06-30", "2002-06-30"], .annual),
    (["2001-03-31", "2001-06-30", "2001-12-31"], .quarter),
    (["2001-01-31", "2001-02-28", "2001-03-31"], .month),
    (["2000-01-01", "2000-02-01", "2000-03-01"], .month),
    (["2000-01-15", "2000-07-15"], .half), (["2020-12-30", "2021-01-30", "2021-02-28"], .month),
    (["2023-01-02", "2023-01-09", "2023-01-23"], .week),
    (["2023-01-02", "2023-01-03"], .day), (["2023-01-02", "2023-01-16"], .day),
  ]) func frequencyIsInferred(_ periods: [String], _ expected: Frequency) throws {
    let (axis, ordinals) = try PeriodAxis.infer(Self.texts(periods))
    #expect(axis.frequency == expected)
    // The axis writes each period back as it was written.
    #expect(ordinals.map(axis.text) == periods)
  }

  @Test func forecastPeriodsKeepTheNotation() throws {
    func next(_ periods: [String], _ steps: Int) throws -> String {
      let (axis, ordinals) = try PeriodAxis.infer(Self.texts(periods))
      return axis.text((ordinals.last ?? 0) + steps)
    }
    #expect(try next(["2001-01-31", "2001-02-28", "2001-03-31"], 1) == "2001-04-30")
    #expect(try next(["2001-03-31", "2001-06-30"], 2) == "2001-12-31")
    #expect(try next(["1975-01-01", "1976-01-01"], 5) == "1981-01-01")
    #expect(try next(["2022-Q4", "2023-Q1"], 4) == "2024-Q1")
    #expect(try next(["2020-W52", "2020-W53"], 1) == "2021-W01")
    #expect(try next(["2023-12"], 2) == "2024-02")
    #expect(try next(["8", "9"], 3) == "12")
    #expect(try next(["2023-01-02", "2023-01-09"], 1) == "2023-01-16")
    #expect(try next(["2023-S2"], 1) == "2024-S1")
  }

  @Test func oneDateIsAmbiguous() throws {
    #expect(throws: PeriodFault.ambiguous) { try PeriodAxis.infer(Self.texts(["2023-05-01"])) }
    let (axis, ordinals) = try PeriodAxis.infer(Self.texts(["2023-05-01"]), asked: .annual)
    #expect(axis.text(ordinals[0] + 1) == "2024-05-01")
  }

  @Test func datesWithoutDashesAreNoNumbers() throws {
    #expect(throws: PeriodFault.compactDates) {
      try PeriodAxis.infer(Self.texts(["202011", "202012", "202101"]))
    }
    #expect(throws: PeriodFault.compactDates) {
      try PeriodAxis.infer(Self.texts(["20200131", "20200229"]))
    }
    let (axis, _) = try PeriodAxis.infer(Self.texts(["202011", "202012"]), asked: .integer)
    #expect(axis.frequency == .integer)
  }

  @Test func faultsNameTheirPlaces() throws {
    #expect(throws: PeriodFault.mixedFrequency(first: 0, second: 2)) {
      try PeriodAxis.infer(Self.texts(["2020", "2021", "2021-Q1"]))
    }
    #expect(throws: PeriodFault.partYear(at: 1)) {
      try PeriodAxis.infer(Self.texts(["2020-01", "2020-01/2020-04"]))
    }
    #expect(throws: PeriodFault.otherFrequency(at: 0, asked: .quarter)) {
      try PeriodAxis.infer(Self.texts(["2020-05", "2020-06"]), asked: .quarter)
    }
  }

  @Test func unreadablePeriodsAreRefused() {
    for bad in [
      "", "2023-13", "2023-00", "2023-02-29", "2023-Q5", "2023-S3", "2023-W54", "2021-W53", "23-5",
      "05/06/2023", "abc", "2023-M13", "2023-A2", "2023-D366", "5Q2023", "Q52023", "May 23",
      "13.2023",
      "2023/13", "2023-05-01T00:00:01+00:00", "2023-05-01T00:00+0", "05-06-2023", "2023/2024/25",
      "Mai 2023", "2023  Q1", "31.02.2023", "2016.5", "5/6", "05/06", "2023M00", "2023X01",
      "2023-H3", "2023-05-1", "2024-04/2024-01", "2024-01/2024", "1.5", "2023-05-01T12:00",
    ] { #expect(PeriodText(bad) == nil, "\(bad)") }
    #expect(PeriodText("2024-02-29") != nil)
    #expect(PeriodText("2023-05-01 00:00:00") == PeriodText("2023-05-01"))
    #expect(PeriodText("2023-01-01/2023-12-02")?.kind == .interval)
    #expect(PeriodText("-5")?.value == -5)
  }

  @Test func deadlinesMayBeCoarser() throws {
    let year = try #require(PeriodText("2030"))
    #expect(PeriodAxis(.quarter).ordinal(of: year) == nil)
    let quarter = PeriodAxis(.quarter)
    #expect(quarter.ordinal(of: year, periodEnd: true).map(quarter.text) == "2030-Q4")
    let month = PeriodAxis(.month)
    #expect(month.ordinal(of: year, periodEnd: true).map(month.text) == "2030-12")
    let week = PeriodAxis(.week)
    #expect(week.ordinal(of: year, periodEnd: true).map(week.text) == "2030-W52")
    let day = PeriodAxis(.day)
    #expect(day.ordinal(of: year, periodEnd: true).map(day.text) == "2030-12-31")
  }
}
