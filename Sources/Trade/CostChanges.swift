internal import Glibc
package import SeriesCore

/// New values of cost terms, as a table `exporter,importer,term,value` names them.
///
/// `*` stands for every country. It reaches flows between different countries only; a domestic flow
/// changes where a row names its country twice. Where several rows reach a pair, the one that names
/// more of it counts; two that name as much must agree.
package struct CostChanges: Sendable {
  /// A row of the table.
  struct Row: Sendable {
    /// nil for every country.
    let exporter: Int?
    let importer: Int?
    let term: Int
    let value: Double
    /// In the table, for messages.
    let place: Int

    func reaches(_ i: Int, _ j: Int) -> Bool {
      if i == j { return exporter == i && importer == j }
      return (exporter ?? i) == i && (importer ?? j) == j
    }

    var named: Int { (exporter == nil ? 0 : 1) + (importer == nil ? 0 : 1) }
  }

  private let table: DataTable
  private let rows: [Row]
  private let countries: [String]
  private let terms: [String]

  package static let numbers: Set<String> = ["value"]
  package static let levels: Set<String> = ["exporter", "importer", "term"]

  /// - Parameters:
  ///   - table: with the columns above.
  ///   - terms: names of the cost terms.
  ///   - leftOut: countries that the table of flows has and that are not in use.
  ///   - columns: by term what it is made of; empty where terms have nothing in common.
  /// - Throws: `InputFault` for a country or term that is not there, an empty cell, or a term that changes beside
  ///   one that is made of the same and is not named.
  package init(
    _ table: DataTable, countries: [String], terms: [String], leftOut: [String] = [],
    columns: [Set<String>] = []
  ) throws(InputFault) {
    (self.table, self.countries, self.terms) = (table, countries, terms)
    guard let exporters = table.levels("exporter"), let importers = table.levels("importer"),
      let names = table.levels("term"), let values = table.numbers("value")
    else { preconditionFailure("columns of changes were not read") }
    var rows: [Row] = []
    for row in 0..<table.rowCount {
      guard exporters.codes[row] >= 0, importers.codes[row] >= 0, names.codes[row] >= 0,
        values.values[row].isFinite
      else { throw table.fault(row: row, "an empty cell", advice: "complete the row") }
      let name = names.names[Int(names.codes[row])]
      guard let term = terms.firstIndex(of: name) else {
        throw table.fault(
          row: row, "'\(name)' is no cost term",
          advice: choiceAdvice(for: name, among: terms, called: "the terms are"))
      }
      let exporter = try Self.country(
        exporters.names[Int(exporters.codes[row])], countries, leftOut, table, row)
      let importer = try Self.country(
        importers.names[Int(importers.codes[row])], countries, leftOut, table, row)
      rows.append(
        Row(
          exporter: exporter, importer: importer, term: term, value: values.values[row],
          place: row))
    }
    self.rows = rows
    try requireWhole(columns)
  }

  /// An interaction or function of what changes has a new value too, which no row would tell.
  private func requireWhole(_ columns: [Set<String>]) throws(InputFault) {
    guard !columns.isEmpty else { return }
    let changed = changedTerms
    for row in rows {
      for (place, name) in terms.enumerated() where !changed.contains(name) {
        guard let common = columns[row.term].intersection(columns[place]).min() else { continue }
        throw table.fault(
          row: row.place,
          "'\(terms[row.term])' changes and '\(name)', which '\(common)' is in too, would stay",
          advice: "give its values as well")
      }
    }
  }

  private static func country(
    _ name: String, _ countries: [String], _ leftOut: [String], _ table: DataTable, _ row: Int
  ) throws(InputFault) -> Int? {
    if name == "*" { return nil }
    if let place = countries.firstIndex(of: name) { return place }
    guard !leftOut.contains(name) else {
      throw table.fault(
        row: row, "\(name) was left out: it lacks pairs",
        advice: "complete its rows, or name others")
    }
    throw table.fault(
      row: row, "no country '\(name)': the change is of no pair",
      advice: choiceAdvice(for: name, among: countries, called: "the countries are"))
  }

  /// The names of the terms that change.
  package var changedTerms: Set<String> { Set(rows.map { terms[$0.term] }) }

  /// The values of the terms after the changes, by pair.
  ///
  /// - Parameter baseline: as `TradeTable.terms`.
  /// - Returns: the values, and how many of them are others than before.
  /// - Throws: `InputFault` for rows that contradict each other.
  package func applied(
    to baseline: [[Double]]
  ) throws(InputFault) -> (terms: [[Double]], changed: Int) {
    let n = countries.count
    var changed = baseline
    var count = 0
    for k in baseline.indices {
      let own = rows.filter { $0.term == k }
      guard !own.isEmpty else { continue }
      for j in 0..<n {
        for i in 0..<n {
          guard let row = try winner(own.filter { $0.reaches(i, j) }, i, j) else { continue }
          if baseline[k][i + j * n] != row.value { count += 1 }
          changed[k][i + j * n] = row.value
        }
      }
    }
    return (changed, count)
  }

  private func winner(_ reaching: [Row], _ i: Int, _ j: Int) throws(InputFault) -> Row? {
    guard let most = reaching.map(\.named).max() else { return nil }
    let best = reaching.filter { $0.named == most }
    guard let first = best.first else { return nil }
    if let other = best.first(where: { $0.value != first.value }) {
      throw table.fault(
        row: other.place,
        "'\(terms[first.term])' from \(countries[i]) to \(countries[j]) is to be "
          + "\(NumberText.shortest(first.value)) and \(NumberText.shortest(other.value))",
        advice: "line \(table.line(ofRow: first.place)) gives the other: keep one, or name the pair"
      )
    }
    return first
  }
}
