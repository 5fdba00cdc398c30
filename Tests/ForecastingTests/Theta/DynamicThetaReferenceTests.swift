import SeriesCore
import Testing
import _TestSupport

@testable import Forecasting

/// The dynamic optimised theta model against the recursions of statsforecast at true optima
/// (`Fixtures/statsforecast/make_dotheta.py`). Tolerances: sums of squares no worse by 1e-6 of them, forecasts to
/// 1e-4.
@Suite struct DynamicThetaReferenceTests {
  static let fixture = "statsforecast/dotheta.csv"

  /// The published model, nothing pulled. statsforecast's own simplex search never ends lower.
  @Test func plainOptimaAreThoseOfStatsforecast() throws {
    let cases = try VectorFixture(Self.fixture, name: "what").series
    #expect(cases.count == 14)
    for c in cases {
      let values = try #require(SmoothingReferenceTests.panel[c.name]).values
      let unit = try SeriesScaling.unit(of: values)
      let model = DynamicTheta(values.map { $0 / unit }, pull: DynamicTheta.Pull())
      let pulled = model.initialLevel - values[0] / unit
      let squares = (model.squares + 1e-8 * pulled * pulled) * unit * unit
      let (theirs, own) = (try #require(try c("optimum").last), try c("own"))
      let name = "\(c.name): ours \(squares), the optimum \(theirs), their search \(own[0])"
      #expect(squares < theirs * (1 + 1e-6), "\(name)")
      #expect(squares < own[0] * (1 + 1e-6), "\(name)")
      let path = model.centres(12).map { $0 * unit }
      #expect(relativeDistance(path, try c("mean")) < 1e-4, "\(name)")
    }
  }

  /// `dotheta` itself, pulled to the standard method.
  @Test func pulledOptimaAreThoseOfStatsforecast() throws {
    for c in try VectorFixture(Self.fixture, name: "what").series {
      let series = try #require(SmoothingReferenceTests.panel[c.name])
      let fitted = try ModelRequest("dotheta").fit(
        to: series, seasonLength: 1)
      let medians = try fitted.forecast(horizon: 12).distributions.map(\.median)
      #expect(relativeDistance(medians, try c("pulled_mean")) < 1e-4, "\(c.name)")
    }
  }
}
