import SeriesCore
import Testing
import _TestSupport

@testable import Forecasting

/// Exponential smoothing and theta against R's own functions (`Fixtures/r/make_smoothing.R`).
///
/// Tolerances: 1e-10 where both sides are closed forms; at optima a likelihood no worse than R's by
/// 1e-6 of it, and forecasts to 1e-4 where the likelihoods agree to that.
@Suite struct SmoothingReferenceTests {
  /// One case of the fixture: its vectors by name.
  struct Case {
    let series: String
    let seasonLength: Int
    let form: String
    fileprivate(set) var vectors: [String: [Double]] = [:]

    func callAsFunction(_ name: String) throws -> [Double] {
      try #require(vectors[name], "\(series) \(form) has no \(name)")
    }

    func first(_ name: String) throws -> Double { try #require(try self(name).first) }
  }

  static func cases(_ kind: String) throws -> [Case] {
    var cases: [Case] = []
    for row in try Repository.rows("r/smoothing.csv") where row["kind"] == kind {
      let what = try #require(row["what"])
      let next = Case(
        series: try #require(row["series"]), seasonLength: try #require(Int(row["m"] ?? "")),
        form: try #require(row["form"]))
      // Two sets of parameters of one form follow each other under one name.
      if let last = cases.last, last.series == next.series, last.form == next.form,
        last.vectors[what] == nil
      {
      } else {
        cases.append(next)
      }
      cases[cases.count - 1].vectors[what] = try #require(row["values"]).split(separator: " ").map {
        try #require(Double($0))
      }
    }
    return cases
  }

  static let panel: [String: TimeSeries] = {
    let files = ["r/ets_series.csv", "m3/yearly_sample.csv", "m3/monthly_sample.csv"]
    let series = files.flatMap {
      (try? SeriesPanel.read(path: Repository.fixture($0)))?.series ?? []
    }
    return Dictionary(uniqueKeysWithValues: series.map { ($0.id, $0) })
  }()

  static func near(_ theirs: Double) -> Double { 1e-6 * max(1, abs(theirs)) }

  /// The largest relative difference of our medians to a path.
  static func distance(_ fitted: FittedSeries, _ path: [Double]) throws -> Double {
    let medians = try fitted.forecast(horizon: path.count).distributions.map(\.median)
    return zip(medians, path).map { relativeError($0, $1) }.max() ?? .infinity
  }

  /// The form's estimate at the fixture's parameters, nothing searched.
  static func given(_ c: Case, _ search: ETSSearch) throws -> ETSEstimate {
    let form = try #require(ETSForm(c.form))
    let layout = ETSLayout(form, seasonLength: search.seasonLength)
    let low = ETSSmoothing.least
    var x = [Double](repeating: 0, count: layout.count)
    var smoothing = try c("smoothing")
    x[0] = smoothing.removeFirst()
    if let i = layout.trendRatio { x[i] = (smoothing.removeFirst() - low) / (x[0] - low) }
    if let i = layout.seasonRatio { x[i] = (smoothing.removeFirst() - low) / (1 - x[0] - low) }
    if let i = layout.damping { x[i] = smoothing.removeFirst() }
    var states = try c("states")
    x[layout.level] = states.removeFirst() / search.unit
    if let i = layout.trend { x[i] = states.removeFirst() / search.unit }
    if let first = layout.season {
      // R's first seasonal state is that of the period just before the data.
      let unit = form.season == .multiplicative ? 1 : search.unit
      for (k, value) in states.reversed().dropFirst().enumerated() { x[first + k] = value / unit }
    }
    return try #require(ETSEstimator(search.kernel, form).search(from: x, maximumSteps: 0))
  }

