import Testing

@testable import Pages

@Suite struct ReadableNumberTests {
  @Test func amountsAreSaidInTheUnitOfAReader() {
    #expect(ReadableNumber.amount(63_000, "USD million") == "63 USD bn")
    #expect(ReadableNumber.amount(4484, "thousand t") == "4.48 Mt")
    #expect(ReadableNumber.amount(800_000, "trips") == "800,000 trips")
    #expect(ReadableNumber.amount(3, "") == "3")
  }

  /// Amounts of one table are said in one unit, that of the greatest.
  @Test func aTableHasOneUnit() throws {
    let text = "value,low,unit\n63000,900,USD million\n30000,,USD million\n"
    let table = PageTable(file: "t.csv", bytes: Array(text.utf8))
    let grid = try #require(
      PageGrid("T", table, [PageGrid.amount("Value", "value"), PageGrid.amount("Low", "low")]))
    #expect(grid.caption == "T, in USD bn")
    let printed = grid.rows.map { row in
      row.map { cell -> String in
        if case .number(_, let printed, _) = cell { return printed }
        return ""
      }
    }
    #expect(printed == [["63", "0.9"], ["30", ""]])
  }
}
