package import SeriesCore

/// A regression of a table by formula: coefficients and their errors, and what else is to be told.
package struct RegressionQuestion: Sendable {
  /// What is told beyond coefficients, errors and warnings; each takes time of its own.
  package enum Detail: Sendable {
    case tests
    /// What single rows decide.
    case influence
    /// Fitted values, and means of the rows without a response.
    case predictions
    /// The estimate of each level.
    case fixedEffects
  }

  /// What is regressed on what, with `.` written out.
  package let formula: Formula
  /// The columns of `ModelFrame.columns`; of clusters too (`CovarianceKind.clusters`).
  package var table: DataTable
  /// The distribution of the response and its link.
  package var family = Family.gaussian
  /// The columns that the formula does not name. Clusters and rows without a response follow from
  /// `errors` and `details`.
  package var options = ModelFrame.Options()
  /// How errors are estimated; nil for the family's usual way.
  package var errors: CovarianceKind?
  /// Of the intervals, in percent.
  package var level = 95.0
  /// Effects of the series of `options.id`, Gaussian; nil for none.
  package var effects: PanelEffects?
  /// Draws and seed of a wild bootstrap.
  package var bootstrap = WildBootstrap.Plan()
  /// What is told beyond the coefficients.
  package var details: Set<Detail> = []

  /// Asks by least squares, with independent errors, for the coefficients alone.
  package init(_ formula: Formula, table: DataTable) {
    self.formula = formula
    self.table = table
  }

  /// - Throws: `RegressionError` as `RegressionModel.fit`, `PanelEstimate`, `CoefficientCovariance` and
  ///   the details that are asked for.
  package func answer() throws(RegressionError) -> RegressionAnswer { try RegressionAnswer(self) }
}

extension CovarianceKind {
  /// What a family's errors are without a wish: counts are more dispersed than the Poisson
  /// distribution, so that its own variance would be too small.
  package static func usual(for family: Family) -> CovarianceKind {
    family == .poisson ? .hc1 : .iid
  }

  /// The cluster variables, each one or more columns; empty for other kinds.
  package var clusters: [[String]] {
    switch self {
    case .cluster(let columns), .cr2(let columns), .cr3(let columns), .wild(let columns): columns
    default: []
    }
  }

  /// What takes one cluster variable and was given several; nil where nothing is wrong.
  package var clusterFault: String? {
    switch self {
    case .cr2(let columns) where columns.count > 1, .cr3(let columns) where columns.count > 1:
      let names = columns.map { $0.joined(separator: "^") }
      return "cr2 and cr3 take one cluster variable, not \(names.joined(separator: "+")) "
        + "(wild:\(names.joined(separator: "+")) takes several)"
    default: return nil
    }
  }

  /// Whether tests and intervals are those of single coefficients, which no other interval follows from.
  package var isOfSingleCoefficients: Bool {
    switch self {
    case .cr2, .cr3, .wild: true
    default: false
    }
  }
}

/// A fitted regression with its errors, and what was asked of it.
package struct RegressionAnswer: Sendable {
  /// The estimates.
  package let fit: RegressionFit
  /// Their covariance.
  package let covariance: CoefficientCovariance
  /// Estimates, errors and intervals of the question's level.
  package let coefficients: CoefficientTable
  /// The draws behind p-values and intervals; nil for errors other than `wild`.
  package let bootstrap: WildBootstrap?
  /// What the fit is of, when it is between series or with random effects.
  package let panel: PanelEstimate?
  /// That all terms are zero, of the specification, of instruments; empty unless asked for.
  package let tests: [SpecificationTest]
  /// Figures that stand beside the tests: parts of the variance, variance inflation `vif:TERM`.
  package let figures: [(name: String, value: Double)]
  /// nil unless asked for, or where it is not known (`Influence`).
  package let influence: Influence?
  /// nil unless asked for.
  package let predictions: Predictions?
  /// As `RegressionFit.fixedEffects`; empty unless asked for.
  package let fixedEffects: [(effect: String, level: String, estimate: Double, count: Int)]
  /// What the coefficients and their errors should not be taken for: `RegressionFit.warnings`.
  package let cautions: [String]
  /// Which rows and terms the fit goes without, and what it should not be taken for. A sentence each.
  package let warnings: [String]

  fileprivate init(_ question: RegressionQuestion) throws(RegressionError) {
    let (table, details) = (question.table, question.details)
    let kind = question.errors ?? .usual(for: question.family)
    var options = question.options
    options.clusters = kind.clusters
    options.keepsUnanswered = details.contains(.predictions)
    let panel: PanelEstimate?
    let fit: RegressionFit
    if let effects = question.effects {
      let estimate = try PanelEstimate(
        effects, question.formula, table: table, options: options)
      (panel, fit) = (estimate, estimate.fit)
    } else {
      var model = RegressionModel(question.formula, family: question.family)
      model.options = options
      (panel, fit) = (nil, try model.fit(to: table))
    }
    let covariance = try CoefficientCovariance(fit, kind)
    self.fit = fit
    self.covariance = covariance
    self.panel = panel
    if case .wild = kind {
      let made = try WildBootstrap(
        fit, covariance, level: question.level, plan: question.bootstrap)
      bootstrap = made
      coefficients = CoefficientTable(fit, covariance, made, level: question.level)
    } else {
      bootstrap = nil
      coefficients = CoefficientTable(fit, covariance, level: question.level)
    }
    cautions = try fit.warnings(covariance)
    predictions =
      details.contains(.predictions)
      ? try Predictions(
        fit, kind: kind, level: question.level, table: table, options: options) : nil
    influence = details.contains(.influence) ? try? Influence(fit) : nil
    if details.contains(.tests) {
      tests = try Self.tests(fit, covariance, panel)
      figures = panel.map(\.figures) ?? Self.inflation(fit)
    } else {
      (tests, figures) = ([], [])
    }
    fixedEffects = details.contains(.fixedEffects) ? try fit.fixedEffects() : []
    var warnings = fit.omissions + cautions + (bootstrap?.warnings(fit) ?? [])
    warnings += predictions?.warnings(table) ?? []
    if covariance.wasRepaired {
      warnings.append(
        "the multi-way covariance was not positive semidefinite; its negative part is zero")
    }
    self.warnings = warnings + (panel?.warnings(hasTests: details.contains(.tests)) ?? [])
  }

  private static func tests(
    _ fit: RegressionFit, _ covariance: CoefficientCovariance, _ panel: PanelEstimate?
  ) throws(RegressionError) -> [SpecificationTest] {
    var tests: [SpecificationTest] = []
    // The bootstrap is of single coefficients, and what it is for would be wrong without it.
    if case .wild = covariance.kind {
    } else if let wald = covariance.wald(fit.coefficients, places: fit.slopePlaces) {
      tests.append(
        SpecificationTest(
          wald.denominator == nil ? "wald" : "f", wald.statistic, wald.numerator, wald.denominator,
          pValue: wald.pValue, null: "all coefficients but the intercept are zero"))
    }
    if let panel { return try tests + panel.tests() }
    return try tests + SpecificationTests.all(of: fit) + InstrumentTests.all(of: fit)
  }

  private static func inflation(_ fit: RegressionFit) -> [(name: String, value: Double)] {
    (fit.varianceInflation ?? []).map { ("vif:" + $0.term, $0.value) }
  }
}
