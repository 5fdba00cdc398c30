/// What changes of trade costs would do: the flows whose cost changes, and the countries that it moves most.
struct CounterfactualSection {
  let tables: ReportTables

  private static let shownCountries = 10

  func section() -> PageSection? {
    let flows = tables["counterfactual_flows.csv"]
    let blocks = tables["counterfactual.csv"].groups("name", "change").map { group -> PageBlock? in
      guard let first = group.rows.first else { return nil }
      let change = first["change"]
      let own = flows.filter { $0["name"] == first["name"] && $0["change"] == change }
      let grids = [flowGrid(change, own), countryGrid(change, group)].compactMap { $0 }
      guard let grid = grids.first else { return nil }
      return grids.count == 1
        ? .table(grid) : .folded(title: change, grids.map { PageBlock.table($0) })
    }
    return PageSection("counterfactual", "Cheaper trade", blocks)
  }

  private func flowGrid(_ change: String, _ table: PageTable) -> PageGrid? {
    PageGrid(
      change + ": flows", table,
      [
        PageGrid.text("From", "exporter"), PageGrid.text("To", "importer"),
        PageGrid.amount("Before", "baseline"), PageGrid.amount("After", "counterfactual"),
        PageGrid.number("Change", "flow_change", .rate),
      ])
  }

  /// The countries whose real output changes most, in either direction.
  private func countryGrid(_ change: String, _ table: PageTable) -> PageGrid? {
    let sizes = table.rows.compactMap { $0.number("worth").map(abs) }.sorted(by: >)
    let least = sizes.prefix(Self.shownCountries).last ?? 0
    let shown = table.filter { abs($0.number("worth") ?? 0) >= least }
    return PageGrid(
      change + ": countries", shown,
      [
        PageGrid.text("Country", "country"), PageGrid.amount("Worth", "worth"),
        PageGrid.interval("95 %", "worth_lo95", "worth_hi95"),
        PageGrid.number("Real output", "welfare_change", .rate),
        PageGrid.number("Exports", "exports_change", .rate),
        PageGrid.number("Imports", "imports_change", .rate),
      ])
  }
}
