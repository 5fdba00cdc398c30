internal import Charts

/// How often what the declared model says of series of a class comes true: a figure a class.
struct CalibrationBlocks {
  let tables: ReportTables

  /// Of the classes of the questions, that of the first question first.
  func blocks(of questions: [PageQuestion], _ names: inout PageNames) -> [PageBlock] {
    var classes: [String] = []
    for question in questions {
      for row in tables.rows("targets.csv", of: question).rows where row.has("class") {
        if !classes.contains(row["class"]) { classes.append(row["class"]) }
      }
    }
    return classes.compactMap { block($0, &names) }
  }

  private func block(_ name: String, _ names: inout PageNames) -> PageBlock? {
    let rows = tables["calibration.csv"].filter { $0["class"] == name }
    let grid = PageGrid(
      "What was said of \(name) series, and how often it came true", rows,
      [
        PageGrid.number("Said from", "said_from", .rate),
        PageGrid.number("to", "said_to", .rate), PageGrid.number("Mean said", "said", .rate),
        PageGrid.number("Came true", "came_true", .rate),
        (
          PageGrid.Column(title: "95 %", isNumber: true),
          { PageCell(from: PageCell($0, "lo95", .rate), to: PageCell($0, "hi95", .rate)) }
        ),
        PageGrid.number("Statements", "statements", .whole),
        PageGrid.number("Series", "n", .whole),
      ])
    guard let grid, let only = rows.rows.first else { return nil }
    let chart = ReliabilityChart(
      title: "\(name.prefix(1).uppercased() + name.dropFirst()) series: said, and came true",
      description: "A dot for each tenth of probability; on the dashed line as much came true as "
        + "was said.",
      groups: rows.rows.compactMap { row in
        guard let said = row.number("said"), let came = row.number("came_true"),
          let count = row.number("statements")
        else { return nil }
        return ReliabilityChart.Group(
          said: said, cameTrue: came, count: Int(count), low: row.number("lo95"),
          high: row.number("hi95"))
      })
    return .chart(
      chart, names.name("calibration", name),
      [
        "What the declared model said of other ", .cell(PageCell(only, "class")),
        " series, up to ", .cell(PageCell(only, "years", .whole)),
        .words(
          " years ahead, and how much of it came true. Its constants were chosen on these series: this "
            + "is how it fits them, not a proof on series it has not seen."),
      ], [grid])
  }
}
