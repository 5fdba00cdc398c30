import Testing

@testable import Charts

@Suite struct ProbabilityChartTests {
  private static func markup(_ chart: any Chart) throws -> DrawnMarkup {
    try DrawnMarkup(chart.picture(named: "a").inline())
  }

  private static func chart(
    _ touch: [Double], level: [Double] = [], deadlines: [Int] = []
  ) -> ProbabilityChart {
    ProbabilityChart(
      title: "", periods: (2025...2040).map(String.init),
      touch: touch.enumerated().map { PeriodValue($0, $1) },
      level: level.enumerated().map { PeriodValue($0, $1) }, deadlines: deadlines)
  }

  private static let rising = [
    0.001, 0.05, 0.16, 0.28, 0.38, 0.46, 0.53, 0.59, 0.65, 0.69, 0.72, 0.75, 0.77, 0.79, 0.81, 0.83,
  ]

  /// Deadlines two and three years apart: each has its year below and its probability off the curves.
  @Test(arguments: [[2, 3, 5, 10], [5, 8, 10], [3, 4, 5]])
  func deadlinesAreAllNamed(_ deadlines: [Int]) throws {
    let markup = try Self.markup(
      Self.chart(Self.rising, level: Self.rising.map { $0 * 0.85 }, deadlines: deadlines))
    #expect(try markup.textFaults() == [])
    let texts = markup.elements.filter { $0.name == "text" }.map(\.text)
    for deadline in deadlines {
      #expect(texts.contains("\(2025 + deadline)"), "\(deadline)")
      let value = AxisText.probability(Self.rising[deadline])
      #expect(texts.contains(value), "\(value)")
      #expect(try markup.lines(through: value) == [], "\(value)")
    }
  }

  @Test func aCurveUnderTheOtherIsSaidToBeTheSame() throws {
    let texts = { (level: [Double]) in
      try Self.markup(Self.chart(Self.rising, level: level)).elements.filter { $0.name == "text" }
        .map(\.text).joined(separator: " ")
    }
    let same = try texts(Self.rising)
    #expect(same.contains("both, the same") && !same.contains("there at"))
    let apart = try texts(Self.rising.map { $0 * 0.9 })
    #expect(apart.contains("there at the time") && !apart.contains("the same"))
  }

  /// Forecasts of 2010 to 2012, 2014, 2016 and 2017: no line goes over a year without one.
  @Test func yearsWithoutAForecastAreGaps() throws {
    let years = ["2010", "2011", "2012", "2014", "2016", "2017"]
    let elements = try Self.markup(
      ProbabilityChart(
        title: "", periods: years, touch: years.indices.map { PeriodValue($0, 0.5) })
    ).elements
    let lines = elements.filter { $0.name == "polyline" }.map { DrawnMarkup.spots($0).count }
    #expect(lines == [3, 2])
    #expect(elements.filter { $0.name == "circle" }.count == 1)
    let texts = elements.filter { $0.name == "text" }.map(\.text)
    #expect(["2010", "2012", "2014", "2017"].allSatisfy(texts.contains))
  }
}
