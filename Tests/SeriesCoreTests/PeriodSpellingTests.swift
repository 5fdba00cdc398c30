import SeriesCore
import Testing
import _TestSupport

/// Periods as publishers, spreadsheets and other programs write them.
@Suite struct PeriodSpellingTests {
  @Test(arguments: [
    // SDMX reporting periods.
    ("2020-M01", "2020-01"), ("2020-Q1", "2020-Q1"), ("2020-S2", "2020-S2"),
    ("2020-W53", "2020-W53"), ("2020-A1", "2020"), ("2020-D001", "2020-01-01"),
    ("2020-D366", "2020-12-31"),
    // IMF, Stata, tsibble, pandas.
    ("2023M05", "2023-05"), ("2023m5", "2023-05"), ("2023-M05", "2023-05"), ("2023Q1", "2023-Q1"),
    ("2023q1", "2023-Q1"), ("2023 Q1", "2023-Q1"), ("2023 W05", "2023-W05"), ("2023S1", "2023-S1"),
    ("2023H2", "2023-S2"), ("2023-H1", "2023-S1"), ("2023A1", "2023"), ("2023 May", "2023-05"),
    ("2016.0", "2016"),
    // Offices and spreadsheets.
    ("Q1 2012", "2012-Q1"), ("Q1-2012", "2012-Q1"), ("Q4/2012", "2012-Q4"), ("1Q2012", "2012-Q1"),
    ("2Q 2012", "2012-Q2"), ("1Q12", "2012-Q1"), ("H1 2012", "2012-S1"), ("Jan 2016", "2016-01"),
    ("JAN 2016", "2016-01"), ("january 2016", "2016-01"), ("Jan-16", "2016-01"),
    ("Dec-98", "1998-12"), ("Sept 2016", "2016-09"), ("Jan-2016", "2016-01"), ("May-16", "2016-05"),
    ("01.2016", "2016-01"), ("01/2016", "2016-01"), ("1/2016", "2016-01"), ("01-2016", "2016-01"),
    ("2016/01", "2016-01"), ("2016/1", "2016-01"), ("2016.01", "2016-01"),
    ("2023/05/01", "2023-05-01"), ("2023.05.01", "2023-05-01"), ("31.12.2023", "2023-12-31"),
    ("1.5.2023", "2023-05-01"), ("1 May 2023", "2023-05-01"), ("01-May-2023", "2023-05-01"),
    // Midnights.
    ("2023-05-01T00:00:00+00:00", "2023-05-01"), ("2023-05-01T00:00:00Z", "2023-05-01"),
    ("2023-05-01 00:00:00", "2023-05-01"), ("2023-05-01T00:00:00.000+06:00", "2023-05-01"),
    ("2023-05-01 00:00:00-0500", "2023-05-01"), ("2023-05-01T00:00", "2023-05-01"),
    ("2023/05/01 0:00", "2023-05-01"),
  ]) func spellings(_ text: String, _ plain: String) {
    #expect(PeriodText(text) == PeriodText(plain), "\(text)")
    #expect(PeriodText(text)?.written == plain, "\(text)")
  }

