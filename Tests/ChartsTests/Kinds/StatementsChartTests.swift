import Testing

@testable import Charts

@Suite struct StatementsChartTests {
  private static let years = [
    "1996", "2000", "2004", "2008", "2012", "2013", "2016", "2021", "2023",
  ]

  private static func chart(importer: String, exporter: String) -> StatementsChart {
    let values = { (factor: Double) in
      years.indices.map { PeriodValue($0, factor * Double($0 + 1)) }
    }
    return StatementsChart(
      title: "", periods: years, unit: .amount("USD bn"),
      series: [
        .init("importer: \(importer)", values(1), source: importer),
        .init("exporter: \(exporter)", values(1.5), source: exporter),
        .init(
          "both together, 80\u{A0}%", values(1.2),
          intervals: years.indices.map {
            .init(index: $0, low: 1.1 * Double($0 + 1), high: 1.35 * Double($0 + 1))
          }),
      ])
  }

  private static func markup(_ chart: StatementsChart) throws -> DrawnMarkup {
    try DrawnMarkup(chart.picture(named: "a").inline())
  }

  /// The colour of the points whose title has a text.
  private static func color(_ text: String, _ chart: StatementsChart) throws -> Substring? {
    let elements = try markup(chart).elements
    let title = try #require(elements.firstIndex { $0.name == "title" && $0.text.contains(text) })
    return elements[title - 1].attributes["class"]?.split(separator: " ").last
  }

  /// Of two flows between two countries, each one's reporter keeps its colour.
  @Test func coloursFollowTheReporter() throws {
    let (imports, exports) = (
      Self.chart(importer: "KAZ-side", exporter: "GACC"),
      Self.chart(importer: "GACC", exporter: "KAZ-side")
    )
    for name in ["KAZ-side", "GACC"] {
      #expect(try Self.color(name, imports) == Self.color(name, exports))
    }
    #expect(try Self.color("KAZ-side", imports) != Self.color("GACC", imports))
    #expect(try Self.color("1996: both", imports) == Self.color("1996: both", exports))
  }

  /// An interval a period, years between the ends, whole labels, and no stroke between two values that
  /// happen to be neighbours.
  @Test func whatStandsAloneIsPoints() throws {
    let markup = try Self.markup(
      Self.chart(importer: "KAZ-side nominal", exporter: "GACC nominal (China as reporter)"))
    #expect(try markup.textFaults() == [])
    #expect(!markup.elements.contains { $0.name == "polyline" })
    let classes = markup.elements.compactMap { $0.attributes["class"] }
    #expect(classes.filter { $0.hasPrefix("thick") }.count == Self.years.count)
    let texts = markup.elements.filter { $0.name == "text" }.map(\.text)
    #expect(Self.years.filter(texts.contains).count >= 5)
    #expect(texts.contains("reporter)") && !texts.contains { $0.hasSuffix("…") })
  }
}
