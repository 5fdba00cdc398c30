import Testing

@testable import Charts

@Suite struct CapacityChartTests {
  private static func chart(carried: [Double]) -> CapacityChart {
    CapacityChart(
      title: "", periods: ["2024", "2025", "2026"], unit: .amount("Mt"),
      demand: [8, 10, 12].enumerated().map { .init(index: $0, median: $1) },
      capacity: [9, 9, 20].enumerated().map { PeriodValue($0, $1) },
      carried: carried.enumerated().map { PeriodValue($0, $1) })
  }

  private static func elements(_ chart: CapacityChart) throws -> [DrawnMarkup.Element] {
    try DrawnMarkup(chart.picture(named: "a").inline()).elements
  }

  /// Capacity turns between periods, so each of three has two corners.
  @Test func capacityIsASeriesOfSteps() throws {
    let line = try Self.elements(Self.chart(carried: [])).first {
      $0.attributes["class"] == "line red"
    }
    let points = (line?.attributes["points"] ?? "").split(separator: " ").map {
      $0.split(separator: ",").compactMap { Double($0) }
    }
    #expect(points.count == 6)
    #expect(points[0][1] == points[3][1] && points[3][1] > points[4][1])
    #expect(points[3][0] == points[4][0])
  }

  /// The name of what opens stands behind its opening, with the period.
  @Test func openingsAreNamedWhereTheyOpen() throws {
    let chart = CapacityChart(
      title: "", periods: (2024...2034).map(String.init), unit: .amount("Mt"),
      demand: (0..<11).map { .init(index: $0, median: 8 + Double($0)) },
      capacity: (0..<11).map { PeriodValue($0, $0 < 3 ? 10 : 20) },
      openings: [PeriodNote(3, "a port")])
    let elements = try Self.elements(chart)
    let name = try #require(elements.first { $0.text == "a port, 2027" && $0.name == "text" })
    let mark = try #require(elements.first { $0.attributes["class"] == "open red" })
    let (text, opening) = (
      try #require(name.attributes["x"].flatMap(Double.init)),
      try #require(mark.attributes["cx"].flatMap(Double.init))
    )
    #expect(text > opening && name.attributes["text-anchor"] == nil)
  }

  /// The mark stands at the year that its name says, and neither line goes through the name.
  @Test func openingsStandAtTheirYear() throws {
    let chart = CapacityChart(
      title: "", periods: (2024...2040).map(String.init), unit: .amount("Mt"),
      demand: (0..<17).map {
        .init(index: $0, median: 32 + 2.3 * Double($0), low80: 28, high80: 35 + 8 * Double($0))
      },
      capacity: (0..<17).map { PeriodValue($0, min(32 + 8 * Double($0), 74)) },
      openings: [PeriodNote(4, "Bakhty–Ayagoz")])
    let markup = try DrawnMarkup(chart.picture(named: "a").inline())
    let mark = try #require(markup.elements.first { $0.attributes["class"] == "open red" })
    let hover = try #require(
      markup.elements.firstIndex { $0.name == "title" && $0.text.hasPrefix("2028: demand") })
    let strip = markup.elements[hover - 1].attributes
    let middle =
      (strip["x"].flatMap(Double.init) ?? 0) + (strip["width"].flatMap(Double.init) ?? 0) / 2
    #expect(abs((mark.attributes["cx"].flatMap(Double.init) ?? 0) - middle) < 0.02)
    #expect(try markup.lines(through: "Bakhty–Ayagoz, 2028") == [])
    #expect(try markup.textFaults() == [])
  }

  /// A band far above the lines is cut, with an arrow that says so.
  @Test func theBandDoesNotSetTheScale() throws {
    let texts = { (high: Double) in
      try Self.elements(
        CapacityChart(
          title: "", periods: ["2024", "2025"], unit: .amount("Mt"),
          demand: [0, 1].map { .init(index: $0, median: 70, low80: 60, high80: high) },
          capacity: [0, 1].map { PeriodValue($0, 75) })
      ).filter { $0.name == "text" }.map(\.text)
    }
    let cut = try texts(2500)
    #expect(cut.contains("120") && !cut.contains("150") && cut.contains("80\u{A0}%\u{A0}↑"))
    #expect(try !texts(90).contains("80\u{A0}%\u{A0}↑"))
  }

  /// Two lines in one have one name.
  @Test func whatIsCarriedWhollyIsNamedOnce() throws {
    let texts = { (carried: [Double]) in
      try Self.elements(Self.chart(carried: carried)).filter { $0.name == "text" }.map(\.text)
    }
    #expect(try texts([8, 10, 12]).contains("all\u{A0}carried"))
    #expect(try !texts([8, 10, 12]).contains("carried"))
    #expect(try texts([8, 9, 9]).contains("carried"))
  }

  @Test func onlyWhatIsNotCarriedIsShaded() throws {
    let isShaded = { (chart: CapacityChart) in
      try Self.elements(chart).contains { $0.attributes["class"] == "band red" }
    }
    #expect(try isShaded(Self.chart(carried: [8, 9, 12])))
    #expect(try !isShaded(Self.chart(carried: [8, 10, 12])))
    #expect(try !isShaded(Self.chart(carried: [])))
  }
}
