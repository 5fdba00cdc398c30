package import Scenarios
internal import SeriesCore

/// The answer sheet: a row a question, the number to quote with the range that earned its place.
package enum AnswersReport {
  static let kind = ReportKind(
    file: "answers.csv", summary: "the answer to each question, one row a question", table: table
  ) { rows(of: $0) }

  /// One answer of one scenario.
  package struct Row: Sendable {
    /// The scenario file's name.
    let scenario: String
    let answer: AnswerRow
  }

  /// The answers of a run.
  package static func rows(of run: ScenarioRun) -> [Row] {
    run.sheet.map { Row(scenario: run.scenario.name, answer: $0) }
  }

  /// The sheet of several runs.
  package static func csv(_ rows: [Row]) -> [UInt8] { table.csv(rows) }

  /// The columns of the sheet.
  package static var columns: [ColumnDescription] { table.descriptions }

  private static let table: Table<Row> = [
    .text("scenario", "scenario file") { $0.scenario },
    .text("question", "what is asked, as the file names it") { $0.answer.question },
    .text("verdict", "the answer in one sentence") { $0.answer.verdict },
    .rounded(
      "probability",
      "probability of what is asked: the number to quote; of a level reached already, to be there then"
    ) { $0.answer.probability },
    .rounded(
      "low",
      "least probability over the models that passed their own backtest; of an amount the lower end of "
        + "its 80 % interval"
    ) { $0.answer.range?.lowerBound },
    .rounded("high", "the same, greatest and upper end") { $0.answer.range?.upperBound },
    .rounded("value", "median amount: at the deadline, or of the period that is told") {
      $0.answer.value
    },
    .text("unit", "unit of value and level") { $0.answer.unit?.label },
    .text("basis", "how the series is measured") { $0.answer.basis?.label },
    .exact("level", "level to reach, in the money of the deadline") {
      $0.answer.level.map { SignificantDigits.round($0, to: 12) }
    },
    .text("deadline", "period by which") { $0.answer.deadline },
    .rounded("required_growth", "growth a year from the base to the level", unit: "a fraction") {
      $0.answer.requiredGrowth
    },
    .text("class", "reference class with which growth is compared: nominal, volume or other") {
      $0.answer.referenceClass?.rawValue
    },
    .text("members", "models behind the number with their weights, or the method") {
      $0.answer.members
    },
    .integer("n", "observations, or past errors, behind it") { $0.answer.count },
    .text("why_range", "why the models of the range differ") { $0.answer.whyRange },
    .text("would_change", "what moves the probability most, and whereto") {
      $0.answer.wouldChange
    },
    .text("next_data", "the next figure that will tell, with what is expected of it") {
      $0.answer.nextData
    },
    .text(
      "status",
      "projected; unproven: no backtest speaks for it; conditional: under a model of its own, not to be "
        + "quoted beside the headline; assumption: stated numbers; met; missed; told: "
        + "from observations; insufficient"
    ) { $0.answer.status.rawValue },
  ]
}
