import Forecasting
import Glibc
import SeriesCore
import Testing
import _TestSupport

/// What structural models must keep on any series.
@Suite struct StructuralPropertyTests {
  static func monthly(_ count: Int, seed: UInt64 = 5) -> [Double] {
    var numbers = SeededNumbers(seed)
    var (level, slope) = (100.0, 0.5)
    return (0..<count).map { t in
      level += slope + numbers.symmetric()
      slope += 0.02 * numbers.symmetric()
      return level + Double((t * 5) % 12) + numbers.symmetric()
    }
  }

  static func fit(_ values: [Double], _ model: String, season: Int) throws -> FittedSeries {
    try StructuralTests.fit(values, model, season: season)
  }

  @Test(arguments: ["structural", "structural:level", "structural:trend", "structural:bsm"])
  func scalingTheSeriesScalesTheForecast(_ model: String) throws {
    let values = Self.monthly(90)
    let base = try Self.fit(values, model, season: 12).forecast(horizon: 14)
    for factor in [1e-7, 3.7, 1e9] {
      let scaled = try Self.fit(values.map { $0 * factor }, model, season: 12)
        .forecast(horizon: 14)
      for (x, y) in zip(base.distributions, scaled.distributions) {
        for p in [0.1, 0.5, 0.9] {
          #expect(relativeError(y.quantile(p), x.quantile(p) * factor) < 1e-6)
        }
      }
    }
  }

  @Test func formsAreChosenAndNamed() throws {
    #expect(try Self.fit(Self.monthly(120), "structural", season: 12).fitted.form == "bsm")
    let season = (0..<60).map { Double(($0 * 5) % 12) }
    #expect(try Self.fit(season, "structural", season: 12).fitted.form == "bsm")
    let exact = try Self.fit(season, "structural", season: 12).forecast(horizon: 12)
    for h in 0..<12 {
      #expect(abs(exact.distributions[h].median - season[h]) < 1e-9)
      #expect(exact.interval(step: h + 1, level: 95).high - season[h] < 1e-9)
    }
    let line = (0..<9).map { 3 - 0.1 * Double($0) }
    let fitted = try Self.fit(line, "structural", season: 1)
    #expect(fitted.fitted.form == "trend")
    #expect(abs(try fitted.forecast(horizon: 3).distributions[2].median - 1.9) < 1e-12)
    for bad in ["bsn", "", "level:2"] {
      #expect(throws: ForecastingError.self) { try ModelRequest("structural:" + bad) }
    }
  }

  @Test func shortAndLongSeasonsGiveAReason() throws {
    #expect(throws: ForecastingError.self) {
      try Self.fit(Self.monthly(40), "structural:bsm", season: 1)
    }
    #expect(throws: ForecastingError.tooShort(needed: 25, found: 24)) {
      try Self.fit(Self.monthly(24), "structural:bsm", season: 12)
    }
    #expect(throws: ForecastingError.self) {
      try Self.fit(Self.monthly(400), "structural:bsm", season: 61)
    }
    // A season longer than the series: the automatic choice does without.
    #expect(try Self.fit(Self.monthly(20), "structural", season: 24).fitted.form != "bsm")
    for m in [2, 3, 5, 24] {
      _ = try Self.fit(Self.monthly(2 * m + 1), "structural:bsm", season: m).forecast(horizon: 50)
    }
    // One month never observed.
    var holes = Self.monthly(60)
    for t in stride(from: 3, to: 60, by: 12) { holes[t] = .nan }
    #expect(throws: ForecastingError.self) { try Self.fit(holes, "structural:bsm", season: 12) }
    #expect(try Self.fit(holes, "structural", season: 12).fitted.form != "bsm")
  }

  @Test func oddSeriesGiveAResultOrAReason() throws {
    var numbers = SeededNumbers(3)
    var odd: [[Double]] = []
    for n in [1, 2, 3, 4, 5, 9, 25, 40] {
      odd.append([Double](repeating: 0, count: n))
      odd.append([Double](repeating: 7.3, count: n))
      odd.append((0..<n).map { $0 == n / 2 ? 1 : 0 })
      odd.append((0..<n).map { $0 == n - 1 ? 1e300 : -1e300 })
      odd.append((0..<n).map { _ in 1e-300 * numbers.symmetric() })
      odd.append((0..<n).map { _ in Double.leastNonzeroMagnitude * Double(numbers.integer(0...3)) })
      odd.append((0..<n).map { 1e15 + Double($0 % 3) })
      odd.append((0..<n).map { _ in numbers.symmetric() > 0 ? .nan : numbers.symmetric() })
      odd.append((0..<n).map { $0 % 7 == 0 ? numbers.symmetric() : .nan })
      odd.append((0..<n).map { Double($0 * $0) })
      odd.append((0..<n).map { $0 % 2 == 0 ? 1 : -1 })
    }
    for values in odd where values.contains(where: { !$0.isNaN }) {
      for season in [1, 2, 4, 12, 24] {
        for form in ["", ":level", ":trend", ":bsm"] {
          guard let fitted = try? Self.fit(values, "structural" + form, season: season),
            let forecast = try? fitted.forecast(horizon: 30)
          else { continue }
          for h in [1, 30] {
            let interval = forecast.interval(step: h, level: 95)
            #expect(
              interval.low <= interval.high && !interval.low.isNaN,
              "\(form) \(season) \(values.prefix(9))")
            #expect(forecast.distributions[h - 1].median.isFinite)
          }
        }
      }
    }
  }

  @Test func hugeValuesAreThoseOfSmallOnes() throws {
    let huge = [1e300, -1e300, 1.1e300, 0.4e300, -1e299]
    let (far, near) = try (
      Self.fit(huge, "structural:level", season: 1),
      Self.fit(huge.map { scalbn($0, -996) }, "structural:level", season: 1)
    )
    for (a, b) in zip(
      try far.forecast(horizon: 3).distributions, try near.forecast(horizon: 3).distributions)
    {
      #expect(a.quantile(0.9) == scalbn(b.quantile(0.9), 996))
    }
  }

  /// Thirty thousand monthly points, with and without gaps.
  @Test func longSeriesAreFitted() throws {
    var values = Self.monthly(30_000)
    let fitted = try Self.fit(values, "structural:bsm", season: 12)
    #expect((fitted.fitted.logLikelihood ?? .nan).isFinite)
    for t in stride(from: 100, to: 29_000, by: 97) { values[t] = .nan }
    let gappy = try Self.fit(values, "structural:bsm", season: 12)
    for (a, b) in zip(fitted.fitted.parameters, gappy.fitted.parameters) {
      #expect(relativeError(a.value, b.value, floor: 1e-5) < 0.2, "\(a.name)")
    }
  }
}
