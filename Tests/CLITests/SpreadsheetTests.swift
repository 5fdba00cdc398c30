import Corridor
import Foundation
import SeriesCore
import Testing
import _TestSupport

@testable import CorridorCLI

/// `--excel`: the same table in the dialect of spreadsheets with decimal commas.
@Suite struct SpreadsheetTests {
  static let dialect = SpreadsheetCSV(texts: ["id", "note"])

  static func converted(_ text: String) -> String {
    String(decoding: dialect.file(Array(text.utf8)).dropFirst(3), as: UTF8.self)
  }

  @Test func cellsKeepWhatTheySay() {
    #expect(Self.converted("id,y\na,1.5\n") == "id;y\na;1,5\n")
    #expect(Self.converted("id,y\n1.5,-1e-05\n") == "id;y\n1.5;-1e-05\n")
    #expect(Self.converted("id,y\n\"a,b\",\n") == "id;y\na,b;\n")
    #expect(Self.converted("id,y\n\"a;b\"\"c\"\"\",2\n") == "id;y\n\"a;b\"\"c\"\"\";2\n")
    #expect(Self.converted("id,y\n\"two\nlines\",2\n") == "id;y\n\"two\nlines\";2\n")
    #expect(Self.converted("id,y\n") == "id;y\n")
    #expect(Self.dialect.file(Array("id\n".utf8)).prefix(3) == [0xEF, 0xBB, 0xBF])
  }

  @Test(arguments: ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx"]) func noCellRuns(_ text: String) {
    #expect(Self.converted("id,y\n\(text),2\n") == "id;y\n'\(text);2\n")
  }

  /// What is a number is none of those, and stays one.
  @Test func numbersAreNoFormulas() {
    #expect(Self.converted("id,y\n-2.5,-2.5\n") == "id;y\n-2.5;-2,5\n")
  }

  /// In pieces, as a large forecast is written, the same as at once.
  @Test func piecesMakeTheWhole() {
    let rows = ["a,1.5\n", "\"x;y\",2.25\n", "b,\n"]
    let whole = Self.dialect.file(Array(("id,y\n" + rows.joined()).utf8))
    let pieces = rows.reduce(Self.dialect.head(["id", "y"])) { bytes, row in
      bytes + Self.dialect.rows(Array(row.utf8), under: ["id", "y"])
    }
    #expect(whole == pieces)
  }

  /// A forecast for a spreadsheet is read back as the observations that a plain one gives.
  @Test func theProgramReadsWhatItWrites() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", "unique_id,ds,y\na,2020,1.5\na,2021,2.75\na,2022,3.5\na,2023,5.25\n")
    func again(_ options: String) throws -> String {
      try runner.script(
        """
        corridor forecast d.csv --horizon 6 --model drift \(options) -o f.csv
        corridor forecast f.csv --id unique_id --time ds --value median --horizon 2 --model drift
        """, input: Data()
      ).stdout
    }
    let plain = try again("")
    #expect(plain.split(separator: "\n").count == 3)
    #expect(try again("--excel") == plain)
  }

  /// The columns that a batch knows as texts are all that are no numbers.
  @Test func batchColumnsAreKnown() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write(
      "d.csv", "unique_id,ds,y\na,2020,1.5\na,2021,2.75\na,2022,3.5\na,2023,5.25\nb,2020,1\n")
    _ = try runner.script(
      """
      corridor forecast d.csv --horizon 2 --model ses --details details.csv --samples 2 \
        --samples-output samples.csv --failures failures.csv -o f.csv || test $? = 3
      """, input: Data())
    for name in ["details.csv", "samples.csv", "failures.csv", "f.csv"] {
      let rows = try csvRecords(ByteSource(name: name, bytes: Array(runner.read(name).utf8)))
      for (column, cell) in zip(rows[0], rows[1]) where !cell.isEmpty {
        let isNumber = Double(cell) != nil
        #expect(
          isNumber || BatchColumns.texts.contains(column), "\(name): \(column) is \(cell)")
      }
    }
  }
}
