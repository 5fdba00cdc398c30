internal import Regression
internal import Scenarios
internal import SeriesCore

/// Where stated growth of drivers takes a series, and what growth a probability needs.
enum DriversReport {
  static let kind = ReportKind(
    file: "drivers.csv",
    summary: "levels that driver paths give by a regression's elasticities, and paths for a level",
    columns: [
      .text("scenario", "course of events"), .text("regression", "name of the regression"),
      .text("as_of", "data used up to here; empty for all"),
      .text("series", "series that is projected"), .exact("level", "level asked for"),
      .text("unit", "unit"), .text("basis", "basis"), .text("base_period", "last observation"),
      .exact("base_value", "its value"), .text("deadline", "deadline"),
      .integer("horizon", "periods from the base to the deadline"),
      .text("driver_growth", "growth a year of each driver, fraction"),
      .integer("n", "rows behind the elasticities"),
      .integer("error_count", "residuals behind the error"),
      .number("log_growth", "ln of the growth that the drivers give"),
      .number("std_error", "standard deviation of its error"),
      .number("df", "degrees of freedom of its t distribution"),
      .number("median", "median at the deadline"), .number("lo-80", "lower end of 80 %"),
      .number("hi-80", "upper end of 80 %"),
      .number("p_level_at_deadline", "probability to be at or over the level at the deadline"),
      .number("ratio", "level over that of the first scenario, which meets the same errors"),
      .number("ratio_lo-80", "lower end of 80 % of the ratio"),
      .number("ratio_hi-80", "upper end of 80 % of the ratio"),
      .text("solved_drivers", "drivers whose common growth is looked for"),
      .number("solved_probability", "probability it is to give"),
      .number("solved_growth", "that growth a year, fraction; empty when none in the range does"),
      .number("p_at_low", "probability at the range's low end, when none does"),
      .number("p_at_high", "probability at its high end, when none does"),
      .text("verdict", "the answer in a sentence"),
    ], isWanted: ReportKind.has(RegressionPart.self)
  ) { run in
    run.regressions.flatMap { row -> [[ReportTable.Cell]] in
      guard case .success(let answer) = row.answer, let projection = row.question.projection
      else { return [] }
      let series = projection.series
      return answer.outcomes.map { outcome in
        var (growth, low, high): (Double?, Double?, Double?)
        switch outcome.solution {
        case .growth(let rate): growth = rate
        case .outside(let a, let b): (low, high) = (a, b)
        case nil: break
        }
        let solved = projection.solvedColumns
        return [
          .text(outcome.course), .text(row.question.name),
          .text(row.question.asOf?.written), .text(series.id),
          .exact(projection.level), .text(series.unit?.label), .text(series.basis?.label),
          .text(series.end.map { series.axis.text($0) }), .exact(series.values.last),
          .text(series.axis.text(outcome.deadline)), .integer(outcome.horizon),
          .text(
            projection.growth.map {
              "\($0.column)=\(NumberText.shortest($0.rates[outcome.course] ?? 0))"
            }.joined(separator: ";")), .integer(answer.fit.count),
          .integer(answer.errors?.count), .rounded(outcome.logGrowth),
          .rounded(outcome.deviation), .rounded(outcome.degreesOfFreedom),
          .rounded(outcome.median), .rounded(outcome.interval.low),
          .rounded(outcome.interval.high), .rounded(outcome.probability),
          .rounded(outcome.ratio.median), .rounded(outcome.ratio.interval80.low),
          .rounded(outcome.ratio.interval80.high),
          .text(solved.isEmpty ? nil : solved.joined(separator: ";")),
          .rounded(solved.isEmpty ? nil : projection.probability), .rounded(growth),
          .rounded(low), .rounded(high), .text(DriverVerdict.text(answer, outcome)),
        ]
      }
    }
  }
}
