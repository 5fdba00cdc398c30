internal import Forecasting
internal import Regression
internal import Scenarios
internal import SeriesCore

/// Where stated growth of drivers takes a series, and what growth a probability needs.
enum DriversReport {
  static let kind = ReportKind(
    file: "drivers.csv",
    summary: "levels that driver paths give by a regression's elasticities, and paths for a level",
    table: table
  ) { run in
    run.regressions.flatMap { row -> [Row] in
      guard case .success(let answer) = row.answer, let projection = row.question.projection
      else { return [] }
      return answer.outcomes.map {
        Row(question: row.question, projection: projection, answer: answer, outcome: $0)
      }
    }
  }

  private struct Row {
    let question: ScenarioRegressionQuestion
    let projection: ScenarioRegressionQuestion.Projection
    let answer: ScenarioRegressionAnswer
    let outcome: ScenarioRegressionAnswer.Outcome

    var series: TimeSeries { projection.series }

    /// `gdp=0.04;price=0.01`.
    var growth: String {
      projection.growth.map {
        "\($0.column)=\(NumberText.shortest($0.rates[outcome.course] ?? 0))"
      }.joined(separator: ";")
    }

    var solvedDrivers: String? {
      projection.solvedColumns.isEmpty ? nil : projection.solvedColumns.joined(separator: ";")
    }

    var solvedGrowth: Double? {
      if case .growth(let rate) = outcome.solution { rate } else { nil }
    }

    var medianGrowth: Double? {
      if case .growth(let rate) = outcome.medianSolution { rate } else { nil }
    }

    var gate: BacktestGate? { answer.record?.gate }

    /// The probabilities at the ends of the range, when no rate in it gives the one asked for.
    var outside: (low: Double, high: Double)? {
      if case .outside(let low, let high) = outcome.solution { (low, high) } else { nil }
    }
  }

  private static let table: Table<Row> = [
    .text("scenario", "course of events") { $0.outcome.course },
    .text("regression", "name of the regression") { $0.question.name },
    .text("as_of", "data used up to here; empty for all") { $0.question.asOf?.written },
    .text("series", "series that is projected") { $0.series.id },
    .exact("level", "level asked for") { $0.projection.level },
    .text("unit", "unit") { $0.series.unit?.label },
    .text("basis", "basis") { $0.series.basis?.label },
    .text("base_period", "last observation") { row in
      row.series.end.map { row.series.axis.text($0) }
    },
    .exact("base_value", "its value") { $0.series.values.last },
    .text("deadline", "deadline") { $0.series.axis.text($0.outcome.deadline) },
    .integer("horizon", "periods from the base to the deadline") { $0.outcome.horizon },
    .text("driver_growth", "growth a year of each driver", unit: "fraction") { $0.growth },
    .integer("n", "rows behind the elasticities") { $0.answer.fit.count },
    .integer("error_count", "residuals behind the error") { $0.answer.errors?.count },
    .text("error_basis", "whose they are: fit, own_rows, pairs of the panel") {
      $0.answer.errors.map { ErrorWords.basis($0) }
    },
    .integer("error_pairs", "pairs of the panel behind the error") { $0.answer.errors?.pairs },
    .rounded("error_left", "share of a residual of the base that is left at the deadline") { row in
      row.answer.errors.map { $0.left(row.outcome.horizon) }
    },
    .rounded("log_growth", "ln of the growth that the drivers give") { $0.outcome.logGrowth },
    .rounded("std_error", "standard deviation of its error") { $0.outcome.deviation },
    .rounded("df", "degrees of freedom of its t distribution") { $0.outcome.degreesOfFreedom },
    .rounded("median", "median at the deadline") { $0.outcome.median },
    .ends(of: [80]) { end in
      .rounded(end.name, "\(end.words) of \(end.level) %") { end.of($0.outcome.interval) }
    },
    .rounded("p_level_at_deadline", "probability to be at or over the level at the deadline") {
      $0.outcome.probability
    },
    .rounded(
      "ratio", "level over that of the first scenario, which meets the same errors"
    ) { $0.outcome.ratio.median },
    .ends(of: [80], front: "ratio_") { end in
      .rounded(end.name, "\(end.words) of \(end.level) % of the ratio") {
        end.of($0.outcome.ratio.interval80)
      }
    },
    .text("solved_drivers", "drivers whose common growth is looked for") { $0.solvedDrivers },
    .rounded("solved_probability", "probability it is to give") {
      $0.projection.solvedColumns.isEmpty ? nil : $0.projection.probability
    },
    .rounded(
      "solved_growth", "that growth a year, fraction; empty when none in the range does"
    ) { $0.solvedGrowth },
    .rounded("median_growth", "growth of the same drivers that gives the level in the median") {
      $0.medianGrowth
    },
    .rounded("p_at_low", "probability at the range's low end, when none does") {
      $0.outside?.low
    },
    .rounded("p_at_high", "probability at its high end, when none does") { $0.outside?.high },
    .rounded(
      "p_uncorrected", "probability to be there from the table without the corrections"
    ) { $0.outcome.uncorrected },
    .integer("origins", "origins of its backtest, with the drivers as they came") {
      $0.gate?.accuracy.origins
    },
    .integer("judged", "judged forecasts, overlapping and so dependent") {
      $0.gate?.accuracy.forecasts
    },
    .rounded("coverage_80", "share of actuals inside the 80 % interval") {
      $0.gate?.accuracy.measures.coverage(0)
    },
    .rounded("wis_over_naive", "weighted interval score relative to naive on the same forecasts") {
      $0.gate?.errorOverNaive
    },
    .answer("passed", "whether the backtest passed the gate; empty where there is none") {
      $0.gate?.passed
    },
    .text("misses", "residuals after the fit's sample, in its deviations") { row in
      row.answer.misses.isEmpty
        ? nil
        : row.answer.misses.map {
          "\(row.series.axis.text($0.period))="
            + NumberText.shortest(SignificantDigits.round($0.deviations, to: 3))
        }.joined(separator: ";")
    },
    .text("assumes", "what the projection takes for granted") { $0.answer.assumes },
    .text("verdict", "the answer in a sentence") { DriverVerdict.text($0.answer, $0.outcome) },
  ]
}
