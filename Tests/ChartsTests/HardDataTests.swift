import Testing
import _TestSupport

@testable import Charts

/// Data that no chart is made for: none, one, equal, extreme, not finite, and names of any kind.
@Suite struct HardDataTests {
  private static func check(_ chart: any Chart, _ what: String) throws {
    let markup = try DrawnMarkup(chart.picture(named: "a").standalone())
    #expect(try markup.textFaults() == [], "\(what)")
    for element in markup.elements {
      for (name, value) in element.attributes where Self.places.contains(name) {
        // A letter would be of nan, inf or an exponent.
        #expect(!value.contains { $0.isLetter }, "\(what): \(name) is \(value)")
      }
      let words = element.text.split { !$0.isLetter }
      #expect(!words.contains("nan") && !words.contains("inf"), "\(what): \(element.text)")
    }
  }

  private static let places: Set = [
    "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "points", "width", "height", "viewBox",
  ]

  /// Every kind over the same numbers and names.
  static func charts(_ values: [Double], names: [String]) -> [any Chart] {
    let name = { (index: Int) in names.isEmpty ? "" : names[index % names.count] }
    let points = values.enumerated().map { PeriodValue($0, $1) }
    let periods = values.indices.map { "\(2000 + $0)" }
    let title = name(0)
    let steps = values.indices.dropFirst(values.count / 2).map { index in
      ChartExamples.step(index, values[index], abs(values[index]) / 5)
    }
    let size = values.map { $0 - $0.rounded(.down) }
    return [
      FanChart(
        title: title, description: name(1), periods: periods, unit: .amount(name(2)),
        observed: Array(points.prefix(values.count / 2)), fan: steps,
        target: values.last.map {
          .init(level: $0, label: name(3), deadlines: [values.count - 1, values.count / 2, -1])
        },
        evidence: values.first.map {
          .init(index: 0, value: $0, low: $0, high: $0, label: name(4))
        },
        breaks: values.indices.prefix(3).map { PeriodNote($0, name($0)) },
        hitting: size.enumerated().map { PeriodValue($0, $1) }),
      FanChart(
        title: title, periods: values.indices.map(name), unit: .share, observed: points, fan: steps,
        isLogarithmic: true),
      ProbabilityChart(
        title: title, periods: periods, touch: size.enumerated().map { PeriodValue($0, $1) },
        level: points, touchLabel: name(1), levelLabel: name(2), deadlines: [0, 1, values.count]),
      IntervalChart(
        title: title, unit: .amount(name(1)),
        rows: values.enumerated().map {
          .init(name($0), $1, low: $1 - abs($1) / 3, high: $1 + abs($1) / 3, isEmphasised: $0 == 0)
        }, reference: values.first.map { .init($0, name(2)) }),
      TornadoChart(
        title: title, center: values.first ?? 0, centerLabel: name(1),
        rows: values.enumerated().map { .init(name($0), low: $1, high: $0 % 2 == 0 ? nil : $1 * 2) }
      ),
      GrowthBars(
        title: title,
        bars: values.enumerated().map { .init(name($0), $1, isRequired: $0 == 0) }),
      CapacityChart(
        title: title, periods: periods, unit: .amount(name(1)),
        demand: values.enumerated().map {
          .init(index: $0, median: $1, low80: $1 - abs($1) / 4, high80: $1 + abs($1) / 4)
        }, capacity: points, openings: values.indices.map { PeriodNote($0, name($0)) },
        carried: points.map { PeriodValue($0.index, $0.value * 0.7) }),
      ReferenceChart(
        title: title,
        epochs: size.enumerated().map { .init(name($0), share: $1, count: $0 * 1000) },
        reference: .init(0.5, name(1))),
      ReliabilityChart(
        title: title,
        groups: size.map { .init(said: $0, cameTrue: 1 - $0, count: 12_345) }),
      Sparkline(title: title, values: points),
      StatementsChart(
        title: title, periods: periods, unit: .amount(name(1)),
        series: (0..<5).map { shift in
          .init(name(shift), points.map { PeriodValue($0.index, $0.value * Double(shift + 1)) })
        }, shadesDifference: true),
    ]
  }

  private static let fewNames = ["Trade", "a longer name of a series", "t", "x", "new line"]

