/// What a regression's projection answers, in one sentence: how likely its assumed drivers make the
/// level. What growth of theirs would make it as likely as was asked stands beneath the answer.
enum DriverSentence {
  /// Nil for an answer that no projection along drivers gave.
  static func pieces(_ row: PageRow, _ drivers: PageTable) -> [PagePiece]? {
    let own = drivers.rows.first {
      $0["regression"] == row["question"] && $0["deadline"] == row["deadline"]
    }
    guard let own, !row.has("probability"), own.has("p_level_at_deadline") else { return nil }
    return AnswerSheet.odds(own, "p_level_at_deadline") + [
      ": ", .cell(.amount(own, "level")), " in ", .cell(PageCell(own, "deadline")),
      " with its drivers as assumed",
    ]
  }
}
