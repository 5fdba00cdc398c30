import Testing

@testable import SeriesCore

/// Text that is made while it is read gives what the same text in one piece gives.
@Suite struct ProducedTextTests {
  private static let text = """
    unique_id,ds,y
    a,2020,1.5
    "b, c",2020,2
    a,2021,
    a,2022,3
    "b, c",2021,4

    """

  /// A source of the text in pieces of some bytes, empty ones between them.
  private static func source(_ size: Int) -> ByteSource {
    var rest = Array(text.utf8)[...]
    var isEmptyNext = false
    return ByteSource(name: "made") {
      isEmptyNext.toggle()
      if isEmptyNext { return [] }
      guard !rest.isEmpty else { return nil }
      defer { rest = rest.dropFirst(size) }
      return Array(rest.prefix(size))
    }
  }

  @Test(arguments: [1, 2, 7, 1000]) func piecesDoNotMatter(_ size: Int) throws {
    let whole = try SeriesPanel.read(ByteSource(name: "made", bytes: Array(Self.text.utf8)))
    let made = try SeriesPanel.read(Self.source(size))
    #expect(made.name == "made")
    #expect(made.series.map(\.id) == ["a", "b, c"])
    for (one, other) in zip(made.series, whole.series) {
      #expect(one.id == other.id && one.values == other.values)
    }
  }

  /// More semicolons than commas would make the semicolon the separator.
  @Test func aStatedSeparatorIsNotSought() throws {
    let text = "name;of;all,x\n1;2;3,4\n5;6;7,8\n"
    func table(_ separator: UInt8?) throws -> DataTable {
      var options = TableReader.usualOptions
      options.separator = separator
      let reader = try TableReader(
        ByteSource(name: "t", bytes: Array(text.utf8)), options: options)
      return try reader.read(numbers: ["x"], levels: ["name;of;all"])
    }
    let found = try table(UInt8(ascii: ","))
    #expect(found.numbers("x")?.values == [4, 8])
    #expect(found.levels("name;of;all")?.names == ["1;2;3", "5;6;7"])
    #expect(throws: InputFault.self) { try table(nil) }
  }

  /// Rows are counted where the program makes the text of them, lines where a file has them: a line end in
  /// a cell is none of a row.
  @Test func rowsAreCounted() throws {
    let text = Array(
      "unique_id,ds,y,note\na,2020,1,\"a\nb\"\na,2021,2,\"a\nb\"\na,2022,x,c\n".utf8)
    func line(_ source: consuming ByteSource) -> Int? {
      do throws(InputFault) {
        _ = try SeriesPanel.read(source)
        return nil
      } catch { return error.line }
    }
    #expect(line(ByteSource(name: "file", bytes: text)) == 6)
    var pieces = [text]
    #expect(line(ByteSource(name: "rows") { pieces.popLast() }) == 4)
  }

  /// What a batch's first column is called is no kind of file.
  @Test func aNameIsNoKindOfFile() throws {
    let text = Array("PAR1,x\n1,2\n".utf8)
    var pieces = [text]
    let reader = try TableReader(
      ByteSource(name: "rows") { pieces.popLast() }, options: TableReader.usualOptions)
    #expect(try reader.read(numbers: ["PAR1"], levels: []).numbers("PAR1")?.values == [1])
    #expect(throws: InputFault.self) {
      _ = try TableReader(
        ByteSource(name: "file", bytes: text), options: TableReader.usualOptions)
    }
  }

  @Test func bytesAreQuotedAsTextsAre() {
    for text in ["plain", "a,b", "say \"no\"", "line\nend", "semi;colon", ""] {
      var bytes: [UInt8] = []
      Array(text.utf8).withUnsafeBytes { CSVCell.append($0, to: &bytes) }
      var row = CSVWriter(header: ["x"])
      _ = row.takeBytes()
      row.field(text)
      row.endRow()
      #expect(bytes + [0x0A] == row.bytes)
    }
  }
}
