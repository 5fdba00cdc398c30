internal import Charts

/// The scenario's courses of events side by side.
struct CoursesSection {
  let tables: ReportTables
  let questions: [PageQuestion]
  let courses: [ScenarioPage.Course]

  func section(_ names: inout PageNames) -> PageSection? {
    guard courses.count > 1 else { return nil }
    let figures = questions.compactMap { figure($0, &names) }
    guard let first = figures.first else { return nil }
    let described = courses.filter { !$0.description.isEmpty }.map { course -> [PagePiece] in
      [.words(course.name + ": " + course.description)]
    }
    return PageSection(
      "courses", "Scenarios side by side",
      [
        described.isEmpty ? nil : .items(described), first,
        .fold("The other questions", Array(figures.dropFirst())),
      ])
  }

  private func figure(_ question: PageQuestion, _ names: inout PageNames) -> PageBlock? {
    let rows = tables.rows("targets.csv", of: question).filter {
      $0.has("p_touch_by_deadline") && $0["status"] != "missed"
    }
    .ordered(by: "deadline")
    let grid = PageGrid(
      "Probability of “\(question.target)” under each scenario", rows,
      [
        PageGrid.text("By", "deadline"), PageGrid.text("Scenario", "scenario"),
        PageGrid.number("Reached by then", "p_touch_by_deadline", .share),
        PageGrid.number("Odds", "p_touch_by_deadline", .frequency),
        PageGrid.number("Lowest", "p_low", .share), PageGrid.number("Highest", "p_high", .share),
        PageGrid.number("There then", "p_level_at_deadline", .share),
        PageGrid.number("By the file's weights", "p_weighted", .share),
        PageGrid.text("The same under", "also"),
      ])
    guard let grid else { return nil }
    let points = rows.rows.compactMap { row -> IntervalChart.Row? in
      row.number("p_touch_by_deadline").map {
        IntervalChart.Row(
          row["deadline"] + " · " + row["scenario"], $0, low: row.number("p_low"),
          high: row.number("p_high"), isEmphasised: row["scenario"] == tables.course)
      }
    }
    let chart = IntervalChart(
      title: "“\(question.target)”: probability to reach it under each scenario",
      description: "A dot a scenario; the line is the range over models that passed a backtest.",
      rows: points, isProbability: true)
    return .chart(
      chart, names.name("scenarios", question.target),
      points.contains { $0.low != nil }
        ? ["Lines: from the lowest to the highest of the models that passed a backtest."] : [],
      [grid])
  }
}
