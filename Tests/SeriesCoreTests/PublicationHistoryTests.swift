import SeriesCore
import Testing

/// The column `known_from`: what was known when.
@Suite struct PublicationHistoryTests {
  static let header = "series,period,value,known_from\n"

  static func published(_ rows: String) throws -> TimeSeries {
    try SeriesPanelTests.read(header + rows).series(named: "a")
  }

  static func reason(_ rows: String) throws -> SeriesPanel.Failure? {
    try SeriesPanelTests.read(header + rows).failures.first
  }

  @Test func aVintageIsWhatWasPublishedByThen() throws {
    let a = try Self.published(
      "a,2010,10,2011-03-15\na,2011,11,2012-03-15\na,2012,12,2013-03-15\na,2011,11.5,2013-01-10\n")
    #expect(a.values == [10, 11.5, 12])
    // At the end of 2011 the value of 2011 was not out yet.
    #expect(a.known(atEndOf: 2011).values == [10])
    #expect(a.known(atEndOf: 2012).values == [10, 11])
    #expect(a.known(atEndOf: 2013).values == [10, 11.5, 12])
    #expect(a.known(atEndOf: 2010).isEmpty)
    #expect(a.vintageKind(atEndOf: 2012) == .vintage)
    // What was known at the end of 2012 does not change by asking twice.
    #expect(a.known(atEndOf: 2012).known(atEndOf: 2011).values == [10])
    #expect(a.upTo(2011).values == [10, 11.5])
    #expect(a.upTo(2011).known(atEndOf: 2012).values == [10, 11])
    #expect(a.last(2).known(atEndOf: 2012).values == [11])
    #expect(a.divided(by: 10).known(atEndOf: 2012).values == [1, 1.1])
    #expect(a.renamed("b").known(atEndOf: 2012).values == [10, 11])
  }

  @Test func withoutADateTheVintageIsPseudo() throws {
    let plain = try SeriesPanelTests.read("series,period,value\na,2010,1\na,2011,2\n").series[0]
    #expect(plain.history == nil && plain.vintageKind(atEndOf: 2010) == .pseudo)
    #expect(plain.known(atEndOf: 2010) == plain.upTo(2010))
    let mixed = try Self.published("a,2010,1,\na,2011,2,2012-02-01\na,2012,3,2013-02-01\n")
    #expect(mixed.known(atEndOf: 2011).values == [1])
    #expect(mixed.known(atEndOf: 2012).values == [1, 2])
    #expect(mixed.vintageKind(atEndOf: 2012) == .pseudo)
    let empty = try Self.published("a,2010,1,\na,2011,2,\n")
    #expect(empty.history == nil)
  }

  @Test func aLongerPeriodMeansItsEnd() throws {
    let a = try Self.published("a,2010-Q1,1,2010-06\na,2010-Q2,2,2011\na,2010-Q3,3,2010-Q4\n")
    #expect(a.known(atEndOf: 2010 * 4).isEmpty)
    #expect(a.known(atEndOf: 2010 * 4 + 1).values == [1])
    #expect(a.known(atEndOf: 2010 * 4 + 3).values == [1, 3])
    #expect(a.known(atEndOf: 2011 * 4 + 3).values == [1, 2, 3])
  }

  @Test func numberedPeriodsTakeNumbers() throws {
    let a = try Self.published("a,1,5,2\na,2,6,2\na,3,7,5\na,1,4,4\n")
    #expect(a.frequency == .integer && a.values == [4, 6, 7])
    #expect(a.known(atEndOf: 2).values == [5, 6])
    #expect(a.known(atEndOf: 4).values == [4, 6])
    #expect(try Self.reason("a,1,5,2011-01-01\na,2,6,3\n")?.reason == .badKnownFrom)
  }

  @Test func aWithdrawnValueIsNone() throws {
    let a = try Self.published("a,2010,1,2011-02\na,2011,2,2012-02\na,2010,,2013-02\n")
    #expect(a.ordinals == [2011])
    #expect(a.known(atEndOf: 2012).values == [1, 2])
  }

  @Test(arguments: [
    ("a,2010,1,2011-03\na,2010,2,2011-03\n", "duplicate_period", 3),
    ("a,2010,1,2011-03\na,2010,2,\n", "duplicate_period", 3),
    ("a,2010,1,\na,2010,2,2011-03\n", "duplicate_period", 3),
    ("a,2010,1,\na,2010,2,\na,2011,3,2012\n", "duplicate_period", 3),
    // The end of the month is the same day.
    ("a,2010,1,2011-03\na,2010,2,2011-03-31\n", "duplicate_period", 3),
    ("a,2010,1,2009-12-31\na,2011,2,2012\n", "bad_known_from", 2),
  ])
  func faults(_ rows: String, _ reason: String, _ line: Int) throws {
    let failure = try #require(try Self.reason(rows))
    #expect(failure.reason.rawValue == reason && failure.fault.line == line)
  }

  @Test func anUnreadableDateRefusesTheFile() throws {
    #expect(throws: InputFault.self) { try Self.published("a,2010,1,soon\n") }
    do {
      _ = try Self.published("a,2010,1,2011-01\na,2011,1,01/02/2012\n")
    } catch let fault as InputFault {
      #expect(fault.line == 3 && fault.message.contains("known_from"))
    }
  }

  /// In SDMX-CSV it is an attribute, wherever it stands.
  @Test func itIsNoDimension() throws {
    let panel = try SeriesPanelTests.read(
      "REF_AREA,KNOWN_FROM,TIME_PERIOD,OBS_VALUE\nKZ,2011,2010,1\nKZ,2012,2011,2\n")
    #expect(panel.series.map(\.id) == ["KZ"])
  }
}
