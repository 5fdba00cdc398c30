/// The answers of a scenario, as its page and the run's say them.
package struct AnswerSheet: Sendable {
  /// The answers of one question, a row a deadline.
  package struct Group: Sendable {
    package let rows: [PageRow]
    var question: String { rows.first.map { $0["question"] } ?? "" }
  }

  let table: PageTable
  package let groups: [Group]
  /// The group that the page opens with: of what is open the surest, the one asked by most
  /// deadlines, the first one.
  package let lead: Group?

  /// From what may be quoted to what is decided or has no answer.
  private static let order = [
    "projected", "unproven", "assumption", "conditional", "told", "met", "missed", "insufficient",
  ]

  package init(_ table: PageTable) {
    self.table = table
    let groups = table.groups("question").map { Group(rows: $0.rows) }
    self.groups = groups
    let ranks = groups.map { $0.rows.map(Self.rank).min() ?? 0 }
    func key(_ place: Int) -> (Int, Int, Int) {
      (ranks[place], -groups[place].rows.count { $0.has("probability") }, place)
    }
    // A deadline that is decided already comes behind those that are open.
    lead = groups.indices.min { key($0) < key($1) }.map { place in
      let rows = groups[place].rows.enumerated()
      return Group(
        rows: rows.sorted {
          (Self.rank($0.element), $0.offset) < (Self.rank($1.element), $1.offset)
        }.map(\.element))
    }
  }

  private static func rank(_ row: PageRow) -> Int {
    order.firstIndex(of: row["status"]) ?? order.count
  }

  /// Whether an answer has no number of its own, so that its sentence is the report's.
  static func isTold(_ row: PageRow) -> Bool {
    !(row.has("probability") && row.has("level")) && !row.has("value")
  }

  /// The answer in one sentence.
  static func sentence(_ row: PageRow) -> [PagePiece] {
    let probability = PageCell(row, "probability", .share)
    guard !probability.isEmpty, row.has("level") else {
      guard row.has("value") else { return [.cell(PageCell(row, "verdict"))] }
      return amount(row)
    }
    let level = PageCell.amount(row, "level")
    let deadline = PageCell(row, "deadline")
    let aim: [PagePiece] = [.cell(level), " by ", .cell(deadline)]
    switch row["status"] {
    case "missed": return ["Missed: "] + aim
    case "met" where row.number("probability") == 1: return ["Met: "] + aim
    case "met":
      return ["Met already, and "] + odds(row, "probability") + [" to be there: "] + aim
    default: return odds(row, "probability") + [": "] + aim
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
    var pieces: [PagePiece] = [.strong(.amount(row, "value"))]
    if row.has("low"), row.has("high") {
      pieces += [" (80 %: ", .cell(.amount(row, "low")), " to ", .cell(.amount(row, "high")), ")"]
    }
    return pieces
  }
}
