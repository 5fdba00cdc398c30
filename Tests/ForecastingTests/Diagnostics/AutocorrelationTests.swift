import Forecasting
import Testing
import _TestSupport

/// Autocorrelations and portmanteau tests against R (`Fixtures/r/make_diagnostics.R`).
@Suite struct AutocorrelationTests {
  /// Tolerance 1e-12 absolute for correlations, 1e-10 relative for tests: closed forms.
  @Test func agreesWithR() throws {
    for series in try VectorFixture("r/diagnostics.csv", name: "what").series {
      let y = try series("data")
      let acf = try Autocorrelation(y, lags: 15)
      #expect(relativeDistance(acf.correlations, try series("acf")) < 1e-12, "\(series.name)")
      #expect(relativeDistance(acf.partial, try series("pacf")) < 1e-11, "\(series.name)")
      for (name, kind) in [("Ljung-Box", Portmanteau.Kind.ljungBox), ("Box-Pierce", .boxPierce)] {
        let expected = try series(name)
        let test = try Portmanteau(y, lags: 10, fitted: 2, kind: kind)
        #expect(relativeError(test.statistic, expected[0]) < 1e-10, "\(series.name) \(name)")
        #expect(test.degreesOfFreedom == 8)
        // R has 1 − P, here the tail itself.
        #expect(abs(test.pValue - expected[1]) < 1e-10 * expected[1] + 1e-15, "\(series.name)")
      }
    }
  }

  @Test func crossCorrelationsAgreeWithR() throws {
    for series in try VectorFixture("r/diagnostics.csv", name: "what").series {
      guard series.vectors["ccf_pair"] != nil else { continue }
      let (x, y) = (try series("data"), try series("ccf_pair"))
      let ccf = try Autocorrelation.cross(x, y, lags: 6)
      #expect(relativeDistance(ccf, try series("ccf")) < 1e-12, "\(series.name)")
    }
    let own = try Autocorrelation.cross([1, 2, 4], [1, 2, 4], lags: 1)
    #expect(abs(own[1] - 1) < 1e-15 && own[0] == own[2])
  }

  @Test func scaleAndShiftDoNotMatter() throws {
    var numbers = SeededNumbers(21)
    let y = numbers.vector(60)
    let acf = try Autocorrelation(y)
    #expect(acf.correlations.count == 17)
    for size in [1e300, 1e-300] {
      let other = try Autocorrelation(y.map { $0 * size })
      #expect(relativeDistance(other.correlations, acf.correlations) < 1e-12)
    }
    let shifted = try Autocorrelation(y.map { $0 + 1e6 })
    #expect(relativeDistance(shifted.correlations, acf.correlations) < 1e-8)
    #expect(acf.correlations.allSatisfy { abs($0) <= 1 })
    #expect(acf.partial.allSatisfy { abs($0) <= 1 })
    #expect(acf.partial[0] == acf.correlations[0])
    #expect(abs(acf.band() - 1.959963984540054 / 60.0.squareRoot()) < 1e-14)
    #expect(try Autocorrelation([1, 2, 3], lags: 5).correlations[3...] == [0, 0])
  }

  @Test func degenerateInputGivesAnError() {
    for values in [[Double](repeating: 0, count: 9), [Double](repeating: 0.1, count: 9)] {
      #expect(throws: ForecastingError.self) { try Autocorrelation(values) }
    }
    #expect(throws: ForecastingError.tooShort(needed: 2, found: 1)) { try Autocorrelation([1]) }
    #expect(throws: ForecastingError.tooShort(needed: 2, found: 0)) { try Autocorrelation([]) }
    #expect(throws: ForecastingError.gapsNotTaken) { try Autocorrelation([1, .nan, 2]) }
    #expect(throws: ForecastingError.overflow) { try Autocorrelation([1, .infinity, 2]) }
    for lags in [0, -1, Int.min, Int.max] {
      #expect(throws: ForecastingError.self) { try Autocorrelation([1, 3, 2], lags: lags) }
      #expect(throws: ForecastingError.self) { try Portmanteau([1, 3, 2], lags: lags) }
    }
    #expect(throws: ForecastingError.self) { try Portmanteau([1, 3, 2, 4], lags: 2, fitted: -1) }
    #expect(throws: ForecastingError.self) { try Autocorrelation.cross([1, 2], [1, 2, 3]) }
  }
}
