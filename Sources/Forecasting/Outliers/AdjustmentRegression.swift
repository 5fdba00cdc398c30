internal import Glibc
internal import SeriesCore

// y_t = Σ b_j x_jt + n_t,  (1 − B)(1 − Bᵐ) n_t = (1 + θB)(1 + ΘBᵐ) ε_t:
//
// the airline model, with moving holidays and outliers among the x. Exact likelihood, b by generalised
// least squares; fixed seasons leave with the differences, so that a calendar needs no centring.
// Source: Box & Jenkins (1970); Findley, Monsell, Bell, Otto & Chen (1998).

/// A series regressed on moving holidays and outliers beside the airline model.
struct AdjustmentRegression {
  /// A regressor of outliers.
  struct Candidate: Hashable, Sendable {
    let kind: Outlier.Kind
    /// From the first period, 0.
    let place: Int
  }

  let outliers: [Candidate]
  /// One a holiday, then one an outlier, on the working scale.
  let estimates: [Double]
  let standardErrors: [Double]
  /// n* less the coefficients.
  let degreesOfFreedom: Double
  private let fit: ARIMAFit
  private let problem: Problem

  /// What does not change while outliers come and go.
  struct Problem {
    /// A value a period, NaN in gaps.
    let values: [Double]
    let season: Int
    /// Columns of moving holidays.
    let holidays: [[Double]]
  }

  init(_ problem: Problem, outliers: [Candidate]) throws(ForecastingError) {
    self.problem = problem
    self.outliers = outliers
    let columns = problem.holidays + outliers.map { Self.column($0, problem) }
    fit = try ARIMA.fixed(
      problem.values, regressors: columns, problem.season, ARIMA.Order(0, 1, 1),
      ARIMA.Order(0, 1, 1), false)
    estimates = fit.regression
    let covariance = fit.regressionCovariance
    standardErrors = estimates.indices.map { covariance[$0][$0].squareRoot() }
    degreesOfFreedom = Double(max(1, fit.observed - fit.orders.count - estimates.count))
    guard estimates.allSatisfy(\.isFinite), standardErrors.allSatisfy(\.isFinite) else {
      throw .overflow
    }
  }

  /// t of outlier `place` in `outliers`.
  func statistic(_ place: Int) -> Double {
    let own = problem.holidays.count + place
    return estimates[own] / standardErrors[own]
  }

  private static func column(_ candidate: Candidate, _ problem: Problem) -> [Double] {
    Outlier.column(candidate.kind, at: candidate.place, count: problem.values.count)
  }

  /// The effect of an outlier on each period.
  func effect(_ place: Int) -> [Double] {
    let estimate = estimates[problem.holidays.count + place]
    return Self.column(outliers[place], problem).map { $0 * estimate }
  }

  /// The candidate whose t is greatest in absolute value if it were added, with moving averages and the
  /// innovations' deviation as they are; nil when no candidate can be told from what there is.
  ///
  /// The deviation is 1.4826 times the median of the absolute innovations: the outliers that are not yet
  /// in the model would make a root mean square large.
  func best(among candidates: [Candidate]) -> (candidate: Candidate, statistic: Double)? {
    let columns = problem.holidays + outliers.map { Self.column($0, problem) }
    guard let deviation = deviation(columns) else { return nil }
    let taken = Set(outliers)
    var best: (candidate: Candidate, statistic: Double)?
    for candidate in candidates where !taken.contains(candidate) {
      let likelihood = likelihood(columns + [Self.column(candidate, problem)])
      guard evaluate(likelihood).isFinite else { continue }
      let solution = likelihood.solution(constant: false)
      guard let estimate = solution.regression.last, let root = solution.inverseRoot.last?.last,
        // Columns are of size 1: what is far smaller is a combination of the others.
        root > 0, root < 1e4
      else { continue }
      let statistic = estimate / (root * deviation)
      if statistic.isFinite, abs(statistic) > abs(best?.statistic ?? 0) {
        best = (candidate, statistic)
      }
    }
    return best
  }

  private func likelihood(_ columns: [[Double]]) -> ARMALikelihood {
    let series = DifferencedSeries(
      problem.values, regressors: columns, differences: 1, seasonalDifferences: 1,
      season: problem.season)
    return ARMALikelihood(
      columns: series.columns, marginal: series.missing.count, regressors: columns.count,
      season: problem.season, capacity: fit.orders.maDegree(problem.season))
  }

  private func evaluate(_ likelihood: ARMALikelihood) -> Double {
    fit.coefficients.withUnsafeBufferPointer { coefficients in
      coefficients.baseAddress.map {
        likelihood.evaluate(fit.orders, $0, constant: false)
      } ?? .infinity
    }
  }

  /// On the scale of `likelihood`, which does not depend on the regressors.
  private func deviation(_ columns: [[Double]]) -> Double? {
    let likelihood = likelihood(columns)
    guard evaluate(likelihood).isFinite else { return nil }
    let lost = problem.values.count - likelihood.count
    let sizes = (0..<likelihood.count)
      .filter { !problem.values[$0 + lost].isNaN }
      .map { abs(likelihood.innovations[$0]) }.sorted()
    guard !sizes.isEmpty else { return nil }
    let middle = sizes.count / 2
    let median =
      sizes.count % 2 == 1 ? sizes[middle] : (sizes[middle - 1] + sizes[middle]) / 2
    return median > 0 ? 1.4826 * median : nil
  }
}
