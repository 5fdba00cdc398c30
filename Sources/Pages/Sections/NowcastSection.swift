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
    let blocks = zip(groups, grids).map { group, grid -> PageBlock? in
      chart(group, grid, &names) ?? grid.map { .table($0) }
    }
    return PageSection("nowcast", "The year from its beginning", blocks)
  }

  private func chart(
    _ group: PageTable, _ grid: PageGrid?, _ names: inout PageNames
  ) -> PageBlock? {
    guard let first = group.rows.first else { return nil }
    // Bases differ and stand in the labels; one unit is enough to draw them beside each other.
    let scale = ChartScale(first["unit"], group.rows.compactMap { $0.number("estimate") })
    let rows = group.rows.filter { $0["unit"] == first["unit"] }.compactMap { row in
      scale.value(row, "estimate").map { estimate in
        IntervalChart.Row(
          "\(row["flow"]), \(row["method"]) (\(row["basis"]))", estimate,
          low: scale.value(row, "lo-80"), high: scale.value(row, "hi-80"))
      }
    }
    guard !rows.isEmpty else { return nil }
    let chart = IntervalChart(
      title: first["nowcast"], description: "A dot a method, with its 80 % interval.",
      unit: scale.unit, rows: rows)
    return .chart(
      chart, names.name("nowcast", first["nowcast"]),
      ["The estimate of each method with its 80 % interval."], [grid])
  }
}
