internal import Charts

/// Parts and wholes whose forecasts were made to add up.
struct HierarchySection {
  let tables: ReportTables

  func section(_ names: inout PageNames) -> PageSection? {
    let blocks = tables["reconciled.csv"].groups("hierarchy", "node").map { node in
      let first = node.rows.first
      let name = first?["node"] ?? ""
      return PageBlock.fan(
        node, title: "\(name) within \(first?["hierarchy"] ?? "")",
        name: names.name("sum", first?["hierarchy"] ?? "", name),
        observed: tables["observations.csv"].filter { $0["series"] == name },
        ["The forecast after parts and whole were made to add up."])
    }
    return PageSection(
      "hierarchy", "Parts and whole", [.fold("Forecasts that add up", blocks)])
  }
}
