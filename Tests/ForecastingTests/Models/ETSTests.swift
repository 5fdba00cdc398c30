import Forecasting
import Foundation
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@Suite struct ETSTests {
  static let panel: [String: TimeSeries] = {
    let read = try? SeriesPanel.read(path: Repository.fixture("r/ets_series.csv"))
    return Dictionary(uniqueKeysWithValues: (read?.series ?? []).map { ($0.id, $0) })
  }()

  /// R's own choice of form: a likelihood no worse than that of R's `ets` by 1e-6 of it. R's simplex
  /// search stops early, up to 6 in the likelihood: forecasts are compared at the maxima, in
  /// `SmoothingReferenceTests`, and here to 1e-4 where R reached one.
  @Test func namedFormsReachTheLikelihoodOfR() throws {
    let rows = try Repository.rows("r/ets_models.csv")
    #expect(rows.count == 9)
    for row in rows {
      let id = try #require(row["series"])
      let series = try #require(Self.panel[id])
      let season = try #require(row["season"].flatMap { Int($0) })
      let theirs = try #require(row["loglik"].flatMap { Double($0) })
      let request = try ModelRequest("ets:" + (row["form"] ?? ""))
      let fitted = try request.fit(to: series, seasonLength: season)
      let ours = try #require(fitted.fitted.logLikelihood)
      #expect(ours >= theirs - 1e-6 * max(1, abs(theirs)), "\(id): \(ours) under \(theirs)")
      // The criteria count the same parameters, whatever the likelihoods are.
      let aicc = try #require(row["aicc"].flatMap { Double($0) })
      let penalty = try #require(fitted.fitted.aicc) + 2 * ours
      #expect(relativeError(penalty, aicc + 2 * theirs) < 1e-10, "\(id)")
      guard ours - theirs < 1e-6 * max(1, abs(theirs)) else { continue }
      let first = try #require(row["first"].flatMap { Double($0) })
      let last = try #require(row["last"].flatMap { Double($0) })
      let medians = try fitted.forecast(horizon: 12).distributions.map(\.median)
      #expect(relativeError(medians[0], first) < 1e-4, "\(id)")
      #expect(relativeError(medians[11], last) < 1e-4, "\(id)")
    }
  }

  /// Over h steps a damped trend adds b(φ + … + φʰ): second differences shrink by φ.
  @Test func theDampedTrendIsThatOfTheTaxonomy() throws {
    let series = try #require(Self.panel["WWWusage"])
    let fitted = try ModelRequest("ets:AAdN").fit(to: series)
    let phi = try #require(fitted.fitted.parameters.first { $0.name == "phi" }?.value)
    let medians = try fitted.forecast(horizon: 5).distributions.map(\.median)
    for h in 0..<3 {
      let ratio = (medians[h + 2] - medians[h + 1]) / (medians[h + 1] - medians[h])
      #expect(abs(ratio - phi) < 1e-9)
    }
  }

  /// A variance of an additive model is σ²Σc²; simulated from the reported parameters.
  @Test func varianceOfSimpleSmoothing() throws {
    let series = try #require(Self.panel["Nile"])
    let fitted = try ModelRequest("ses").fit(to: series)
    let named = Dictionary(
      uniqueKeysWithValues: fitted.fitted.parameters.map { ($0.name, $0.value) })
    let (alpha, sigma) = (try #require(named["alpha"]), try #require(named["sigma"]))
    let forecast = try fitted.forecast(horizon: 6)
    // What is not known of α and the level is added: 1/n and a bit at first, more later.
    let t = StudentT.quantile(0.975, degreesOfFreedom: 99)
    var before = 1.0
    for h in 1...6 {
      let known = t * sigma * (1 + Double(h - 1) * alpha * alpha).squareRoot()
      let (low, high) = forecast.interval(step: h, level: 95)
      let ratio = (high - low) / 2 / known
      #expect(ratio > before && ratio < 1.25, "\(h): \(ratio)")
      before = max(before, ratio - 0.02)
    }
  }

  /// A missing value moves the states on: the fit of a series with a hole still forecasts the pattern.
  @Test func gapsAreSkipped() throws {
    let whole = try #require(Self.panel["nottem"])
    let holes = TimeSeries(
      id: "holes", axis: whole.axis,
      observations: zip(whole.ordinals, whole.values).enumerated().filter { $0.offset % 17 != 5 }
        .map { (ordinal: $0.element.0, value: $0.element.1) })
    let a = try ModelRequest("ets:ANA").fit(to: whole, seasonLength: 12)
    let b = try ModelRequest("ets:ANA").fit(to: holes, seasonLength: 12)
    #expect(b.count < a.count)
    let (x, y) = (try a.forecast(horizon: 12), try b.forecast(horizon: 12))
    for h in 0..<12 {
      // Fourteen of 240 values missing move a month's mean by less than one residual deviation, 2.3 °F.
      #expect(abs(x.distributions[h].median - y.distributions[h].median) < 2.3)
    }
  }

  /// Exact inputs have exact answers, and what a form cannot take is said.
  @Test func linesSeasonsAndRefusals() throws {
    let line = TimeSeries.made((0..<20).map { 5 + 2 * Double($0) })
    let medians = try ModelRequest("ets:AAN").fit(to: line)
      .forecast(horizon: 3).distributions.map(\.median)
    for (h, median) in medians.enumerated() { #expect(abs(median - (45 + 2 * Double(h))) < 1e-4) }
    let negative = TimeSeries.made((0..<20).map { Double($0) - 10 })
    for form in ["MNN", "AMN", "MAN"] {
      #expect(throws: ForecastingError.self) {
        try ModelRequest("ets:" + form).fit(to: negative)
      }
    }
    for bad in ["XYZ", "A", "AAAA", "ANMd", ""] {
      #expect(throws: ForecastingError.self) { try ModelRequest("ets:" + bad) }
    }
  }

  /// Forms without a closed variance: simulated quantiles in order, around the point path.
  @Test(arguments: ["AMN", "MMN", "MMdN", "AAM", "MMM"]) func simulatedForms(_ form: String) throws
  {
    let series = try #require(Self.panel["AirPassengers"])
    let fitted = try ModelRequest("ets:" + form).fit(
      to: series, seasonLength: 12)
    let forecast = try fitted.forecast(horizon: 4)
    for h in 1...4 {
      let (low, high) = forecast.interval(step: h, level: 95)
      let median = forecast.distributions[h - 1].median
      #expect(low < median && median < high && low > 0 && high < 1500)
    }
  }
}
