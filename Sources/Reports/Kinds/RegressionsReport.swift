internal import Regression
internal import Scenarios

/// One row a regression: what it used, what it left out and how it fits.
enum RegressionsReport {
  static let kind = ReportKind(
    file: "regressions.csv", summary: "regressions of the scenario, a row each", table: table
  ) { run in run.regressions.map(Row.init) }

  private struct Row {
    let question: ScenarioRegressionQuestion
    var answer: ScenarioRegressionAnswer?
    var failure: RegressionError?

    var fit: RegressionFit? { answer?.fit }

    init(_ row: RegressionRow) {
      question = row.question
      switch row.answer {
      case .success(let answer): self.answer = answer
      case .failure(let error): failure = error
      }
    }

    func dropped(_ reasons: [DropReason]) -> Int? {
      fit.map { fit in reasons.reduce(0) { $0 + (fit.frame.dropped[$1] ?? 0) } }
    }

    var droppedTerms: String? {
      fit.flatMap {
        $0.droppedTerms.isEmpty ? nil : $0.droppedTerms.joined(separator: ";")
      }
    }
  }

  private static let table: Table<Row> = [
    .text("regression", "name of the regression") { $0.question.name },
    .text("formula", "formula as written") { $0.question.formula.text },
    .text("family", "family") { $0.question.family.rawValue },
    .text("se", "standard errors") { $0.question.covariance.name },
    .text("status", "fitted, or why not") { $0.failure?.description ?? "fitted" },
    .integer("n_read", "rows read") { $0.fit?.frame.readCount },
    .integer("n", "rows in use") { $0.fit?.count },
    .integer(
      "dropped_missing", "rows with an empty cell, a missing lag or a value not finite"
    ) { $0.dropped([.missing, .noLag, .notFinite, .zeroWeight]) },
    .integer("dropped_singleton", "rows alone in a fixed effect") { $0.dropped([.singleton]) },
    .integer("dropped_separated", "rows predicted zero without error") {
      $0.dropped([.separated])
    },
    .text("collinear_terms", "terms left out as combinations of others") { $0.droppedTerms },
    .integer("fixed_effects", "parameters that fixed effects take") { $0.fit?.absorbed },
    .integer("df_residual", "degrees of freedom") { $0.fit?.degreesOfFreedom },
    .rounded("r_squared", "R², Gaussian family") { $0.fit?.rSquared },
    .rounded("pseudo_r_squared", "McFadden's R², other families") { $0.fit?.pseudoRSquared },
    .rounded("sigma", "residual standard deviation, Gaussian family") { $0.fit?.sigma },
    .rounded("log_likelihood", "log-likelihood") { $0.fit?.logLikelihood },
    .text("same_fit", "regression above that is the same fit; its coefficients stand once") {
      $0.answer?.sameFit
    },
    .text("corrections", "values of the table that a source gives otherwise") { row in
      row.question.corrections.isEmpty
        ? nil
        : row.question.corrections.map { "\($0.text) (\($0.reason))" }.joined(separator: "; ")
    },
    .rounded(
      "error_deviation", "deviation of the residuals that projections rest on, log scale"
    ) { $0.answer?.errors?.deviation },
    .rounded("error_autocorrelation", "their autocorrelation from one period to the next") {
      $0.answer?.errors?.autocorrelation
    },
    .integer("error_count", "their number") { $0.answer?.errors?.count },
    .text("error_basis", "whose they are: fit, own_rows, pairs of the panel") {
      $0.answer?.errors.map { ErrorWords.basis($0) }
    },
    .integer("error_pairs", "pairs of the panel behind them") { $0.answer?.errors?.pairs },
    .rounded(
      "error_wandering",
      "deviation of a residual's change over a period where none is shown to die out"
    ) { $0.answer?.errors?.wandering },
    .rounded(
      "period_effect_deviation", "deviation of the change of a period's effect over a period"
    ) { $0.answer?.effects?.deviation },
    .integer("period_effect_changes", "changes of the effects of periods that are known") {
      $0.answer?.effects?.count
    },
    .rounded(
      "cointegration_statistic",
      "Engle–Granger: t ratio of the residuals' level, for relations of up to five columns over periods"
    ) { $0.answer?.relation?.test.statistic },
    .rounded("cointegration_critical", "under it a long-run relation is shown at 5 %") {
      $0.answer?.relation?.critical
    },
    .rounded("cointegration_p_value", "its p-value, for a long sample") {
      $0.answer?.relation?.test.pValue
    },
    .answer("cointegrated", "whether a long-run relation is shown at 5 %") {
      $0.answer?.relation?.isShown
    },
  ]
}

/// What reports call the residuals behind a projection.
enum ErrorWords {
  static func basis(_ errors: ResidualProcess) -> String {
    switch errors.basis {
    case .regression: "fit"
    case .ownRows: "own_rows"
    case .pairs(let size): size == nil ? "pairs" : "pairs_of_size"
    }
  }
}
