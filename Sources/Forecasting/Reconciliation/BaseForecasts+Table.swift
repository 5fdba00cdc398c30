internal import LinearAlgebra
package import SeriesCore

extension BaseForecasts {
  /// The forecasts of a file, one `BaseForecasts` a model, in the order in which models first occur.
  ///
  /// Series that are no nodes are left out; a node without forecasts has NaN.
  ///
  /// - Throws: `InputFault` with the line of a second origin, or of a node whose periods differ from
  ///   those of the others of its model.
  package static func read(
    _ table: ForecastTable, hierarchy: Hierarchy
  ) throws(InputFault) -> [BaseForecasts] {
    let places = Dictionary(
      uniqueKeysWithValues: hierarchy.nodes.enumerated().map { ($1, $0) })
    func fault(_ line: Int, _ message: String, _ advice: String) -> InputFault {
      InputFault(.malformed, file: table.name, line: line, message, advice: advice)
    }
    if let first = table.rows.first,
      let other = table.rows.first(where: { $0.cutoff?.value != first.cutoff?.value })
    {
      throw fault(
        other.line, "a second origin after that of line \(first.line)",
        "reconcile the forecasts of each cutoff by themselves")
    }
    var result: [BaseForecasts] = []
    for (model, name) in table.models.enumerated() {
      var periods: [PeriodText] = []
      var columns: [Int: Int] = [:]
      var cells: [(row: Int, node: Int, period: Int)] = []
      var lines: [Int: Int] = [:]
      for (place, row) in table.rows.enumerated() where row.model == model {
        guard let node = places[table.series[row.series]] else { continue }
        if let known = periods.first, known.kind != row.period.kind {
          throw fault(
            row.line, "the period is written differently from those above",
            "forecasts of one hierarchy have one frequency")
        }
        let column = columns[row.period.value] ?? periods.count
        if column == periods.count {
          columns[row.period.value] = column
          periods.append(row.period)
        }
        lines[node] = lines[node] ?? row.line
        cells.append((place, node, column))
      }
      guard !cells.isEmpty else { continue }
      let order = periods.indices.sorted { periods[$0].value < periods[$1].value }
      var rank = order
      for (new, old) in order.enumerated() { rank[old] = new }
      var points = Matrix(rows: hierarchy.count, columns: periods.count, repeating: .nan)
      var means: Matrix? = points
      var widths = table.levels.map { _ in points }
      for cell in cells {
        let (i, h) = (cell.node, rank[cell.period])
        let row = table.rows[cell.row]
        points[i, h] = row.point
        if let mean = row.mean { means?[i, h] = mean } else { means = nil }
        for (l, interval) in table.intervals(cell.row).enumerated() {
          if let interval { widths[l][i, h] = (interval.high - interval.low) / 2 }
        }
      }
      for (node, line) in lines.sorted(by: { $0.value < $1.value }) {
        guard let missing = order.indices.first(where: { points[node, $0].isNaN }) else { continue }
        throw fault(
          line,
          "'\(hierarchy.nodes[node])', \(name), has no forecast of "
            + "\(periods[order[missing]].written), which others have",
          "give every node the same periods")
      }
      // A mean is reconciled where every node that has a forecast has one.
      result.append(
        BaseForecasts(
          model: name, periods: order.map { periods[$0].written }, points: points, means: means,
          levels: table.levels, halfWidths: widths))
    }
    return result
  }
}
