import Foundation
import Logistics
import Testing
import _TestSupport

@Suite struct DemandGrowthTests {
  /// Verhulst's curve in closed form: y(t) = S/(1 + (S/y₀ − 1)·e^(−rt)).
  @Test func logisticStepsFollowTheCurve() {
    var x = log(5.0)
    for _ in 0..<12 { x = DemandGrowth.logistic.step(x, rate: 0.3, logSaturation: log(80)) }
    let curve = 80 / (1 + (80 / 5 - 1) * exp(-0.3 * 12))
    #expect(relativeError(exp(x), curve) < 1e-13)
  }

  /// Gompertz's: ln y(t) = ln S + (ln y₀ − ln S)·e^(−rt).
  @Test func gompertzStepsFollowTheCurve() {
    var x = log(5.0)
    for _ in 0..<12 { x = DemandGrowth.gompertz.step(x, rate: 0.3, logSaturation: log(80)) }
    #expect(relativeError(x, log(80) + log(5 / 80.0) * exp(-0.3 * 12)) < 1e-13)
  }

  /// Demand goes on from where it is when saturation changes; a curve K/(1 + e^…) would jump by the
  /// ratio of the saturations.
  @Test(arguments: [DemandGrowth.logistic, .gompertz])
  func demandDoesNotJumpWhenSaturationDoes(_ growth: DemandGrowth) {
    let x = log(40.0)
    let before = growth.step(x, rate: 0.1, logSaturation: log(50))
    let after = growth.step(x, rate: 0.1, logSaturation: log(100))
    #expect(before > x && after > before)
    #expect(after - x < 0.1)
  }

  /// Far below saturation growth is r; at saturation it stops.
  @Test func limitsOfLogisticGrowth() {
    let far = DemandGrowth.logistic.step(log(1e-9), rate: 0.2, logSaturation: 0)
    #expect(abs(far - log(1e-9) - 0.2) < 1e-8)
    #expect(abs(DemandGrowth.logistic.step(0, rate: 0.2, logSaturation: 0)) < 1e-15)
  }
}
