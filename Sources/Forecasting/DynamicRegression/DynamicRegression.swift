public import Regression

/// A regression on drivers whose errors follow an ARIMA model.
///
///     y_t = x_t′b + n_t,   φ(B) Φ(Bᵐ) (1 − B)^d (1 − Bᵐ)^D (n_t − μ) = θ(B) Θ(Bᵐ) ε_t,   ε ~ N(0, σ²),
///     with a drift in place of the mean μ when d + D = 1, neither above.
///
/// - Bounds: those of `ARIMA`.
/// - Estimation: y and the drivers are differenced alike; the exact Gaussian likelihood of the
///   differences, σ² and b concentrated out by least squares on the filtered columns
///   (`ARMALikelihood`). AICc counts b as well. With given orders a maximum at a unit root of the
///   moving average, as an overdifferenced series or a fixed season has, is reached (`ARMAPolish`).
/// - Automatic: D and d by the rules of `ARIMA` for the residuals of a plain regression, fewer
///   where the differenced drivers are collinear; orders by AICc. The best form alone forecasts: an
///   average over forms has no coefficients.
/// - Standard errors: σ̂²(X′Ω⁻¹X)⁻¹ at the estimated ARMA coefficients, σ̂² = S/(n* −
///   coefficients), as generalized least squares has them. R takes the Hessian of all coefficients
///   with S/n*: smaller by the root of (n* − coefficients)/n*, and different where b and the moving
///   averages depend on each other in a short sample.
/// - Predictive for given drivers: t with n* − coefficients degrees of freedom (those of a
///   regression; `ARIMA` counts σ² too), scale √(σ̂²(v_h + g_h′(X′Ω⁻¹X)⁻¹g_h)); without ARMA terms
///   and differences that is the t interval of a linear regression. ARMA coefficients count as
///   known.
/// - Reference implementation: R 4.2.2, forecast 8.20 `Arima(xreg =)`, `auto.arima(xreg =)`. R
///   starts differences from a prior with variance 10⁶σ², and leaves the uncertainty of b out of
///   its intervals.
/// - Source: Hyndman & Athanasopoulos (2021), 10; Pankratz (1991)
public struct DynamicRegression: Sendable {
  /// The errors' model: `.automatic` and `.best` both take the form with the least AICc.
  public let errors: ARIMA

  /// A regression whose errors follow this model, by default the form with the least AICc.
  public init(errors: ARIMA = ARIMA(.best)) { self.errors = errors }

  /// - Parameters:
  ///   - sample: y on its working scale; gaps allowed.
  ///   - drivers: one or more columns on the scale that is wanted of them, a value a period from the
  ///     first to the last period of the sample. NaN is an unknown value: its period becomes a gap.
  /// - Returns: coefficients in units of y per unit of the driver.
  /// - Throws: `.badForm` without a driver, for a name that stands twice, or as `ARIMA`;
  ///   `.driverLength`; `.driverUnknown` when a driver is not known in the last period; `.tooShort`,
  ///   `.tooSparse`; `.collinearDrivers`; `.noEstimate`; `.overflow`.
  /// - Complexity: O(n·(drivers + gaps)²) a likelihood.
  ///
  /// Source: Pagan (1974); Harvey & Phillips (1979). Checked: R `Arima(xreg =)`.
  public func fit(
    _ sample: Sample, drivers: [Design.Term]
  ) throws(ForecastingError) -> DynamicRegressionFit {
    guard !drivers.isEmpty, Set(drivers.map(\.name)).count == drivers.count else {
      throw .badForm(
        model: "dynamic regression", form: drivers.map(\.name).joined(separator: ","),
        hint: "one or more drivers are needed, each name once")
    }
    try sample.require(1)
    var dense = try sample.dense()
    for driver in drivers {
      guard driver.values.count == dense.count else {
        throw .driverLength(
          driver: driver.name, needed: dense.count, found: driver.values.count)
      }
      guard !driver.values[dense.count - 1].isNaN else {
        throw .driverUnknown(driver: driver.name, period: dense.count)
      }
      guard driver.values.allSatisfy({ !$0.isInfinite }) else { throw .overflow }
      for t in dense.indices where driver.values[t].isNaN { dense[t] = .nan }
    }
    // The last period has a value, so one is found.
    let first = dense.firstIndex { !$0.isNaN } ?? 0
    dense.removeFirst(first)
    let columns = drivers.map {
      DifferencedSeries.bridged(Array($0.values.dropFirst(first))).values
    }
    let needed =
      errors.leastObservations(seasonLength: sample.seasonLength) + drivers.count
    let found = dense.count { !$0.isNaN }
    guard found >= needed else { throw .tooShort(needed: needed, found: found) }
    try DifferencedSeries.checkGaps(dense)

    let fit: ARIMAFit
    switch errors.selection {
    case .automatic, .best:
      fit = try ARIMASelection(
        dense, regressors: columns, season: sample.seasonLength, averages: false
      ).best
    case .fixed(let order, let seasonal, let constant):
      fit = try ARIMA.fixed(
        dense, regressors: columns, sample.seasonLength, order, seasonal, constant)
    }
    return try DynamicRegressionFit(
      fit, dense: dense, names: drivers.map(\.name), columns: columns, skipped: first)
  }
}
