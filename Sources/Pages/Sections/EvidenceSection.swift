internal import Charts

/// What stands behind an answer: the pool of models, what moves it, the record of its like.
struct EvidenceSection {
  let tables: ReportTables
  let questions: [PageQuestion]
  /// Says what the section is about where the page's answer is about something else.
  let note: PageBlock?

  func section(_ names: inout PageNames) -> PageSection? {
    var blocks: [PageBlock?] = [note]
    if let lead = questions.first {
      blocks += [pool(lead, &names), tornado(lead, &names), reference(lead, &names)]
    }
    let others = questions.dropFirst().flatMap { question in
      [pool(question, &names), tornado(question, &names), reference(question, &names)]
        .compactMap { $0 }
    }
    let records = CalibrationBlocks(tables: tables).blocks(of: questions, &names)
    blocks += [records.first]
    blocks += [.fold("The other questions", others + records.dropFirst()), models]
    return PageSection("evidence", "What stands behind it", blocks)
  }

  /// The rows of a question and the first of its deadlines, the one that is drawn.
  private func rows(
    _ file: String, _ question: PageQuestion
  ) -> (all: PageTable, first: PageTable, deadline: String)? {
    let all = tables.rows(file, of: question)
    guard let deadline = all.rows.first?["deadline"] else { return nil }
    return (all, all.filter { $0["deadline"] == deadline }, deadline)
  }

  private func pool(_ question: PageQuestion, _ names: inout PageNames) -> PageBlock? {
    guard let (all, first, deadline) = rows("combined.csv", question) else { return nil }
    let grid = PageGrid(
      "Models for “\(question.target)”", all,
      [
        PageGrid.text("Model", "model"), PageGrid.text("By", "deadline"),
        PageGrid.number("Reached by then", "p_touch_by_deadline", .share),
        PageGrid.number("Weight", "weight", .rate), PageGrid.text("Passed", "passed"),
        PageGrid.number("Median growth", "median_growth", .rate),
        PageGrid.number("Origins", "origins", .whole),
        PageGrid.number("Inside 80 %", "coverage_80", .rate),
        PageGrid.number("Score against naive", "wis_over_naive", .number),
        PageGrid.text("Record", "reason"),
      ])
    guard let grid, let only = first.rows.first else { return nil }
    guard first.rows.count > 1 else {
      return .sentence(
        ["“\(question.target)” has one model, ", .cell(PageCell(only, "model")), ": "]
          + AnswerSheet.odds(only, "p_touch_by_deadline") + [" by ", .cell(.text(deadline)), "."])
    }
    let chart = IntervalChart(
      title: "“\(question.target)” by \(deadline): what each model says",
      description: "A dot a model; those that passed a backtest on the series are marked.",
      rows: first.rows.compactMap { row in
        row.number("p_touch_by_deadline").map {
          IntervalChart.Row(
            row["model"] + (row["passed"] == "yes" ? "" : " (did not pass)"), $0,
            isEmphasised: row["passed"] == "yes")
        }
      },
      reference: first.rows.first?.number("p_quoted").map {
        IntervalChart.Reference($0, "quoted")
      }, isProbability: true)
    return .chart(
      chart, names.name("models", question.target),
      [
        first.rows.contains { $0.has("p_touch_by_deadline") && $0["passed"] == "yes" }
          ? "Only models that passed a backtest on the series count."
          : "None of these models has proved itself on this series yet; quoted is the declared one."
      ], [grid])
  }

  private func tornado(_ question: PageQuestion, _ names: inout PageNames) -> PageBlock? {
    guard let (all, first, deadline) = rows("tornado.csv", question),
      let quoted = first.rows.first?.number("p_quoted")
    else { return nil }
    let grid = PageGrid(
      "What moves “\(question.target)”", all,
      [
        PageGrid.text("What moves to", "setting"), PageGrid.text("By", "deadline"),
        PageGrid.number("Probability", "p_touch_by_deadline", .share),
        PageGrid.number("Change", "change", .rate), PageGrid.number("Quoted", "p_quoted", .share),
        PageGrid.text("What it is", "factor"),
      ])
    guard let grid, let only = first.rows.first else { return nil }
    guard first.rows.count > 1 else {
      return .sentence([
        "One thing was moved: ", .strong(PageCell(only, "p_touch_by_deadline", .share)),
        " for “\(question.target)” by ", .cell(.text(deadline)), " with ",
        .cell(PageCell(only, "setting")), ".",
      ])
    }
    let chart = TornadoChart(
      title: "“\(question.target)” by \(deadline): what moves the answer",
      description: "Bars from the quoted probability to the one with a thing changed.",
      center: quoted, centerLabel: "quoted",
      rows: first.rows.compactMap { row in
        row.number("p_touch_by_deadline").map {
          TornadoChart.Row(
            Self.words(row), low: $0 < quoted ? $0 : nil, high: $0 < quoted ? nil : $0)
        }
      }, isProbability: true)
    return .chart(
      chart, names.name("moves", question.target),
      ["The probability with one thing moved and all else as quoted."], [grid])
  }