  /// Further periods are written as the first was, and read back.
  @Test(arguments: [
    (["2020-M11", "2020-M12"], "2021-M01"), (["2023M05", "2023M06"], "2023M07"),
    (["2023m5", "2023m9"], "2023m10"), (["2022 Q4", "2023 Q1"], "2023 Q2"),
    (["2022Q4"], "2023Q1"), (["2022q4"], "2023q1"), (["2020-A1", "2021-A1"], "2022-A1"),
    (["2020-D366"], ""), (["2020-D365", "2020-D366"], "2021-D001"), (["Q4 2012"], "Q1 2013"),
    (["4Q2012"], "1Q2013"), (["4Q99"], "1Q00"), (["H2 2012"], "H1 2013"),
    (["Dec 2016"], "Jan 2017"),
    (["DEC 2016"], "JAN 2017"), (["dec-16"], "jan-17"), (["December 2016"], "January 2017"),
    (["2016 Dec"], "2017 Jan"), (["12.2016"], "01.2017"), (["12/2016"], "01/2017"),
    (["9/2016", "10/2016"], "11/2016"), (["2016/12"], "2017/01"), (["2016.12"], "2017.01"),
    (["2023 W52"], "2024 W01"), (["2023/05/30", "2023/05/31"], "2023/06/01"),
    (["30.12.2023", "31.12.2023"], "01.01.2024"), (["31.10.2023", "30.11.2023"], "31.12.2023"),
    (["1 May 2023", "2 May 2023"], "3 May 2023"), (["2024-03", "2024-06", "2024-09"], "2024-12"),
    (["2019M06", "2019M12", "2020M06"], "2020M12"), (["2001-12", "2002-12", "2003-12"], "2004-12"),
  ]) func theAxisWritesAlike(_ periods: [String], _ next: String) throws {
    let read = try periods.map { try #require(PeriodText($0)) }
    guard !next.isEmpty else {
      #expect(throws: PeriodFault.ambiguous) { try PeriodAxis.infer(read) }
      return
    }
    let (axis, ordinals) = try PeriodAxis.infer(read)
    #expect(ordinals.map(axis.text) == periods)
    let following = axis.text((ordinals.last ?? 0) + 1)
    #expect(following == next)
    let again = try #require(PeriodText(following))
    #expect(axis.ordinal(of: again) == (ordinals.last ?? 0) + 1)
  }

  /// Any period in any spelling comes back as the same text and the same period.
  @Test func writingAndReadingGoRound() throws {
    var numbers = SeededNumbers(7)
    let forms = [
      "2020-M01", "2023M05", "2023m5", "2023 Q1", "2023Q1", "2023q1", "Q1 2012", "1Q2012", "2023H1",
      "H1 2012", "2023S1", "2020-A1", "Jan 2016", "JAN 2016", "jan-2016", "January 2016",
      "2016 Jan",
      "Jan-16", "01.2016", "01/2016", "1/2016", "2016/01", "2016/1", "2016.01", "2023 W05",
      "2023W05", "2020-W05", "2020-05", "2020-Q1", "2020-S1", "2020", "2020-05-01", "2023/05/01",
      "31.12.2023", "1.5.2023", "1 May 2023", "01-May-2023", "2020-D001",
    ]
    for form in forms {
      let period = try #require(PeriodText(form))
      let asked: Frequency? = period.kind == .day ? .day : nil
      let axis = try PeriodAxis.infer([period], asked: asked).axis
      let first = try #require(axis.ordinal(of: period))
      // Two digits hold one century, 1930…2029.
      let isShort = form == "Jan-16"
      for _ in 0..<40 {
        let ordinal =
          isShort ? numbers.integer(1930 * 12...2029 * 12) : first + numbers.integer(-900...900)
        let text = axis.text(ordinal)
        // A number is a year from 1000 to 2999.
        guard axis.frequency != .annual || (1000...2999).contains(ordinal) else { continue }
        let again = try #require(PeriodText(text), "\(form): \(text)")
        let other = try PeriodAxis.infer([again], asked: asked).axis
        #expect(
          axis.ordinal(of: again) == ordinal && other.text(ordinal) == text, "\(form): \(text)")
      }
    }
  }

  @Test func daysAndMonthsAreToldApartByTheCaller() throws {
    #expect(PeriodText("05/06/2023", format: .dayFirst) == PeriodText("2023-06-05"))
    #expect(PeriodText("05/06/2023", format: .monthFirst) == PeriodText("2023-05-06"))
    #expect(PeriodText("5/6/2023 0:00", format: .monthFirst) == PeriodText("2023-05-06"))
    #expect(PeriodText("13/06/2023", format: .monthFirst) == nil)
    #expect(PeriodText("2023-06-13", format: .monthFirst) == PeriodText("2023-06-13"))
    // 43831 is 2020-01-01 in every spreadsheet that counts from 1900.
    #expect(PeriodText("43831", format: .excel) == PeriodText("2020-01-01"))
    #expect(PeriodText("43831.0", format: .excel) == PeriodText("2020-01-01"))
    #expect(PeriodText("61", format: .excel) == PeriodText("1900-03-01"))
    #expect(PeriodText("43831.5", format: .excel) == nil && PeriodText("60", format: .excel) == nil)
  }

