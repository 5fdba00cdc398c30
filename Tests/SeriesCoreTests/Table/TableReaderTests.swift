import Testing
import _TestSupport

@testable import SeriesCore

/// Columns read for a regression, and the line that is named when a file is wrong.
@Suite struct TableReaderTests {
  static func table(
    _ text: String, numbers: Set<String> = [], levels: Set<String> = []
  ) throws -> DataTable {
    try TableReader(ByteSource(name: "d.csv", bytes: Array(text.utf8))).read(
      numbers: numbers, levels: levels)
  }

  @Test func numbersAndLevels() throws {
    let table = try Self.table(
      "a,g,b\n1,\"x,\"\"1\"\"\",2.5\n,x,NA\n-3e-2,,+4\n",
      numbers: ["a", "b"], levels: ["g", "b"])
    let a = try #require(table.numbers("a"))
    #expect(a.values[0] == 1 && a.values[1].isNaN && a.values[2] == -0.03)
    #expect(a.texts == ["1", "", "-3e-2"])
    let b = try #require(table.numbers("b")).values
    #expect(b[0] == 2.5 && b[1].isNaN && b[2] == 4)
    let g = try #require(table.levels("g"))
    #expect(g.names == ["x", "x,\"1\""] && g.codes == [1, 0, -1])
    #expect(try #require(table.levels("b")).codes == [0, -1, 1])
    #expect(table.rowCount == 3 && table.header == ["a", "g", "b"])
    #expect(table.numbers("g") == nil && table.levels("a") == nil)
  }

  /// Markers of a missing number are none among texts: NA is Namibia. Levels that are numbers but for
  /// markers, as years are, make a column of numbers.
  @Test func markersOfMissingNumbers() throws {
    let text = "y,year,iso\n1,2001,NA\nNA,NA,..\n..,2003,-\n:,:,DE\n-,2001,:\n-1,-,\n"
    let table = try Self.table(text, numbers: ["y"], levels: ["year", "iso"])
    let y = try #require(table.numbers("y")).values
    #expect(y.map { $0.isNaN } == [false, true, true, true, true, false] && y[5] == -1)
    let years = try #require(table.levels("year"))
    #expect(years.names == ["2001", "2003"] && years.codes == [0, -1, 1, -1, 0, -1])
    let countries = try #require(table.levels("iso"))
    #expect(countries.names == ["-", "..", ":", "DE", "NA"])
    #expect(countries.codes == [4, 1, 0, 3, 2, -1])
    let alone = try #require(try Self.table("iso\nNA\nNA\n", levels: ["iso"]).levels("iso"))
    #expect(alone.names == ["NA"] && alone.codes == [0, 0])
  }

  @Test func otherFormsOfTheFile() throws {
    let crlf = try Self.table("\u{FEFF}a,b\r\n1,2\r\n\r\n3,4", numbers: ["a", "b"])
    #expect(crlf.numbers("a")?.values == [1, 3] && crlf.numbers("b")?.values == [2, 4])
    let names = try Self.table(",größe,数\n3,1,2\n", numbers: ["größe", "数"])
    #expect(names.numbers("数")?.values == [2])
  }

  /// Rows keep the line on which they begin, whatever stands between them.
  @Test func linesOfRows() throws {
    let table = try Self.table("a,t\n1,x\n2,\"p\nq\n\"\n\n\n3,y\n4,\"\n\"\n5,z\n", numbers: ["a"])
    #expect((0..<5).map { table.line(ofRow: $0) } == [2, 3, 8, 9, 11])
    #expect(table.fault(row: 4, "wrong").description == "d.csv:11: wrong")
    #expect(table.fault("wrong", advice: "mend").description == "d.csv: wrong (mend)")
  }

  static let faults: [(String, Int?, String)] = [
    ("", 1, "the file is empty"), ("a,b\n", nil, "no rows after the header"),
    ("a,b\n1,2\n3\n", 3, "1 field where the header has 2"),
    ("a,b\n1,2\n1,2,3\n", 3, "3 fields where the header has 2"),
    ("a,a\n1,2\n", 1, "two columns are named 'a'"), ("a,,b\n1,2,3\n", 1, "column 2 has no name"),
    ("a,b\n1,x\ntwo,y\n", 3, "'two' of column 'a' is not a number"),
    ("a,b\n\"1,5\",x\n", 2, "decimal comma in '1,5'"), ("a,b\ninf,x\n", 2, "not a finite number"),
    ("a,b\nNaN,x\n", 2, "not a finite number"), ("a,b\n1e999,x\n", 2, "not a finite number"),
    ("a,b\n1,\"x\ny\"\n2,\"\n\n\"\nz,1\n", 7, "'z' of column 'a'"),
    ("a,b\n1,x\n2,\"y\n3,z\n", 3, "never ends"), ("b,c\n1,2\n", 1, "no column 'a'"),
    ("a,b\n1 2,x\n", 2, "between thousands in '1 2' of column"),
    ("a,b\n0x10,x\n", 2, "not a number"),
  ]

  @Test(arguments: faults.indices) func faultsHaveTheirLine(_ index: Int) {
    let (text, line, words) = Self.faults[index]
    let fault = #expect(throws: InputFault.self) { try Self.table(text, numbers: ["a"]) }
    #expect(fault?.line == line, "\(text)")
    #expect(fault?.message.contains(words) == true, "\(fault?.description ?? "")")
  }

  @Test func textsAreKeptForShortTablesAlone() throws {
    let long = "a\n" + (0...DataTable.exactRows).map { "\($0).1\n" }.joined()
    let table = try Self.table(long, numbers: ["a"])
    #expect(table.rowCount == DataTable.exactRows + 1)
    #expect(table.numbers("a")?.texts == nil)
    #expect(table.numbers("a")?.values.last == 5000.1)
    let short = try Self.table(String(long.dropLast(7)), numbers: ["a"])
    #expect(short.rowCount == DataTable.exactRows && short.numbers("a")?.texts?.last == "4999.1")
  }

  @Test func manyLevelsKeepTheirCodes() throws {
    // More than the first table of slots, in an order that is not sorted.
    let texts = (0..<3000).map { "k\($0 * 7919 % 1009)" }
    let levels = DataTable.Levels(texts)
    #expect(levels.names.count == 1009)
    #expect(levels.names == levels.names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(zip(texts, levels.codes).allSatisfy { levels.names[Int($1)] == $0 })
  }
}
