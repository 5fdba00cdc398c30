/// What a regression's projection answers, in one sentence: how likely its assumed drivers make the
/// level, and what growth of theirs would make it as likely as was asked.
enum DriverSentence {
  /// Nil for an answer that no projection along drivers gave.
  static func pieces(_ row: PageRow, _ drivers: PageTable) -> [PagePiece]? {
    let own = drivers.rows.first {
      $0["regression"] == row["question"] && $0["deadline"] == row["deadline"]
    }
    guard let own, !row.has("probability"), own.has("p_level_at_deadline") else { return nil }
    var pieces = AnswerSheet.odds(own, "p_level_at_deadline")
    pieces += [
      ": ", .cell(.amount(own, "level")), " in ", .cell(PageCell(own, "deadline")),
      " with its drivers as assumed",
    ]
    if row.has("would_change") { pieces += ["; ", .cell(PageCell(row, "would_change"))] }
    return pieces
  }
}
