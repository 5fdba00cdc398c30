import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@testable import Regression

/// Intervals of break dates by likelihood ratios.
@Suite struct BreakDateSetTests {
  /// Without the steps' part κ = −2 log(1 − √p): Eo & Morley (2015) have 5.94 at 90 % and 7.35 at 95 %.
  @Test func criticalValuesOfTheLimit() {
    #expect(abs(BaiPerronFit.criticalValue(0.9, steps: (0, 0)) - 5.94) < 0.005)
    #expect(abs(BaiPerronFit.criticalValue(0.95, steps: (0, 0)) - 7.35) < 0.005)
    #expect(BaiPerronFit.criticalValue(0.9, steps: (10, 10)) == 0)
  }

  @Test func contraryOrderGivesTheSameSet() throws {
    let (design, response) = try BreakFixture.shifted(noise: 1.5)
    var method = BaiPerron()
    method.maximumBreaks = 1
    let forward = try method.fit(design, response: response).likelihoodIntervals(breaks: 1)
    let backward = try method.fit(design, response: response.reversed()).likelihoodIntervals(
      breaks: 1)
    let (a, b) = (try #require(forward[0]), try #require(backward[0]))
    #expect(a.low == 50 - b.high && a.high == 50 - b.low && a.breakAfter == 50 - b.breakAfter)
    #expect(a.low <= a.breakAfter && a.breakAfter <= a.high)
    let scaled = try method.fit(design, response: response.map { 1e3 * $0 - 7e4 })
    #expect(try scaled.likelihoodIntervals(breaks: 1) == forward)
    let wider = try method.fit(design, response: response).likelihoodIntervals(
      breaks: 1, longRunRatio: 4)
    let wide = try #require(wider[0])
    #expect(wide.low <= a.low && wide.high >= a.high && wide != a)
  }

  /// The Nile's break after 1898: strucchange's interval of 95 % goes from 1895 to 1902 (Bai 1997).
  @Test func theNile() throws {
    let (design, response) = try BreakFixture().data("Nile")
    var method = BaiPerron()
    method.maximumBreaks = 1
    let fit = try method.fit(design, response: response)
    let found = try #require(try fit.likelihoodIntervals(breaks: 1)[0])
    #expect(found.breakAfter == 28)
    #expect((24...28).contains(found.low) && (28...33).contains(found.high))
  }

  /// A shift of one deviation in the middle of 60, half of the samples with twice the deviation after it:
  /// 90 % within three standard errors of 300 samples, 5.2 %.
  @Test(arguments: [1.0, 2]) func coversWhatItSays(_ spread: Double) throws {
    var inside = 0
    for draw in 0..<300 {
      var random = PhiloxGenerator(seed: 32, path: UInt32(draw))
      let y = (0..<60).map { i in
        i < 30 ? random.normal() : 1 + spread * random.normal()
      }
      var method = BaiPerron()
      method.maximumBreaks = 1
      let fit = try method.fit(Design([.intercept(count: 60)]), response: y)
      let interval = try #require(try fit.likelihoodIntervals(breaks: 1, level: 90)[0])
      if interval.low <= 30 && 30 <= interval.high { inside += 1 }
    }
    #expect(abs(Double(inside) / 300 - 0.9) < 0.052)
  }

  @Test func residualsThatAreNone() throws {
    let (design, response) = try BreakFixture.shifted(noise: 0)
    var method = BaiPerron()
    method.maximumBreaks = 1
    let fit = try method.fit(design, response: response)
    #expect(try fit.likelihoodIntervals(breaks: 1) == [nil])
    #expect(throws: RegressionError.self) {
      try fit.likelihoodIntervals(breaks: 1, level: 100)
    }
  }
}