  /// What a move is about, in front of where it goes.
  private static func words(_ row: PageRow) -> String {
    let kinds = [
      "base_year": "base: ", "sample_start": "sample: ", "class_prior": "reference class: ",
      "growth": "growth: ", "deflator": "prices: ",
    ]
    return (kinds[row["factor"]] ?? "") + row["setting"]
  }

  private func reference(_ question: PageQuestion, _ names: inout PageNames) -> PageBlock? {
    guard let (all, first, deadline) = rows("reference_class.csv", question),
      let row = first.rows.first
    else { return nil }
    let grid = PageGrid(
      "Look-alikes that came as far as “\(question.target)” asks", all,
      [
        PageGrid.text("Epoch", "epoch"), PageGrid.text("By", "deadline"),
        PageGrid.number("Share that reached it", "share_reached", .share),
        (
          PageGrid.Column(title: "95 %", isNumber: true),
          { PageCell(from: PageCell($0, "lo95", .share), to: PageCell($0, "hi95", .share)) }
        ),
        PageGrid.number("n", "n", .whole), PageGrid.text("Class", "class"),
        PageGrid.number("Years", "horizon", .whole),
        PageGrid.number("Multiple", "multiple", .number),
      ])
    guard let grid else { return nil }
    guard first.rows.count > 1 else {
      return .sentence([
        "Of ", .cell(PageCell(row, "n", .whole)), " ", .cell(PageCell(row, "class")),
        " series (", .cell(PageCell(row, "epoch")), "), the only look-alikes of “",
        .words(question.target), "”, ", .strong(PageCell(row, "share_reached", .share)), " grew ",
        .cell(PageCell(row, "multiple", .number)), " times within ",
        .cell(PageCell(row, "horizon", .whole)), .words(Self.years(row) + "."),
      ])
    }
    let chart = ReferenceChart(
      title: "“\(question.target)” by \(deadline): how many look-alikes came as far",
      description: "A dot a decade: the share of series of the class that reached the multiple.",
      epochs: first.rows.compactMap { row in
        guard let share = row.number("share_reached"), let count = row.number("n") else {
          return nil
        }
        return ReferenceChart.Epoch(
          row["epoch"], share: share, count: Int(count), low: row.number("lo95"),
          high: row.number("hi95"))
      }, reference: row.number("p_quoted").map { IntervalChart.Reference($0, "quoted") })
    return .chart(
      chart, names.name("look-alikes", question.target),
      [
        "Of ", .cell(PageCell(row, "class")), " series, the share that grew ",
        .cell(PageCell(row, "multiple", .number)), " times within ",
        .cell(PageCell(row, "horizon", .whole)), .words(Self.years(row)),
        ", by decade, beside what is quoted.",
      ], [grid])
  }

  private static func years(_ row: PageRow) -> String {
    row["horizon"] == "1" ? " year" : " years"
  }

  private var models: PageBlock? {
    let accuracy = PageGrid(
      "Accuracy on the series' own past", tables["accuracy.csv"],
      [
        PageGrid.text("Series", "series"), PageGrid.text("Model", "model"),
        PageGrid.number("Horizon", "horizon", .whole),
        PageGrid.number("Origins", "origins", .whole),
        PageGrid.number("n", "n", .whole), PageGrid.number("MASE", "mase", .number),
        PageGrid.number("against naive", "mase_over_naive", .number),
        PageGrid.number("Inside 80 %", "coverage_80", .rate),
        PageGrid.number("Inside 95 %", "coverage_95", .rate),
      ])
    let fits = PageGrid(
      "Models and samples", tables.main("models.csv"),
      [
        PageGrid.text("Series", "series"), PageGrid.text("Model", "model"),
        PageGrid.text("Sample", "window"), PageGrid.number("n", "n", .whole),
        PageGrid.text("From", "sample_start"), PageGrid.text("To", "sample_end"),
        PageGrid.tag("Status", "status"), PageGrid.text("Reason", "reason"),
        PageGrid.text("Note", "note"),
      ])
    return .fold(
      "Models and their accuracy", [accuracy, fits].compactMap { $0 }.map { .table($0) })
  }
}
