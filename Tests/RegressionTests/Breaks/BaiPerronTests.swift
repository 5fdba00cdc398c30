import Foundation
import Testing
import _TestSupport

@testable import Regression

/// Break places, criteria, intervals and coefficients against R strucchange.
@Suite struct BaiPerronTests {
  static func fit(_ fixture: BreakFixture, _ name: String) throws -> BaiPerronFit {
    let (design, response) = try fixture.data(name)
    var model = BaiPerron()
    model.minimumSegment = .count(Int(try #require(fixture.vector(name, "h")?[0])))
    return try model.fit(design, response: response)
  }

  @Test func partitionsAgreeWithR() throws {
    let fixture = try BreakFixture()
    for name in BreakFixture.columns.keys {
      let fit = try Self.fit(fixture, name)
      let sums = try #require(fixture.vector(name, "rss"))
      let criteria = try #require(fixture.vector(name, "bic"))
      #expect(fit.partitions.count >= sums.count)
      for (m, sum) in sums.enumerated() {
        let partition = fit.partitions[m]
        #expect(relativeError(partition.residualSumOfSquares, sum) < 1e-8, "\(name) \(m)")
        #expect(relativeError(partition.bic, criteria[m]) < 1e-8, "\(name) \(m)")
        let places = m == 0 ? [] : try #require(fixture.vector(name, "places_\(m)"))
        #expect(partition.breakAfter.map(Double.init) == places, "\(name) \(m)")
        let n = Double(try fixture.data(name).response.count)
        let q = Double((m + 1) * (BreakFixture.columns[name]!.count + 1) + m)
        let lwz = log(sum / (n - q)) + q / n * 0.299 * pow(log(n), 2.1)
        #expect(abs(partition.lwz - lwz) < 1e-8, "\(name) \(m)")
      }
      if fit.partitions.count == sums.count {
        #expect(Double(fit.breaks()) == fixture.vector(name, "chosen")?[0], "\(name)")
      }
      #expect(fit.breaks(by: .lwz) <= fit.breaks(by: .bic), "\(name)")
    }
  }

  @Test func coefficientsAgreeWithR() throws {
    let fixture = try BreakFixture()
    for name in BreakFixture.columns.keys {
      let fit = try Self.fit(fixture, name)
      for m in 1..<(try #require(fixture.vector(name, "rss")).count) {
        let expected = try #require(fixture.vector(name, "coef_\(m)"))
        let segments = try fit.segments(breaks: m)
        let computed = segments.flatMap { $0.fit.coefficients.map(\.estimate) }
        try #require(computed.count == expected.count)
        for (a, b) in zip(computed, expected) {
          #expect(relativeError(a, b) < 1e-8, "\(name) \(m)")
        }
        let sum = segments.reduce(0) { $0 + $1.fit.residualSumOfSquares }
        #expect(relativeError(sum, fit.partitions[m].residualSumOfSquares) < 1e-9)
      }
    }
  }

  @Test func intervalsAgreeWithR() throws {
    let fixture = try BreakFixture()
    var compared = 0
    for name in BreakFixture.columns.keys {
      let fit = try Self.fit(fixture, name)
      for m in 1..<(try #require(fixture.vector(name, "rss")).count) {
        for level in [95, 90] {
          guard let expected = fixture.vector(name, "confint_\(m)_\(level)"),
            expected.count == 3 * m
          else { continue }
          let intervals = try fit.confidenceIntervals(breaks: m, level: Double(level))
          for (i, interval) in intervals.enumerated() {
            let interval = try #require(interval)
            let values = [interval.low, interval.breakAfter, interval.high].map(Double.init)
            #expect(values == Array(expected[(3 * i)..<(3 * i + 3)]), "\(name) \(m) \(level)")
            compared += 1
          }
        }
      }
    }
    #expect(compared > 80)
  }

  /// The exact minimum over all partitions, by trying every one.
  @Test func dynamicProgrammingFindsTheMinimum() throws {
    var numbers = SeededNumbers(3)
    let n = 18
    let x = numbers.vector(n)
    let response = numbers.vector(n)
    let design = try Design([.intercept(count: n), .init("x", x)])
    var model = BaiPerron()
    model.minimumSegment = .count(3)
    model.maximumBreaks = 2
    let fit = try model.fit(design, response: response)
    let sample = try BreakSample(design, response)
    func sum(_ range: Range<Int>) throws -> Double { try sample.fit(range).residualSumOfSquares }
    var best = (one: Double.infinity, two: Double.infinity)
    for i in 3...(n - 3) {
      best.one = min(best.one, try sum(0..<i) + sum(i..<n))
      guard i + 3 <= n - 3 else { continue }
      for j in (i + 3)...(n - 3) {
        best.two = min(best.two, try sum(0..<i) + sum(i..<j) + sum(j..<n))
      }
    }
    #expect(relativeError(fit.partitions[1].residualSumOfSquares, best.one) < 1e-12)
    #expect(relativeError(fit.partitions[2].residualSumOfSquares, best.two) < 1e-12)
  }

  /// Sums from the updated factor against fresh fits in double-double, on badly scaled columns.
  @Test func updatedFactorKeepsItsDigits() throws {
    var numbers = SeededNumbers(12)
    let n = 300
    let trend = (0..<n).map { 1e6 + Double($0) }
    let small = numbers.vector(n).map { 1e-8 * $0 }
    let response = (0..<n).map { 3e4 + 0.5 * trend[$0] + 2e7 * small[$0] + numbers.symmetric() }
    let design = try Design([
      .intercept(count: n), .init("trend", trend), .init("small", small),
    ])
    let sample = try BreakSample(design, response)
    var state = UpdatedQR(terms: 3)
    for start in [0, 17, 290] {
      state.reset()
      for i in start..<n {
        state.add(i, rows: sample.rows)
        guard state.count >= 6, i % 37 == 0 || i == n - 1 else { continue }
        let exact = try sample.fit(start..<(i + 1)).residualSumOfSquares
        #expect(relativeError(state.residualSumOfSquares, exact) < 1e-8, "\(start) \(i)")
        #expect(state.hasFullRank)
      }
    }
    var rank = UpdatedQR(terms: 2)
    let rows: [Double] = response.flatMap { y -> [Double] in [1, 0.1, y] }
    for i in 0..<n { rank.add(i, rows: rows) }
    #expect(!rank.hasFullRank)
  }

  /// Columns whose squares would overflow or vanish, and a break after observation 20.
  @Test func extremeUnitsAreTaken() throws {
    let (design, response) = try BreakFixture.shifted()
    for unit in [1e-300, 1e-160, 1e160, 1e300] {
      let scaled = try Design([.init("unit", Array(repeating: unit, count: 50))])
      let (a, b) = (
        try BaiPerron().fit(design, response: response),
        try BaiPerron().fit(scaled, response: response)
      )
      #expect(a.partitions.map(\.breakAfter) == b.partitions.map(\.breakAfter), "\(unit)")
      #expect(b.breaks() == 1)
    }
  }

  @Test func aPureStepIsFoundWithoutANumberThatIsNone() throws {
    let (design, response) = try BreakFixture.shifted(noise: 0)
    let fit = try BaiPerron().fit(design, response: response)
    #expect(fit.breaks() == 1 && fit.breaks(by: .lwz) == 1)
    #expect(fit.partitions[1].breakAfter == [20])
    #expect(try fit.confidenceIntervals(breaks: 1) == [nil])
  }

  @Test func collinearSegmentsAreNeverUsed() throws {
    let (_, response) = try BreakFixture.shifted()
    // 1 in the last observations only: before them it is collinear with the intercept.
    let late = (0..<50).map { $0 < 43 ? 0.0 : 1 }
    let design = try Design([.intercept(count: 50), .init("late", late)])
    let fit = try BaiPerron().fit(design, response: response)
    #expect(fit.partitions.count == 1)
    let alternating = (0..<50).map { Double($0 % 2) }
    let other = try Design([.intercept(count: 50), .init("even", alternating)])
    #expect(try BaiPerron().fit(other, response: response).partitions.count == 7)
  }

  @Test func badInputIsRefused() throws {
    let (design, response) = try BreakFixture.shifted()
    for length in [
      BaiPerron.SegmentLength.count(1), .count(26), .count(-4), .share(0), .share(0.6),
      .share(.nan), .share(0.01),
    ] {
      var model = BaiPerron()
      model.minimumSegment = length
      #expect(throws: RegressionError.self) { try model.fit(design, response: response) }
    }
    var model = BaiPerron()
    for breaks in [7, .max, -1] {
      model.maximumBreaks = breaks
      #expect(throws: RegressionError.self) { try model.fit(design, response: response) }
    }
    model.maximumBreaks = 6
    #expect(try model.fit(design, response: response).partitions.count == 7)
    #expect(throws: RegressionError.exactFit) {
      try BaiPerron().fit(design, response: Array(repeating: 0.1, count: 50))
    }
    #expect(throws: RegressionError.nonFinite(term: "response", observation: 1)) {
      try BaiPerron().fit(Design([.intercept(count: 5)]), response: [1, .infinity, 3, 3, 4])
    }
    #expect(throws: RegressionError.tooShort(needed: 4, found: 1)) {
      try BaiPerron().fit(Design([.intercept(count: 1)]), response: [1])
    }
    #expect(throws: RegressionError.self) { try BaiPerron().fit(Design([]), response: []) }
    let fit = try BaiPerron().fit(design, response: response)
    #expect(throws: RegressionError.self) { try fit.segments(breaks: 9) }
    #expect(throws: RegressionError.self) { try fit.segments(breaks: -1) }
    #expect(throws: RegressionError.self) { try fit.confidenceIntervals(breaks: 1, level: 100) }
  }
}
