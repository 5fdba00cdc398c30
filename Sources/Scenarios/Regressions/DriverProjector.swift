internal import Forecasting
internal import Glibc
internal import Regression
internal import SeriesCore
internal import StatisticsCore

/// Where the elasticities of a regression take a series when its drivers grow.
///
/// ln y_T = ln y_0 + Σ β_j ln(x_jT / x_j0) + (e_T − e_0) + (τ_T − τ_0): what is not in the drivers stays
/// as it is in the base period but for the residuals e (`ResidualProcess`) and the effects of periods τ
/// (`PeriodEffects`). The predictive distribution is a t with the variance x′Vx + Var(e_T − e_0) +
/// Var(τ_T − τ_0), V the covariance of the elasticities, and the degrees of freedom of the residuals, or
/// with effects those of both by Welch and Satterthwaite.
struct DriverProjector {
  let fit: RegressionFit
  let covariance: CoefficientCovariance
  let projection: ScenarioRegressionQuestion.Projection
  let errors: ResidualProcess
  let effects: PeriodEffects?

  /// The place of the term `log(column)` among the coefficients.
  private func place(_ column: String) -> Int? {
    fit.frame.formula.logarithmTerm(of: column).flatMap { fit.termNames.firstIndex(of: $0) }
  }

  private struct Distribution {
    let logGrowth: Double
    let deviation: Double
    let degreesOfFreedom: Double
  }

  /// ln of each driver's change, at the place of its term.
  private func changes(
    _ course: String, years: Double, periods: Int, rates: [String: Double] = [:]
  ) -> [(place: Int, change: Double)] {
    projection.growth.compactMap { driver in
      guard let place = place(driver.column) else { return nil }
      let change = driver.logChange(course, periods: periods, years: years)
      // A rate that is looked for takes the place of the course's; shocks stay.
      let other = rates[driver.column].map {
        years * (log1p($0) - log1p(driver.rates[course] ?? 0))
      }
      return (place, change + (other ?? 0))
    }
  }

  /// x′β and x′Vx of changes of drivers.
  private func linear(
    _ changes: [(place: Int, change: Double)]
  ) -> (mean: Double, variance: Double) {
    var (mean, variance) = (0.0, 0.0)
    for a in changes {
      mean += fit.coefficients[a.place] * a.change
      for b in changes { variance += a.change * b.change * covariance[a.place, b.place] }
    }
    return (mean, max(0, variance))
  }

  private func distribution(
    _ changes: [(place: Int, change: Double)], periods: Int
  ) -> Distribution {
    let (mean, variance) = linear(changes)
    let own = variance + errors.changeVariance(periods)
    let common = effects?.changeVariance(periods) ?? 0
    var freedom = errors.degreesOfFreedom
    if common > 0, let effects {
      let sum = own + common
      freedom =
        sum * sum / (own * own / errors.degreesOfFreedom + common * common / Double(effects.count))
    }
    return Distribution(
      logGrowth: mean + errors.change(periods), deviation: (own + common).squareRoot(),
      degreesOfFreedom: freedom)
  }

  /// The level so many periods after the base, along the drivers of two rows of a table.
  func level(
    after periods: Int, from first: Int, to second: Int, in table: DataTable
  ) -> ScenarioRegressionAnswer.Spread? {
    guard let base = projection.series.values.last else { return nil }
    var changes: [(place: Int, change: Double)] = []
    for driver in projection.growth {
      guard let place = place(driver.column), let values = table.numbers(driver.column)?.values
      else { return nil }
      let change = log(values[second] / values[first])
      guard change.isFinite else { return nil }
      changes.append((place, change))
    }
    let d = distribution(changes, periods: periods)
    return spread(d, scale: base)
  }

  /// The level under a course over that under another, which meets the same errors: only the
  /// elasticities make the ratio uncertain.
  private func ratio(
    _ course: String, to other: String, years: Double, periods: Int
  ) -> ScenarioRegressionAnswer.Spread {
    let own = changes(course, years: years, periods: periods)
    let base = changes(other, years: years, periods: periods)
    let (mean, variance) = linear(zip(own, base).map { ($0.place, $0.change - $1.change) })
    return spread(
      Distribution(
        logGrowth: mean, deviation: variance.squareRoot(),
        degreesOfFreedom: errors.degreesOfFreedom), scale: 1)
  }

