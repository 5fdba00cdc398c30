/// The answers of a scenario, as its page and the run's say them.
package struct AnswerSheet: Sendable {
  /// The answers of one question, a row a deadline.
  package struct Group: Sendable {
    package let rows: [PageRow]
    var question: String { rows.first.map { $0["question"] } ?? "" }
  }

  let table: PageTable
  package let groups: [Group]
  /// What the page opens with: the answers that the scenario names; else one group, of what is open
  /// the surest, the one asked by most deadlines, the first one.
  package let leads: [Group]
  /// The first of them.
  package var lead: Group? { leads.first }

  /// From what may be quoted to what is decided or has no answer.
  private static let order = [
    "projected", "unproven", "assumption", "conditional", "told", "met", "missed", "insufficient",
  ]

  /// - Parameter named: how many of the first rows the scenario names as its answers.
  package init(_ table: PageTable, named: Int = 0) {
    self.table = table
    let groups = table.groups("question").map { Group(rows: $0.rows) }
    self.groups = groups
    guard named == 0 else {
      leads = table.prefix(named).groups("question").map { Group(rows: $0.rows) }
      return
    }
    let ranks = groups.map { $0.rows.map(Self.rank).min() ?? 0 }
    func key(_ place: Int) -> (Int, Int, Int) {
      (ranks[place], -groups[place].rows.count { $0.has("probability") }, place)
    }
    let first = groups.indices.min { key($0) < key($1) }
    leads = first.map { [Group(rows: Self.openFirst(groups[$0].rows))] } ?? []
  }

  /// A deadline that is decided already comes behind those that are open.
  private static func openFirst(_ rows: [PageRow]) -> [PageRow] {
    rows.enumerated().sorted {
      (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
    }.map(\.element)
  }

  /// The groups behind the leading ones.
  var others: [Group] {
    let named = Set(leads.map(\.question))
    return groups.filter { !named.contains($0.question) }
  }

  private static func rank(_ row: PageRow) -> Int {
    order.firstIndex(of: row["status"]) ?? order.count
  }

  /// Whether an answer has no number of its own, so that its sentence is the report's. The amount of a
  /// row that asks for a level is not what it asks.
  static func isTold(_ row: PageRow) -> Bool {
    row.has("level") ? !row.has("probability") : !row.has("value")
  }

  /// The answer in one sentence.
  ///
  /// - Parameter namesBasis: whether it says how the level is measured; of several deadlines the first does.
  static func sentence(_ row: PageRow, namesBasis: Bool = true) -> [PagePiece] {
    if isTold(row) { return [.cell(PageCell(row, "verdict"))] }
    guard row.has("level") else { return amount(row) }
    let level = PageCell.amount(row, "level")
    let deadline = PageCell(row, "deadline")
    let isMeasured = namesBasis && row.has("basis")
    let basis: [PagePiece] = isMeasured ? [" (", .cell(PageCell(row, "basis")), ")"] : []
    let aim: [PagePiece] = [.cell(level), " by ", .cell(deadline)] + basis
    switch row["status"] {
    case "missed": return ["Missed: "] + aim
    case "met" where row.number("probability") == 1: return ["Met: "] + aim
    case "met":
      return ["Met already, and "] + odds(row, "probability") + [" to be there then: "] + aim
    default: return odds(row, "probability") + [", to reach "] + aim
    }
  }

  /// A probability as percent and as a frequency.
  static func odds(_ row: PageRow, _ column: String) -> [PagePiece] {
    let isBetween = row.number(column).map { $0 >= 0.005 && $0 < 0.995 } ?? false
    return [
      .strong(PageCell(row, column, .share)), isBetween ? ", about " : ", ",
      .strong(PageCell(row, column, .frequency)),
    ]
  }

  private static func amount(_ row: PageRow) -> [PagePiece] {
    var pieces: [PagePiece] = row.has("deadline") ? [.cell(PageCell(row, "deadline")), ": "] : []
    pieces.append(.strong(.amount(row, "value")))
    if row.has("low"), row.has("high") {
      pieces += [" (80 %: ", .cell(.amount(row, "low")), " to ", .cell(.amount(row, "high")), ")"]
    }
    return pieces
  }
}
