import Testing

@testable import Pages

@Suite struct PageTableTests {
  static let table = PageTable(
    file: "t.csv", bytes: Array("a,b\nx,1\ny,\nx,\"2,5\"\n".utf8))

  @Test func cellsAreFoundByTheirNames() {
    #expect(Self.table.rows.map { $0["a"] } == ["x", "y", "x"])
    #expect(Self.table.rows[0].number("b") == 1 && !Self.table.rows[1].has("b"))
    #expect(Self.table.rows[2]["b"] == "2,5")
    #expect(Self.table.rows[0]["none"] == "" && Self.table.rows[0].number("none") == nil)
  }

  @Test func rowsThatAgreeAreGrouped() {
    #expect(Self.table.groups("a").map(\.rows.count) == [2, 1])
    #expect(Self.table.ordered(by: "a").rows.map { $0["a"] } == ["x", "x", "y"])
    #expect(Self.table.values("a") == ["x", "y"])
  }

  @Test func whatIsNoTableIsEmpty() {
    #expect(PageTable(file: "t.csv", bytes: []).isEmpty)
    #expect(PageTable(file: "t.csv", bytes: Array("a,b\n".utf8)).isEmpty)
  }
}
