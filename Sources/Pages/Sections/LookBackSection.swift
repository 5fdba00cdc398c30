internal import Charts

/// What forecasts at earlier times would have said, and how good they were.
struct LookBackSection {
  let tables: ReportTables

  func section(_ names: inout PageNames) -> PageSection? {
    let vintages = tables["postmortem.csv"].groups("postmortem", "target").map {
      curve($0, &names)
    }
    let scores = PageGrid(
      "Scores", tables["postmortem_scores.csv"],
      [
        PageGrid.text("Of", "subject"), PageGrid.text("By", "deadline"),
        PageGrid.number("Ahead", "horizon", .whole), PageGrid.text("Model", "model"),
        PageGrid.text("Measure", "measure"), PageGrid.number("Score", "value", .number),
        PageGrid.number("Naive", "naive", .number),
        PageGrid.number("against naive", "over_naive", .number), PageGrid.number("n", "n", .whole),
        PageGrid.text("Note", "note"),
      ])
    let plans = plans(&names)
    let seen = PageGrid(
      "What was said at earlier times", tables.headline("targets_vintages.csv"),
      [
        PageGrid.text("Question", "target"), PageGrid.text("By", "deadline"),
        PageGrid.text("Data up to", "sample_end"),
        PageGrid.number("Reached by then", "p_touch_by_deadline", .share),
        PageGrid.number("There then", "p_level_at_deadline", .share),
        PageGrid.text("Model", "model"), PageGrid.number("n", "n", .whole),
        PageGrid.outcome("Already", "status"),
      ])
    return PageSection(
      "look-back", "What earlier forecasts would have said",
      [plans] + vintages
        + [seen.map { .table($0) }, .fold("Scores", [scores.map { .table($0) }])])
  }

  /// Plans beside what came, in the order of their periods.
  private func plans(_ names: inout PageNames) -> PageBlock? {
    let rows = tables["postmortem_plans.csv"].ordered(by: "period")
    let grid = PageGrid(
      "Plans and what came", rows,
      [
        PageGrid.text("Period", "period"), PageGrid.amount("Plan", "plan"),
        PageGrid.amount("Came", "actual"), PageGrid.amount("Error", "error"),
        PageGrid.amount("Naive", "naive"), PageGrid.text("Basis of the plan", "plan_basis"),
      ])
    guard let grid, let first = rows.rows.first, rows.rows.count > 1 else {
      return grid.map { .table($0) }
    }
    let periods = ChartPeriods(years: rows.values("period"))
    let scale = ChartScale(
      first["unit"], rows.rows.flatMap { ["plan", "actual"].compactMap($0.number) })
    let chart = StatementsChart(
      title: "Plans and what came", description: "A point a year: what was planned, and what came.",
      periods: periods.labels, unit: scale.unit,
      series: [
        .init("planned", scale.points(rows, "plan", at: periods.places)),
        .init("came", scale.points(rows, "actual", at: periods.places)),
      ])
    return .chart(
      chart, names.name("plans"), ["Plans: ", .cell(PageCell(first, "plan_basis")), "."], [grid])
  }

  /// What came of it, where it is known.
  private func outcome(_ row: PageRow) -> [PagePiece] {
    if row.number("outcome_touch") == 0 {
      let later: [PagePiece] =
        row.has("reached_in") ? ["; it was in ", .cell(PageCell(row, "reached_in"))] : []
      return [" By ", .cell(PageCell(row, "deadline")), " it was not reached"] + later + ["."]
    }
    guard row.has("reached_in") else { return [] }
    return [" It was reached in ", .cell(PageCell(row, "reached_in")), "."]
  }

  private func curve(_ rows: PageTable, _ names: inout PageNames) -> PageBlock? {
    guard let first = rows.rows.first else { return nil }
    // What is decided is no forecast: the chart ends before it.
    let own = rows.filter {
      $0["model"] == first["model"] && $0.has("p_touch") && $0["status"] == "projected"
    }
    let periods = ChartPeriods(years: own.rows.map { $0["vintage"] })
    guard own.rows.count > 1 else { return nil }
    func curve(_ column: String) -> [PeriodValue] {
      ProbabilitySection.points(own, column, periods, period: "vintage")
    }
    let name = first["target"]
    let chart = ProbabilityChart(
      title: "“\(name)”: what each year's forecast would have said",
      description: "Probabilities by the time of the forecast.", periods: periods.labels,
      touch: curve("p_touch"), level: curve("p_level"), touchLabel: "to reach it")
    let grid = PageGrid(
      "“\(name)” by the time of the forecast", rows,
      [
        PageGrid.text("Data up to", "vintage"), PageGrid.text("Model", "model"),
        PageGrid.number("n", "n", .whole), PageGrid.number("Reached", "p_touch", .share),
        PageGrid.number("There then", "p_level", .share), PageGrid.text("Reached in", "reached_in"),
        PageGrid.number("Brier", "brier_touch", .number),
        PageGrid.outcome("Already", "status"),
      ])
    return .chart(
      chart, names.name("look-back", name),
      [
        "Forecast at the end of each period by ",
        .cell(PageCell(first, "model")), " from data of that time.",
      ] + outcome(first), [grid])
  }
}
