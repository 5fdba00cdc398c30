internal import Regression
internal import SeriesCore

/// The rows of one year by pair of countries, with what is wrong with them.
struct TradePairs {
  /// A row's values.
  struct Cell {
    let flow: Double
    let terms: [Double]
  }

  private let table: DataTable
  private let columns: TradeColumns
  private let frame: ModelFrame?
  private let options: TradeTable.Options
  /// The place in the frame of each row of the table; −1 where a term has no value.
  private let framePlaces: [Int]
  /// The row of each pair, by the codes of its countries in `names`.
  private var rows: [[Int?]]
  /// Every country of the year, and which of them are in use.
  private let names: [String]
  private var used: [Int]
  let year: String?
  let otherYears: Int

  var countries: [String] { used.map { names[$0] } }

  init(
    _ table: DataTable, _ columns: TradeColumns, _ frame: ModelFrame?,
    _ options: TradeTable.Options
  ) throws(InputFault) {
    (self.table, self.columns, self.frame, self.options) = (table, columns, frame, options)
    guard let exporters = table.levels(columns.exporter),
      let importers = table.levels(columns.importer)
    else { preconditionFailure("countries were not read as texts") }
    let inUse: [Int]
    (year, otherYears, inUse) = try Self.rows(of: table, columns)
    var seen = Set<String>()
    for row in inUse {
      for (levels, what) in [(exporters, columns.exporter), (importers, columns.importer)] {
        guard levels.codes[row] >= 0 else {
          throw table.fault(row: row, "no country in '\(what)'", advice: "name it")
        }
        let name = levels.names[Int(levels.codes[row])]
        guard seen.insert(name).inserted else { continue }
        try Self.requireCopied(name, table, row, options)
      }
    }
    names = seen.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    used = Array(names.indices)
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    var rows = [[Int?]](
      repeating: [Int?](repeating: nil, count: names.count), count: names.count)
    for row in inUse {
      let exporter = exporters.names[Int(exporters.codes[row])]
      let importer = importers.names[Int(importers.codes[row])]
      guard let i = places[exporter], let j = places[importer] else { continue }
      if let first = rows[i][j] {
        throw table.fault(
          row: row, "the flow from \(exporter) to \(importer) stands twice",
          advice: "line \(table.line(ofRow: first)) has it"
            + (columns.year == nil ? "; name the column of years if there are several" : ""))
      }
      rows[i][j] = row
    }
    self.rows = rows
    var framePlaces = [Int](repeating: -1, count: table.rowCount)
    for (place, row) in (frame?.rows ?? []).enumerated() { framePlaces[row] = place }
    self.framePlaces = framePlaces
    for row in inUse { try requireSound(row) }
    for (place, name) in names.enumerated() where options.domestic[name] != nil {
      guard let row = rows[place][place] else { continue }
      throw table.fault(
        row: row, "domestic sales of \(name) stand here and are assumed too",
        advice: "take out the row or the assumption")
    }
  }

  static func rows(
    of table: DataTable, _ columns: TradeColumns
  ) throws(InputFault) -> (year: String?, others: Int, rows: [Int]) {
    guard let name = columns.year, let years = table.levels(name) else {
      return (nil, 0, Array(0..<table.rowCount))
    }
    let held = Set(years.codes).filter { $0 >= 0 }.sorted()
    guard let last = held.last else {
      throw table.fault("no year in '\(name)'", advice: "complete the column")
    }
    var code = last
    if let chosen = columns.chosenYear {
      guard let known = held.first(where: { years.names[Int($0)] == chosen }) else {
        throw table.fault(
          "no row of the year \(chosen)",
          advice: "the years are "
            + held.suffix(12).map { years.names[Int($0)] }.joined(separator: ", "))
      }
      code = known
    }
    return (
      years.names[Int(code)], held.count - 1, years.codes.indices.filter { years.codes[$0] == code }
    )
  }

  private static func requireCopied(
    _ name: String, _ table: DataTable, _ row: Int, _ options: TradeTable.Options
  ) throws(InputFault) {
    let gate = CopyGate(
      allowsFormulas: options.allowsFormulas, names: SettingNames(options: [.formulas]))
    guard let objection = gate.objection(name, what: "the country") else { return }
    throw table.fault(row: row, objection.message, advice: objection.advice)
  }

  /// A flow that is no flow.
  private func requireSound(_ row: Int) throws(InputFault) {
    guard let flow = table.numbers(columns.flow)?.values[row], flow < 0 else { return }
    throw table.fault(
      row: row, "a flow of \(NumberText.shortest(flow))", advice: "flows are 0 or more")
  }

  /// Whether a pair has all that is needed: a row, its terms, and its flow.
  private func isComplete(_ i: Int, _ j: Int) -> Bool {
    if i == j, options.domestic[names[i]] != nil { return frame == nil }
    guard let row = rows[i][j] else { return false }
    if frame != nil, framePlaces[row] < 0 { return false }
    return table.numbers(columns.flow)?.values[row].isNaN == false
  }

