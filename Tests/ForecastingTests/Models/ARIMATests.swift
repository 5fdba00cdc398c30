import Forecasting
import Foundation
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

/// ARIMA against R 4.2.2 and forecast 8.20 (`Fixtures/r/arima_models.csv`) and against normal
/// densities computed here.
@Suite struct ARIMATests {
  /// Over 5,000 values the forms come from the end: also where it begins in a gap, and where what suits
  /// the end does not suit the whole.
  @Test func longSeriesEndInAForecast() throws {
    var random = PhiloxGenerator(seed: 5)
    var value = 0.0
    var y: [Double?] = (0..<6000).map { _ in
      value = 0.5 * value + random.normal()
      return value + 10
    }
    y[1000] = nil
    let fitted = try ModelRequest("arima").fit(to: TimeSeries.made(y))
    let next = try fitted.forecast(horizon: 2).distributions[0]
    // The errors have variance 1 and the series 4/3: without its autocorrelation the interval is
    // 2 × 1.96 × √(4/3) = 4.53 wide, with it 3.92 and a few percent more for the spread of the forms.
    #expect(abs(next.quantile(0.975) - next.quantile(0.025) - 3.92) < 0.25)
    // A fixed season for 900 values, then one that moves: of this seed no form of the end is admissible
    // on the whole.
    var numbers = SeededNumbers(2)
    let season = numbers.vector(4).map { 17 * $0 }
    var (w, e): ([Double], [Double]) = ([], [])
    for t in 0..<6000 {
      e.append(2 * numbers.symmetric())
      w.append(
        t < 900 ? 1000 + season[t % 4] + e[t] : w[t - 4] + e[t] * 0.3 - 0.15 * e[t - 4])
    }
    let moving = try ModelRequest("arima:best").fit(
      to: TimeSeries.made(w.map { $0 }), seasonLength: 4)
    #expect(try moving.forecast(horizon: 2).distributions.allSatisfy { $0.median.isFinite })
  }

  /// Forms with a root within 1 % of the unit circle are passed over, as R does: the differences of
  /// white noise have θ = −1, and other forms must stand for them.
  ///
  /// Smallest modulus of the roots of 1 + az + bz² by the quadratic formula.
  @Test func rootsStayOffTheUnitCircle() throws {
    func least(_ a: Double, _ b: Double) -> Double {
      if b == 0 { return a == 0 ? .infinity : 1 / abs(a) }
      let square = a * a - 4 * b
      if square < 0 { return 1 / abs(b).squareRoot() }
      let root = square.squareRoot()
      return min(abs((-a + root) / (2 * b)), abs((-a - root) / (2 * b)))
    }
    var (checked, moving) = (0, 0)
    for seed in 0..<40 {
      var random = PhiloxGenerator(seed: 11, series: UInt32(seed))
      let noise = (0..<41).map { _ in random.normal() }
      let y = (0..<40).map { noise[$0 + 1] - noise[$0] }
      let fitted = try ModelRequest("arima:best").fit(
        to: TimeSeries.made(y))
      let found = Dictionary(
        uniqueKeysWithValues: fitted.fitted.parameters.map { ($0.name, $0.value) })
      guard found["ar3"] == nil, found["ma3"] == nil else { continue }
      checked += 1
      if found["ma1"] != nil { moving += 1 }
      #expect(least(-(found["ar1"] ?? 0), -(found["ar2"] ?? 0)) > 1.01 - 1e-9, "\(found)")
      #expect(least(found["ma1"] ?? 0, found["ma2"] ?? 0) > 1.01 - 1e-9, "\(found)")
    }
    #expect(checked >= 10 && moving >= 3, "\(checked) \(moving)")
  }

