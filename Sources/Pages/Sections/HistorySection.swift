internal import Charts

/// What was observed of each series and what is forecast, with the target and the evidence of the
/// current period.
struct HistorySection {
  let tables: ReportTables
  let questions: [PageQuestion]
  /// Says what the section is about where the page's answer is about something else.
  let note: PageBlock?

  func section(_ names: inout PageNames) -> PageSection? {
    let groups = tables.headline("forecast.csv").groups("series")
    // The series that the page's answer is about comes first.
    let lead = questions.first?.series
    let ordered =
      groups.filter { $0.rows.first?["series"] == lead }
      + groups.filter { $0.rows.first?["series"] != lead }
    let figures = ordered.compactMap { figure($0, &names) }
    return PageSection(
      "history", "History and forecast",
      [note] + Array(figures.prefix(2)) + [.fold("The other series", Array(figures.dropFirst(2)))])
  }

  /// The most periods that are drawn before the forecast; the file has the others.
  static let longest = 120

  private func figure(_ forecast: PageTable, _ names: inout PageNames) -> PageBlock? {
    guard let first = forecast.rows.first else { return nil }
    let series = first["series"]
    let all = tables["observations.csv"].filter { $0["series"] == series }
    let observed = all.suffix(Self.longest)
    let drawn = upToDeadline(forecast, series)
    let periods = ChartPeriods(observed.values("period"), drawn.values("period"))
    let places = periods.places
    // A level for the sum of periods is none for one of them.
    let question = questions.first { question in
      question.series == series
        && tables.rows("targets.csv", of: question).rows.allSatisfy {
          !$0.has("cumulative_through")
        }
    }
    let asked = question.map { tables.rows("targets.csv", of: $0).rows } ?? []
    let scale = ChartScale(
      first["unit"],
      observed.rows.compactMap { $0.number("value") }
        + drawn.rows.compactMap { $0.number("median") })
    let current = tables["current_year.csv"].filter { $0["series"] == series }
    let evidence = current.rows.first { $0["route"] == "all routes" }.flatMap {
      self.evidence($0, scale, places)
    }
    let title = first.has("basis") ? "\(first["basis"]) (\(series))" : series
    let chart = FanChart(
      title: title,
      description: "Observed values, the median of the forecast and its central intervals.",
      periods: periods.labels, unit: scale.unit,
      observed: scale.points(observed, "value", at: places),
      fan: drawn.rows.compactMap { scale.step($0, at: places) },
      target: asked.first.flatMap { row in
        scale.value(row, "level").map {
          FanChart.Target(
            level: $0, label: row["target"],
            deadlines: asked.compactMap { places[$0["deadline"]] })
        }
      }, evidence: evidence,
      breaks: observed.rows.compactMap { row in
        row.has("break") ? places[row["period"]].map { PeriodNote($0, "break") } : nil
      },
      hitting: question.map { reached($0, periods) } ?? [])
    let grids = [
      PageGrid(
        "Observed: \(series)", observed,
        [
          PageGrid.text("Period", "period"), PageGrid.amount("Value", "value"),
          PageGrid.text("Break", "break"),
        ]),
      PageGrid(
        "What is known of the current period: \(series)", current,
        [
          PageGrid.text("Route", "route"), PageGrid.text("Period", "period"),
          PageGrid.amount("Value", "value"), PageGrid.interval("80 %", "lo-80", "hi-80"),
          PageGrid.number("Weight", "weight", .rate),
          PageGrid.text("Note", "note"),
        ]),
      PageBlock.forecast("Forecast: \(series), \(first["scenario"])", forecast),
    ]
    return .chart(
      chart, names.name("history", series),
      [
        "Points: observed; gaps stay gaps. Line: the median of ",
        .cell(PageCell(first, "model")), " from ", .cell(PageCell(first, "n", .whole)),
        " observations; bands: central 50, 80 and 95 %.",
      ] + (evidence == nil ? [] : [" Open mark: what is known of the current period."])
        + breaks(observed), grids)
  }

  /// What the chart has no room to say of its breaks.
  private func breaks(_ observed: PageTable) -> [PagePiece] {
    observed.rows.filter { $0.has("break") }.flatMap { row -> [PagePiece] in
      [" Break at ", .cell(PageCell(row, "period")), ": ", .cell(PageCell(row, "break")), "."]
    }
  }

  /// The forecast up to the last deadline that is asked of the series: what lies behind it is in
  /// the table, and would press all before it flat.
  private func upToDeadline(_ forecast: PageTable, _ series: String) -> PageTable {
    let asked = questions.filter { $0.series == series }.flatMap {
      tables.rows("targets.csv", of: $0).rows.map { $0["deadline"] }
    }
    let last = forecast.rows.lastIndex { asked.contains($0["period"]) }
    return last.map { forecast.prefix($0 + 1) } ?? forecast
  }

  private func reached(_ question: PageQuestion, _ periods: ChartPeriods) -> [PeriodValue] {
    let rows = tables.rows("hitting.csv", of: question).filter { $0["scenario"] == tables.course }
    return ProbabilitySection.points(rows, "p_touch_by", periods)
  }

  private func evidence(
    _ row: PageRow, _ scale: ChartScale, _ places: [String: Int]
  ) -> FanChart.Evidence? {
    guard let place = places[row["period"]], let value = scale.value(row, "value"),
      let low = scale.value(row, "lo-80"), let high = scale.value(row, "hi-80")
    else { return nil }
    return FanChart.Evidence(index: place, value: value, low: low, high: high)
  }
}
