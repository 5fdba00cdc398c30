internal import Charts

/// The probability of one thing under each course of events.
struct CourseComparison {
  /// The target, the link or the regression.
  let subject: String
  let rows: PageTable
  /// The column of the probability, and the words for what it is the probability of.
  let probability: String
  let event: String
  /// Whether its rows ask for several levels, and not for one.
  var hasLevels = false
  /// Columns of the table behind the chart.
  let further: [PageGrid.Reading]

  private var shown: PageTable {
    rows.filter { $0.has(probability) && !["missed", "met"].contains($0["status"]) }
      .ordered(by: "deadline").ordered(by: "level")
  }

  /// - Parameter first: the course of events that answers are of.
  func figure(first: String, _ names: inout PageNames) -> PageBlock? {
    let shown = shown
    let grid = PageGrid(
      "“\(subject)” under each scenario", shown,
      [
        PageGrid.text("Scenario", "scenario"), PageGrid.text("By", "deadline"),
        PageGrid.number("Probability, " + event, probability, .share),
        PageGrid.number("Odds", probability, .frequency),
      ] + (hasLevels ? [PageGrid.amount("Level", "level")] : []) + [
        PageGrid.number("Lowest", "p_low", .share), PageGrid.number("Highest", "p_high", .share),
      ] + further + [PageGrid.text("The same under", "also")])
    guard let grid, let row = shown.rows.first else { return nil }
    guard shown.values("scenario").count > 1 else {
      return row.has("also")
        ? .sentence([
          "“\(subject)” is the same under ", .cell(PageCell(row, "scenario")), " and ",
          .cell(PageCell(row, "also")), ".",
        ]) : nil
    }
    let points = shown.rows.compactMap { row -> IntervalChart.Row? in
      row.number(probability).map {
        IntervalChart.Row(
          label(row), $0, low: row.number("p_low"), high: row.number("p_high"),
          isEmphasised: row["scenario"] == first, group: heading(row))
      }
    }
    let hasRange = points.contains { $0.low != nil }
    let chart = IntervalChart(
      title: "“\(subject)”: probability to be \(event), under each scenario",
      description: "A dot a scenario"
        + (hasRange ? "; the line is the range over models that passed a backtest." : "."),
      rows: points, isProbability: true)
    return .chart(
      chart, names.name("scenarios", subject),
      hasRange
        ? ["Lines: from the lowest to the highest of the models that passed a backtest."] : [],
      [grid])
  }

  /// What each course adds to the probability of the first one, with the interval that the number of
  /// paths leaves it; nothing where the report has none.
  func differences(first: String, _ names: inout PageNames) -> PageBlock? {
    let shown = shown.filter { $0.has("p_difference") }
    let grid = PageGrid(
      "“\(subject)”: each scenario less \(first)", shown,
      [
        PageGrid.text("Scenario", "scenario"), PageGrid.text("By", "deadline"),
        PageGrid.number("Probability", "p_difference", .rate),
        (
          PageGrid.Column(title: "95 %", isNumber: true),
          {
            PageCell(
              from: PageCell($0, "p_difference_lo95", .rate),
              to: PageCell($0, "p_difference_hi95", .rate))
          }
        ),
        PageGrid.amount("Median", "median_difference"), PageGrid.text("The same under", "also"),
      ])
    let isFlat = shown.rows.allSatisfy { abs($0.number("p_difference") ?? 0) < 0.005 }
    guard let grid, shown.rows.count > 1, !isFlat else { return grid.map { .table($0) } }
    let chart = IntervalChart(
      title: "“\(subject)”: difference to \(first)",
      description: "A dot a scenario, with the interval that the number of sample paths leaves.",
      unit: .amount("points"),
      rows: shown.rows.compactMap { row in
        row.number("p_difference").map {
          IntervalChart.Row(
            label(row), 100 * $0, low: row.number("p_difference_lo95").map { 100 * $0 },
            high: row.number("p_difference_hi95").map { 100 * $0 }, group: heading(row))
        }
      }, reference: IntervalChart.Reference(0, first))
    return .chart(
      chart, names.name("differences", subject),
      [
        "All scenarios see the same random numbers; lines: what the number of paths leaves open, ",
        "95 %.",
      ], [grid])
  }

  /// Courses that are alike here have one row.
  private func label(_ row: PageRow) -> String {
    ([row["scenario"]] + row["also"].split(separator: "; ").map(String.init)).joined(
      separator: ", ")
  }

  /// What the rows of one deadline, and of one level, have in common.
  private func heading(_ row: PageRow) -> String {
    guard hasLevels, case .number(_, let level, _) = PageCell.amount(row, "level") else {
      return "by " + row["deadline"]
    }
    return level + " by " + row["deadline"]
  }
}
