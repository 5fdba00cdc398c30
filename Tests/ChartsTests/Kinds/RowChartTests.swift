import Testing

@testable import Charts

@Suite struct RowChartTests {
  private static func elements(_ chart: any Chart) throws -> [DrawnMarkup.Element] {
    try DrawnMarkup(chart.picture(named: "a").inline()).elements
  }

  private static func number(_ element: DrawnMarkup.Element, _ name: String) -> Double {
    element.attributes[name].flatMap(Double.init) ?? .nan
  }

  /// Twice the rate is twice the bar, and a falling one goes the other way from the same line.
  @Test func barsAreAsLongAsTheirRates() throws {
    let chart = GrowthBars(title: "", bars: [.init("a", 0.05), .init("b", 0.1), .init("c", -0.05)])
    let bars = try Self.elements(chart).filter {
      $0.name == "rect" && $0.attributes["class"] == "fill blue"
    }
    let widths = bars.map { Self.number($0, "width") }
    #expect(abs(widths[1] - 2 * widths[0]) < 0.03 && abs(widths[2] - widths[0]) < 0.03)
    let zero = Self.number(bars[0], "x")
    #expect(abs(Self.number(bars[2], "x") + widths[2] - zero) < 0.03)
  }

  @Test func intervalsAreDrawnWhereTheyAreGiven() throws {
    let elements = try Self.elements(ChartExamples.intervals)
    #expect(elements.filter { $0.name == "circle" }.count == 4)
    #expect(
      elements.filter { $0.attributes["class"]?.hasPrefix("thick") == true }.count == 3)
    #expect(elements.filter { $0.attributes["class"] == "fill blue" }.count == 1)
  }

  /// Half of the reference stands as far from it as the double, and the axis has no nought.
  @Test func ratiosAreHeldAgainstOneByTheirLogarithms() throws {
    let rows = [IntervalChart.Row("half", 0.5), .init("double", 2), .init("a hundred times", 100)]
    let elements = try Self.elements(
      IntervalChart(
        title: "", unit: .amount("theirs ÷ ours"), rows: rows, reference: .init(1, "as fast"),
        isRatio: true))
    let dots = elements.filter { $0.name == "circle" }.map { Self.number($0, "cx") }
    let line = try #require(
      elements.first { $0.attributes["class"] == "thin dashed red" }
        .map { Self.number($0, "x1") })
    // Places are printed with two decimals.
    #expect(abs((line - dots[0]) - (dots[1] - line)) < 0.03)
    #expect(dots[2] > dots[1])
    #expect(!elements.contains { $0.name == "text" && $0.text == "0" })
  }

  /// A probability's axis is 0 to 100 %, or 0 to 20 % where all that is drawn lies below.
  @Test func probabilitiesShareTwoAxes() throws {
    let texts = { (rows: [IntervalChart.Row]) in
      try Self.elements(IntervalChart(title: "", rows: rows, isProbability: true)).filter {
        $0.name == "text"
      }.map(\.text)
    }
    let rare = try texts([.init("rare", 0.001)])
    #expect(rare.contains("0\u{A0}%") && rare.contains("20\u{A0}%"))
    #expect(!rare.contains("100\u{A0}%") && rare.contains("under\u{A0}1\u{A0}%"))
    for row in [IntervalChart.Row("a", 0.21), .init("a", 0.1, low: 0.05, high: 0.3)] {
      let wide = try texts([row])
      #expect(wide.contains("0\u{A0}%") && wide.contains("100\u{A0}%"))
    }
  }

  /// Twenty-five rows of five deadlines: a heading each, the course alone beside its dot, and an axis
  /// with more ticks than its ends and its middle.
  @Test func rowsStandUnderHeadings() throws {
    let courses = ["baseline", "high", "low", "crossing-delayed", "no-crossing"]
    let rows = (2026...2030).flatMap { year in
      courses.map { course in
        IntervalChart.Row(course, 0.04 * Double(year - 2020), group: "48 Mt by \(year)")
      }
    }
    let markup = try DrawnMarkup(
      IntervalChart(title: "", rows: rows, isProbability: true).picture(named: "a").inline())
    #expect(try markup.textFaults() == [])
    let texts = markup.elements.filter { $0.name == "text" }.map(\.text)
    for year in 2026...2030 { #expect(texts.filter { $0 == "48 Mt by \(year)" }.count == 1) }
    for course in courses { #expect(texts.filter { $0 == course }.count == 5) }
    #expect(markup.elements.filter { $0.attributes["class"] == "rule grid" }.count >= 5)
    #expect(markup.elements.contains { $0.text == "48 Mt by 2030, high: 40\u{A0}%" })
  }

  @Test func aTornadoKeepsTheOrderOfItsRows() throws {
    let rows = try Self.elements(ChartExamples.tornado).filter { $0.name == "text" }.map(\.text)
    let first = try #require(rows.firstIndex(of: "growth of a point a year"))
    let second = try #require(rows.firstIndex(of: "spread of the models"))
    #expect(first < second)
  }

  /// A curve on a card: the ends of its scale, the marked period in bold and the last one.
  @Test func aSparklineHasItsScale() throws {
    let markup = try DrawnMarkup(ChartExamples.sparkline.picture(named: "a").inline())
    #expect(try markup.textFaults() == [])
    let texts = markup.elements.filter { $0.name == "text" }
    #expect(texts.map(\.text) == ["100\u{A0}%", "0", "2027", "2035"])
    #expect(texts[2].attributes["class"] == "strong ink")
  }

  @Test func oneChangeNeedsNoKey() throws {
    let isKeyed = { (rows: [TornadoChart.Row]) in
      try Self.elements(TornadoChart(title: "", center: 0.3, rows: rows)).contains {
        $0.text.hasPrefix("lighter")
      }
    }
    #expect(try !isKeyed([.init("a", high: 0.4)]))
    #expect(try isKeyed([.init("a", low: 0.2, high: 0.4)]))
  }

  @Test func chartsWithoutFiguresSaySo() throws {
    for chart: any Chart in [
      GrowthBars(title: "", bars: []), IntervalChart(title: "", rows: []),
      StatementsChart(title: "", periods: [], unit: .amount("Mt"), series: []),
    ] {
      #expect(
        try Self.elements(chart).filter { $0.name == "text" }.map(\.text).contains("no figures"))
    }
  }
}
