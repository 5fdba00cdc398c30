internal import Regression
internal import Scenarios

/// One row a regression: what it used, what it left out and how it fits.
enum RegressionsReport {
  static let kind = ReportKind(
    file: "regressions.csv", summary: "regressions of the scenario, a row each",
    columns: [
      .text("regression", "name of the regression"), .text("formula", "formula as written"),
      .text("family", "family"), .text("se", "standard errors"),
      .text("status", "fitted, or why not"),
      .integer("n_read", "rows read"), .integer("n", "rows in use"),
      .integer("dropped_missing", "rows with an empty cell, a missing lag or a value not finite"),
      .integer("dropped_singleton", "rows alone in a fixed effect"),
      .integer("dropped_separated", "rows predicted zero without error"),
      .text("collinear_terms", "terms left out as combinations of others"),
      .integer("fixed_effects", "parameters that fixed effects take"),
      .integer("df_residual", "degrees of freedom"),
      .number("r_squared", "R², Gaussian family"),
      .number("pseudo_r_squared", "McFadden's R², other families"),
      .number("sigma", "residual standard deviation, Gaussian family"),
      .number("log_likelihood", "log-likelihood"),
      .number("error_deviation", "deviation of the residuals that projections rest on, log scale"),
      .number("error_autocorrelation", "their autocorrelation from one period to the next"),
      .integer("error_count", "their number"),
    ], isWanted: ReportKind.has(RegressionPart.self)
  ) { run in
    run.regressions.map { row in
      let question = row.question
      let head: [ReportTable.Cell] = [
        .text(question.name), .text(question.formula.text), .text(question.family.rawValue),
        .text(question.covariance.name),
      ]
      switch row.answer {
      case .failure(let error):
        return head + [.text(error.description)]
          + [ReportTable.Cell](repeating: .text(nil), count: 15)
      case .success(let answer):
        let fit = answer.fit
        let dropped = fit.frame.dropped
        let missing = [DropReason.missing, .noLag, .notFinite, .zeroWeight].reduce(0) {
          $0 + (dropped[$1] ?? 0)
        }
        return head + [
          .text("fitted"), .integer(fit.frame.readCount), .integer(fit.count),
          .integer(missing), .integer(dropped[.singleton] ?? 0),
          .integer(dropped[.separated] ?? 0),
          .text(fit.droppedTerms.isEmpty ? nil : fit.droppedTerms.joined(separator: ";")),
          .integer(fit.absorbed), .integer(fit.degreesOfFreedom), .rounded(fit.rSquared),
          .rounded(fit.pseudoRSquared), .rounded(fit.sigma), .rounded(fit.logLikelihood),
          .rounded(answer.errors?.deviation), .rounded(answer.errors?.autocorrelation),
          .integer(answer.errors?.count),
        ]
      }
    }
  }
}
