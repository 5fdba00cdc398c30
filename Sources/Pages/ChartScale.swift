internal import Charts
internal import SeriesCore

/// The unit in which a chart says its amounts: that of the greatest one, as in the tables.
struct ChartScale {
  private let factor: Double
  let unit: ChartUnit

  /// - Parameter values: what the chart has to show most of all; its greatest sets the unit.
  init(_ label: String, _ values: [Double]) {
    let unit = label.isEmpty ? nil : SeriesUnit(label)
    let greatest = values.map(abs).max() ?? 0
    let printed = PrintedAmount(greatest, unit)
    factor = greatest > 0 ? printed.value / greatest : 1
    self.unit = .amount(printed.unit ?? "")
  }

  func callAsFunction(_ value: Double) -> Double { value * factor }

  func value(_ row: PageRow, _ column: String) -> Double? {
    row.number(column).map { $0 * factor }
  }

  /// The values of a column at the places of their periods.
  func points(
    _ table: PageTable, _ column: String, at places: [String: Int], period: String = "period"
  ) -> [PeriodValue] {
    table.rows.compactMap { row in
      guard let place = places[row[period]], let value = value(row, column) else { return nil }
      return PeriodValue(place, value)
    }
  }

  /// The forecast of a row.
  func step(_ row: PageRow, at places: [String: Int], front: String = "") -> FanChart.Step? {
    func number(_ column: String) -> Double? { value(row, front + column) }
    guard let place = places[row["period"]], let median = number("median"),
      let low50 = number("lo-50"), let high50 = number("hi-50"), let low80 = number("lo-80"),
      let high80 = number("hi-80"), let low95 = number("lo-95"), let high95 = number("hi-95")
    else { return nil }
    return FanChart.Step(
      index: place, median: median, low50: low50, high50: high50, low80: low80, high80: high80,
      low95: low95, high95: high95)
  }
}

/// The periods of a chart, in order, each with its place.
struct ChartPeriods {
  let labels: [String]
  let places: [String: Int]

  /// Lists of periods in one: those of a later list that are not there yet come behind.
  init(_ lists: [String]...) {
    var seen = Set<String>()
    labels = lists.flatMap { $0 }.filter { seen.insert($0).inserted }
    places = Dictionary(
      labels.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// Years with those between them, so that a year without a value stays a gap; other periods as they
  /// are.
  init(years: [String]) {
    let numbers = years.compactMap(Int.init)
    guard let first = numbers.min(), let last = numbers.max(), numbers.count == years.count,
      last - first < HistorySection.longest
    else {
      self.init(years)
      return
    }
    self.init((first...last).map(String.init))
  }
}
