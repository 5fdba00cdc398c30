package import LinearAlgebra
public import StatisticsCore

/// A regression with ARIMA errors on one given path of its drivers, or on several sampled ones.
///
/// Each path gives a t distribution a step; several are an even mixture.
public struct DrivenForecast: FittedModel {
  /// Such as `regression with ARIMA(1,0,0) errors`.
  public let form: String
  /// The regression's coefficients by term, the ARMA coefficients, then `sigma2`, σ̂² in the
  /// unit of y squared.
  public let parameters: [(name: String, value: Double)]
  /// Of the differenced observations; nil when the drivers reproduce y.
  public let logLikelihood: Double?
  /// The corrected Akaike criterion; nil without a likelihood or when n* leaves no correction.
  public let aicc: Double?
  let degreesOfFreedom: Double
  /// σ̂.
  let deviation: Double
  let process: LinearProcess
  let outlooks: [ARIMAFit.Outlook]

  /// The steps that the drivers are given for.
  public var horizon: Int { outlooks[0].centres.count }

  /// - Precondition: a horizon of at most `self.horizon`.
  public func predictive(horizon: Int) -> [TMixture] {
    precondition(horizon <= self.horizon, "the drivers are given for every step")
    return (0..<horizon).map { h in
      TMixture(
        outlooks.map { outlook in
          let sum = outlook.loadings[h].reduce(outlook.variances[h]) { $0 + $1 * $1 }
          return TMixture.Component(
            location: outlook.centres[h], scale: deviation * sum.squareRoot(),
            degreesOfFreedom: degreesOfFreedom)
        })
    }
  }

  /// One draw of the drivers' path, of σ and of the regression's coefficients a path: the marginals
  /// are exactly those of `predictive`, and an error in a coefficient acts on all steps alike.
  ///
  /// - Precondition: a path of at most `horizon` steps.
  public func simulate(
    into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
  ) {
    precondition(path.count <= horizon, "the drivers are given for every step")
    let place =
      outlooks.count == 1 ? 0 : Int(random.uniform() * Double(outlooks.count))
    let outlook = outlooks[place]
    var spread = deviation
    if degreesOfFreedom.isFinite {
      spread *=
        (degreesOfFreedom / random.chiSquared(degreesOfFreedom: degreesOfFreedom)).squareRoot()
    }
    let errors = outlook.loadings[0].map { _ in random.normal() }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: path.count) { innovations in
      for h in path.indices { innovations.initializeElement(at: h, to: random.normal()) }
      process.fill(path, innovations: innovations)
    }
    for h in path.indices {
      var deviation = path[h]
      for (loading, error) in zip(outlook.loadings[h], errors) { deviation += loading * error }
      path[h] = outlook.centres[h] + spread * deviation
    }
  }
}

/// Paths of drivers that are not known but forecast.
package enum DriverPaths {
  /// Draws from a joint normal distribution.
  ///
  /// - Parameters:
  ///   - mean: by step, one value a driver.
  ///   - covariance: of all steps, the drivers of step 1 first; positive semidefinite, zero rows for
  ///     what is certain. `ConditionalForecast` has both.
  ///   - count: 1 or more paths, path k keyed by (seed, k).
  /// - Returns: path, step, driver.
  /// - Throws: `.driverLength` when the shapes differ; `.numeric` for a covariance that is not
  ///   symmetric positive semidefinite up to rounding.
  package static func normal(
    mean: [[Double]], covariance: Matrix, count: Int, seed: UInt64
  ) throws(ForecastingError) -> [[[Double]]] {
    let flat = Array(mean.joined())
    guard covariance.rows == flat.count, covariance.columns == flat.count else {
      throw .driverLength(driver: "covariance", needed: flat.count, found: covariance.rows)
    }
    let factor = try factor(covariance)
    return (0..<max(0, count)).map { path in
      var random = PhiloxGenerator(seed: seed, path: UInt32(truncatingIfNeeded: path))
      let errors = factor.map { _ in random.normal() }
      var place = 0
      return mean.map { step in
        step.map { value in
          defer { place += 1 }
          return zip(factor[place], errors).reduce(value) { $0 + $1.0 * $1.1 }
        }
      }
    }
  }

  /// L by rows, lower triangular with LL′ = A; what is singular gets zero columns.
  private static func factor(_ a: Matrix) throws(ForecastingError) -> [[Double]] {
    let n = a.rows
    let size = (0..<n).reduce(0) { max($0, a[$1, $1]) }
    var lower = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    for j in 0..<n {
      for i in j..<n {
        guard a[i, j].isFinite, abs(a[i, j] - a[j, i]) <= 1e-9 * size else {
          throw .numeric(.notPositiveDefinite(order: j + 1))
        }
        var sum = a[i, j]
        for k in 0..<j { sum -= lower[i][k] * lower[j][k] }
        if i == j {
          guard sum >= -1e-9 * size else { throw .numeric(.notPositiveDefinite(order: j + 1)) }
          lower[j][j] = sum > 1e-14 * a[j, j] ? sum.squareRoot() : 0
        } else {
          lower[i][j] = lower[j][j] > 0 ? sum / lower[j][j] : 0
        }
      }
    }
    return lower
  }
}
