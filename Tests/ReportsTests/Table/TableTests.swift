import Testing

@testable import Reports

@Suite struct TableTests {
  struct Row {
    let name: String?
    let value: Double?
    var count: Int?
    var isTrue: Bool?
    /// One a level.
    var intervals: [(low: Double, high: Double)] = []
  }

  static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func columnsReadTheirRows() {
    let table: Table<Row> = [
      .text("name", "a name") { $0.name },
      .exact("exact", "all digits") { $0.value },
      .rounded("rounded", "six digits") { $0.value },
      .integer("count", "a count") { $0.count },
      .answer("answer", "yes or no") { $0.isTrue },
      .flag("flag", "1 or 0") { $0.isTrue },
    ]
    let rows = [
      Row(name: "a, \"b\"", value: 1.23456789, count: -3, isTrue: true),
      Row(name: "é", value: 0.1, count: 0, isTrue: false),
    ]
    #expect(
      Self.text(table.csv(rows))
        == "name,exact,rounded,count,answer,flag\n"
        + "\"a, \"\"b\"\"\",1.23456789,1.23457,-3,yes,1\né,0.1,0.1,0,no,0\n")
    #expect(Self.text(table.csv([])) == "name,exact,rounded,count,answer,flag\n")
    #expect(Self.text(table.lines([Row(name: nil, value: nil)])) == ",,,,,\n")
  }

  /// What is not finite is no value, in every kind of number.
  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func whatIsNotFiniteIsEmpty(_ value: Double) {
    let table: Table<Double> = [
      .exact("a", "exact") { $0 }, .rounded("b", "rounded") { $0 },
      .exactIntervals([80]) { value, _ in (value, value) },
    ]
    #expect(Self.text(table.lines([value])) == ",,,\n")
  }

  @Test func descriptionsSayUnitAndDigits() {
    let table: Table<Row> = [
      .rounded("growth", "growth a year", unit: "a fraction") { $0.value },
      .integer("n", "observations") { $0.count },
      .text("unit", "unit") { $0.name },
      .exact("level", "level", unit: "percent") { $0.value },
    ]
    #expect(
      table.descriptions.map(\.text) == [
        "growth a year, a fraction; six significant digits", "observations", "unit",
        "level, percent",
      ])
    #expect(table.descriptions.map(\.type) == ["number", "integer", "string", "number"])
    #expect(table.descriptions[0].unit == "a fraction" && table.descriptions[1].unit == nil)
  }

  /// Each level has its pair, in the order asked, and each end reads its own value.
  @Test func intervalsHaveAPairALevel() {
    let row = Row(name: nil, value: nil, intervals: [(1, 2), (0.123456789, 3)])
    let rounded: Table<Row> = .roundedIntervals([95, 99.5]) { row, place in row.intervals[place] }
    #expect(Self.text(rounded.csv([row])) == "lo-95,hi-95,lo-99.5,hi-99.5\n1,2,0.123457,3\n")
    #expect(
      rounded.descriptions[2].text
        == "lower end of the central 99.5 % interval; six significant digits")
    let exact: Table<Row> = .exactIntervals([80], front: "ratio_") { row, _ in row.intervals[1] }
    #expect(Self.text(exact.csv([row])) == "ratio_lo-80,ratio_hi-80\n0.123456789,3\n")
    let none: Table<Row> = .exactIntervals([80]) { _, _ in nil }
    #expect(Self.text(none.lines([row])) == ",\n")
    let tails: Table<Row> = .ends(of: [80]) { end in
      .exact(end.name, end.words) { _ in end.probability }
    }
    #expect(tails.header == ["lo-80", "hi-80"])
    #expect(abs(tails.tailSum([row]) - 1) < 1e-15)
    #expect(Table<Row>.roundedIntervals([]) { _, _ in nil }.header.isEmpty)
  }

  @Test func spreadsAreAMedianAndTwoQuantiles() {
    let table: Table<QuantileSpread?> = .spread("demand", "demand") { $0 }
    #expect(
      Self.text(table.csv([QuantileSpread([2, 1, 3]), QuantileSpread(known: 4), nil]))
        == "demand,demand_p10,demand_p90\n2,1,3\n4,,\n,,\n")
  }

  /// Tables stand side by side, and over rows that hold theirs.
  @Test func tablesJoin() {
    let inner: Table<Int> = [
      .integer("n", "number") { $0 }, .exact("x", "half") { Double($0) / 2 },
    ]
    let table: Table<(String, Int)> = [.text("name", "name") { $0.0 }, inner.of { $0.1 }]
    #expect(Self.text(table.csv([("a", 3)])) == "name,n,x\na,3,1.5\n")
    #expect(table.descriptions.dropFirst() == inner.descriptions[...])
  }
}

extension Table where Row == TableTests.Row {
  /// The sum of the cells of a table of numbers.
  fileprivate func tailSum(_ rows: [Row]) -> Double {
    TableTests.text(lines(rows)).split(whereSeparator: { ",\n".contains($0) })
      .compactMap { Double($0) }.reduce(0, +)
  }
}
