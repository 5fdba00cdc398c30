internal import Charts
package import Reports

/// What the page of a run shows of one scenario.
struct RunCard: Sendable {
  let name: String
  let title: String
  let question: String
  let sheet: AnswerSheet
  /// A small curve: the probability of the first answer by period; nil without one.
  let curve: Picture?
  /// The data files that the scenario reads.
  let inputs: [String]
  /// The last period with an observed value; nil where the scenario shows none by years.
  let latest: PageCell?
  private let drivers: PageTable

  init(
    _ input: ScenarioPage.Input, title: String, sheet: AnswerSheet, tables: ReportTables
  ) {
    name = input.name
    self.title = title
    question = input.question
    self.sheet = sheet
    inputs = input.inputs.map(\.path)
    drivers = tables.headline("drivers.csv")
    latest = tables["observations.csv"].rows.filter { $0.has("value") && $0.year != nil }.max {
      $0["period"] < $1["period"]
    }.map { PageCell($0, "period") }
    curve = Self.curve(of: sheet, tables)?.picture(named: "curve-" + input.name)
  }

  /// The probability of the first answer by period, up to its last deadline and a little further.
  private static func curve(of sheet: AnswerSheet, _ tables: ReportTables) -> Sparkline? {
    guard let lead = sheet.lead,
      let question = PageQuestion.all(tables, lead: lead.rows.first).first,
      question.target == lead.question
    else { return nil }
    let rows = tables.rows("hitting.csv", of: question).filter { $0["scenario"] == tables.course }
    let periods = ChartPeriods(rows.rows.map { $0["period"] })
    let values = ProbabilitySection.points(rows, "p_touch_by", periods)
    guard values.count > 1 else { return nil }
    return Sparkline(
      title: "“\(lead.question)”: probability by period", periods: periods.labels,
      values: values, isShare: true,
      marked: lead.rows.first.flatMap { periods.places[$0["deadline"]] })
  }

  /// The most answers on a card; the page has all.
  private static let most = 3

  private var shown: ArraySlice<AnswerSheet.Group> {
    (sheet.leads + sheet.others).prefix(Self.most)
  }

  /// Where the answers on the card stand.
  var statuses: [String] { shown.compactMap { $0.rows.first?["status"] } }

  /// One line a question, the first one before the others.
  var view: PageView {
    let lines = shown.compactMap { group -> PageView? in
      guard let row = group.rows.first else { return nil }
      let what: [PagePiece] = [
        .cell(PageCell(row, "question")), " ", .tag(row["status"]),
      ]
      var line: [String: PageView] = [
        "pieces": .list(
          (DriverSentence.pieces(row, drivers) ?? AnswerSheet.sentence(row)).map(\.view)),
        "what": .list(what.map(\.view)),
      ]
      if let curve, group.question == sheet.lead?.question { line["svg"] = .markup(curve.inline()) }
      return .object(line)
    }
    let address = name + "/index.html"
    let left = sheet.leads.count + sheet.others.count - Self.most
    let more: [PagePiece] = [
      .link(left > 0 ? "All answers, with charts" : "The page, with charts", to: address), " · ",
      .link("answers.csv", to: name + "/answers.csv"), " · ",
      .link("datapackage.json", to: name + "/datapackage.json"),
    ]
    var card: [String: PageView] = [
      "title": .text(title), "address": .text(address), "answers": .list(lines),
      "more": .list(more.map(\.view)),
    ]
    if !question.isEmpty { card["question"] = .text(question) }
    return .object(card)
  }
}

/// The page of a run: a card a scenario, and what rests on what.
package struct RunPage: Sendable {
  let html: String

  /// The file.
  package var document: RunDocument {
    RunDocument(
      path: ScenarioPage.file, title: Self.title, mediaType: "text/html", bytes: Array(html.utf8))
  }

  private static let title = "What the scenarios answer"

  /// - Parameters:
  ///   - pages: those of the scenarios that were run.
  ///   - failed: the files that could not be.
  package init(_ pages: [ScenarioPage], failed: [String]) {
    let cards = pages.map(\.card)
    let files: [PagePiece] = [
      .link("answers.csv", to: "answers.csv"),
      " – the answers of all scenarios of the run, described by ",
      .link("datapackage.json", to: "datapackage.json"),
    ]
    let sections = [
      PageSection(
        "failed", "Not run", [failed.isEmpty ? nil : .items(failed.map { [.words($0)] })]),
      PageSection("tags", "What the tags mean", [Glossary.key(cards.flatMap(\.statuses))]),
      PageSection("depends", "What rests on the same data", [Self.shared(cards)]),
      PageSection("files", "Files", [.items([files])]),
    ].compactMap { $0 }
    html = PageTemplates.html([
      "title": .text(Self.title), "style": .markup(PageTemplates.style),
      "introduction": ["pieces": .list(Self.introduction(cards).map(\.view))],
      "cards": ["items": .list(cards.map(\.view))], "sections": .list(sections.map(\.view)),
      "footer": .text("Made by corridor \(DataPackage.version)."),
    ])
  }

  /// What a reader sees, and how new the figures are.
  private static func introduction(_ cards: [RunCard]) -> [PagePiece] {
    let latest = cards.compactMap(\.latest).max { ($0.text ?? "") < ($1.text ?? "") }
    let words: PagePiece =
      "Each card has the first answers of a scenario: the chance that a level is reached, or an amount, "
    return [words, "with a tag for what it rests on."]
      + (latest.map { [" Made from figures up to ", .cell($0), "."] } ?? [])
  }

  /// The data files that more than one scenario reads, each with its readers.
  private static func shared(_ cards: [RunCard]) -> PageBlock? {
    var readers: [(file: String, cards: [RunCard])] = []
    for card in cards {
      for file in card.inputs {
        if let place = readers.firstIndex(where: { $0.file == file }) {
          readers[place].cards.append(card)
        } else {
          readers.append((file, [card]))
        }
      }
    }
    let items = readers.filter { $0.cards.count > 1 }.map { reader -> [PagePiece] in
      let links = reader.cards.enumerated().flatMap { place, card -> [PagePiece] in
        (place > 0 ? [", "] : []) + [.link(card.title, to: card.name + "/index.html")]
      }
      return [.code(reader.file), ": "] + links
    }
    return items.isEmpty ? nil : .items(items)
  }
}