  @Test(arguments: [
    [], [5], [5, 7], [3, 3, 3, 3], [0, 0], [-4, -9, -2], [1e-12, 2e-12, 9e-12], [1e12, 3e12],
    [1e-12, 1e12], [-1e12, 1e12, 0], [1e300, -1e300], [1e308, -1e308, 1], [0, 1e-300],
    [1_000_000_000, 1_000_000_000.001], [.nan], [.infinity, 3, -.infinity, .nan, 5], [-0.0, 0],
  ])
  func numbersOfAllSizes(_ values: [Double]) throws {
    for (place, chart) in Self.charts(values, names: Self.fewNames).enumerated() {
      try Self.check(chart, "chart \(place) of \(values)")
    }
  }

  static let hardNames = [
    "<script>alert(1)</script>", "\"quoted\" & 'single'", "קורידור מסחר", "ممر التجارة",
    "a\u{0}b\u{1}c\nd\u{7F}", String(repeating: "long name ", count: 30),
    String(repeating: "W", count: 300), "", " ", "\u{202E}desrever", "中欧班列 🚂🚂🚂",
    "e\u{301}\u{302}\u{303}",
    "]]>", "&amp;", "</svg>", "%s %d", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  ]

  @Test(arguments: hardNames.indices)
  func namesOfAllKinds(_ first: Int) throws {
    let names = Self.hardNames[first...] + Self.hardNames[..<first]
    for chart in Self.charts([3, 5, 4, 7, 9, 8, 12], names: Array(names)) {
      try Self.check(chart, "name \(first)")
      let markup = chart.picture(named: "a").standalone()
      #expect(!markup.contains("<script") && !markup.contains("\u{202E}"))
      #expect(
        markup.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" }, "control characters")
    }
  }

  @Test func shortenedNamesAreSaidInFull() throws {
    let name = String(repeating: "W", count: 300)
    let many = String(repeating: "long name ", count: 30)
    for chart in Self.charts([3, 5, 4], names: [name, many]) where !(chart is Sparkline) {
      let elements = try DrawnMarkup(chart.picture(named: "a").inline()).elements
      for (place, element) in elements.enumerated()
      where element.name == "text" && element.text.hasSuffix("…") {
        let next = elements.dropFirst(place + 1).first
        #expect(
          next?.name == "title" && (next?.text.count ?? 0) >= 290, "\(type(of: chart)): \(element)")
      }
    }
  }

  /// Random lengths, sizes, signs and gaps: no two texts overlap, none leaves its picture.
  @Test func randomData() throws {
    var random = SeededNumbers(42)
    for round in 0..<60 {
      let count = random.integer(0...(round % 6 == 0 ? 150 : 14))
      let size = DecimalPower.value(1, random.integer(-6...9))
      let shift = random.symmetric() * 3
      let values = (0..<count).map { _ in (random.symmetric() + shift) * size }
      let names = (0..<8).map { _ in
        (0..<random.integer(1...6)).map { _ in
          String(repeating: "n", count: random.integer(1...9))
        }.joined(separator: " ")
      }
      for (place, chart) in Self.charts(values, names: names).enumerated() {
        try Self.check(chart, "round \(round), chart \(place)")
      }
    }
  }

  /// The numbers of an axis have their room whatever they are, of rows at least every other one.
  @Test func everyTickIsWritten() {
    var random = SeededNumbers(8)
    for _ in 0..<500 {
      let size = DecimalPower.value(1, random.integer(-12...12))
      let values = (0..<6).map { _ in random.symmetric() * size }
      let plot = PeriodPlot(
        .init(periods: (2020...2026).map(String.init), values: values, unit: .amount("Mt")))
      let rows = RowPlot(rows: [.init(label: "row")], values: values, unit: .amount("Mt"))
      let texts = plot.canvas.texts.map(\.shown)
      #expect(plot.y.ticks.allSatisfy { texts.contains($0.text) })
      let across = rows.canvas.texts.map(\.shown)
      let written = rows.x.ticks.filter { across.contains($0.text) }
      #expect(written.count >= 2 && 2 * written.count + 1 >= rows.x.ticks.count, "\(rows.x.ticks)")
      #expect(rows.x.ticks.allSatisfy { $0.value != 0 || across.contains("0") })
    }
  }
}
