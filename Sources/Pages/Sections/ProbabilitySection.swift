internal import Charts

/// The probability of each target year by year, and the growth that it needs beside that of the
/// past.
struct ProbabilitySection {
  let tables: ReportTables
  let questions: [PageQuestion]
  /// Says what the section is about where the page's answer is about something else.
  let note: PageBlock?

  func section(_ names: inout PageNames) -> PageSection? {
    let blocks = questions.map { figures($0, &names) }
    guard let first = blocks.first else { return nil }
    return PageSection(
      "years", "Probability by year",
      [note] + first + [.fold("The other questions", blocks.dropFirst().flatMap { $0 })])
  }

  private func figures(_ question: PageQuestion, _ names: inout PageNames) -> [PageBlock] {
    [curve(question, &names), growth(question, &names)].compactMap { $0 }
  }

  /// The first course's rows of a target.
  private func targets(_ question: PageQuestion) -> PageTable {
    tables.rows("targets.csv", of: question).filter { $0["scenario"] == tables.course }
  }

  private func curve(_ question: PageQuestion, _ names: inout PageNames) -> PageBlock? {
    let rows = tables.rows("hitting.csv", of: question).filter { $0["scenario"] == tables.course }
    let grid = PageGrid(
      "Probability of “\(question.target)” by period", rows,
      [
        PageGrid.text("Period", "period"),
        PageGrid.number("Reached by then", "p_touch_by", .share),
        PageGrid.number("There then", "p_level", .share),
      ])
    guard let grid, let first = rows.rows.first else { return nil }
    guard rows.rows.count > 1 else {
      return .sentence(
        ["“\(question.target)” by ", .cell(PageCell(first, "period")), ": "]
          + AnswerSheet.odds(first, "p_touch_by") + ["."])
    }
    let periods = ChartPeriods(rows.rows.map { $0["period"] })
    let chart = ProbabilityChart(
      title: "“\(question.target)”: probability by period",
      description: "One curve for having reached the level by a period, one for being there in it.",
      periods: periods.labels, touch: Self.points(rows, "p_touch_by", periods),
      level: Self.points(rows, "p_level", periods),
      deadlines: targets(question).rows.compactMap { periods.places[$0["deadline"]] })
    return .chart(
      chart, names.name("probability", question.target),
      [
        "To have reached the level by each period, and to be at or over it in that period. ",
        "Vertical rules: deadlines.",
      ], [grid])
  }

  /// What is needed, a bar a deadline, and what the past gave, a bar a span.
  private func growth(_ question: PageQuestion, _ names: inout PageNames) -> PageBlock? {
    let rows = targets(question).filter { $0.has("required_growth") }
    guard let first = rows.rows.first else { return nil }
    var seen = Set<String>()
    let past = Self.spans.filter { first.has($0.growth) && seen.insert(first[$0.span]).inserted }
    let needed = rows.rows.compactMap { row in
      row.number("required_growth").map {
        GrowthBars.Bar("needed by " + row["deadline"], $0, isRequired: true)
      }
    }
    let given = past.compactMap { span in
      first.number(span.growth).map {
        GrowthBars.Bar(first[span.span].replacing("/", with: " to ") + span.words, $0)
      }
    }
    let chart = GrowthBars(
      title: "“\(question.target)”: growth a year that it needs"
        + (given.isEmpty ? "" : ", and what the past gave"),
      description: "Bars of yearly growth.", bars: needed + given)
    let grid = PageGrid(
      "Growth a year for “\(question.target)”", rows,
      [
        PageGrid.text("By", "deadline"), PageGrid.number("Needed", "required_growth", .rate),
        PageGrid.text("From", "base_period"), PageGrid.amount("Base", "base_value"),
      ]
        + past.flatMap {
          [
            PageGrid.text($0.title, $0.span), PageGrid.number("gave", $0.growth, .rate),
          ]
        })
    guard let grid else { return nil }
    guard needed.count + given.count > 1 else {
      return .sentence([
        "“\(question.target)” needs growth of ", .strong(PageCell(first, "required_growth", .rate)),
        " a year from ", .cell(PageCell(first, "base_period")), " to ",
        .cell(PageCell(first, "deadline")), ".",
      ])
    }
    return .chart(
      chart, names.name("growth", question.target),
      ["A bar a deadline, and a bar a span of the past."], [grid])
  }

  /// The probabilities of a column by period.
  static func points(
    _ table: PageTable, _ column: String, _ periods: ChartPeriods, period: String = "period"
  ) -> [PeriodValue] {
    table.rows.compactMap { row in
      guard let place = periods.places[row[period]], let share = row.number(column) else {
        return nil
      }
      return PeriodValue(place, share)
    }
  }

  private static let spans: [(growth: String, span: String, title: String, words: String)] = [
    ("growth_5y", "span_5y", "About five years", ""),
    ("growth_10y", "span_10y", "About ten years", ""),
    (
      "growth_peak_to_peak", "span_peak_to_peak", "Record to record", ", record to record"
    ),
    ("growth_since_break", "span_since_break", "Since the break", ", since the break"),
    ("trailing_growth", "trailing_span", "All of the sample", ""),
  ]
}
