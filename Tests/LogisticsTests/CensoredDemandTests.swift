import Foundation
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@testable import Logistics

/// Demand behind full periods, against R (`Fixtures/logistics/make_censored.R`) and against theory.
@Suite struct CensoredDemandTests {
  static let years = [2015, 2016, 2018, 2019, 2020, 2021, 2022, 2023, 2024]
  static let carried = [7.089, 8.3, 13.933, 17.556, 21.622, 20.0, 23, 28, 32]

  static func carriedSeries(_ years: [Int] = years, _ values: [Double] = carried) throws
    -> TimeSeries
  {
    let rows = zip(years, values).map { "\($0),\($1)\n" }.joined()
    let text = "period,value\n" + rows
    let panel = try SeriesPanel.read(ByteSource(name: "rail.csv", bytes: Array(text.utf8)))
    return try panel.series(named: panel.entries[0].id)
  }

  static func expected() throws -> [String: Double] {
    var values: [String: Double] = [:]
    for row in try Repository.rows("logistics/censored.csv") {
      values[row["quantity"] ?? ""] = Double(row["value"] ?? "")
    }
    return values
  }

  /// The greatest likelihood is that of `survreg`: 1e-6 of a flat maximum in parameters,
  /// which is 1e-10 in the likelihood.
  @Test func trendUnderAKnownBoundIsTobit() throws {
    let expected = try Self.expected()
    let series = try Self.carriedSeries(Self.years, Self.carried.map { min($0, 28) })
    let observations = zip(series.ordinals, series.values).map {
      CensoredObservation(ordinal: $0, logValue: log($1), logCapacity: log(28))
    }
    func logLikelihood(_ point: [Double]) -> Double {
      observations.reduce(0) { sum, observation in
        let mean = point[0] + point[1] * Double(observation.ordinal - series.ordinals[8])
        let update = DemandFilter.update(
          observation, .known, means: [mean], deviations: [exp(point[2])], weights: [1])
        return sum + log(update.density)
      }
    }
    let peak = LikelihoodPeak(
      from: [3.3, 0.15, -2], spreads: [0.1, 0.02, 1], tolerance: 1e-7, logLikelihood)
    #expect(relativeError(peak.logLikelihood, try #require(expected["tobit_loglik"])) < 1e-10)
    #expect(relativeError(peak.place[0], try #require(expected["tobit_level"])) < 1e-5)
    #expect(relativeError(peak.place[1], try #require(expected["tobit_rate"])) < 1e-5)
    #expect(relativeError(exp(peak.place[2]), try #require(expected["tobit_sigma"])) < 1e-5)
  }

