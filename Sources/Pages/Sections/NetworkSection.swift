internal import Charts

/// A network: a sketch of its links, what room on each is worth and what the loss of each costs.
struct NetworkSection {
  let tables: ReportTables

  func section(_ names: inout PageNames) -> PageSection? {
    let networks = tables.headline("network.csv").groups("network").filter {
      $0.rows.contains { $0.has("flow") }
    }
    return PageSection("network", "The network", networks.flatMap { blocks($0, &names) })
  }

  private func blocks(_ network: PageTable, _ names: inout PageNames) -> [PageBlock?] {
    guard let last = network.rows.last else { return [] }
    let name = last["network"]
    let rows = network.filter { $0["period"] == last["period"] }
    let grid = PageGrid(
      "\(name): links in \(last["period"]), \(last["scenario"])", rows,
      [
        PageGrid.text("Link", "link"), PageGrid.amount("Capacity", "capacity"),
        PageGrid.amount("Flow", "flow"), PageGrid.interval("80 %", "flow_p10", "flow_p90"),
        PageGrid.number("Full", "p_full", .share),
        PageGrid.amount("Room is worth", "shadow_price", unit: "price_unit"),
        PageGrid.amount("Mean", "shadow_price_mean", unit: "price_unit"),
        PageGrid.interval("80 %", "shadow_price_p10", "shadow_price_p90", unit: "price_unit"),
        PageGrid.amount("Suppressed", "suppressed"),
        PageGrid.interval("80 %", "suppressed_p10", "suppressed_p90"),
      ])
    let value = tables.headline("network_value.csv").filter { $0["network"] == name }
    let losses = PageGrid(
      "\(name): what the loss, a year's delay and the cancellation of a link cost", value,
      [
        PageGrid.text("Link", "link"), PageGrid.text("Event", "event"),
        PageGrid.amount("Less arrives", "lost"),
        PageGrid.interval("80 %", "lost_p10", "lost_p90"),
        PageGrid.amount("Costs", "cost", unit: "cost_unit"),
        PageGrid.number("Hours more a tonne", "hours", .number),
      ])
    return [map(rows, name, &names, [grid]), losses.map { .table($0) }]
  }

  /// Nothing where a node has no place.
  private func map(
    _ rows: PageTable, _ network: String, _ names: inout PageNames, _ tables: [PageGrid?]
  ) -> PageBlock? {
    var nodes: [NetworkMap.Node] = []
    func place(_ row: PageRow, _ end: String) -> Int? {
      guard let x = row.number(end + "_x"), let y = row.number(end + "_y") else { return nil }
      if let known = nodes.firstIndex(where: { $0.name == row[end] }) { return known }
      nodes.append(.init(row[end], x: x, y: y))
      return nodes.count - 1
    }
    let links = rows.rows.compactMap { row -> NetworkMap.Link? in
      guard let from = place(row, "from"), let to = place(row, "to"),
        let flow = row.number("flow")
      else { return nil }
      return NetworkMap.Link(
        row["link"], from: from, to: to, flow: flow, full: row.number("p_full"),
        note: row["verdict"])
    }
    guard links.count == rows.rows.count, let last = rows.rows.last else {
      return tables.compactMap { $0 }.first.map { .table($0) }
    }
    let chart = NetworkMap(
      title: "\(network) in \(last["period"])",
      description:
        "Places and links, not to scale; each link with the probability that it is full.",
      nodes: nodes, links: links)
    return .chart(
      chart, names.name("network", network),
      [
        "Not to scale. Beside each link the probability that it carries all that it can in ",
        .cell(PageCell(last, "period")), " (", .cell(PageCell(last, "scenario")),
        "); a line is the thicker the more it carries, dashed from 10 % on and of another hue from ",
        "50 % on, dotted without a bound.",
      ], tables)
  }
}
