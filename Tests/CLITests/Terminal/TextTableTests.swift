import Testing

@testable import CorridorCLI

/// The layout of tables and paragraphs for people.
@Suite struct TextTableTests {
  static func table(_ rows: [[String]]) -> TextTable {
    TextTable(
      columns: [.init(title: "question"), .init(title: "n", isNumber: true), .init(title: "note")],
      flexible: 0, rows: rows)
  }

  @Test func columnsStandBesideOneAnother() {
    let lines = Self.table([["a", "1", "x"], ["longer question", "12", ""]]).lines(width: 80)
    #expect(
      lines == [
        "question          n  note",
        "a                 1  x",
        "longer question  12",
      ])
  }

  @Test func emptyColumnsAreLeftOut() {
    #expect(Self.table([["a", "1", ""]]).lines(width: 80) == ["question  n", "a         1"])
  }

  @Test func theFlexibleColumnGivesWay() {
    let lines = Self.table([["a question of many words", "1", "note"]]).lines(width: 24)
    #expect(lines == ["question         n  note", "a question of …  1  note"])
  }

  /// However narrow, and whatever is in the cells.
  @Test(arguments: 10...60) func noLineIsLonger(_ width: Int) {
    let rows = [
      [String(repeating: "q", count: 70), "123456", "a note of some words"],
      ["short", "a sentence that runs to the end of the line and on and on"],
    ]
    #expect(Self.table(rows).lines(width: width).allSatisfy { $0.count <= width })
  }

  @Test func aRowWithFewerCellsRunsOn() {
    let lines = Self.table([["a", "1", "x"], ["b", "a sentence"]]).lines(width: 80)
    #expect(lines.last == "b         a sentence")
  }
}

@Suite struct WrappedTextTests {
  @Test func paragraphsAreFilledAndTheRestStands() {
    let text = "one two\nthree four\n\n  as   it stands, long or not\nfive"
    #expect(
      WrappedText.lines(text, columns: 13)
        == ["one two three", "four", "", "  as   it stands, long or not", "five"])
    #expect(
      WrappedText.flowing(text) == "one two three four\n\n  as   it stands, long or not\nfive")
  }

  @Test func aLongWordHasALineOfItsOwn() {
    #expect(WrappedText.lines("a wooooooord b", columns: 6) == ["a", "wooooooord", "b"])
  }
}
