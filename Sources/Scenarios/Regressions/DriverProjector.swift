internal import Forecasting
internal import Glibc
internal import Regression
internal import SeriesCore
internal import StatisticsCore

/// Where the elasticities of a regression take a series when its drivers grow.
///
/// ln y_T = ln y_0 + Σ β_j ln(x_jT / x_j0) + (e_T − e_0): what is not in the drivers stays as it is in
/// the base period but for the errors, which follow the residuals' first-order autoregression. The
/// predictive distribution is a t with the residuals' degrees of freedom and the variance
/// x′Vx + 2σ²(1 − ρ^h), V the covariance of the elasticities.
struct DriverProjector {
  let fit: RegressionFit
  let covariance: CoefficientCovariance
  let projection: RegressionQuestion.Projection
  let errors: RegressionAnswer.ErrorProcess

  /// The place of the term `log(column)` among the coefficients.
  private func place(_ column: String) -> Int? { fit.termNames.firstIndex(of: "log(\(column))") }

  private struct Distribution {
    let logGrowth: Double
    let deviation: Double
  }

  private func distribution(_ rates: [String: Double], years: Double, periods: Int) -> Distribution
  {
    var mean = 0.0
    var changes: [(place: Int, change: Double)] = []
    for (column, rate) in rates.sorted(by: { $0.key < $1.key }) {
      guard let place = place(column) else { continue }
      let change = years * log1p(rate)
      mean += fit.coefficients[place] * change
      changes.append((place, change))
    }
    var variance = errors.changeVariance(Double(periods))
    for a in changes {
      for b in changes { variance += a.change * b.change * covariance[a.place, b.place] }
    }
    return Distribution(logGrowth: mean, deviation: max(0, variance).squareRoot())
  }

  func outcome(
    course: String, deadline: Int
  ) throws(RegressionError) -> RegressionAnswer.Outcome {
    let series = projection.series
    guard let end = series.end, let base = series.values.last else {
      throw .noObservations(read: 0)
    }
    for (column, _) in projection.growth where place(column) == nil {
      throw .invalid(
        argument: "growth of '\(column)'", detail: "the fit has no term log(\(column))")
    }
    let periods = deadline - end
    let years = Double(periods) / Double(series.frequency.periodsPerYear ?? 1)
    var rates: [String: Double] = [:]
    for (column, byCourse) in projection.growth { rates[column] = byCourse[course] ?? 0 }
    let freedom = errors.degreesOfFreedom
    func probability(_ rates: [String: Double]) -> Double {
      let d = distribution(rates, years: years, periods: periods)
      let distance = log(projection.level / base) - d.logGrowth
      return StudentT.upperTail(distance / d.deviation, degreesOfFreedom: freedom)
    }
    let d = distribution(rates, years: years, periods: periods)
    let reach = StudentT.quantile(0.9, degreesOfFreedom: freedom) * d.deviation
    return RegressionAnswer.Outcome(
      course: course, deadline: deadline, horizon: periods, logGrowth: d.logGrowth,
      deviation: d.deviation, degreesOfFreedom: freedom, median: base * exp(d.logGrowth),
      interval: (base * exp(d.logGrowth - reach), base * exp(d.logGrowth + reach)),
      probability: probability(rates), solution: try solve(rates, probability))
  }

  /// The common growth of the solved drivers, the others as in the course.
  private func solve(
    _ rates: [String: Double], _ probability: ([String: Double]) -> Double
  ) throws(RegressionError) -> RegressionAnswer.Solution? {
    guard !projection.solvedColumns.isEmpty else { return nil }
    let inverse: InverseDriver
    do throws(ForecastingError) {
      inverse = try InverseDriver.solve(
        for: projection.probability, in: projection.range, tolerance: 1e-12
      ) { rate in
        var changed = rates
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
