import Forecasting
import Foundation
import SeriesCore
import Testing
import _TestSupport

/// Maxima of the likelihood with a root of the moving average on the unit circle, by closed forms.
/// Those of R stand in `DynamicRegressionTests`.
@Suite struct ARIMAUnitRootTests {
  /// Overdifferenced: with θ = −1 the differences of an autoregression around a mean have the
  /// likelihood of the autoregression with a flat prior on the mean, times n: |D Ω D′| =
  /// n·|Ω|·1′Ω⁻¹1, 1′Ω⁻¹1 = (1 − φ)(n − (n − 2)φ), |Ω| = 1/(1 − φ²). No φ has more than was found.
  @Test func aUnitRootOfTheMovingAverageIsReached() throws {
    var reached = 0
    for seed in 1...12 {
      var random = SeededNumbers(UInt64(seed))
      var level = 0.0
      let y = random.vector(50).map { step -> Double in
        level = 0.7 * level + step
        return level
      }
      let fitted = try ModelRequest("arima:1,1,1").fit(to: TimeSeries.made(y))
      let found = try #require(fitted.fitted.logLikelihood)
      let n = Double(y.count)
      let most = stride(from: -0.95, to: 0.99, by: 0.001).reduce(-Double.infinity) { most, phi in
        let root = (1 - phi * phi).squareRoot()
        let (z, x) = (
          [root * y[0]] + zip(y, y.dropFirst()).map { $1 - phi * $0 },
          [root] + [Double](repeating: 1 - phi, count: y.count - 1)
        )
        let (xx, xz) = (x.reduce(0) { $0 + $1 * $1 }, zip(x, z).reduce(0) { $0 + $1.0 * $1.1 })
        let square = z.reduce(0) { $0 + $1 * $1 } - xz * xz / xx
        let determinant = (1 - phi) * (n - (n - 2) * phi) / (1 - phi * phi)
        return max(
          most,
          -(n - 1) / 2 * (log(2 * Double.pi * square / (n - 1)) + 1) - log(determinant) / 2)
      }
      #expect(found > most - 1e-9, "seed \(seed): \(found) \(most)")
      let isReached = fitted.fitted.parameters.contains { $0.name == "ma1" && $0.value < -0.9999 }
      if isReached {
        reached += 1
        #expect(found < most + 1e-4, "seed \(seed): \(found) \(most)")
      }
    }
    #expect(reached >= 6, "\(reached)")
  }
}
