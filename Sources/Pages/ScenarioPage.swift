internal import Charts

/// The page of one scenario: its answers, the charts behind them and the files that hold the
/// numbers.
package struct ScenarioPage: Sendable {
  /// A course of events.
  struct Course: Sendable {
    let name: String
    let description: String
  }

  /// A source of data with its licence.
  struct Source: Sendable {
    let title: String
    let licence: String
  }

  /// A file that was read, with its hash.
  struct InputFile: Sendable {
    let path: String
    let sha256: String
  }

  /// A report beside the page.
  struct File: Sendable {
    let name: String
    let summary: String
    let bytes: [UInt8]
  }

  /// All that a page is made of: reports, and the scenario's own words.
  struct Input: Sendable {
    let name: String
    let title: String
    let question: String
    let courses: [Course]
    /// How many rows of the answers the scenario names as those to its question.
    var named = 0
    let files: [File]
    let sources: [Source]
    let inputs: [InputFile]
    /// What runs the scenario again.
    let command: String
    /// Of the program that made it.
    let version: String
  }

  let title: String
  let html: String
  /// The charts of the page, in its order.
  let pictures: [Picture]
  /// What the page of the run shows of it.
  let card: RunCard

  init(_ input: Input) {
    let tables = ReportTables(input.files.map { ($0.name, $0.bytes) })
    let sheet = AnswerSheet(tables["answers.csv"], named: input.named)
    let questions = PageQuestion.all(tables, lead: sheet.lead?.rows.first)
    var names = PageNames()
    let note = Self.note(sheet, questions)
    let statements = StatementsSection(tables: tables)
    let parts =
      [
        CoursesSection(
          tables: tables, questions: questions, courses: input.courses,
          lead: sheet.lead?.question
        )
        .section(&names),
        ProbabilitySection(tables: tables, questions: questions, note: note).section(&names),
        HistorySection(tables: tables, questions: questions, note: note).section(&names),
        CapacitySection(tables: tables).section(&names),
        NetworkSection(tables: tables).section(&names),
        NowcastSection(tables: tables).section(&names),
        PipelineSection(tables: tables).section(&names),
        RegressionSection(tables: tables).section(&names),
        HierarchySection(tables: tables).section(&names),
        LookBackSection(tables: tables).section(&names),
        EvidenceSection(tables: tables, questions: questions, note: note).section(&names),
        statements.claims(), statements.mirror(&names),
        CounterfactualSection(tables: tables).section(),
      ].compactMap { $0 }
    let first = sheet.lead?.rows.first.flatMap { Self.section(of: $0, tables) }
    let sections =
      [AnswerSection.section(sheet, tables)].compactMap { $0 }
      + parts.filter { $0.id == first } + parts.filter { $0.id != first }
      + SourcesSection(input: input).sections().compactMap { $0 }
    pictures = sections.flatMap(\.pictures)
    title = input.title.isEmpty ? input.name : input.title
    card = RunCard(input, title: title, sheet: sheet, tables: tables)
    var view: [String: PageView] = [
      "title": .text(title), "style": .markup(PageTemplates.style),
      "sections": .list(sections.map(\.view)),
      "back": ["address": "../index.html", "title": "All answers of this run"],
      "footer": .text("Made by corridor \(input.version)."),
    ]
    if !input.question.isEmpty { view["question"] = .text(input.question) }
    view["lead"] = AnswerSection.lead(sheet, tables)
    html = PageTemplates.html(.object(view))
  }

  /// Where the page's answer is of a part, and not of a target, the sections on targets say so.
  private static func note(_ sheet: AnswerSheet, _ questions: [PageQuestion]) -> PageBlock? {
    guard let lead = sheet.lead?.question, let first = questions.first, first.target != lead,
      !questions.contains(where: { $0.target == lead })
    else { return nil }
    return .sentence([
      "This section is about “", .words(first.target), "” by the series' own past. The answer at ",
      "the top is another: “", .words(lead), "”.",
    ])
  }

  /// The section that an answer comes from that no open target gives: it stands before the others.
  private static func section(of answer: PageRow, _ tables: ReportTables) -> String? {
    let question = answer["question"]
    let isDecided = ["met", "missed"].contains(answer["status"])
    if isDecided, tables["postmortem.csv"].values("target").contains(question) {
      return "look-back"
    }
    let owners: [(file: String, column: String, section: String)] = [
      ("capacity_levels.csv", "link", "capacity"), ("postmortem.csv", "postmortem", "look-back"),
      ("drivers.csv", "regression", "drivers"),
    ]
    return owners.first { owner in
      tables[owner.file].values(owner.column).contains {
        question == $0 || question.hasPrefix($0 + ": ")
      }
    }?.section
  }
}