  /// A year mistyped by two thousand: a column for each of 24,000 gaps would take gigabytes.
  @Test func aStrayYearIsTooSparse() throws {
    var observations: [(ordinal: Int, value: Double)] = [(ordinal: 22 * 12, value: 9)]
    for i in 0..<30 { observations.append((ordinal: 2000 * 12 + i, value: Double(10 + i % 7))) }
    let series = TimeSeries(id: "s", axis: PeriodAxis(.month), observations: observations)
    for name in ["arima", "arima:1,1,1"] {
      #expect(throws: ForecastingError.tooSparse(observations: 31, periods: 23_766)) {
        try ModelRequest(name).fit(to: series)
      }
    }
  }

  struct Reference {
    let row: [String: String]
    let series: TimeSeries
    let season: Int
    /// `p,d,q[/P,D,Q][,c]`.
    let form: String

    func number(_ column: String) throws -> Double {
      try #require(Double((row[column] ?? "").trimmingCharacters(in: .whitespaces)))
    }

    func fit(_ model: String) throws -> FittedSeries {
      let suffix = row["scale"] == "log" ? "+log" : "+level"
      return try ModelRequest(model + suffix).fit(
        to: series, seasonLength: season)
    }

    /// The criterion of R's model by the likelihood of its differences.
    func exactAICc() throws -> Double {
      try number("aicc") + 2 * (number("loglik") - number("exact"))
    }

    func means() throws -> [Double] {
      try (row["means"] ?? "").split(separator: ";").map {
        try #require(Double($0.trimmingCharacters(in: .whitespaces)))
      }
    }
  }

  static func references(_ kind: String) throws -> [Reference] {
    let panel = try SeriesPanel.read(path: Repository.fixture("r/arima_series.csv")).series
    let byID = Dictionary(uniqueKeysWithValues: panel.map { ($0.id, $0) })
    return try Repository.rows("r/arima_models.csv").filter { $0["kind"] == kind }.map { row in
      Reference(
        row: row, series: try #require(byID[row["series"] ?? ""]),
        season: try #require(Int(row["season"] ?? "")),
        form: (row["form"] ?? "").replacingOccurrences(of: "_", with: ","))
    }
  }

  /// Of the likelihood: 1e-6 against R's coefficients with the differences' exact likelihood, 1e-4
  /// against R's own, whose differences start from a wide prior. Of the forecasts: 1e-4.
  @Test func fixedFormsReachTheLikelihoodOfR() throws {
    let references = try Self.references("fixed")
    #expect(references.count == 13)
    var compared = 0
    for reference in references {
      let fitted = try reference.fit("arima:" + reference.form)
      let found = try #require(fitted.fitted.logLikelihood)
      let exact = try reference.number("exact")
      #expect(found >= exact - 1e-6 * max(1, abs(exact)), "\(reference.row)")
      let own = try reference.number("loglik")
      #expect(abs(found - own) < 1e-4 * max(1, abs(own)), "\(reference.row)")
      // A better maximum has other estimates: Δℓ moves them by √(2Δℓ) standard errors, so that only
      // within 1e-7 can forecasts agree to 1e-4.
      if found > exact + 1e-7 { continue }
      compared += 1
      // With differences R's σ² sums the residuals of its start-up observations too.
      let orders = reference.form.split { ",/".contains($0) }
      if orders[1] == "0", orders.count < 5 || orders[4] == "0" {
        let variance = try #require(fitted.fitted.parameters.first { $0.name == "sigma2" }).value
        #expect(relativeError(variance, try reference.number("sigma2")) < 1e-4, "\(reference.row)")
      }
      let forecast = try fitted.forecast(horizon: 12)
      for (h, mean) in try reference.means().enumerated() {
        let median = forecast.distributions[h].median
        let working = reference.row["scale"] == "log" ? log(median) : median
        #expect(relativeError(working, mean) < 1e-4, "\(reference.form) step \(h + 1)")
      }
    }
    #expect(compared >= 6)
  }

  /// Whatever orders come out, their AICc is not worse than that of R's model by more than 1e-4.
  @Test func automaticFormsAreNotWorseThanThoseOfR() throws {
    let references = try Self.references("auto")
    #expect(references.count > 30)
    var compared = 0
    for reference in references {
      let fitted = try reference.fit("arima")
      let form = fitted.fitted.form
      let theirs = reference.form.split(separator: "/").map { $0.split(separator: ",") }
      let numbers = form.split { !$0.isNumber }.map { Int($0) ?? 0 }
      let seasonal = form.contains("[") ? numbers[4] : 0
      guard numbers[1] == Int(theirs[0][1]),
        seasonal == (theirs.count > 1 ? Int(theirs[1][1]) : 0)
      else { continue }
      compared += 1
      let found = try #require(fitted.fitted.aicc)
      #expect(
        found <= (try reference.exactAICc()) + 1e-4,
        "\(reference.row["series"] ?? ""): \(form) \(found), R \(reference.form)")
    }
    #expect(compared >= references.count - 3)
  }

  /// Two real roots of a moving average that mirror each other are a saddle, beyond which a pair of
  /// complex roots follows the week: statsforecast's AICc is reached, to what both stop at.
  @Test func rootsPartWhereAWeekNeedsIt() throws {
    let fixture = try VectorFixture("statsforecast/weekly.csv", name: "what")
    #expect(fixture.series.count == 2)
    for series in fixture.series {
      let y = try series("y")
      let fitted = try ModelRequest("arima").fit(to: TimeSeries.made(y.map { $0 }))
      let found = try #require(fitted.fitted.aicc)
      #expect(found <= (try series("aicc")[0]) + 1e-3, "\(series.name): \(fitted.fitted.form)")
    }
  }

  @Test(arguments: [
    ("2,0,1", 1, 0x1), ("0,0,2/1,0,0", 4, 0x2), ("1,1,1/0,0,1,c", 4, 0x3), ("0,2,3", 1, 0x4),
    ("1,0,0/0,1,1", 4, 0x5), ("3,1,0", 1, 0x6), ("1,0,2/1,0,1", 4, 0x7),
  ])
  func theLikelihoodIsThatOfTheNormalDensity(_ form: String, _ m: Int, _ seed: Int) throws {
    var random = SeededNumbers(UInt64(seed))
    var level = 0.0
    let values = random.vector(40).map { step -> Double? in
      level = 0.7 * level + step
      return 10 + level
    }
    try check(form, values, m)
  }

  /// Values missing from a series without differences leave the density of the others.
  @Test(arguments: [[7], [3, 4, 20], [5, 11, 12, 13, 30]])
  func gapsLeaveTheDensityOfWhatWasObserved(_ missing: [Int]) throws {
    var random = SeededNumbers(8)
    var level = 0.0
    var values = random.vector(36).map { step -> Double? in
      level = 0.6 * level + step
      return level
    }
    for i in missing { values[i] = nil }
    try check("1,0,1", values, 1)
    try check("0,0,1/1,0,0", values, 4)
  }

  /// A random walk over gaps: increments N(μΔ, σ²Δ).
  @Test func aRandomWalkCrossesGaps() throws {
    let values: [Double?] = [3, 4, nil, nil, 9, 8, nil, 12, 13, 11]
    let fitted = try ModelRequest("arima:0,1,0,c").fit(
      to: TimeSeries.made(values))
    let observed = values.enumerated().compactMap { i, v in v.map { (i, $0) } }
    let steps = zip(observed, observed.dropFirst()).map { (Double($1.0 - $0.0), $1.1 - $0.1) }
    let drift = steps.reduce(0) { $0 + $1.1 } / steps.reduce(0) { $0 + $1.0 }
    let square = steps.reduce(0) { $0 + pow($1.1 - drift * $1.0, 2) / $1.0 }
    let n = Double(steps.count)
    let expected =
      -n / 2 * (log(2 * Double.pi * square / n) + 1)
      - steps.reduce(0) { $0 + log($1.0) } / 2
    #expect(relativeError(try #require(fitted.fitted.logLikelihood), expected) < 1e-10)
    let found = fitted.fitted.parameters
    #expect(relativeError(found[0].value, drift) < 1e-10 && found[0].name == "drift")
    #expect(relativeError(found[1].value, square / (n - 1)) < 1e-10)
    // The interval agrees with the drift model's, whose variance is σ²(h + h²/ΣΔ).
    let drifting = try ModelRequest("drift").fit(to: TimeSeries.made(values))
      .forecast(horizon: 5)
    let forecast = try fitted.forecast(horizon: 5)
    for h in 0..<5 {
      #expect(
        relativeError(forecast.distributions[h].median, drifting.distributions[h].median) < 1e-10)
    }
  }

  @Test func formsThatDoNotExistAreRefused() {
    for form in [
      "", "1", "1,1", "1,1,1,1", "a,b,c", "1,3,1", "25,0,0", "-1,0,0", "1,0,0/1", "1,0,0/1,2,0",
      "1,0,0/5,0,0", "1,0,0/1,0,0/1,0,0", "1,2,1,c", "0,1,0/0,1,0,c", "1,0,0,d", "1,0,0,", "+1,0,0",
      "1,0,0,c/1,0,0", "100,0,0", "1, 0,0",
    ] {
      do throws(ForecastingError) {
        _ = try ModelRequest("arima:" + form)
        Issue.record("'\(form)' is taken")
      } catch {
        #expect(error.reason == "bad_form", "\(form)")
      }
    }
    #expect(throws: ForecastingError.self) { try ARIMA(order: .init(1, 3, 1)) }
    let annual = TimeSeries.made([1, 3, 2, 5, 4, 6, 5, 8, 7, 9, 8])
    #expect(throws: ForecastingError.self) {
      try ModelRequest("arima:0,1,1/0,0,1").fit(
        to: annual, seasonLength: 1)
    }
  }

  /// Awkward series end in a forecast without NaN or in a reason.
  @Test func awkwardSeriesEndInAForecastOrAReason() throws {
    var random = SeededNumbers(5)
    let noise = random.vector(60)
    let spike = (0..<30).map { $0 == 17 ? 1.0 : 0 }
    let cases: [(String, [Double?])] = [
      ("none", []), ("one", [1]), ("two", [1, 2]), ("three", [1, 2, 4]), ("four", [1, 2, 4, 3]),
      ("five", [1, 2, 4, 3, 3]), ("constant", [Double](repeating: 5, count: 20)),
      ("zeros", [Double](repeating: 0, count: 20)), ("spike", spike),
      ("line", (0..<20).map { 3 + 2 * Double($0) }),
      ("parabola", (0..<20).map { Double($0 * $0) }),
      ("powers", (0..<40).map { pow(2, Double($0)) }),
      ("alternating", (0..<20).map { $0 % 2 == 0 ? 1 : -1 }),
      ("season", (0..<40).map { Double($0 % 4) }), ("huge", noise.map { 1e300 * $0 }),
      ("tiny", noise.map { 1e-300 * $0 }), ("subnormal", noise.map { 1e-300 * $0 * 1e-10 }),
      ("widely", noise.enumerated().map { $0 == 30 ? 1e200 : $1 }),
      (
        "greatest",
        [Double](repeating: .greatestFiniteMagnitude, count: 9)
          + [-Double.greatestFiniteMagnitude]
      ),
      ("two levels", (0..<30).map { $0 < 15 ? 1e9 : 1e9 + 1 }),
      ("gaps", noise.enumerated().map { $0 % 3 == 1 ? nil : $1 }),
      ("mostly gaps", noise.enumerated().map { $0 % 20 == 0 ? $1 : nil }),
    ]
    for (name, values) in cases {
      for season in [1, 4, 12, 100] {
        for model in ["arima", "arima:best", "arima:2,1,2", "arima:1,0,1", "arima:5,2,5"] {
          do throws(ForecastingError) {
            let forecast = try ModelRequest(model).fit(
              to: TimeSeries.made(values), seasonLength: season
            ).forecast(horizon: 30)
            for distribution in forecast.distributions {
              for p in [0.025, 0.5, 0.975] {
                #expect(!distribution.quantile(p).isNaN, "\(name), \(model), season \(season)")
              }
            }
          } catch {
            #expect(error.reason != "", "\(name)")
          }
        }
      }
    }
  }

  @Test func aConstantStaysAndALineGoesOn() throws {
    let constant = try ModelRequest("arima").fit(
      to: TimeSeries.made([Double?](repeating: 5, count: 20)))
    for distribution in try constant.forecast(horizon: 3).distributions {
      #expect(relativeError(distribution.median, 5) < 1e-14)
    }
    #expect(constant.fitted.logLikelihood == nil && constant.fitted.aicc == nil)
    let line = try ModelRequest("arima").fit(
      to: TimeSeries.made((0..<20).map { 3 + 2 * Double($0) }))
    #expect(line.fitted.form == "ARIMA(0,1,0) with drift")
    let medians = try line.forecast(horizon: 3).distributions.map(\.median)
    for (found, expected) in zip(medians, [43.0, 45, 47]) {
      #expect(relativeError(found, expected) < 1e-12)
    }
  }

  /// Reported −2ℓ of a fitted form against the density of its differences with the reported
  /// coefficients, σ² at its maximum.
  private func check(_ form: String, _ values: [Double?], _ m: Int) throws {
    let fitted = try ModelRequest("arima:" + form).fit(
      to: TimeSeries.made(values), seasonLength: m)
    let found = Dictionary(
      uniqueKeysWithValues: fitted.fitted.parameters.map { ($0.name, $0.value) })
    let orders = form.split(separator: "/").map { $0.split(separator: ",").compactMap { Int($0) } }
    let seasonal = orders.count > 1 ? orders[1] : [0, 0, 0]
    var x = values
    func difference(_ lag: Int) {
      x = (lag..<x.count).map { i in x[i].flatMap { a in x[i - lag].map { a - $0 } } }
    }
    for _ in 0..<seasonal[1] { difference(m) }
    for _ in 0..<orders[0][1] { difference(1) }
    let centre = found["mean"] ?? found["drift"] ?? 0
    let places = x.indices.filter { x[$0] != nil }
    let u = places.map { (x[$0] ?? 0) - centre }
    func polynomial(_ short: String, _ p: Int, _ long: String, _ s: Int, sign: Double) -> [Double] {
      var a = [Double](repeating: 0, count: p + 1)
      var b = [Double](repeating: 0, count: s * m + 1)
      a[0] = 1
      b[0] = 1
      for i in 0..<p { a[i + 1] = sign * (found["\(short)\(i + 1)"] ?? .nan) }
      for i in 0..<s { b[(i + 1) * m] = sign * (found["\(long)\(i + 1)"] ?? .nan) }
      var c = [Double](repeating: 0, count: a.count + b.count - 1)
      for i in a.indices { for j in b.indices { c[i + j] += a[i] * b[j] } }
      return c
    }
    let phi = polynomial("ar", orders[0][0], "sar", seasonal[0], sign: -1)
    let theta = polynomial("ma", orders[0][2], "sma", seasonal[2], sign: 1)
    // ψ until it has died out, then covariances by its sums.
    var psi = [Double](repeating: 0, count: 6000)
    for k in psi.indices {
      psi[k] = k < theta.count ? theta[k] : 0
      for i in 1..<max(1, phi.count) where i <= k { psi[k] -= phi[i] * psi[k - i] }
    }
    let n = u.count
    let covariance = (0...(places.last ?? 0)).map { lag in
      (lag..<psi.count).reduce(0) { $0 + psi[$1] * psi[$1 - lag] }
    }
    var factor = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    var z = u
    var logDeterminant = 0.0
    for i in 0..<n {
      for j in 0...i {
        var sum = covariance[places[i] - places[j]]
        for k in 0..<j { sum -= factor[i][k] * factor[j][k] }
        factor[i][j] = i == j ? sum.squareRoot() : sum / factor[j][j]
      }
      for k in 0..<i { z[i] -= factor[i][k] * z[k] }
      z[i] /= factor[i][i]
      logDeterminant += 2 * log(factor[i][i])
    }
    let size = Double(n)
    let square = z.reduce(0) { $0 + $1 * $1 }
    let expected =
      -size / 2 * (log(2 * Double.pi * square / size) + 1) - logDeterminant / 2
    #expect(relativeError(try #require(fitted.fitted.logLikelihood), expected) < 1e-9, "\(form)")
  }
}
