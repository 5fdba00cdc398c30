internal import Charts

/// Demand against capacity of each link, and how flow divides among routes.
struct CapacitySection {
  let tables: ReportTables

  func section(_ names: inout PageNames) -> PageSection? {
    let links = tables.headline("capacity.csv").groups("link").filter {
      $0.rows.contains { $0.has("demand") }
    }
    let blocks = links.map { figures($0, &names) }
    return PageSection(
      "capacity", "Under capacity",
      (blocks.first ?? []) + [.fold("The other links", blocks.dropFirst().flatMap { $0 }), routes])
  }

  private func figures(_ link: PageTable, _ names: inout PageNames) -> [PageBlock] {
    guard let first = link.rows.first else { return [] }
    let name = first["link"]
    func own(_ file: String) -> PageTable { tables.main(file).filter { $0["link"] == name } }
    let openings = own("openings.csv")
    let periods = ChartPeriods(link.rows.map { $0["period"] })
    let scale = ChartScale(
      first["unit"], link.rows.flatMap { ["demand", "capacity"].compactMap($0.number) })
    let chart = CapacityChart(
      title: name + ": demand and capacity",
      description:
        "Demand at the median with its 80 % band, capacity in steps, and what is carried.",
      periods: periods.labels, unit: scale.unit,
      demand: link.rows.compactMap { row in
        guard let place = periods.places[row["period"]], let median = scale.value(row, "demand")
        else { return nil }
        return CapacityChart.Demand(
          index: place, median: median, low80: scale.value(row, "demand_p10"),
          high80: scale.value(row, "demand_p90"))
      }, capacity: scale.points(link, "capacity", at: periods.places),
      openings: openings.rows.compactMap { row in
        guard row["scenario"] == first["scenario"] else { return nil }
        return periods.places[row["opens_p50"]].map { PeriodNote($0, row["step"]) }
      }, carried: scale.points(link, "carried", at: periods.places))
    let levels = PageGrid(
      "\(name): levels under capacity", own("capacity_levels.csv"),
      [
        PageGrid.text("Scenario", "scenario"), PageGrid.text("By", "deadline"),
        PageGrid.amount("Level", "level"),
        PageGrid.number("Carried by then", "p_touch_by_deadline", .share),
        PageGrid.number("Carried then", "p_level_at_deadline", .share),
        PageGrid.number("Demand is there", "p_demand", .share),
        PageGrid.number("Capacity is there", "p_capacity", .share),
        PageGrid.outcome("Already", "status"),
      ])
    let steps = PageGrid(
      "\(name): what opens, and what a year's delay costs", openings,
      [
        PageGrid.text("Step", "step"), PageGrid.text("Scenario", "scenario"),
        PageGrid.amount("Adds", "adds"), PageGrid.text("Opens", "opens_p50"),
        PageGrid.text("from", "opens_p10"), PageGrid.text("to", "opens_p90"),
        PageGrid.number("Full before", "p_full_before", .share),
        PageGrid.amount("A delay costs, mean", "delay_cost_mean"),
        PageGrid.interval("80 %", "delay_cost_p10", "delay_cost_p90"),
        PageGrid.outcome("Already", "status"),
      ])
    let grid = PageGrid(
      "\(name): demand, capacity and what is carried, \(first["scenario"])", link,
      [
        PageGrid.text("Period", "period"), PageGrid.amount("Demand", "demand"),
        PageGrid.interval("80 %", "demand_p10", "demand_p90"),
        PageGrid.amount("Capacity", "capacity"), PageGrid.amount("Carried", "carried"),
        PageGrid.amount("Suppressed, median", "suppressed"),
        PageGrid.number("Full", "p_full", .share),
      ])
    let figure = PageBlock.chart(
      chart, names.name("capacity", name),
      [
        "Demand by ", .cell(PageCell(first, "model")), ", median with its 80 % band; capacity ",
        .cell(PageCell(first, "bound")),
        ". What demand has over the carried line is suppressed. All are medians: ",
        "the median of what is suppressed is not the difference of the others.",
      ], [grid])
    return [figure, levels.map { .table($0) }, steps.map { .table($0) }].compactMap { $0 }
  }

  private var routes: PageBlock? {
    let grid = PageGrid(
      "How flow divides among routes", tables["routes.csv"],
      [
        PageGrid.text("Period", "period"), PageGrid.text("Scenario", "scenario"),
        PageGrid.text("Market", "market"), PageGrid.text("Route", "route"),
        PageGrid.amount("Demand", "demand"), PageGrid.amount("Flow", "flow"),
        PageGrid.number("Share", "share", .rate), PageGrid.amount("Route in all", "route_flow"),
        PageGrid.amount("Capacity", "capacity"), PageGrid.outcome("Note", "status"),
      ])
    return .fold("Routes", [grid.map { .table($0) }])
  }
}
