internal import Regression
internal import Scenarios
internal import SeriesCore

/// The fan of each course of events over driver paths, and its difference to the first course.
enum DriverFanReport {
  static let kind = ReportKind(
    file: "driver_fan.csv",
    summary: "levels that driver paths give, by scenario and period, and over the first scenario",
    table: table
  ) { run in
    run.regressions.flatMap { row -> [Row] in
      guard case .success(let answer) = row.answer, let projection = row.question.projection
      else { return [] }
      return answer.fan.map {
        Row(
          question: row.question, series: projection.series, count: answer.fit.count, fan: $0)
      }
    }
  }

  private struct Row {
    let question: ScenarioRegressionQuestion
    let series: TimeSeries
    let count: Int
    let fan: ScenarioRegressionAnswer.FanRow
  }

  private static let table: Table<Row> = [
    .text("scenario", "course of events") { $0.fan.course },
    .text("regression", "name of the regression") { $0.question.name },
    .text("as_of", "data used up to here; empty for all") { $0.question.asOf?.written },
    .text("series", "series that is projected") { $0.series.id },
    .text("period", "period") { $0.series.axis.text($0.fan.period) },
    .text("unit", "unit") { $0.series.unit?.label },
    .text("basis", "basis") { $0.series.basis?.label },
    .integer("n", "rows behind the elasticities") { $0.count },
    .rounded("median", "median of the level") { $0.fan.level.median },
    .ends(of: [50, 80, 95]) { end in
      .rounded(end.name, "\(end.words) of \(end.level) %") { row in
        let level = row.fan.level
        return end.of([level.interval50, level.interval80, level.interval95][end.place])
      }
    },
    .rounded(
      "ratio", "level over that of the first scenario, which meets the same errors"
    ) { $0.fan.ratio.median },
    .ends(of: [80, 95], front: "ratio_") { end in
      .rounded(end.name, "\(end.words) of \(end.level) % of the ratio") { row in
        end.of([row.fan.ratio.interval80, row.fan.ratio.interval95][end.place])
      }
    },
  ]
}