  /// Leaves out countries that lack pairs, those that lack most first, of equals the last by name.
  ///
  /// - Returns: their names, in the order in which they went.
  mutating func dropIncomplete(kept: Set<String>, isWanted: Bool) -> [String] {
    guard isWanted else { return [] }
    var gone: [String] = []
    while true {
      var worst: (lacks: Int, place: Int)?
      for (place, i) in used.enumerated() where !kept.contains(names[i]) {
        let lacks = used.count {
          j in !isComplete(i, j) || !isComplete(j, i)
        }
        if lacks > 0, lacks >= worst?.lacks ?? 1 { worst = (lacks, place) }
      }
      guard let worst else { return gone }
      gone.append(names[used[worst.place]])
      used.remove(at: worst.place)
    }
  }

  /// Refuses a table in which some country only sells or only buys, or that has no two countries.
  func requireSquare() throws(InputFault) {
    guard used.count > 1 else {
      throw table.fault(
        "\(used.count) countries have flows among each other: two are needed",
        advice: "give a row a pair, domestic flows among them")
    }
    let sellers = used.filter { i in used.contains { rows[i][$0] != nil } }
    let buyers = used.filter { j in used.contains { rows[$0][j] != nil } }
    for (group, other, verb, lack) in [
      (sellers, buyers, "sells", "buys"), (buyers, sellers, "buys", "sells"),
    ] {
      let odd = group.filter { !other.contains($0) }.map { names[$0] }
      guard let first = odd.first else { continue }
      throw table.fault(
        "the table is not square: \(first) \(verb) and \(lack) nothing"
          + (odd.count > 1 ? ", and so do \(odd.count - 1) more" : ""),
        advice: options.completion)
    }
  }

  /// The values of a pair of countries in use.
  func cell(_ i: Int, _ j: Int, needsFlow: Bool) throws(InputFault) -> Cell {
    let (exporter, importer) = (names[used[i]], names[used[j]])
    if i == j, let domestic = options.domestic[exporter] {
      return Cell(flow: domestic, terms: [])
    }
    guard let row = rows[used[i]][used[j]] else { throw missing(exporter, importer) }
    let flow = table.numbers(columns.flow)?.values[row] ?? .nan
    if needsFlow {
      guard flow.isFinite else {
        throw table.fault(
          row: row, "no flow from \(exporter) to \(importer)",
          advice: "write 0 where nothing was sold")
      }
      guard i != j || flow > 0 else {
        throw table.fault(
          row: row, "\(exporter) buys nothing at home: its gains from trade have no measure",
          advice: "give gross output less exports, or leave \(exporter) out")
      }
    }
    guard let frame else { return Cell(flow: flow, terms: []) }
    guard framePlaces[row] >= 0 else {
      throw table.fault(
        row: row, "a cost term of \(exporter) and \(importer) has no value",
        advice: "complete the row")
    }
    return Cell(flow: flow, terms: frame.terms.map { $0.values[framePlaces[row]] })
  }

  private func missing(_ exporter: String, _ importer: String) -> InputFault {
    let n = used.count
    let year = self.year.map { " in \($0)" } ?? ""
    if exporter == importer {
      let lacking = used.count { rows[$0][$0] == nil }
      let others = lacking > 1 ? ", and none of \(lacking - 1) more" : ""
      return table.fault(
        "no domestic flow of \(exporter)\(year)\(others)",
        advice: "add the row \(exporter),\(exporter): gross output less exports")
    }
    let present = used.reduce(0) { sum, i in sum + used.count { rows[i][$0] != nil } }
    return table.fault(
      "no row from \(exporter) to \(importer)\(year): \(present) of \(n * n) pairs of \(n) countries "
        + "are there", advice: options.completion)
  }

  /// Output of the exporters in use, or expenditure of the importers: one value a country.
  func totals(_ column: String, byImporter: Bool) throws(InputFault) -> [Double] {
    guard let numbers = table.numbers(column) else {
      preconditionFailure("'\(column)' was not read as numbers")
    }
    var totals: [Double] = []
    for country in used {
      var found: (value: Double, row: Int)?
      for other in used {
        guard let row = byImporter ? rows[other][country] : rows[country][other] else { continue }
        let value = numbers.values[row]
        guard value > 0 else {
          throw table.fault(
            row: row, "'\(column)' of \(names[country]) is no positive number",
            advice: "give output and expenditure above zero")
        }
        if let found, found.value != value {
          throw table.fault(
            row: row, "'\(column)' of \(names[country]) is \(NumberText.shortest(value))",
            advice: "line \(table.line(ofRow: found.row)) has \(NumberText.shortest(found.value)): "
              + "one value a country")
        }
        found = found ?? (value, row)
      }
      totals.append(found?.value ?? .nan)
    }
    return totals
  }
}
