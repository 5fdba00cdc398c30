/// The top of a page: the answer, what would change it, and all other answers beneath.
enum AnswerSection {
  /// The most deadlines of a question, and the most questions, that stand in large type.
  private static let most = (deadlines: 4, questions: 4)

  static func lead(_ sheet: AnswerSheet, _ tables: ReportTables) -> PageView? {
    guard let first = sheet.lead?.rows.first else { return nil }
    let drivers = tables.headline("drivers.csv")
    let groups = sheet.leads.prefix(most.questions).compactMap { group in
      group.rows.first.map { view(of: group, $0, drivers) }
    }
    return [
      "groups": .list(groups),
      "facts": ["items": .list(facts(first, sheet, tables).map(view))],
    ]
  }

  private static func view(
    of group: AnswerSheet.Group, _ first: PageRow, _ drivers: PageTable
  ) -> PageView {
    let label: [PagePiece] = [.cell(PageCell(first, "question")), " ", .tag(first["status"])]
    return [
      "label": .list(label.map(\.view)),
      "answers": .list(
        group.rows.prefix(most.deadlines).enumerated().map { place, row in
          let driven = DriverSentence.pieces(row, drivers)
          let sentence = driven ?? AnswerSheet.sentence(row, namesBasis: place == 0)
          return [
            "pieces": .list(sentence.map(\.view)),
            "isLong": .flag(driven == nil && AnswerSheet.isTold(row)),
          ]
        }),
    ]
  }

  /// The remaining answers, and the sentences in full.
  static func section(_ sheet: AnswerSheet, _ tables: ReportTables) -> PageSection? {
    let grid = PageGrid(
      "The answers that are numbers",
      sheet.table.filter { $0.has("probability") || $0.has("value") },
      [
        PageGrid.text("Question", "question"), PageGrid.text("By", "deadline"),
        (
          PageGrid.Column(title: "Probability", isNumber: true),
          { $0["status"] == "missed" ? .none : PageCell($0, "probability", .share) }
        ),
        PageGrid.amount("Level", "level"),
        (
          PageGrid.Column(title: "Odds", isNumber: true),
          {
            $0.has("level") && $0["status"] != "missed"
              ? PageCell($0, "probability", .frequency) : .none
          }
        ),
        (
          PageGrid.Column(title: "Range", isNumber: true),
          { PageCell(from: end($0, "low"), to: end($0, "high")) }
        ),
        PageGrid.amount("Median, or what came", "value"),
        (
          PageGrid.Column(title: "Needs a year", isNumber: true),
          {
            ["met", "missed"].contains($0["status"])
              ? .none : PageCell($0, "required_growth", .rate)
          }
        ),
        PageGrid.tag("Status", "status"),
      ])
    let full = sheet.table.rows.map { row -> [PagePiece] in
      [
        .cell(PageCell(row, "question")), " ", .tag(row["status"]), " ",
        .cell(PageCell(row, "verdict")),
      ]
    }
    // Where no answer is a number the sentences are all there is to read.
    let sentences: PageBlock? =
      full.isEmpty
      ? nil : grid == nil ? .items(full) : .folded(title: "Each answer in full", [.items(full)])
    return PageSection(
      "answers", "All answers", [grid.map { .table($0) }, sentences, Glossary.block(tables)])
  }

  /// An end of the range: of the probability where there is one, else of the amount.
  private static func end(_ row: PageRow, _ column: String) -> PageCell {
    row.has("probability") ? PageCell(row, column, .share) : .amount(row, column)
  }

  private static func facts(
    _ row: PageRow, _ sheet: AnswerSheet, _ tables: ReportTables
  ) -> [(term: String, pieces: [PagePiece])] {
    var facts: [(term: String, pieces: [PagePiece])] = []
    func add(_ term: String, _ column: String) {
      if row.has(column) { facts.append((term, [.cell(PageCell(row, column))])) }
    }
    if row.has("probability"), row.has("low"), row.has("high") {
      facts.append(
        (
          "Range",
          [
            .cell(PageCell(row, "low", .share)), " to ", .cell(PageCell(row, "high", .share)),
            " over the models that passed a backtest on the series",
          ]
        ))
    }
    let hasRange = row.has("low") || row.has("high")
    add(hasRange ? "Why a range" : "What else was reckoned, or assumed", "why_range")
    facts += [ownPast(row, sheet, tables), came(row, tables)].compactMap { $0 }
    add("Would change it", "would_change")
    add("Next figure", "next_data")
    if let last = lastKnown(row, tables) { facts.append(last) }
    if row.has("n") {
      var pieces: [PagePiece] = [.cell(PageCell(row, "n", .whole)), " observations"]
      if row.has("basis") { pieces += [", ", .cell(PageCell(row, "basis"))] }
      if row.has("members") { pieces += ["; ", .cell(PageCell(row, "members"))] }
      if row.has("class") { pieces += [", reference class ", .cell(PageCell(row, "class"))] }
      facts.append(("Rests on", pieces))
    }
    return facts
  }

  /// Beside an answer that rests on drivers, what the past of the series alone says of the same level at
  /// the same time, with the status of that answer.
  private static func ownPast(
    _ row: PageRow, _ sheet: AnswerSheet, _ tables: ReportTables
  ) -> (term: String, pieces: [PagePiece])? {
    guard row["status"] == "conditional" || row["status"] == "unproven", !row.has("probability"),
      row.has("level")
    else { return nil }
    let same = ["level", "unit", "basis", "deadline"]
    let target = tables.headline("targets.csv").rows.first { target in
      target.has("p_level_at_deadline") && same.allSatisfy { target[$0] == row[$0] }
    }
    guard let target,
      let answer = sheet.table.rows.first(where: {
        $0["question"] == target["target"] && $0["deadline"] == target["deadline"]
      })
    else { return nil }
    return (
      "By its own past",
      AnswerSheet.odds(target, "p_level_at_deadline") + [
        " to be there then, without drivers (“", .cell(PageCell(target, "target")), "”) ",
        .tag(answer["status"]),
      ]
    )
  }

  /// What a nowcast's year came to, where it has been published since.
  private static func came(
    _ row: PageRow, _ tables: ReportTables
  ) -> (term: String, pieces: [PagePiece])? {
    let own = tables.headline("nowcast.csv").rows.first {
      $0["nowcast"] == row["question"] && $0.has("actual") && $0["estimate"] == row["value"]
    }
    return own.map { ("It came to", [.strong(.amount($0, "actual"))]) }
  }

  /// The last figure that was known of the series that the answer is of.
  private static func lastKnown(
    _ row: PageRow, _ tables: ReportTables
  ) -> (term: String, pieces: [PagePiece])? {
    let observed = tables["observations.csv"].filter { $0.has("value") }
    let owner = tables["targets.csv"].rows.first { $0["target"] == row["question"] }
    let link = tables["capacity_levels.csv"].rows.first {
      row["question"].hasPrefix($0["link"] + ": ")
    }
    guard let series = owner?["series"] ?? link?["series"],
      let last = observed.rows.last(where: { $0["series"] == series })
    else { return nil }
    return (
      "Known up to",
      [.cell(PageCell(last, "period")), ": ", .strong(.amount(last, "value"))]
        + (last.has("basis") ? [", ", .cell(PageCell(last, "basis"))] : [])
    )
  }

  private static func view(_ fact: (term: String, pieces: [PagePiece])) -> PageView {
    ["term": .text(fact.term), "pieces": .list(fact.pieces.map(\.view))]
  }
}
