import SeriesCore
import Testing

/// Names that one file writes and another reads.
@Suite struct ColumnNameTests {
  @Test(arguments: [
    ("lo-80", "", IntervalColumn.End.low, 80.0), ("hi-99.5", "", .high, 99.5),
    ("finished_lo-95", "finished_", .low, 95), ("AutoETS-hi-80", "AutoETS-", .high, 80),
    ("a-lo-b-lo-80", "a-lo-b-", .low, 80), ("lo-0.1", "", .low, 0.1),
  ])
  func intervalColumnsReadBack(
    _ name: String, _ front: String, _ end: IntervalColumn.End, _ level: Double
  ) throws {
    let column = try #require(IntervalColumn(name))
    #expect(column == IntervalColumn(end, level, front: front) && column.name == name)
    #expect(column.partner.end != end && column.partner.partner == column)
  }

  @Test(arguments: ["lo80", "lo-", "lo-0", "lo-100", "hi--80", "lo-nan", "mid-80", "median", ""])
  func otherNamesAreNone(_ name: String) { #expect(IntervalColumn(name) == nil) }

  @Test func levelsGiveTheirPairsInOrder() {
    #expect(IntervalColumn.names([95, 80]) == ["lo-95", "hi-95", "lo-80", "hi-80"])
    #expect(IntervalColumn.names([50], front: "ratio_") == ["ratio_lo-50", "ratio_hi-50"])
    #expect(IntervalColumn.names([]).isEmpty)
  }

  @Test(arguments: [
    RunningSumName(seriesID: "fdi", start: 25.5, through: "2023"),
    RunningSumName(seriesID: "a b (cumulative, 1 through 2)", start: -3, through: "2023-Q4"),
    RunningSumName(seriesID: "", start: 0, through: "2023-05-01"),
  ])
  func runningSumsReadBack(_ name: RunningSumName) {
    #expect(RunningSumName(name.text) == name)
  }

  @Test func aSeriesIsNoRunningSum() {
    #expect(
      RunningSumName(seriesID: "a", start: 25, through: "2023").text
        == "a (cumulative, 25 through 2023)")
    for id in [
      "a", "a (cumulative, KTZ)", "a (cumulative, 25 through 2023) b",
      "a (cumulative, x through 2023)",
      "a (cumulative, 25 through then)", "(cumulative, 25 through 2023)", "",
    ] { #expect(RunningSumName(id) == nil, "\(id)") }
  }
}
