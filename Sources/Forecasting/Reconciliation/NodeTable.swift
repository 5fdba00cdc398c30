package import LinearAlgebra
package import SeriesCore

/// Values of all nodes by period, from a file: residuals or observations.
package struct NodeTable: Sendable {
  /// The file's name.
  package let name: String
  /// Values in the periods in which every node has one, periods × nodes, rising in time.
  package let values: Matrix
  /// The ordinals of these periods, rising.
  let periods: [Int]
  /// Periods that some node has and another has not.
  package let incompleteCount: Int
  /// The line on which each series begins.
  package let lines: [String: Int]

  /// Reads a column of a long file, `unique_id,ds,COLUMN`.
  ///
  /// - Parameter column: the column with the values.
  /// - Parameter nodes: the nodes that are wanted, in their order; others are left out.
  /// - Throws: `InputFault`: a node without a value, a duplicate or unreadable period.
  package init(
    _ source: consuming ByteSource, column: String, nodes: [String], options: ObservationOptions
  ) throws(InputFault) {
    var options = options
    options.value = column
    name = source.name
    let drafts = try SeriesDraft.group(source, options: options)
    var lines: [String: Int] = [:]
    var byNode: [String: TimeSeries] = [:]
    for draft in drafts {
      lines[draft.id] = draft.observations.first?.line
      switch draft.entry() {
      case .series(let series): byNode[series.id] = series
      case .failure(let failure): if nodes.contains(failure.id) { throw failure.fault }
      }
    }
    var series: [TimeSeries] = []
    for node in nodes {
      guard let found = byNode[node] else {
        throw InputFault(
          .malformed, file: name, "no values of the node '\(node)' in '\(column)'",
          advice: "every node needs them")
      }
      if let first = series.first, first.frequency != found.frequency {
        throw InputFault(
          .malformed, file: name, line: lines[node],
          "'\(node)' has the frequency \(found.frequency.rawValue), '\(first.id)' "
            + first.frequency.rawValue, advice: "give all nodes one frequency")
      }
      series.append(found)
    }
    var shared = Set(series.first?.ordinals ?? [])
    var all = shared
    for one in series.dropFirst() {
      shared.formIntersection(one.ordinals)
      all.formUnion(one.ordinals)
    }
    let periods = shared.sorted()
    var matrix = Matrix(rows: periods.count, columns: nodes.count)
    for (j, one) in series.enumerated() {
      for (i, period) in periods.enumerated() { matrix[i, j] = one.value(at: period) ?? .nan }
    }
    values = matrix
    self.lines = lines
    self.periods = periods
    incompleteCount = all.count - shared.count
  }

  /// The differences to another table in the periods that both have.
  package func minus(_ other: NodeTable) -> Matrix {
    let shared = periods.indices.compactMap { i in
      other.periods.firstIndex(of: periods[i]).map { (i, $0) }
    }
    var matrix = Matrix(rows: shared.count, columns: values.columns)
    for j in 0..<values.columns {
      for (row, pair) in shared.enumerated() {
        matrix[row, j] = values[pair.0, j] - other.values[pair.1, j]
      }
    }
    return matrix
  }
}
