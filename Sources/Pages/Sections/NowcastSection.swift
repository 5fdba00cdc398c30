internal import Charts

/// Years told from their beginning: every method's estimate, beside what came.
struct NowcastSection {
  let tables: ReportTables

  func section(_ names: inout PageNames) -> PageSection? {
    let groups = tables.headline("nowcast.csv").groups("nowcast")
    let grids = groups.map { group in
      let name = group.rows.first.map { $0["nowcast"] } ?? ""
      return PageGrid(
        name, group,
        [
          PageGrid.text("What", "flow"), PageGrid.text("From", "period"),
          PageGrid.text("Basis", "basis"), PageGrid.text("Method", "method"),
          PageGrid.amount("Estimate", "estimate"), PageGrid.interval("80 %", "lo-80", "hi-80"),
          PageGrid.amount("Came", "actual"),
          PageGrid.number("n", "n", .whole), PageGrid.tag("Status", "status"),
        ])
    }
    let blocks = zip(groups, grids).flatMap { group, grid in
      [chart(group, grid, &names) ?? grid.map { .table($0) }, courses(of: group, &names)]
    }
    return PageSection("nowcast", "The year from its beginning", blocks)
  }

  /// The answer of a nowcast under each course of events; nothing where they do not differ.
  private func courses(of group: PageTable, _ names: inout PageNames) -> PageBlock? {
    let name = group.rows.first?["nowcast"] ?? ""
    let answers = tables["answers.csv"].filter { $0["question"] == name }.values("value")
    let said =
      group.rows.first { $0.has("estimate") && answers.contains($0["estimate"]) }
      ?? group.rows.first { $0.has("estimate") }
    guard let said else { return nil }
    let same = ["nowcast", "flow", "method", "basis", "period"]
    let rows = tables.main("nowcast.csv").filter { row in
      row.has("estimate") && same.allSatisfy { row[$0] == said[$0] }
    }.groups("scenario").compactMap(\.rows.first)
    guard Set(rows.map { $0["estimate"] }).count > 1 else { return nil }
    let table = PageTable(file: "nowcast.csv", rows: rows)
    let scale = ChartScale(said["unit"], rows.compactMap { $0.number("estimate") })
    let chart = IntervalChart(
      title: "\(name), under each scenario",
      description: "A dot a scenario, with its 80 % interval.", unit: scale.unit,
      rows: rows.compactMap { row in
        scale.value(row, "estimate").map {
          IntervalChart.Row(
            row["scenario"], $0, low: scale.value(row, "lo-80"), high: scale.value(row, "hi-80"),
            isEmphasised: row["scenario"] == tables.course)
        }
      })
    let grid = PageGrid(
      "\(name), by scenario", table,
      [
        PageGrid.text("Scenario", "scenario"), PageGrid.amount("Estimate", "estimate"),
        PageGrid.interval("80 %", "lo-80", "hi-80"), PageGrid.text("Method", "method"),
        PageGrid.tag("Status", "status"),
      ])
    return .chart(
      chart, names.name("nowcast-scenarios", name),
      [.cell(PageCell(said, "flow")), ", by ", .cell(PageCell(said, "method")), "."], [grid])
  }

  private func chart(
    _ group: PageTable, _ grid: PageGrid?, _ names: inout PageNames
  ) -> PageBlock? {
    guard let first = group.rows.first else { return nil }
    // Bases differ and stand in the labels; one unit is enough to draw them beside each other.
    let scale = ChartScale(first["unit"], group.rows.compactMap { $0.number("estimate") })
    let hasBases = group.values("basis").count > 1
    let rows = group.rows.filter { $0["unit"] == first["unit"] }.compactMap { row in
      scale.value(row, "estimate").map { estimate -> IntervalChart.Row in
        let alike = group.rows.filter { other in
          other.has("estimate") && ["flow", "method", "basis"].allSatisfy { other[$0] == row[$0] }
        }
        return IntervalChart.Row(
          "\(row["flow"]), \(row["method"])" + (alike.count > 1 ? " from \(row["period"])" : "")
            + (hasBases ? " (\(row["basis"]))" : ""), estimate,
          low: scale.value(row, "lo-80"), high: scale.value(row, "hi-80"))
      }
    }
    let outcomes = group.rows.filter { $0["unit"] == first["unit"] && $0.has("actual") }
    let came = Set(outcomes.map { $0["actual"] }).count == 1 ? outcomes.first : nil
    guard !rows.isEmpty else { return nil }
    guard rows.count > 1 else {
      guard let said = group.rows.first(where: { $0.has("estimate") }) else { return nil }
      let range = PageCell(from: .amount(said, "lo-80"), to: .amount(said, "hi-80"))
      return .sentence(
        [
          .cell(PageCell(said, "nowcast")), ", by ", .cell(PageCell(said, "method")), ": ",
          .strong(.amount(said, "estimate")),
        ] + (range.isEmpty ? ["."] : [" (80 %: ", .cell(range), ")."]))
    }
    let chart = IntervalChart(
      title: first["nowcast"], description: "A dot a method, with its 80 % interval.",
      unit: scale.unit, rows: rows,
      reference: came.flatMap { scale.value($0, "actual") }.map { .init($0, "came") })
    let outcome: [PagePiece] =
      came.map { [" It came to ", .strong(.amount($0, "actual")), "."] } ?? []
    return .chart(
      chart, names.name("nowcast", first["nowcast"]),
      ["The estimate of each method with its 80 % interval."] + outcome, [grid])
  }
}
