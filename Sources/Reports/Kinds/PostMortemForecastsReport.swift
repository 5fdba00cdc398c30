internal import Scenarios
internal import SeriesCore

/// Each forecast of each vintage beside what came.
enum PostMortemForecastsReport {
  static let kind = ReportKind(
    file: "postmortem_forecasts.csv", summary: "forecasts of each vintage, with what came",
    columns: { run in
      [
        .text("postmortem", "name of the post-mortem"), .text("series", "series id"),
        .text("unit", "unit of the values"), .text("basis", "how the series is measured"),
        .text("vintage", "period at whose end the forecast is made"),
        .text(
          "vintage_kind",
          "vintage: as published by then; pseudo-vintage: periods cut, later revisions in"),
        .integer("n", "observations known then"), .text("model", "model of the row"),
        .text("sample_end", "last observed period used"),
        .integer("horizon", "periods after sample_end"), .text("period", "forecast period"),
        .exact("actual", "value that came; empty in a gap or while open"),
        .number("median", "median, the point forecast"),
      ]
        + levels(run).flatMap { level -> [ReportTable.Column] in
          let name = NumberText.shortest(level)
          return [
            .number("lo-\(name)", "lower end of the central \(name) % interval"),
            .number("hi-\(name)", "upper end of the central \(name) % interval"),
            .integer("inside_\(name)", "1 when the value lies in that interval, 0 when not"),
          ]
        } + [
          .number("wis", "weighted interval score over these levels, in the unit; less is better"),
          .number("wis_over_naive", "the same relative to naive's forecast of the period"),
        ]
    }, isWanted: { run in run.postMortems.contains { !$0.question.vintages.isEmpty } },
    rows: { run in run.postMortems.flatMap { rows($0, levels: levels(run)) } })

  /// Levels of any post-mortem, rising.
  private static func levels(_ run: ScenarioRun) -> [Double] {
    Set(run.postMortems.flatMap(\.question.levels)).sorted()
  }

  private static func rows(
    _ answer: PostMortemAnswer, levels: [Double]
  ) -> [[ReportTable.Cell]] {
    let (axis, actual) = (answer.actual.axis, answer.actual)
    // Scores of naive by vintage and step.
    var naive: [Int: [Int: Double]] = [:]
    for row in answer.forecasts where row.model == answer.question.referenceName {
      naive[row.vintage, default: [:]][row.step] = row.wis
    }
    return answer.forecasts.map { row -> [ReportTable.Cell] in
      var ratio: Double?
      if let own = row.wis, let other = naive[row.vintage]?[row.step], other > 0 {
        ratio = own / other
      }
      let intervals = levels.flatMap { level -> [ReportTable.Cell] in
        guard let place = answer.question.levels.firstIndex(of: level) else {
          return [.rounded(nil), .rounded(nil), .integer(nil)]
        }
        let interval = row.intervals[place]
        return [
          .rounded(interval.low), .rounded(interval.high),
          .integer(row.isInside(place).map { $0 ? 1 : 0 }),
        ]
      }
      return [
        .text(answer.question.name), .text(actual.id), .text(actual.unit?.label),
        .text(actual.basis?.label), .text(axis.text(row.vintage)), .text(row.kind.rawValue),
        .integer(row.count), .text(row.model), .text(axis.text(row.sampleEnd)),
        .integer(row.step), .text(axis.text(row.period)), .exact(row.actual),
        .rounded(row.median),
      ] + intervals + [.rounded(row.wis), .rounded(ratio)]
    }
  }
}