  /// The recursions of `ses`, `holt`, `damped` and ten other forms, at parameters that both sides are
  /// given: likelihood, point forecasts and deviations.
  @Test func recursionsAreThoseOfR() throws {
    let cases = try Self.cases("given")
    #expect(cases.count == 32)
    for c in cases {
      let series = try #require(Self.panel[c.series])
      let search = try ETSSearch(series.values, seasonLength: c.seasonLength)
      let estimate = try Self.given(c, search)
      let name = "\(c.series) \(c.form)"
      #expect(
        relativeError(search.logLikelihood(estimate), try c.first("loglik")) < 1e-10, "\(name)")
      let projection = search.projection(estimate)(12)
      #expect(relativeDistance(projection.centres, try c("mean")) < 1e-10, "\(name)")
      // Of a multiplicative season beside a trend R's is exact, ours an approximation: not compared.
      guard estimate.form.season != .multiplicative || estimate.form.trend == .none else {
        continue
      }
      // Of products ours is the variance of the first order and R's the exact second moment
      // (`ETSProjection`): they agree a step ahead.
      let count = estimate.form.error == .additive ? 12 : 1
      #expect(
        relativeDistance(Array(projection.scales.prefix(count)), Array(try c("sd").prefix(count)))
          < 1e-10, "\(name)")
    }
  }

  /// Named forms at the maximum of R's likelihood, which R's `ets` does not always reach.
  @Test func maximaAreThoseOfR() throws {
    let cases = try Self.cases("maximum")
    #expect(cases.count == 14)
    for c in cases {
      let series = try #require(Self.panel[c.series])
      let fitted = try ModelRequest("ets:" + c.form).fit(
        to: series, seasonLength: c.seasonLength)
      let ours = try #require(fitted.fitted.logLikelihood)
      let (theirs, own) = (try c.first("loglik"), try c.first("own"))
      let name = "\(c.series) \(c.form): ours \(ours), the maximum \(theirs), ets stopped at \(own)"
      #expect(ours >= max(theirs, own) - Self.near(theirs), "\(name)")
      #expect(ours <= theirs + Self.near(theirs), "\(name)")
      #expect(try Self.distance(fitted, c("mean")) < 1e-4, "\(name)")
    }
  }

  /// `holt` and `damped` are pulled to moderate parameters: the optimum of what they minimise.
  @Test func pulledOptimaAreThoseOfR() throws {
    let cases = try Self.cases("pulled")
    #expect(cases.count == 12)
    var agreeing = 0
    for c in cases {
      let series = try #require(Self.panel[c.series])
      let (form, model) = c.form == "AAN" ? (Holt.form, "holt") : (Damped.form, "damped")
      let search = try ETSSearch(series.values, seasonLength: 1)
      let estimate = try #require(search.fit(form, penalty: AutomaticETS.penalty))
      let theirs = try c.first("objective")
      let name = "\(c.series) \(model): ours \(estimate.objective), R's \(theirs)"
      // The objective is twice a likelihood.
      #expect(estimate.objective < theirs + 2 * Self.near(theirs), "\(name)")
      guard estimate.objective > theirs - 2 * Self.near(theirs) else { continue }
      agreeing += 1
      let fitted = try ModelRequest(model).fit(to: series, allowsNegative: true)
      #expect(try Self.distance(fitted, c("mean")) < 1e-4, "\(name)")
    }
    // On the Nile R's search for damped ends higher.
    #expect(agreeing >= 11)
  }

  /// The standard theta method: R's `thetaf` where its simplex search for α ended at the maximum, and
  /// the same formula at the maximum itself everywhere.
  @Test func thetaIsThatOfR() throws {
    let cases = try Self.cases("theta")
    #expect(cases.count == 17)
    var agreeing = 0
    // R's test is on the values, whose trend hides the season of one series.
    for c in cases where c.series != "N2402" {
      let series = try #require(Self.panel[c.series])
      let fitted = try ModelRequest("theta").fit(
        to: series, seasonLength: c.seasonLength)
      let ours = try #require(fitted.fitted.logLikelihood)
      let (maximum, stopped) = (try c.first("loglik"), try #require(try c("loglik").last))
      let name = "\(c.series): ours \(ours), the maximum \(maximum), thetaf stopped at \(stopped)"
      #expect(abs(ours - maximum) < Self.near(maximum), "\(name)")
      #expect(try Self.distance(fitted, c("mean")) < 1e-4, "\(name)")
      #expect(ours >= stopped - Self.near(stopped), "\(name)")
      // An optimum is flat: 1e-8 of the likelihood moves a forecast by up to 1e-4.
      guard ours < stopped + 1e-9 * abs(stopped) else { continue }
      agreeing += 1
      #expect(try Self.distance(fitted, c("own")) < 1e-4, "\(name)")
    }
    #expect(agreeing > 0)
  }
}
