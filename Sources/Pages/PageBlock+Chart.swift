internal import Charts

extension PageBlock {
  /// A chart with the tables behind it.
  static func chart(
    _ chart: some Chart, _ name: String, _ caption: [PagePiece], _ tables: [PageGrid?]
  ) -> PageBlock {
    .figure(
      PageFigure(
        picture: chart.picture(named: name), caption: caption, tables: tables.compactMap { $0 }))
  }

  /// What a reader may open; nothing when there is nothing in it.
  static func fold(_ title: String, _ blocks: [PageBlock?]) -> PageBlock? {
    let blocks = blocks.compactMap { $0 }
    return blocks.isEmpty ? nil : .folded(title: title, blocks)
  }

  /// A forecast behind what was observed, with columns whose names begin with `front`.
  ///
  /// - Parameters:
  ///   - counted: what is counted, where no column has a unit.
  ///   - goal: the column of an amount that the forecast is held against, and the words for it.
  static func fan(
    _ rows: PageTable, title: String, name: String, front: String = "", unit: String = "unit",
    counted: String = "", goal: (column: String, words: String)? = nil,
    observed: PageTable? = nil, _ caption: [PagePiece]
  ) -> PageBlock? {
    guard let first = rows.rows.first else { return nil }
    let past = observed?.suffix(HistorySection.longest)
    let periods = ChartPeriods(past?.values("period") ?? [], rows.rows.map { $0["period"] })
    let scale = ChartScale(first[unit], rows.rows.compactMap { $0.number(front + "median") })
    let chart = FanChart(
      title: title, description: "The median and the central intervals of 50, 80 and 95 %.",
      periods: periods.labels, unit: counted.isEmpty ? scale.unit : .amount(counted),
      observed: past.map { scale.points($0, "value", at: periods.places) } ?? [],
      fan: rows.rows.compactMap { scale.step($0, at: periods.places, front: front) },
      target: goal.flatMap { goal in
        scale.value(first, goal.column).map { FanChart.Target(level: $0, note: goal.words) }
      })
    return .chart(chart, name, caption, [forecast(title, rows, front: front, unit: unit)])
  }

  /// The table of a forecast.
  static func forecast(
    _ caption: String, _ rows: PageTable, front: String = "", unit: String = "unit"
  ) -> PageGrid? {
    func amount(_ title: String, _ column: String) -> PageGrid.Reading {
      PageGrid.amount(title, front + column, unit: unit)
    }
    func interval(_ title: String, _ low: String, _ high: String) -> PageGrid.Reading {
      PageGrid.interval(title, front + low, front + high, unit: unit)
    }
    return PageGrid(
      caption, rows,
      [
        PageGrid.text("Period", "period"), amount("Median", "median"),
        interval("50 %", "lo-50", "hi-50"), interval("80 %", "lo-80", "hi-80"),
        interval("95 %", "lo-95", "hi-95"),
      ])
  }
}
