internal import Forecasting
internal import Regression
internal import SeriesCore

/// The plain sentence that a projection by drivers ends in.
package enum DriverVerdict {
  package static func text(
    _ answer: ScenarioRegressionAnswer, _ outcome: ScenarioRegressionAnswer.Outcome
  ) -> String {
    guard let projection = answer.question.projection, let errors = answer.errors else { return "" }
    let series = projection.series
    let basis = series.basis.map { " (\($0.label) basis)" } ?? ""
    let level = Verdict.amount(projection.level, series.unit)
    var text =
      "\(level) by \(series.axis.text(outcome.deadline))\(basis): "
      + "\(Verdict.share(outcome.probability)) to be there "
      + rates(projection, outcome.course)
    text +=
      "; a median of \(Verdict.amount(outcome.median, series.unit)) then, 80 % "
      + ends(outcome, series.unit)
    if let solution = solution(projection, outcome) { text += "; " + solution }
    text += "; \(method(answer)), \(behind(answer, errors))"
    if let uncorrected = outcome.uncorrected {
      let reasons = answer.question.corrections.map(\.text).joined(separator: ", ")
      text += "; \(Verdict.share(uncorrected)) without the correction: \(reasons)"
    }
    return text + record(answer)
  }

  /// The 80 % interval in the scale of the median.
  private static func ends(
    _ outcome: ScenarioRegressionAnswer.Outcome, _ unit: SeriesUnit?
  ) -> String {
    let (low, high) = outcome.interval
    return [low, high].map {
      Verdict.number(PrintedAmount($0, unit, beside: outcome.median).value)
    }.joined(separator: " to ")
  }

  /// What the answer rests on: `gaussian regression, n = 26`.
  package static func method(_ answer: ScenarioRegressionAnswer) -> String {
    "\(answer.fit.family.rawValue) regression, n = \(answer.fit.count)"
  }

  /// Growth that would give the level in the median, and with the probability asked for.
  package static func wouldChange(
    _ projection: ScenarioRegressionQuestion.Projection,
    _ outcome: ScenarioRegressionAnswer.Outcome
  ) -> String? {
    guard !projection.solvedColumns.isEmpty else { return nil }
    let drivers = projection.solvedLabels.joined(separator: " and ")
    let parts = [(0.5, outcome.medianSolution), (projection.probability, outcome.solution)]
      .compactMap { probability, solution -> String? in
        guard case .growth(let rate) = solution else { return nil }
        return "\(Verdict.share(probability)) with \(drivers) growing by "
          + "\(Verdict.percent(rate, 1)) a year"
      }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// The growth that is looked for.
  private static func solution(
    _ projection: ScenarioRegressionQuestion.Projection,
    _ outcome: ScenarioRegressionAnswer.Outcome
  ) -> String? {
    let drivers = projection.solvedLabels.joined(separator: " and ")
    let wanted = Verdict.share(projection.probability)
    switch (outcome.medianSolution, outcome.solution) {
    case (.growth(let median), .growth(let rate)):
      return "\(drivers) growing by \(Verdict.percent(median, 1)) a year give it in the median, by "
        + "\(Verdict.percent(rate, 1)) with \(wanted)"
    case (.growth(let median), .outside(let low, let high)):
      return "\(drivers) growing by \(Verdict.percent(median, 1)) a year give it in the median, "
        + outside(projection, low, high)
    case (_, .growth(let rate)):
      return "\(wanted) needs \(drivers) to grow by \(Verdict.percent(rate, 1)) a year"
    case (_, .outside(let low, let high)): return outside(projection, low, high)
    default: return nil
    }
  }

  private static func outside(
    _ projection: ScenarioRegressionQuestion.Projection, _ low: Double, _ high: Double
  ) -> String {
    let range = projection.range
    return "no growth of \(projection.solvedLabels.joined(separator: " and ")) between "
      + "\(Verdict.percent(range.lowerBound, 1)) and \(Verdict.percent(range.upperBound, 1)) a "
      + "year gives \(Verdict.share(projection.probability)) "
      + "(\(Verdict.share(low)) to \(Verdict.share(high)))"
  }

  /// The residuals and, where there is one, the test of a long-run relation.
  private static func behind(
    _ answer: ScenarioRegressionAnswer, _ errors: ResidualProcess
  ) -> String {
    var text = "\(errors.count) residuals"
    if let pairs = errors.pairs { text += " of \(pairs) pairs" }
    if case .ownRows = errors.basis { text += " of the chosen rows alone" }
    if let fallback = errors.fallback { text += " (\(fallback))" }
    text += ", autocorrelation \(Verdict.number(errors.autocorrelation)) a period"
    if let effects = answer.effects {
      text += ", effects of later periods as the last one's"
      text += effects.deviation.map { ", with \(Verdict.number($0)) a period of spread" } ?? ""
    }
    guard let relation = answer.relation else { return text }
    let small = relation.isSmall ? ": few periods to tell" : ""
    text +=
      "; \(relation.isShown ? "a" : "no") long-run relation shown (Engle–Granger "
      + "\(Verdict.number(relation.test.statistic)), at 5 % under "
      + "\(Verdict.number(relation.critical)), n = \(relation.count)\(small))"
    return text
      + (relation.isShown ? ", so that a residual dies out" : ", so that residuals may wander off")
  }

  /// How it did on the past of the series.
  private static func record(_ answer: ScenarioRegressionAnswer) -> String {
    guard let projection = answer.question.projection else { return "" }
    var text = ""
    if let gate = answer.record?.gate {
      let cover = gate.accuracy.measures.coverage(0).map { Verdict.share($0) } ?? "no figure"
      text +=
        "; out of sample, with drivers as they came: \(gate.accuracy.origins) origins, 80 % "
        + "intervals held \(cover) of \(gate.accuracy.forecasts)"
      text += gate.errorOverNaive.map { ", errors \(Verdict.number($0)) times naive's" } ?? ""
    } else {
      text += "; without a record that proves it: nothing judges it on the series' past"
    }
    let axis = projection.series.axis
    let far = answer.misses.filter { abs($0.deviations) > 2 }
    guard let first = answer.misses.first else { return text }
    let fitted = "fitted to \(axis.text(first.period - 1)) it misses "
    guard !far.isEmpty else {
      return text + "; \(fitted)no later period by over 2 sd (n = \(answer.misses.count))"
    }
    return text + "; \(fitted)\(far.map { axis.text($0.period) }.joined(separator: " and ")) by "
      + far.map { Verdict.number(SignificantDigits.round($0.deviations, to: 2)) }
      .joined(separator: " and ") + " sd"
  }

  /// `with a yearly growth of brent 2.0 %, imports 5.0 %`.
  static func rates(_ projection: ScenarioRegressionQuestion.Projection, _ course: String) -> String
  {
    "with a yearly growth of "
      + projection.growth.map { driver in
        "\(driver.label) \(Verdict.percent(driver.rates[course] ?? 0, 1))"
          + (driver.logShocks[course]?.contains { $0 != 0 } ?? false ? " and its shocks" : "")
      }.joined(separator: ", ")
  }
}