  /// Two full years in a row under a soft bound: R integrates over the demand of the first. The
  /// likelihood to the 24 nodes' 1e-6; moments to the grid of R, 1/400 of a range of ten deviations.
  @Test func driftUnderASoftBoundIsAsIntegratedInR() throws {
    let expected = try Self.expected()
    let series = try Self.carriedSeries()
    let observations = zip(series.ordinals, series.values).map {
      CensoredObservation(ordinal: $0, logValue: log($1), logCapacity: log(28))
    }
    let filter = DemandFilter(
      growth: .drift, bound: .soft(deviation: 0.1), observations: observations)
    let value = filter.run(rate: 0.2, deviation: 0.2, logSaturation: 0).logLikelihood
    #expect(
      relativeError(value, try #require(expected["drift_soft_loglik_at_0.2_0.2"])) < 1e-6)
    let posterior = try CensoredDemand(growth: .drift, bound: .soft(deviation: 0.1))
      .fit(to: series) { _ in 28 }
    #expect(
      abs(posterior.growthRate.mean - (try #require(expected["drift_soft_rate_mean"]))) < 2e-4)
    #expect(
      abs(posterior.growthRate.deviation - (try #require(expected["drift_soft_rate_sd"]))) < 5e-4)
    #expect(
      abs(posterior.logDeviation - (try #require(expected["drift_soft_logsigma_mean"]))) < 2e-3)
  }

  /// Without capacity the drift is Student's t around the mean change: its deviation is
  /// s·√(ν/(ν − 2)/T) with ν = n − 2 for n − 1 changes over T periods.
  @Test func withoutCapacityDriftIsStudents() throws {
    let series = try Self.carriedSeries()
    let posterior = try CensoredDemand(growth: .drift, bound: .known).fit(to: series) { _ in nil }
    let span = 9.0
    let mean = log(32 / 7.089) / span
    var sum = 0.0
    for i in 1..<Self.years.count {
      let k = Double(Self.years[i] - Self.years[i - 1])
      let rest = log(Self.carried[i] / Self.carried[i - 1]) - k * mean
      sum += rest * rest / k
    }
    let freedom = Double(Self.years.count - 2)
    let deviation = (sum / freedom * freedom / (freedom - 2) / span).squareRoot()
    // The grid's ends cut tails of ν = 7: under 1e-3 of the deviation.
    #expect(abs(posterior.growthRate.mean - mean) < 1e-6)
    #expect(relativeError(posterior.growthRate.deviation, deviation) < 2e-3)
    #expect(posterior.fullPeriods.isEmpty)
    #expect(relativeError(posterior.demandAtEnd([0.5])[0], 32) < 1e-12)
  }

  /// The trend likewise: the slope's t has n − 2 degrees of freedom.
  @Test func withoutCapacityTrendIsLeastSquares() throws {
    let series = try Self.carriedSeries()
    let posterior = try CensoredDemand(growth: .trend, bound: .known).fit(to: series) { _ in nil }
    let t = Self.years.map(Double.init)
    let x = Self.carried.map { log($0) }
    let n = Double(t.count)
    let (mt, mx) = (t.reduce(0, +) / n, x.reduce(0, +) / n)
    let square = t.reduce(0) { $0 + ($1 - mt) * ($1 - mt) }
    let slope = zip(t, x).reduce(0) { $0 + ($1.0 - mt) * ($1.1 - mx) } / square
    let rest = zip(t, x).reduce(0) {
      let r = $1.1 - mx - slope * ($1.0 - mt)
      return $0 + r * r
    }
    let deviation = (rest / (n - 2) / square * (n - 2) / (n - 4)).squareRoot()
    #expect(abs(posterior.growthRate.mean - slope) < 1e-6)
    #expect(relativeError(posterior.growthRate.deviation, deviation) < 2e-3)
  }

  /// Full years that are taken as demand make growth look slow; taken as bounds they do not.
  @Test func fullYearsDoNotBiasGrowth() throws {
    // Demand grows by 12 % a year; 40 is all that passes from the seventh year on.
    var demand = 10.0
    var values: [Double] = []
    for i in 0..<16 {
      values.append(min(demand, 40))
      demand *= 1.12 * (i % 2 == 0 ? 1.05 : 1 / 1.05)
    }
    let series = try Self.carriedSeries(Array(2000..<2016), values)
    let naive = try CensoredDemand(growth: .trend, bound: .known).fit(to: series) { _ in nil }
    let aware = try CensoredDemand(growth: .trend, bound: .known).fit(to: series) { _ in 40 }
    #expect(naive.growthRate.mean < 0.10)
    #expect(abs(aware.growthRate.mean - log(1.12)) < 0.01)
    #expect(aware.fullPeriods.count == values.count { $0 >= 40 })
    #expect(aware.demandAtEnd([0.5])[0] > 40)
  }

  /// The same in other units: growth stays, demand scales.
  @Test func unitsDoNotMatter() throws {
    // A range without width: one saturation is quick to sum.
    let fit = CensoredDemand(
      growth: .logistic, bound: .uncertain(deviation: 0.1), saturation: .init(low: 80, high: 80))
    let scaled = CensoredDemand(
      growth: .logistic, bound: .uncertain(deviation: 0.1),
      saturation: .init(low: 80_000, high: 80_000))
    let a = try fit.fit(to: Self.carriedSeries()) { _ in 28 }
    let b = try scaled.fit(to: Self.carriedSeries(Self.years, Self.carried.map { $0 * 1000 })) {
      _ in
      28_000
    }
    #expect(relativeError(a.growthRate.mean, b.growthRate.mean) < 1e-6)
    #expect(relativeError(a.demandAtEnd([0.9])[0] * 1000, b.demandAtEnd([0.9])[0]) < 1e-6)
  }

  @Test func whatCannotBeFittedIsRefused() throws {
    let fit = CensoredDemand(growth: .drift, bound: .known)
    #expect(throws: LogisticsError.aboveKnownCapacity(index: 8, value: 32, capacity: 28)) {
      try fit.fit(to: Self.carriedSeries()) { _ in 28 }
    }
    #expect(throws: LogisticsError.tooShort(needed: 5, found: 3)) {
      try fit.fit(to: Self.carriedSeries([2020, 2021, 2022], [1, 2, 3])) { _ in nil }
    }
    #expect(throws: LogisticsError.noVariation) {
      try fit.fit(to: Self.carriedSeries(Array(2015..<2024), Array(repeating: 5, count: 9))) { _ in
        nil
      }
    }
    #expect(throws: LogisticsError.nonPositiveValue(index: 1, value: 0)) {
      try fit.fit(
        to: Self.carriedSeries([2015, 2016, 2017, 2018, 2019, 2020], [1, 0, 1, 2, 3, 4])
      ) { _ in
        nil
      }
    }
    #expect(throws: LogisticsError.startsFull(value: 9)) {
      try fit.fit(to: Self.carriedSeries(Array(2015..<2022), [9, 2, 3, 4, 5, 6, 7])) { _ in 9 }
    }
  }
}
