internal import Charts

/// Regressions: what drives a series, and what its drivers would have to do.
struct RegressionSection {
  let tables: ReportTables

  func section(_ names: inout PageNames) -> PageSection? {
    let drivers = PageGrid(
      "Levels by their drivers", tables.main("drivers.csv"),
      [
        PageGrid.text("Scenario", "scenario"), PageGrid.text("By", "deadline"),
        PageGrid.number("There then", "p_level_at_deadline", .share),
        PageGrid.amount("Level", "level"), PageGrid.text("Regression", "regression"),
        PageGrid.amount("Median", "median"), PageGrid.interval("80 %", "lo-80", "hi-80"),
        PageGrid.text("Needs growth of", "solved_drivers"),
        PageGrid.number("of a year", "solved_growth", .rate),
        PageGrid.number("for", "solved_probability", .share), PageGrid.number("n", "n", .whole),
      ])
    let fits = PageGrid(
      "Regressions", tables["regressions.csv"],
      [
        PageGrid.text("Regression", "regression"), PageGrid.text("Formula", "formula"),
        PageGrid.text("Family", "family"), PageGrid.number("n", "n", .whole),
        PageGrid.number("R²", "r_squared", .number),
        PageGrid.number("Pseudo R²", "pseudo_r_squared", .number), PageGrid.tag("Status", "status"),
      ])
    let fans = tables.headline("driver_fan.csv").groups("regression", "series").compactMap {
      fan($0, &names)
    }
    guard fits != nil || drivers != nil else { return nil }
    let coefficients = PageGrid(
      "Coefficients",
      tables.main("coefficients.csv").filter { row in
        tables["regressions.csv"].rows.contains { $0["regression"] == row["series"] }
      },
      [
        PageGrid.text("Regression", "series"), PageGrid.text("Term", "term"),
        PageGrid.number("Estimate", "estimate", .number),
        PageGrid.number("Standard error", "std_error", .number),
        PageGrid.number("95 % from", "conf_low", .number),
        PageGrid.number("to", "conf_high", .number), PageGrid.number("p", "p_value", .number),
        PageGrid.number("n", "n", .whole),
      ])
    return PageSection(
      "drivers", "Drivers",
      [drivers.map { .table($0) }] + fans + [
        .fold(
          "Regressions and their coefficients",
          [fits, coefficients].compactMap { $0 }.map { .table($0) })
      ])
  }

  private func fan(_ rows: PageTable, _ names: inout PageNames) -> PageBlock? {
    guard let first = rows.rows.first else { return nil }
    return .fan(
      rows, title: "\(first["series"]) by its drivers: \(first["regression"])",
      name: names.name("drivers", first["regression"], first["series"]),
      observed: tables["observations.csv"].filter { $0["series"] == first["series"] },
      ["The drivers alone give this: median and central intervals."]
    )
  }
}
