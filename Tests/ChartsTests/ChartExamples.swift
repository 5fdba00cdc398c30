@testable import Charts

/// One chart of each kind, with data as they are met.
enum ChartExamples {
  static let all: [(name: String, chart: any Chart)] = [
    ("fan", fan), ("fan-months", months), ("probability", probability), ("intervals", intervals),
    ("differences", differences), ("ratios", ratios), ("tornado", tornado), ("growth", growth),
    ("capacity", capacity), ("reference", reference), ("reliability", reliability),
    ("sparkline", sparkline), ("statements", statements), ("network", network),
  ]

  private static let trade: [Double] = [
    5.2, 6.1, 8, 9.9, 12.3, 9.4, 14, 17, 21, 26, 28.6, 22, 14.4, 13.1, 18, 19.9, 21.4, 25, 31.2, 41,
  ]

  static func step(_ index: Int, _ median: Double, _ spread: Double) -> FanChart.Step {
    FanChart.Step(
      index: index, median: median, low50: median - 0.67 * spread, high50: median + 0.75 * spread,
      low80: median - 1.28 * spread, high80: median + 1.6 * spread, low95: median - 1.96 * spread,
      high95: median + 2.9 * spread)
  }

  static let touch = (1...11).map { PeriodValue(19 + $0, 0.004 * Double($0 * $0) + 0.01) }

  static let fan = FanChart(
    title: "Trade turnover", description: "Observed 2005 to 2024, forecast to 2035.",
    periods: (2005...2035).map(String.init), unit: .amount("USD bn"),
    observed: trade.indices.filter { $0 != 7 }.map { PeriodValue($0, trade[$0]) },
    fan: (1...11).map { step(19 + $0, 41 + 2.1 * Double($0), 4.2 * Double($0).squareRoot()) },
    target: .init(level: 82, label: "target 82 USD bn", deadlines: [25]),
    evidence: .init(index: 20, value: 44, low: 41, high: 48, label: "2025 so far"),
    breaks: [PeriodNote(12, "new basis of measurement")], hitting: touch)

  static let months = FanChart(
    title: "Monthly trade", periods: (0..<150).map { "\(2014 + $0 / 12)-\(101 + $0 % 12)" },
    unit: .amount("USD million"),
    observed: (0..<126).map { PeriodValue($0, 900 + Double($0 * 4) + Double($0 * 37 % 101)) },
    fan: (126..<150).map { step($0, 900 + Double($0 * 4), 30 + Double(($0 - 126) * 6)) },
    isLogarithmic: true)

  static let probability = ProbabilityChart(
    title: "Chance of 82 USD bn", periods: (2024...2035).map(String.init),
    touch: touch.map { PeriodValue($0.index - 19, $0.value) },
    level: touch.map { PeriodValue($0.index - 19, $0.value * 0.6) }, deadlines: [6, 11])

  static let intervals = IntervalChart(
    title: "Chance by 2030, by course",
    rows: [
      .init("baseline", 0.31, low: 0.22, high: 0.4, isEmphasised: true),
      .init("second track at Dostyk delayed by two years", 0.24, low: 0.15, high: 0.35),
      .init("oil at 60 USD", 0.17, low: 0.1, high: 0.27), .init("new crossing", 0.45),
    ], reference: .init(0.31, "baseline 31 %"), isProbability: true)

  static let differences = IntervalChart(
    title: "Against the baseline", unit: .amount("USD bn"),
    rows: [
      .init("second track delayed", -2.4, low: -4, high: -0.5),
      .init("new crossing", 3.3, low: 0.4, high: 6.2),
    ], reference: .init(0, "baseline"))

  static let network = NetworkMap(
    title: "A network in 2030",
    nodes: [
      .init("East", x: 100, y: 50), .init("Middle", x: 60, y: 50), .init("West", x: 0, y: 60),
      .init("Shore", x: 30, y: 10),
    ],
    links: [
      .init("first", from: 0, to: 1, flow: 30, full: 0.6, note: "first carries 30 Mt"),
      .init("second", from: 0, to: 1, flow: 12, full: 0.2),
      .init("northern", from: 1, to: 2, flow: 25, full: 0.02),
      .init("by sea", from: 1, to: 3, flow: 3, full: nil),
      .init("rest", from: 3, to: 2, flow: 3, full: nil),
    ])

  static let ratios = IntervalChart(
    title: "Times of others", unit: .amount("theirs ÷ ours"),
    rows: [
      .init("a library", 8.5, isEmphasised: true, group: "read, 100 MB"),
      .init("another", 0.72, group: "read, 100 MB"), .init("a third", 243, group: "written"),
    ], reference: .init(1, "as fast"), isRatio: true)

  static let tornado = TornadoChart(
    title: "What moves the chance", center: 0.31,
    rows: [
      .init("growth of a point a year", low: 0.19, high: 0.46),
      .init("spread of the models", low: 0.24, high: 0.37),
      .init("without what is known of the current period", low: 0.26),
    ], isProbability: true)

  static let growth = GrowthBars(
    title: "Growth needed and growth that was",
    bars: [
      .init("needed to 2030", 0.124, isRequired: true), .init("last 5 years", 0.094),
      .init("last 10 years", 0.043), .init("peak to peak", -0.012),
    ])

  static let capacity = CapacityChart(
    title: "Demand and capacity", periods: (2024...2035).map(String.init), unit: .amount("Mt"),
    demand: (0..<12).map {
      .init(
        index: $0, median: 9 + 1.4 * Double($0), low80: 9 + Double($0), high80: 9 + 2 * Double($0))
    },
    capacity: (0..<12).map { PeriodValue($0, room($0)) },
    openings: [PeriodNote(3, "second track"), PeriodNote(7, "new terminal at Khorgos")],
    carried: (0..<12).map { PeriodValue($0, min(9 + 1.4 * Double($0), room($0))) })

  private static func room(_ index: Int) -> Double { index < 3 ? 10 : index < 7 ? 14 : 19 }

  static let reference = ReferenceChart(
    title: "Look-alikes that doubled in 6 years",
    epochs: [
      .init("1960s", share: 0.18, count: 165, low: 0.13, high: 0.25),
      .init("1990s", share: 0.22, count: 1510, low: 0.2, high: 0.24),
      .init("2010s", share: 0.09, count: 1690),
    ], reference: .init(0.31, "quoted 31 %"))

  static let reliability = ReliabilityChart(
    title: "Said and came true",
    groups: [
      .init(said: 0.05, cameTrue: 0.06, count: 812), .init(said: 0.3, cameTrue: 0.33, count: 402),
      .init(said: 0.5, cameTrue: 0.47, count: 310, low: 0.42, high: 0.52),
      .init(said: 0.92, cameTrue: 0.9, count: 97),
    ])

  static let sparkline = Sparkline(
    title: "Chance by year", periods: (2005...2035).map(String.init), values: touch, isShare: true,
    marked: 22)

  static let statements = StatementsChart(
    title: "Trade as its two sides report it", periods: (2010...2024).map(String.init),
    unit: .amount("USD bn"),
    series: [
      .init("Kazakhstan reports", (0..<15).map { PeriodValue($0, 6 + Double($0) * 0.7) }),
      .init("China reports", (0..<15).map { PeriodValue($0, 9 + Double($0) * 1.1) }),
    ], shadesDifference: true)
}
