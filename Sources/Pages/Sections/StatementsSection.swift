internal import Charts

/// What others state: claims held against each other, and two reporters of one trade.
struct StatementsSection {
  let tables: ReportTables

  func claims() -> PageSection? {
    let table = tables["claims.csv"]
    let grids = table.groups("verdict").map { group in
      let verdict = group.rows.first.map { $0["verdict"] } ?? ""
      let grid = PageGrid(
        "Checks that ended in: \(verdict)", group,
        [
          PageGrid.text("Check", "check"), PageGrid.text("What it says", "explanation"),
          PageGrid.text("Period", "period"), PageGrid.amount("Stated", "stated"),
          PageGrid.amount("Implied", "implied"), PageGrid.text("Claims", "claims"),
        ])
      return (verdict, grid.map { PageBlock.table($0) })
    }
    // What does not agree is what a reader came for.
    let order = ["contradiction", "tension", "different-basis"]
    let open = order.flatMap { name in grids.filter { $0.0 == name }.map(\.1) }
    let rest = grids.filter { !order.contains($0.0) }
    return PageSection(
      "claims", "Claims", open + rest.map { .fold("\($0.0)", [$0.1]) })
  }

  func mirror(_ names: inout PageNames) -> PageSection? {
    let blocks = tables["mirror.csv"].groups("name", "flow").map { group in
      chart(group, &names)
    }
    return PageSection("mirror", "Two reporters of one trade", blocks)
  }

  private func chart(_ group: PageTable, _ names: inout PageNames) -> PageBlock? {
    guard let first = group.rows.first else { return nil }
    let periods = ChartPeriods(group.rows.map { $0["period"] })
    let scale = ChartScale(first["unit"], group.rows.compactMap { $0.number("importer_value") })
    func series(_ role: String, _ column: String) -> StatementsChart.Series {
      let basis = first[role + "_basis"]
      return StatementsChart.Series(
        role + ": " + basis, scale.points(group, column, at: periods.places), source: basis)
    }
    let together = StatementsChart.Series(
      "both together, 80\u{A0}%", scale.points(group, "reconciled", at: periods.places),
      intervals: group.rows.compactMap { row in
        guard let place = periods.places[row["period"]], let low = scale.value(row, "lo-80"),
          let high = scale.value(row, "hi-80")
        else { return nil }
        return StatementsChart.Interval(index: place, low: low, high: high)
      })
    let grid = PageGrid(
      first["flow"], group,
      [
        PageGrid.text("Period", "period"), PageGrid.amount("Importer", "importer_value"),
        PageGrid.amount("Exporter", "exporter_value"), PageGrid.amount("Apart", "difference"),
        PageGrid.amount("Shipping explains", "cif_fob_explained"), PageGrid.amount("Rest", "rest"),
        PageGrid.amount("Both together", "reconciled"), PageGrid.interval("80 %", "lo-80", "hi-80"),
        PageGrid.tag("Status", "status"),
      ])
    let chart = StatementsChart(
      title: first["flow"], description: "The figures of both reporters, and both together.",
      periods: periods.labels, unit: scale.unit,
      series: [
        series("importer", "importer_value"), series("exporter", "exporter_value"), together,
      ])
    return .chart(
      chart, names.name("mirror", first["flow"]),
      [
        "The importer's figure (", .cell(PageCell(first, "importer_basis")),
        ") and the exporter's (", .cell(PageCell(first, "exporter_basis")), ").",
      ], [grid])
  }
}
