internal import Glibc
public import LinearAlgebra
internal import StatisticsCore

/// A fitted regression with ARIMA errors.
public struct DynamicRegressionFit: Sendable {
  /// One row of the regression's table.
  public struct Coefficient: Sendable, Equatable {
    /// The driver's name, `mean` or `drift`.
    public let term: String
    /// In units of y per unit of the driver; of y for the mean, of y a period for the drift.
    public let estimate: Double
    /// By generalized least squares at the estimated ARMA coefficients.
    public let standardError: Double

    /// Estimate ÷ standard error.
    public var statistic: Double { estimate / standardError }
  }

  /// The drivers in their order, then the mean or the drift where the model has one.
  public let coefficients: [Coefficient]
  /// Of `coefficients`: σ̂²(X′Ω⁻¹X)⁻¹, square.
  public let covariance: Matrix
  /// Such as `regression with ARIMA(1,0,0) errors`.
  public let form: String
  /// ARMA coefficients by name (`ar1`, `ma1`, `sar1`, `sma1`, …).
  public let errorCoefficients: [(name: String, value: Double)]
  /// σ̂² = S/(n* − coefficients), in the unit of y squared.
  public let variance: Double
  /// Of the differenced observations; nil when the drivers reproduce y.
  public let logLikelihood: Double?
  /// Corrected for n*; nil without a likelihood or when n* leaves no correction.
  public let aicc: Double?
  /// n*: observations less those lost to differences.
  public let observations: Int
  /// n* − coefficients, 1 at least.
  public let degreesOfFreedom: Double
  /// n_t = y_t − x_t′b̂, the mean in it, a value a period of the sample, NaN in gaps and before the
  /// first period in use.
  public let errors: [Double]
  /// ε̂_t over the root of their variance in units of σ², a value a period; NaN in gaps and in the
  /// periods lost to differences. Behind a gap they are those of the series with the gap at its
  /// estimate.
  public let innovations: [Double]

  private let fit: ARIMAFit
  private let driverNames: [String]

  init(
    _ fit: ARIMAFit, dense: [Double], names: [String], columns: [[Double]], skipped: Int
  ) throws(ForecastingError) {
    self.fit = fit
    driverNames = names
    let estimates = fit.regression
    let square = fit.regressionCovariance
    guard estimates.allSatisfy(\.isFinite), square.joined().allSatisfy(\.isFinite) else {
      throw .overflow
    }
    let constant = fit.differences + fit.seasonalDifferences == 0 ? "mean" : "drift"
    coefficients = estimates.indices.map { i in
      Coefficient(
        term: i < names.count ? names[i] : constant, estimate: estimates[i],
        standardError: square[i][i].squareRoot())
    }
    do { covariance = try Matrix(columns: square) } catch { throw .numeric(error) }
    form = "regression with \(fit.form) errors"
    errorCoefficients = fit.parameters.filter { !["mean", "drift", "sigma2"].contains($0.name) }
    variance = scalbn(fit.variance, 2 * fit.exponent)
    logLikelihood = fit.logLikelihood
    aicc = fit.aicc
    observations = fit.observed
    degreesOfFreedom = Double(max(1, fit.observed - fit.orders.count - estimates.count))
    let lead = [Double](repeating: .nan, count: skipped)
    errors =
      lead
      + dense.indices.map { t in
        names.indices.reduce(dense[t]) { $0 - estimates[$1] * columns[$1][t] }
      }
    let lost = dense.count - fit.innovations.count
    innovations =
      lead
      + dense.indices.map { t in
        t < lost || dense[t].isNaN ? .nan : fit.innovations[t - lost]
      }
  }

  /// The coefficient of a driver, or the `mean` or `drift`; nil for no such term.
  public subscript(term: String) -> Coefficient? { coefficients.first { $0.term == term } }

  /// The distribution of y on a given path of the drivers.
  ///
  /// - Parameter path: by step from 1 behind the last period, one finite value a driver in the order
  ///   of the fit.
  /// - Returns: a fitted model whose horizon is at most the path's length.
  /// - Throws: as `given(paths:)`.
  public func given(_ path: [[Double]]) throws(ForecastingError) -> DrivenForecast {
    try given(paths: [path])
  }

  /// The distribution of y when the drivers are random: the even mixture over sampled paths of them,
  /// such as those that `ConditionalForecast.draw` or `DriverPaths.normal` give.
  ///
  /// - Parameter paths: one or more of equal length; each by step, one finite value a driver.
  /// - Returns: a fitted model whose horizon is at most the paths' length.
  /// - Throws: `.badHorizon` for empty or unequal paths; `.driverLength` for a step with another number
  ///   of values; `.overflow` for a value or a centre that is not finite.
  public func given(paths: [[[Double]]]) throws(ForecastingError) -> DrivenForecast {
    guard let horizon = paths.first?.count, horizon > 0 else { throw .badHorizon(0) }
    var outlooks: [ARIMAFit.Outlook] = []
    for path in paths {
      guard path.count == horizon else { throw .badHorizon(path.count) }
      for step in path {
        guard step.count == driverNames.count else {
          throw .driverLength(
            driver: driverNames.joined(separator: ","), needed: driverNames.count,
            found: step.count)
        }
        guard step.allSatisfy(\.isFinite) else { throw .overflow }
      }
      let columns = driverNames.indices.map { k in path.map { $0[k] } }
      let outlook = fit.outlook(horizon: horizon, regressors: columns)
      guard outlook.centres.allSatisfy(\.isFinite) else { throw .overflow }
      outlooks.append(outlook)
    }
    let expanded = fit.expanded
    return DrivenForecast(
      form: form,
      parameters: coefficients.map { ($0.term, $0.estimate) } + errorCoefficients
        + [("sigma2", variance)],
      logLikelihood: logLikelihood, aicc: aicc, degreesOfFreedom: degreesOfFreedom,
      deviation: scalbn(fit.variance.squareRoot(), fit.exponent),
      process: LinearProcess(
        autoregressive: expanded.autoregressive, movingAverage: expanded.movingAverage),
      outlooks: outlooks)
  }
}
