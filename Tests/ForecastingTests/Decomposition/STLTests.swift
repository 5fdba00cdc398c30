import Forecasting
import Testing
import _TestSupport

/// STL against R `stl` (`Fixtures/r/make_decomposition.R`).
@Suite struct STLTests {
  static func optioned() -> STL {
    var stl = STL(seasonalWindow: .span(9))
    stl.seasonalDegree = 1
    stl.trendWindow = 15
    stl.trendDegree = 0
    stl.lowPassDegree = 1
    stl.seasonalJump = 1
    stl.trendJump = 4
    stl.lowPassJump = 3
    stl.innerIterations = 3
    return stl
  }

  /// Tolerance 1e-12 of the largest value: R's moving averages are running sums, whose error grows
  /// with n; fixtures have 15 digits.
  @Test func agreesWithR() throws {
    let fixture = try VectorFixture("r/decomposition.csv", name: "part")
    #expect(fixture.series.count == 6)
    for series in fixture.series {
      let y = try series("data")
      let m = series.seasonLength
      let odd = y.count % 2 == 0 ? Array(y.dropLast()) : y
      for (name, stl, values) in [
        ("periodic", STL(), y), ("options", Self.optioned(), y),
        ("robust", STL(seasonalWindow: .span(7), robust: true), odd),
      ] {
        let parts = try stl.decompose(values, seasonLength: m)
        let trend = try series(name + "_trend")
        let scale = trend.map(abs).max() ?? 1
        #expect(relativeDistance(parts.trend, trend) < 1e-12, "\(series.name) \(name)")
        let seasonal = try series(name + "_seasonal")
        let worst = zip(parts.seasonal, seasonal).map { abs($0 - $1) }.max() ?? .infinity
        #expect(worst < 1e-12 * scale, "\(series.name) \(name)")
      }
      let strength = try #require(try SeasonalStrength.measure(y, seasonLength: m))
      let expected = try series("strength")[0]
      #expect(abs(strength - expected) < 1e-12, "\(series.name)")
    }
  }

  @Test func partsAddUpAndScale() throws {
    var numbers = SeededNumbers(11)
    for m in [2, 3, 7, 12] {
      for n in [2 * m + 1, 5 * m, 10 * m + 3] {
        let y = (0..<n).map { (i: Int) -> Double in
          let line: Double = 50 + 0.3 * Double(i)
          return line + 9 * Double(i % m) + numbers.symmetric()
        }
        for stl in [STL(), STL(seasonalWindow: .span(7), robust: true), Self.optioned()] {
          let parts = try stl.decompose(y, seasonLength: m)
          for i in y.indices {
            let sum = parts.seasonal[i] + parts.trend[i] + parts.remainder[i]
            #expect(abs(sum - y[i]) <= 4 * y[i].ulp)
          }
          // A power of two scales every part exactly; other factors to rounding.
          let double = try stl.decompose(y.map { $0 * 0x1p40 }, seasonLength: m)
          #expect(double.trend == parts.trend.map { $0 * 0x1p40 })
          #expect(double.seasonal == parts.seasonal.map { $0 * 0x1p40 })
          #expect(double.seasonalStrength == parts.seasonalStrength)
        }
        let parts = try STL().decompose(y, seasonLength: m)
        let triple = try STL().decompose(y.map { $0 * 3 }, seasonLength: m)
        #expect(relativeDistance(triple.trend, parts.trend.map { $0 * 3 }) < 1e-13)
        #expect((0...1).contains(parts.trendStrength))
      }
    }
  }

  /// A season and a line without noise: local lines pass through them.
  @Test func lineAndSeasonComeBack() throws {
    let season = [4.0, -1, -5, 2]
    let y = (0..<48).map { (i: Int) -> Double in 100 + 2 * Double(i) + season[i % 4] }
    let parts = try STL(robust: true).decompose(y, seasonLength: 4)
    for i in y.indices {
      #expect(abs(parts.trend[i] - 100 - 2 * Double(i)) < 1e-9)
      #expect(abs(parts.seasonal[i] - season[i % 4]) < 1e-9)
    }
    #expect(parts.seasonalStrength > 0.999_999 && parts.trendStrength > 0.999_999)
  }

  /// An outlier in an even length: weights by the right median leave the rest alone.
  @Test func robustFormKeepsAnOutlierInTheRemainder() throws {
    var numbers = SeededNumbers(5)
    var y = (0..<72).map { 1000 + 100 * Double($0 % 12) + numbers.symmetric() }
    let clean = try STL(robust: true).decompose(y, seasonLength: 12)
    y[30] += 5000
    let parts = try STL(robust: true).decompose(y, seasonLength: 12)
    #expect(abs(parts.remainder[30] - 5000) < 5)
    #expect(zip(parts.trend, clean.trend).allSatisfy { abs($0 - $1) < 1 })
    #expect(zip(parts.seasonal, clean.seasonal).allSatisfy { abs($0 - $1) < 2 })
  }

  @Test func strengthOfOddInput() throws {
    #expect(try SeasonalStrength.measure([Double](repeating: 7.1, count: 40), seasonLength: 4) == 0)
    #expect(try SeasonalStrength.measure([Double](repeating: 0, count: 40), seasonLength: 4) == 0)
    #expect(try SeasonalStrength.measure([1, 2, 3, 4, 5, 6], seasonLength: 3) == nil)
    #expect(try SeasonalStrength.measure([1, 2, 3, 4, 5, 6], seasonLength: 1) == nil)
    #expect(try SeasonalStrength.measure([], seasonLength: .max) == nil)
    for size in [1e300, 1e-300] {
      let y = (0..<40).map { size * (5 + Double($0 % 4)) }
      let strength = try #require(try SeasonalStrength.measure(y, seasonLength: 4))
      #expect(strength > 0.999)
    }
  }

  @Test func refusesWhatItCannotDo() {
    #expect(throws: ForecastingError.tooShort(needed: 9, found: 8)) {
      try STL().decompose([1, 2, 3, 4, 5, 6, 7, 8], seasonLength: 4)
    }
    #expect(throws: ForecastingError.self) { try STL().decompose([1, 2], seasonLength: .max) }
    #expect(throws: ForecastingError.gapsNotTaken) {
      try STL().decompose([1, 2, .nan, 4, 5, 6, 7], seasonLength: 2)
    }
    #expect(throws: ForecastingError.overflow) {
      try STL().decompose([1, 2, .infinity, 4, 5, 6, 7], seasonLength: 2)
    }
    #expect(throws: ForecastingError.overflow) {
      try STL().decompose([Double](repeating: 1.7e308, count: 9), seasonLength: 4)
    }
    for m in [1, 0, -3] {
      #expect(throws: ForecastingError.self) { try STL().decompose([1, 2, 3], seasonLength: m) }
    }
    for window in [0, -1, Int.max] {
      #expect(throws: ForecastingError.self) {
        try STL(seasonalWindow: .span(window)).decompose([1, 2, 3, 4, 5], seasonLength: 2)
      }
    }
  }
}
