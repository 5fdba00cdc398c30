import Testing

@testable import Charts

@Suite struct FanChartTests {
  private static func elements(_ chart: any Chart) throws -> [DrawnMarkup.Element] {
    try DrawnMarkup(chart.picture(named: "a").inline()).elements
  }

  private static func observed(_ values: [PeriodValue], fan: [FanChart.Step] = []) -> FanChart {
    FanChart(
      title: "", periods: (2000...2009).map(String.init), unit: .amount("Mt"), observed: values,
      fan: fan)
  }

  /// Points at 0, 1, 2 and 5, 6: no line goes over the gap.
  @Test func gapsStayGaps() throws {
    let values = [0, 1, 2, 5, 6].map { PeriodValue($0, Double($0 + 1)) }
    let lines = try Self.elements(Self.observed(values)).filter { $0.name == "polyline" }
    #expect(lines.map { $0.attributes["points"]?.split(separator: " ").count } == [3, 2])
    let points = try Self.elements(Self.observed(values)).filter { $0.name == "circle" }
    #expect(points.count == 5)
  }

  /// The axis itself may leave years out: nothing was observed between 2001 and 2005.
  @Test func missingYearsOfTheAxisAreGapsToo() throws {
    let chart = FanChart(
      title: "", periods: ["2000", "2001", "2005", "2006", "2010"], unit: .amount("Mt"),
      observed: (0..<3).map { PeriodValue($0, Double($0)) },
      fan: [3, 4].map { ChartExamples.step($0, 5, 1) })
    let lines = try Self.elements(chart).filter { $0.name == "polyline" }
    #expect(lines.map { $0.attributes["class"] } == ["thin ink", "line blue"])
    #expect(lines.map { $0.attributes["points"]?.split(separator: " ").count } == [2, 3])
  }

