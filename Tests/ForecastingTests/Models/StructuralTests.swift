import Foundation
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@testable import Forecasting

/// Structural models against R `StructTS` (`Fixtures/r/structural_reference.csv`) and against dense
/// generalised least squares (`Fixtures/numpy/structural.csv`).
@Suite struct StructuralTests {
  /// Values with NaN in gaps, by name.
  static func fixtures() throws -> [String: [Double]] {
    var series: [String: [Double]] = [:]
    for row in try Repository.rows("r/structural_series.csv") {
      series[row["series"] ?? "", default: []].append(Double(row["y"] ?? "") ?? .nan)
    }
    return series
  }

  static func season(_ name: String) -> Int {
    name.hasPrefix("ukgas") ? 4 : name == "air" ? 12 : 1
  }

  static func timeSeries(_ values: [Double], season: Int = 1) -> TimeSeries {
    let frequency: Frequency = season == 4 ? .quarter : season == 12 ? .month : .annual
    return TimeSeries(
      id: "s", axis: PeriodAxis(frequency),
      observations: values.enumerated().compactMap { t, y in
        y.isNaN ? nil : (ordinal: 8000 + t, value: y)
      })
  }

  static func form(_ name: String, season: Int) -> StructuralForm {
    name == "level" ? .level : name == "trend" ? .trend : .seasonal(length: season)
  }

  static func fit(_ values: [Double], _ model: String, season: Int) throws -> FittedSeries {
    try ModelRequest(model).fit(
      to: timeSeries(values, season: season), seasonLength: season)
  }

  @Test func agreesWithStructTS() throws {
    let all = try Self.fixtures()
    let rows = try Repository.rows("r/structural_reference.csv")
    #expect(rows.count == 5)
    for row in rows {
      let name = row["series"] ?? ""
      let values = try #require(all[name])
      let m = Self.season(name)
      let numbers = row.compactMapValues(Double.init)
      let variances = StructuralVariances(
        level: numbers["level"] ?? 0, slope: numbers["slope"] ?? 0,
        seasonal: numbers["seasonal"] ?? 0, irregular: numbers["irregular"] ?? 0)
      let fitted = try Self.fit(values, "structural:\(row["form"] ?? "")", season: m)
      let likelihood = try #require(fitted.fitted.logLikelihood)
      let atReference = try KalmanSmoother(
        values, form: Self.form(row["form"] ?? "", season: m), variances: variances)
      #expect(likelihood >= atReference.logLikelihood - 1e-6, "\(row)")
      guard row["form"] == "level" else { continue }
      // Only here is StructTS's prior diffuse in all states; its estimates and likelihood are ours.
      let estimates = Dictionary(
        uniqueKeysWithValues: fitted.fitted.parameters.map { ($0.name, $0.value) })
      #expect(relativeError(estimates["level"] ?? 0, variances.level) < 1e-3)
      #expect(relativeError(estimates["irregular"] ?? 0, variances.irregular) < 1e-3)
      guard name == "nile", let prior = numbers["prior"], let reference = numbers["loglik"] else {
        continue
      }
      #expect(abs(likelihood - 0.5 * log(2 * Double.pi * prior) - reference) < 1e-4)
    }
  }

  /// Durbin & Koopman (2012), 2.10.3: σ²_ε = 15099, σ²_η = 1469.1, log-likelihood −632.54.
  @Test func theNileIsThatOfTheBook() throws {
    let nile = try #require(try Self.fixtures()["nile"])
    let fitted = try Self.fit(nile, "structural:level", season: 1).fitted
    #expect(abs((fitted.logLikelihood ?? 0) + 632.5456251) < 1e-6)
    #expect(abs(fitted.parameters[0].value - 1469.1) < 0.1)
    #expect(abs(fitted.parameters[1].value - 15099) < 1)
  }

  struct Case: Hashable {
    let series: String
    let form: String
  }

  static func cases() throws -> [Case: [[String: String]]] {
    Dictionary(grouping: try Repository.rows("numpy/structural.csv")) {
      Case(series: $0["series"] ?? "", form: $0["form"] ?? "")
    }
  }

  static func number(_ row: [String: String], _ column: String) throws -> Double {
    try #require(Double(row[column] ?? ""))
  }

  /// Likelihood and smoothed components at fixed variances, gaps included: the likelihood of the
  /// observed values alone. Tolerance 1e-8 of the series' spread: the dense side has lost as much.
  @Test func smootherIsTheDenseConditionalDistribution() throws {
    let all = try Self.fixtures()
    for (key, rows) in try Self.cases() {
      let values = try #require(all[key.series])
      let form = Self.form(key.form, season: Self.season(key.series))
      let w = try rows.filter { $0["quantity"] == "variances" }.map { try Self.number($0, "value") }
      let smoother = try KalmanSmoother(
        values, form: form, variances: StructuralVariances(SIMD4(w[0], w[1], w[2], w[3])))
      let spread = w.max()?.squareRoot() ?? 1
      for row in rows {
        let value = try Self.number(row, "value")
        let component: KalmanSmoother.Component?
        switch row["quantity"] {
        case "loglik":
          #expect(abs(smoother.logLikelihood - value) < 1e-8 * abs(value), "\(row)")
          continue
        case "level": component = smoother.level
        case "slope": component = smoother.slope
        case "season": component = smoother.season
        default: continue
        }
        let found = try #require(component)
        let t = try #require(Int(row["t"] ?? "")) - 1
        #expect(abs(found.values[t] - value) < 1e-8 * max(spread, abs(value)), "\(row)")
        let variance = try Self.number(row, "variance")
        #expect(relativeError(found.variances[t], variance) < 1e-6, "\(row) \(found.variances[t])")
      }
    }
  }

