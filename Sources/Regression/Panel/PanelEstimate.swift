package import SeriesCore

/// The regressions over several series other than that of fixed effects.
package enum PanelEffects: String, Sendable, CaseIterable {
  /// Random effects of the series (`RandomEffects`).
  case random
  /// The regression of the series' means (`PanelFrame.between`).
  case between
}

/// A fitted regression over several series.
package enum PanelEstimate: Sendable {
  case random(RandomEffects)
  case between(RegressionFit)

  /// - Parameter options: with `id`, the column that tells series apart.
  /// - Throws: `RegressionError` as `PanelFrame`, `RandomEffects` and `PanelFrame.between`.
  package init(
    _ effects: PanelEffects, _ formula: Formula, table: DataTable, options: ModelFrame.Options
  ) throws(RegressionError) {
    let panel = try PanelFrame(formula, table: table, options: options)
    switch effects {
    case .random: self = .random(try RandomEffects(panel))
    case .between: self = .between(try panel.between())
    }
  }

  /// The estimates; those of random effects are of transformed columns.
  package var fit: RegressionFit {
    switch self {
    case .random(let effects): effects.fit
    case .between(let fit): fit
    }
  }

  /// Whether the fit's likelihood is that of the data: that of transformed columns is not.
  package var hasLikelihood: Bool {
    if case .between = self { return true }
    return false
  }

  /// Variances of the parts of the error, in the unit of the response squared, and the ends of θ; empty
  /// without random effects.
  package var figures: [(name: String, value: Double)] {
    guard case .random(let effects) = self else { return [] }
    return [
      ("variance:series", effects.groupVariance), ("variance:rest", effects.idiosyncraticVariance),
      ("theta:least", effects.theta.min() ?? .nan), ("theta:greatest", effects.theta.max() ?? .nan),
    ]
  }

  /// Hausman's test, where it can be had, and tests of the residuals.
  ///
  /// - Throws: `.numeric`.
  func tests() throws(RegressionError) -> [SpecificationTest] {
    switch self {
    case .between(let fit): return try SpecificationTests.normality(of: fit)
    case .random(let effects):
      let hausman = effects.within == nil ? nil : try HausmanTest(effects).test
      let contrast = try WithinBetweenTest(effects).test
      return try [hausman, contrast].compactMap { $0 }
        + SpecificationTests.normality(of: effects.fit)
    }
  }

  /// Series under which Hausman's χ² is far from the statistic's distribution.
  private static var fewSeries: Int { 30 }

  /// What a reader of the estimates has to know. A sentence each.
  ///
  /// - Parameter hasTests: whether tests are told.
  func warnings(hasTests: Bool) -> [String] {
    guard case .random(let effects) = self else { return [] }
    var messages: [String] = []
    if effects.isTruncated {
      messages.append(
        "the variance of the series came out negative and counts as zero: "
          + "these are least squares of all rows")
    }
    let series = effects.panel.counts.count
    if hasTests, effects.within != nil, series < Self.fewSeries {
      messages.append(
        "\(series) series are few for Hausman's test by χ²: at 5 % it rejects up to 14 % of true "
          + "hypotheses (hausman:between holds)")
    }
    if effects.within != nil, let hausman = try? HausmanTest(effects), !hausman.isPositiveDefinite {
      messages.append(
        (hausman.test == nil ? "no Hausman test: " : "take the Hausman test with care: ")
          + "the covariance with fixed effects less that with random ones is not positive definite")
    }
    return messages
  }
}
