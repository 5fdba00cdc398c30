import Forecasting
import Testing
import _TestSupport

/// KPSS and Dickey–Fuller against tseries and urca (`Fixtures/r/make_diagnostics.R`).
@Suite struct UnitRootTests {
  /// Tolerance 1e-10: closed forms.
  @Test func kpssAgreesWithR() throws {
    let fixture = try VectorFixture("r/diagnostics.csv", name: "what")
    #expect(fixture.series.count == 10)
    for series in fixture.series {
      let y = try series("data")
      for (name, null) in [("kpss_level", KPSS.Null.level), ("kpss_trend", .trend)] {
        let expected = try series(name)
        let test = try KPSS(y, null: null)
        #expect(relativeError(test.statistic, expected[0]) < 1e-10, "\(series.name) \(name)")
        #expect(Double(test.lag) == expected[1])
        #expect(relativeError(test.pValue, expected[2]) < 1e-10, "\(series.name) \(name)")
      }
      let root = try KPSS(y, lag: .rootThirteenth)
      #expect(relativeError(root.statistic, try series("kpss_root")[0]) < 1e-10)
      let fixed = try KPSS(y, null: .trend, lag: .fixed(3))
      #expect(relativeError(fixed.statistic, try series("kpss_tau_3")[0]) < 1e-10)
    }
  }

  @Test func dickeyFullerAgreesWithR() throws {
    for series in try VectorFixture("r/diagnostics.csv", name: "what").series {
      let y = try series("data")
      let automatic = try series("adf_trend_auto")
      let test = try DickeyFuller(y)
      #expect(relativeError(test.statistic, automatic[0]) < 1e-10, "\(series.name)")
      #expect(Double(test.lags) == automatic[1])
      #expect(relativeError(test.pValue, automatic[2]) < 1e-9, "\(series.name)")
      for terms in DickeyFuller.Terms.allCases {
        for lags in [0, 3] {
          let name = "\(terms.rawValue) \(lags)"
          let expected = try series("adf " + name)
          let test = try DickeyFuller(y, terms: terms, lags: lags)
          let found = [test.statistic] + test.joint.map(\.statistic)
          #expect(found.count == expected.count)
          for (a, b) in zip(found, expected) {
            #expect(relativeError(a, b) < 1e-9, "\(series.name) \(name)")
          }
          // R's order: drift, level, trend, differences; estimate and standard error in turn.
          let order = ["drift", "level", "trend"] + (0..<3).map { "difference \($0 + 1)" }
          let sorted = order.compactMap { name in test.coefficients.first { $0.name == name } }
          let flat = sorted.flatMap { [$0.estimate, $0.standardError] }
          let values = try series("adf_coef " + name)
          #expect(flat.count == values.count)
          for (a, b) in zip(flat, values) {
            #expect(relativeError(a, b) < 1e-9, "\(series.name) \(name)")
          }
        }
      }
    }
  }

  @Test func tablesAndSurfaces() throws {
    #expect(
      DickeyFuller.automaticLags(count: 65) == 4 && DickeyFuller.automaticLags(count: 64) == 3)
    #expect(DickeyFuller.automaticLags(count: 0) == 0)
    var numbers = SeededNumbers(8)
    var level = 0.0
    let walk = (0..<120).map { _ in
      level += numbers.symmetric()
      return level
    }
    let test = try DickeyFuller(walk, terms: .drift, lags: 1)
    // MacKinnon (2010), constant, 118 rows, by hand.
    let by = -2.86154 - 2.8903 / 118 - 4.234 / (118.0 * 118) - 40.04 / (118.0 * 118 * 118)
    #expect(abs(test.criticalValues[1] - by) < 1e-12)
    #expect(test.criticalValues == test.criticalValues.sorted())
    #expect(test.joint.map(\.name) == ["phi1"])
    #expect(test.joint[0].criticalValues == [6.52, 4.63, 3.81])
    let noise = (0..<120).map { _ in numbers.symmetric() }
    #expect(try DickeyFuller(noise, terms: .drift).pValue == 0.01)
    #expect(try KPSS(noise).pValue > 0.05)
    #expect(try KPSS(walk).criticalValues.map(\.value) == [0.347, 0.463, 0.574, 0.739])
    for size in [0x1p900, 0x1p-900] {
      let scaled = try DickeyFuller(walk.map { $0 * size }, terms: .drift, lags: 1)
      #expect(scaled.statistic == test.statistic)
      #expect(scaled.coefficients[1].estimate == test.coefficients[1].estimate * size)
      let level = try KPSS(walk.map { $0 * size })
      #expect(try level == KPSS(walk))
    }
  }

  @Test func degenerateInputGivesAnError() {
    let constant = [Double](repeating: 3.3, count: 30)
    let line = (0..<30).map { 1 + 0.1 * Double($0) }
    for values in [constant, [Double](repeating: 0, count: 30), constant.map { $0 * 1e300 }] {
      #expect(throws: ForecastingError.self) { try KPSS(values) }
      #expect(throws: ForecastingError.self) { try KPSS(values, null: .trend) }
      for terms in DickeyFuller.Terms.allCases {
        #expect(throws: ForecastingError.self) { try DickeyFuller(values, terms: terms) }
      }
    }
    #expect(throws: ForecastingError.self) { try KPSS(line, null: .trend) }
    #expect(throws: ForecastingError.self) { try DickeyFuller(line) }
    #expect(throws: ForecastingError.tooShort(needed: 3, found: 2)) { try KPSS([1, 2]) }
    #expect(throws: ForecastingError.tooShort(needed: 5, found: 4)) {
      try DickeyFuller([1, 2, 4, 3], lags: 0)
    }
    #expect(throws: ForecastingError.self) { try DickeyFuller([], lags: .max) }
    for lag in [-1, 5, Int.max, Int.min] {
      #expect(throws: ForecastingError.self) { try KPSS([1, 2, 4, 3, 6], lag: .fixed(lag)) }
    }
    #expect(throws: ForecastingError.self) { try DickeyFuller([1, 2, 4, 3, 6], lags: -1) }
    for (bad, error) in [(Double.nan, ForecastingError.gapsNotTaken), (.infinity, .overflow)] {
      #expect(throws: error) { try KPSS([1, 2, bad, 4, 3]) }
      #expect(throws: error) { try DickeyFuller([1, 2, bad, 4, 3, 5, 4, 6]) }
    }
  }
}
