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
    switch outcome.solution {
    case .growth(let rate):
      text +=
        "; \(Verdict.share(projection.probability)) needs "
        + projection.solvedLabels.joined(separator: " and ")
        + " to grow by \(Verdict.percent(rate, 1)) a year"
    case .outside(let low, let high):
      let range = projection.range
      text +=
        "; no growth of \(projection.solvedLabels.joined(separator: " and ")) between "
        + "\(Verdict.percent(range.lowerBound, 1)) and \(Verdict.percent(range.upperBound, 1)) a "
        + "year gives \(Verdict.share(projection.probability)) "
        + "(\(Verdict.share(low)) to \(Verdict.share(high)))"
    case nil: break
    }
    return text + "; \(answer.fit.family.rawValue) regression, n = \(answer.fit.count), "
      + "\(errors.count) residuals"
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
