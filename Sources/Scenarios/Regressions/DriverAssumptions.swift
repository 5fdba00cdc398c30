internal import Regression
internal import SeriesCore

extension ScenarioRegressionAnswer {
  /// Why it says another thing than the models of the pool; nil without a projection.
  package var differs: String? {
    assumes.map { "it rests on drivers, the pool on the series' own past: " + $0 }
  }

  /// What a projection takes for granted, in a sentence; nil without one.
  package var assumes: String? {
    guard let projection = question.projection, let errors else { return nil }
    var parts = ["drivers grow as stated and all else stays as in the base period"]
    parts.append(residualText(errors))
    if let text = effectText(projection) { parts.append(text) }
    if let text = quantityText(projection, errors) { parts.append(text) }
    return parts.joined(separator: "; ")
  }

  /// Whose residuals speak and how they go on.
  private func residualText(_ errors: ResidualProcess) -> String {
    var text = "residuals are those of \(basisText(errors))"
    if let fallback = errors.fallback { text += ", since \(fallback)" }
    text += ", with a deviation of \(Verdict.number(errors.deviation)) in logs"
    if let wandering = errors.wandering {
      return text + " and an autocorrelation of \(Verdict.number(errors.autocorrelation)), and "
        + "are taken to wander by \(Verdict.number(wandering)) a period, since no long-run relation "
        + "is shown"
    }
    text += ", of which \(Verdict.percent(errors.left(1), 0)) is left after a period"
    if relation?.isShown ?? false { text += " by the error correction" }
    return text
  }

  private func basisText(_ errors: ResidualProcess) -> String {
    switch errors.basis {
    case .regression: return "the fit, n = \(errors.count)"
    case .ownRows: return "the chosen rows alone, \(errors.count) around their own mean"
    case .pairs(let size):
      let alike = size.map { " within \(Verdict.number($0)) times its size" } ?? ""
      return "\(errors.pairs ?? 0) pairs\(alike), n = \(errors.count)"
    }
  }

  /// What later periods have in common.
  private func effectText(_ projection: ScenarioRegressionQuestion.Projection) -> String? {
    if let effects {
      let text =
        "effects of later periods stay at that of \(projection.series.axis.text(effects.last))"
      guard let deviation = effects.deviation else {
        return text + ", without a spread: \(effects.count) changes show none"
      }
      return text + " and wander by \(Verdict.number(deviation)) a period "
        + "(\(effects.count) changes)"
    }
    guard !fit.frame.effects.isEmpty else { return nil }
    return "fixed effects stay as they are, without a spread"
  }

  /// Where residuals are of another quantity than what is projected.
  private func quantityText(
    _ projection: ScenarioRegressionQuestion.Projection, _ errors: ResidualProcess
  ) -> String? {
    let series = projection.series.id
    if case .pairs = errors.basis, projection.residuals?.bothWays ?? false {
      return "residuals are of both directions added up, elasticities of one direction"
    }
    guard let response = question.responseSeries else {
      return "residuals are of \(question.formula.responseName), and \(series) is projected"
    }
    return response == series
      ? nil : "residuals are of \(response), and \(series) is projected: another quantity"
  }
}
