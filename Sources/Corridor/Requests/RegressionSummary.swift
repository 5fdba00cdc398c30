internal import Regression
internal import Reports
internal import SeriesCore

/// The one row about a whole fit.
enum RegressionSummary {
  static let table: Table<RegressionAnswer> = [asked, rows, terms, quality, solving]

  private static let asked: Table<RegressionAnswer> = [
    .text("formula", "formula as written") { $0.fit.frame.formula.text },
    .text("family", "family") { $0.fit.family.rawValue },
    .text("se", "standard errors") { $0.covariance.kind.name },
  ]

  private static let rows: Table<RegressionAnswer> = [
    .integer("n_read", "rows read") { $0.fit.frame.readCount },
    .integer("n_used", "rows in use") { $0.fit.count },
    .integer("dropped_missing", "rows with an empty cell") { dropped($0, .missing) },
    .integer("dropped_no_lag", "rows without a lagged value") { dropped($0, .noLag) },
    .integer("dropped_not_finite", "rows with a value that is not finite") {
      dropped($0, .notFinite)
    },
    .integer("dropped_zero_weight", "rows of weight zero") { dropped($0, .zeroWeight) },
    .integer("dropped_singleton", "rows alone in a fixed effect") { dropped($0, .singleton) },
    .integer("dropped_separated", "rows predicted without error") { dropped($0, .separated) },
  ]

  private static let terms: Table<RegressionAnswer> = [
    .integer("terms", "terms of the fit") { $0.fit.coefficients.count },
    .text("collinear_terms", "terms left out as combinations of others") {
      $0.fit.droppedTerms.joined(separator: ";")
    },
    .text("fixed_effects", "fixed effects with their levels, name:levels;…") {
      $0.fit.frame.effects.map { "\($0.name):\($0.codes.levels)" }.joined(separator: ";")
    },
    .integer("absorbed", "parameters that fixed effects take") { $0.fit.absorbed },
    .text("clusters", "columns of clusters with their number, name:clusters;…") { row in
      zip(row.fit.frame.clusters, row.covariance.clusterCounts).map { "\($0.name):\($1)" }
        .joined(separator: ";")
    },
    .exact("hac_lag", "lag of the HAC errors, or their bandwidth") {
      $0.covariance.lag.map(Double.init) ?? $0.covariance.bandwidth
    },
    .text("term_df", "degrees of freedom of each term's own test, term:df;…") { row in
      zip(row.fit.termNames, row.covariance.termDegreesOfFreedom ?? []).map {
        "\($0):\(NumberText.shortest(SignificantDigits.round($1, to: 6)))"
      }.joined(separator: ";")
    },
    .text("bootstrap", "weights of the wild bootstrap and draws, all where no draw is random") {
      $0.bootstrap?.weightsName ?? ""
    },
    .integer("rank", "parameters of the fit") { $0.fit.parameterCount },
    .integer("df_residual", "degrees of freedom") { $0.fit.degreesOfFreedom },
  ]

  private static let quality: Table<RegressionAnswer> = [
    .exact("r_squared", "R²") { $0.fit.rSquared },
    .exact("adj_r_squared", "adjusted R²") { $0.fit.adjustedRSquared },
    .exact("within_r_squared", "R² after the fixed effects") { $0.fit.withinRSquared },
    .exact("pseudo_r_squared", "McFadden's R²") { $0.fit.pseudoRSquared },
    .exact("sigma", "residual standard deviation") { $0.fit.sigma },
    .exact("log_likelihood", "log-likelihood") { ofLikelihood($0, $0.fit.logLikelihood) },
    .exact("null_log_likelihood", "that of the fit without regressors") {
      ofLikelihood($0, $0.fit.nullLogLikelihood)
    },
    .exact("aic", "Akaike's criterion") { ofLikelihood($0, $0.fit.aic) },
    .exact("bic", "Schwarz's criterion") { ofLikelihood($0, $0.fit.bic) },
    .exact("deviance", "deviance, or the sum of squared residuals") { $0.fit.deviance },
    .exact("dispersion", "dispersion") { $0.fit.dispersion },
    .exact("theta", "θ of the negative binomial family") { $0.fit.theta },
  ]

  private static let solving: Table<RegressionAnswer> = [
    .integer("iterations", "iterations of the solver") { $0.fit.iterations },
    .exact("condition_number", "condition number of the scaled terms") { $0.fit.condition },
    .exact("press", "sum of squared residuals, each from a fit without its row") {
      $0.influence?.press
    },
    .text("collinear_instruments", "instruments left out as combinations of others") {
      $0.fit.droppedInstruments.joined(separator: ";")
    },
  ]

  private static func dropped(_ answer: RegressionAnswer, _ reason: DropReason) -> Int {
    answer.fit.frame.dropped[reason] ?? 0
  }

  /// A figure of the likelihood, where that is the data's.
  private static func ofLikelihood(_ answer: RegressionAnswer, _ value: Double) -> Double? {
    answer.panel?.hasLikelihood ?? true ? value : nil
  }
}