  @Test(arguments: [
    // Months from 2020-01-01 and their ends, one left out, quarters, years, weeks, working days.
    [43831, 43862, 43891, 43922], [43861, 43890, 43921], [43831, 43862, 43922, 43952],
    [43831, 43922, 44013], [43831, 44197, 44562], [43829, 43836, 43843],
    [43829, 43830, 43831, 43832, 43833, 43836], [43831, 43832, 43833],
  ]) func dayNumbersAreNoCount(_ days: [Int]) throws {
    let periods = try days.map { try #require(PeriodText(String($0))) }
    #expect(throws: PeriodFault.dayNumbers) { try PeriodAxis.infer(periods) }
    #expect(try PeriodAxis.infer(periods, asked: .integer).axis.frequency == .integer)
  }

  @Test(arguments: [
    [1, 2, 3], [30, 60, 90, 120], [9998, 9999, 10000], [10000, 10001, 10002], [100, 465, 830],
    [43831, 43840, 43999],
  ]) func countsStayCounts(_ numbers: [Int]) throws {
    let periods = try numbers.map { try #require(PeriodText(String($0))) }
    #expect(try PeriodAxis.infer(periods).axis.frequency == .integer)
  }

  @Test func otherNumbersForDates() throws {
    func fault(_ texts: [String], _ asked: Frequency? = nil) throws -> PeriodFault? {
      let periods = try texts.map { try #require(PeriodText($0)) }
      do { _ = try PeriodAxis.infer(periods, asked: asked) } catch { return error }
      return nil
    }
    // 2020-01-01, 2020-02-01 and 2020-03-01 in seconds and milliseconds.
    #expect(try fault(["1577836800", "1580515200", "1583020800"]) == .unixTimes)
    #expect(try fault(["1577836800000", "1580515200000", "1583020800000"]) == .unixTimes)
    #expect(try fault(["202011", "202012"]) == .compactDates)
    #expect(try fault(["2009-10", "2010-11", "2011-12"]) == .splitYears)
    #expect(try fault(["2009/10", "2010/11"]) == .splitYears)
    #expect(try fault(["2009-10", "2009-11"]) == nil)
    #expect(try fault(["2009-10", "2010-11"], .month) == nil)
    #expect(try fault(["Jan-25", "Jan-35"]) == .shortYears)
    #expect(try fault(["Jan-98", "Jan-05"]) == nil)
  }

  @Test func compactDatesAreReadWhenAsked() throws {
    let months = try ["202011", "202012"].map { try #require(PeriodText($0)) }
    let (axis, ordinals) = try PeriodAxis.infer(months, asked: .month)
    #expect(axis.frequency == .month && axis.text(ordinals[1] + 1) == "202101")
    #expect(axis.ordinal(of: try #require(PeriodText("202101"))) == ordinals[1] + 1)
    let days = try ["20201130", "20201201"].map { try #require(PeriodText($0)) }
    let daily = try PeriodAxis.infer(days, asked: .day)
    #expect(daily.axis.text(daily.ordinals[1] + 31) == "20210101")
  }

  @Test func periodsAreNumberedWhenAsked() throws {
    let dates = try ["2022-01-17", "2022-01-03", "2022-01-31"].map { try #require(PeriodText($0)) }
    let (axis, ordinals) = try PeriodAxis.infer(dates, asked: .integer)
    #expect(axis.frequency == .integer && ordinals == [2, 1, 3])
  }

  @Test func monthsMayBeWrittenForLongerPeriods() throws {
    func frequency(_ texts: [String], _ asked: Frequency? = nil) throws -> Frequency {
      let periods = try texts.map { try #require(PeriodText($0)) }
      return try PeriodAxis.infer(periods, asked: asked).axis.frequency
    }
    #expect(try frequency(["2012-06", "2012-12", "2013-06"]) == .half)
    #expect(try frequency(["2012-03", "2012-06", "2012-12"]) == .quarter)
    #expect(try frequency(["2012-06", "2013-06", "2014-06"]) == .annual)
    // Two months say little.
    #expect(try frequency(["2012-06", "2012-12"]) == .month)
    #expect(try frequency(["2012-06", "2012-12"], .half) == .half)
    #expect(try frequency(["2012-06", "2012-12", "2013-01"]) == .month)
  }
}