  /// The greatest likelihood that an independent search finds, and the forecasts there. Tolerance:
  /// likelihood 1e-6; forecasts 1e-4, as that search stops early.
  @Test func maximumAndForecastAreThoseOfTheDenseSearch() throws {
    let all = try Self.fixtures()
    var checked = 0
    for (key, rows) in try Self.cases() {
      guard let best = rows.first(where: { $0["quantity"] == "best" }) else { continue }
      let values = try #require(all[key.series])
      let m = Self.season(key.series)
      let fitted = try Self.fit(values, "structural:\(key.form)", season: m)
      #expect(abs((fitted.fitted.logLikelihood ?? 0) - (try Self.number(best, "value"))) < 1e-6)
      let forecast = try fitted.forecast(horizon: 15)
      let normalised = NormalisedSeries(values)
      let estimate = try #require(
        StructuralEstimate.fit(
          normalised, form: Self.form(key.form, season: m), prunes: false))
      let plain = estimate.projection(
        horizon: 15, of: (offset: normalised.offset, scale: normalised.scale))
      let form = Self.form(key.form, season: m)
      let contrasts = Double(values.count { !$0.isNaN } - form.stateCount)
      let quantile = StudentT.quantile(0.975, degreesOfFreedom: contrasts)
      for row in rows where row["quantity"] == "best-forecast" {
        let h = try #require(Int(row["t"] ?? ""))
        let center = try Self.number(row, "value")
        #expect(relativeError(forecast.distributions[h - 1].median, center) < 1e-4, "\(row)")
        // Variances that are not known widen it.
        let known = quantile * (try Self.number(row, "variance")).squareRoot()
        let interval = forecast.interval(step: h, level: 95)
        let ratio = (interval.high - interval.low) / 2 / known
        #expect(ratio > 0.9 && ratio < 2, "\(row): \(ratio)")
        let nu = contrasts - Double(form.components.count - 1)
        #expect(
          relativeError(
            plain.scales[h - 1], (try Self.number(row, "variance") * contrasts / nu).squareRoot())
            < 1e-4, "\(row)")
        checked += 1
      }
    }
    #expect(checked == 90)
  }

  /// The score against differences of the likelihood: step 1e-5, tolerance 1e-5 of the largest.
  @Test func scoreIsTheDerivativeOfTheLikelihood() throws {
    let all = try Self.fixtures()
    for (name, form) in [
      ("nile-gaps", StructuralForm.level), ("nile-gaps", .trend),
      ("ukgas-gaps", .seasonal(length: 4)), ("air", .seasonal(length: 12)),
      ("nile", .seasonal(length: 2)),
    ] {
      let series = NormalisedSeries(try #require(all[name]))
      let filter = StructuralFilter(series.values, form: form)
      var w = SIMD4<Double>(0.7, 0.03, 0.2, 1)
      for i in 0..<4 where !form.components.contains(i) { w[i] = 0 }
      let pass = try #require(filter.filter(w))
      let score = filter.score(variance: pass.variance)
      #expect(abs((score * w).sum()) < 1e-9 * (score * score).sum().squareRoot())
      for i in form.components {
        var (up, down) = (w, w)
        up[i] += 1e-5
        down[i] -= 1e-5
        let high = try #require(filter.filter(up)).logLikelihood
        let low = try #require(filter.filter(down)).logLikelihood
        #expect(relativeError(score[i], (high - low) / 2e-5, floor: 1) < 1e-5, "\(name) \(i)")
      }
    }
  }

  /// ψ-weights of the reduced form reproduce the growth of the Kalman prediction variance once the
  /// filter stands still, which a long series with every part moving brings about.
  @Test func reducedFormHasTheVariancesOfTheFilter() throws {
    var numbers = SeededNumbers(11)
    var (level, slope, season) = (0.0, 0.0, [1.0, -1, 2, -2])
    let values = (0..<2000).map { t in
      level += slope + numbers.symmetric()
      slope += 0.1 * numbers.symmetric()
      season[t % 4] = season[t % 4] - season.reduce(0, +) + numbers.symmetric()
      return level + season[t % 4] + numbers.symmetric()
    }
    let series = NormalisedSeries(values)
    let form = StructuralForm.seasonal(length: 4)
    let estimate = try #require(StructuralEstimate.fit(series, form: form, prunes: false))
    #expect(estimate.variances.min() > 0)
    #expect(estimate.process.autoregressive.count == 5)
    #expect(estimate.process.movingAverage.count == 5)
    let scales = estimate.projection(horizon: 60, of: (offset: 0, scale: 1)).scales
    let process = estimate.process.variances(60)
    for h in 0..<60 {
      let ratio = scales[h] * scales[h] / (scales[0] * scales[0])
      #expect(abs(ratio / process[h] - 1) < 1e-6, "step \(h + 1): \(ratio), \(process[h])")
    }
  }
}