  private func spread(_ d: Distribution, scale: Double) -> ScenarioRegressionAnswer.Spread {
    ScenarioRegressionAnswer.Spread(median: scale * exp(d.logGrowth)) { level in
      let reach =
        StudentT.quantile(0.5 + level / 200, degreesOfFreedom: d.degreesOfFreedom) * d.deviation
      return (scale * exp(d.logGrowth - reach), scale * exp(d.logGrowth + reach))
    }
  }

  private func years(_ periods: Int) -> Double {
    Double(periods) / Double(projection.series.frequency.periodsPerYear ?? 1)
  }

  private func requireTerms() throws(RegressionError) {
    for driver in projection.growth where place(driver.column) == nil {
      throw .invalid(
        argument: "growth of '\(driver.column)'",
        detail: "the fit has no term log(\(driver.column))")
    }
  }

  /// The fan of a course over all periods to the last deadline, beside that of the first course.
  func fan(course: String, baseline: String) throws(RegressionError) -> [ScenarioRegressionAnswer
    .FanRow]
  {
    guard let end = projection.series.end, let base = projection.series.values.last else {
      throw .noObservations(read: 0)
    }
    try requireTerms()
    guard let last = projection.deadlines.max() else { return [] }
    return (1...max(1, last - end)).map { periods in
      let years = years(periods)
      let d = distribution(changes(course, years: years, periods: periods), periods: periods)
      return ScenarioRegressionAnswer.FanRow(
        course: course, period: end + periods,
        level: spread(d, scale: base),
        ratio: ratio(course, to: baseline, years: years, periods: periods))
    }
  }

  func outcome(
    course: String, baseline: String, deadline: Int
  ) throws(RegressionError) -> ScenarioRegressionAnswer.Outcome {
    let series = projection.series
    guard let end = series.end, let base = series.values.last else {
      throw .noObservations(read: 0)
    }
    try requireTerms()
    let periods = deadline - end
    let years = years(periods)
    func probability(_ rates: [String: Double]) -> Double {
      let d = distribution(
        changes(course, years: years, periods: periods, rates: rates), periods: periods)
      let distance = log(projection.level / base) - d.logGrowth
      return StudentT.upperTail(distance / d.deviation, degreesOfFreedom: d.degreesOfFreedom)
    }
    let d = distribution(changes(course, years: years, periods: periods), periods: periods)
    let level = spread(d, scale: base)
    return ScenarioRegressionAnswer.Outcome(
      course: course, deadline: deadline, horizon: periods, logGrowth: d.logGrowth,
      deviation: d.deviation, degreesOfFreedom: d.degreesOfFreedom, median: level.median,
      interval: level.interval80, probability: probability([:]),
      ratio: ratio(course, to: baseline, years: years, periods: periods),
      solution: try solve(projection.probability, probability),
      medianSolution: try solve(0.5, probability))
  }

  /// The common growth of the solved drivers, the others as in the course.
  private func solve(
    _ wanted: Double, _ probability: ([String: Double]) -> Double
  ) throws(RegressionError) -> ScenarioRegressionAnswer.Solution? {
    guard !projection.solvedColumns.isEmpty else { return nil }
    let inverse: InverseDriver
    do throws(ForecastingError) {
      inverse = try InverseDriver.solve(
        for: wanted, in: projection.range, tolerance: 1e-12
      ) { rate in
        var changed: [String: Double] = [:]
        for column in projection.solvedColumns { changed[column] = rate }
        return probability(changed)
      }
    } catch { throw .unsupported(error.description) }
    guard case .growth(let rate) = inverse.verdict else {
      let ends = inverse.probabilityAtEnds
      return .outside(low: ends.low, high: ends.high)
    }
    return .growth(rate)
  }
}