  @Test func whatIsNotFiniteIsAGap() throws {
    let values = [
      PeriodValue(0, 1), PeriodValue(1, .nan), PeriodValue(2, 3), PeriodValue(12, 5),
      PeriodValue(-1, 5),
    ]
    let elements = try Self.elements(Self.observed(values))
    #expect(
      elements.filter { $0.name == "circle" && $0.attributes["class"] == "fill ink" }.count >= 2)
    #expect(!elements.contains { $0.name == "polyline" })
  }

  @Test func theFanGoesOnFromItsNeighbour() throws {
    let fan = [2, 3].map { ChartExamples.step($0, 5, 1) }
    let near = try Self.elements(Self.observed([PeriodValue(1, 4)], fan: fan))
    let far = try Self.elements(Self.observed([PeriodValue(0, 4)], fan: fan))
    let corners = { (elements: [DrawnMarkup.Element]) in
      elements.filter { $0.name == "polygon" }.map {
        $0.attributes["points"]?.split(separator: " ").count
      }
    }
    #expect(corners(near) == [6, 6, 6] && corners(far) == [4, 4, 4])
  }

  @Test func titlesSayTheNumbers() throws {
    let titles = try Self.elements(ChartExamples.fan).filter { $0.name == "title" }.map(\.text)
    #expect(titles.contains("2024: 41\u{A0}USD bn"))
    #expect(
      titles.contains { $0.hasPrefix("2030: median 53.6\u{A0}USD bn; 50 %: 46.7 to 61.3; 80 %:") })
    #expect(titles.contains("2030: 15\u{A0}%"))
    #expect(titles.contains { $0.contains("2025 so far: 44\u{A0}USD bn, 41\u{A0}USD bn to 48") })
  }

  /// An outermost interval a thousand times as wide must not flatten all the rest.
  @Test func theOutermostIntervalMayRunOut() throws {
    let wide = FanChart.Step(
      index: 5, median: 5, low50: 4, high50: 6, low80: 3, high80: 7, low95: 0, high95: 7000)
    let plot = try Self.elements(Self.observed([PeriodValue(4, 5)], fan: [wide]))
    let texts = plot.filter { $0.name == "text" }.map(\.text)
    #expect(!texts.contains { $0.contains(",000") })
    #expect(texts.contains("95\u{A0}%\u{A0}↑") && !texts.contains("80\u{A0}%\u{A0}↑"))
    #expect(plot.contains { $0.attributes["clip-path"] == "url(#chart-a-plot)" })
  }

  /// A band of 80 % three times as high as the rest is shown whole, one of ten times is not.
  @Test func theBandOf80IsShownUnlessItIsAbsurd() throws {
    let texts = { (high: Double) in
      let step = FanChart.Step(
        index: 5, median: 5, low50: 4, high50: 6, low80: 3, high80: high, low95: 0, high95: 7000)
      return try Self.elements(Self.observed([PeriodValue(4, 5)], fan: [step])).filter {
        $0.name == "text"
      }.map(\.text)
    }
    let whole = try texts(18)
    #expect(whole.contains("20") && whole.contains("80\u{A0}%"))
    #expect(whole.contains("95\u{A0}%\u{A0}↑"))
    let absurd = try texts(60)
    #expect(!absurd.contains("60") && absurd.contains("80, 95\u{A0}%\u{A0}↑"))
  }

  /// Both edges of a band have its name where they have room, and a goal says what it is.
  @Test func bothEdgesAreNamed() throws {
    let chart = FanChart(
      title: "", periods: (2025...2035).map(String.init), unit: .amount("projects"), observed: [],
      fan: (0..<11).map {
        FanChart.Step(
          index: $0, median: 36, low50: 34, high50: 38, low80: 32, high80: 41, low95: 26,
          high95: 44)
      }, target: .init(level: 45, note: "all done"))
    let markup = try DrawnMarkup(chart.picture(named: "a").inline())
    #expect(try markup.textFaults() == [])
    let texts = markup.elements.filter { $0.name == "text" }.map(\.text)
    #expect(texts.filter { $0 == "80\u{A0}%" }.count == 2)
    #expect(texts.contains("95\u{A0}%") && texts.contains("95\u{A0}%\u{A0}↓"))
    #expect(texts.contains("all done: 45") && texts.contains("projects"))
  }

  /// Every deadline has its rule, its mark on the target and its year; chances stand above all bars.
  @Test func allDeadlinesAreDrawn() throws {
    let chart = FanChart(
      title: "", periods: (1995...2035).map(String.init), unit: .amount("USD bn"),
      observed: (0..<31).map { PeriodValue($0, 20 + Double($0)) },
      fan: (31...40).map { ChartExamples.step($0, 20 + Double($0), 8) },
      target: .init(level: 63, label: "doubling", deadlines: [35, 38, 40]),
      hitting: (31...40).map { PeriodValue($0, 0.08 * Double($0 - 31)) })
    let markup = try DrawnMarkup(chart.picture(named: "a").inline())
    #expect(try markup.textFaults() == [])
    let classes = markup.elements.compactMap { $0.attributes["class"] }
    #expect(classes.filter { $0 == "thin dotted red" }.count == 3)
    #expect(classes.filter { $0 == "open red" }.count == 3)
    let (boxes, _) = try markup.textBoxes()
    for text in ["2030", "2033", "2035", "100\u{A0}%", "32\u{A0}%", "72\u{A0}%"] {
      #expect(boxes.contains { $0.text == text }, "\(text)")
    }
    let tops = markup.elements.filter { $0.attributes["class"] == "fill red" && $0.name == "rect" }
      .compactMap { $0.attributes["y"].flatMap(Double.init) }
    let chance = try #require(boxes.first { $0.text == "32\u{A0}%" }).box
    #expect(tops.count == 3 && tops.allSatisfy { chance.maxY <= $0 + 1e-9 })
  }

  /// The first period, the last observed one and the last one are named where they have room.
  @Test func theEndsOfTheAxisAreNamed() throws {
    let chart = FanChart(
      title: "", periods: (1993...2041).map(String.init), unit: .amount("Mt"),
      observed: (0..<33).map { PeriodValue($0, 1) },
      fan: (33..<49).map { ChartExamples.step($0, 5, 1) })
    let texts = try Self.elements(chart).filter { $0.name == "text" }.map(\.text)
    for year in ["1993", "2025", "2041"] { #expect(texts.contains(year), "\(year)") }
  }

  @Test func growthIsStraightOnALogarithmicAxis() throws {
    let values = (0..<8).map { PeriodValue($0, DecimalPower.value(1, $0)) }
    let chart = FanChart(
      title: "", periods: (2000...2007).map(String.init), unit: .amount("t"), observed: values,
      fan: [], isLogarithmic: true)
    let line = try Self.elements(chart).first { $0.name == "polyline" }
    let heights = (line?.attributes["points"] ?? "").split(separator: " ").compactMap {
      Double($0.split(separator: ",")[1])
    }
    let steps = zip(heights, heights.dropFirst()).map { $0 - $1 }
    #expect(steps.count == 7 && steps.allSatisfy { abs($0 - steps[0]) < 0.03 })
    #expect(
      try Self.elements(chart).contains { $0.name == "text" && $0.text == "t (logarithmic)" })
  }
}
