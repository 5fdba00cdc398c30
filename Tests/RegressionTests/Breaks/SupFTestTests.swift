import Foundation
import Regression
import Testing
import _TestSupport

/// F statistics over unknown places and at a known one, against R strucchange
/// (`Fixtures/r/make_breaks.R`).
@Suite struct SupFTestTests {
  /// Closed forms: 1e-8 relative. R subtracts a p-value from 1, so it has 1e-12 absolute at best.
  @Test func statisticsAgreeWithR() throws {
    let fixture = try BreakFixture()
    var compared = 0
    for name in BreakFixture.columns.keys.sorted() {
      let (design, response) = try fixture.data(name)
      for (trimming, label) in [(0.15, "0.15"), (0.1, "0.1"), (0.31, "0.31")] {
        guard let expected = fixture.vector(name, "fstats_" + label) else { continue }
        let test = try SupFTest(design, response: response, trimming: trimming)
        try #require(test.statistics.count == expected.count)
        let largest = try #require(expected.max())
        for (a, b) in zip(test.statistics, expected) {
          #expect(relativeError(a, b, floor: largest) < 1e-8, "\(name)")
          #expect(relativeError(a, b, floor: 1e-3 * largest) < 1e-8, "\(name)")
        }
        #expect(Double(test.breakAfter) == fixture.vector(name, "place_" + label)?[0])
        for (kind, outcome) in [
          ("supF", test.supremum), ("aveF", test.average), ("expF", test.exponential),
        ] {
          let values = try #require(fixture.vector(name, "\(kind)_\(label)"))
          #expect(relativeError(outcome.statistic, values[0]) < 1e-8, "\(name) \(kind)")
          let p = try #require(outcome.pValue)
          if values[1] > 1e-4, values[1] < 1 || values[0] < 20 {
            #expect(abs(p - values[1]) < 1e-12 + 1e-8 * values[1], "\(name) \(kind) \(p)")
          } else {
            // R's cubic turns back for large statistics, up to a p-value of 1; ours does not.
            #expect(p < 1e-4 && (p < 1e-12 + values[1] || values[1] == 0), "\(name) \(kind) \(p)")
          }
          compared += 1
        }
      }
    }
    #expect(compared >= 36)
  }

  @Test func knownPlaceAgreesWithR() throws {
    let fixture = try BreakFixture()
    for name in BreakFixture.columns.keys {
      let (design, response) = try fixture.data(name)
      let values = try #require(fixture.vector(name, "chow"))
      let test = try ChowTest(design, response: response, breakAfter: Int(values[0]))
      #expect(relativeError(test.statistic, values[1]) < 1e-8, "\(name) \(test.statistic)")
      #expect(relativeError(test.pValue, values[2]) < 1e-8, "\(name) \(test.pValue)")
      #expect(test.numeratorDegrees == design.terms.count)
      #expect(test.denominatorDegrees == response.count - 2 * design.terms.count)
      let scan = try SupFTest(design, response: response, trimming: 0.3)
      let here = scan.statistics[test.breakAfter - scan.firstPlace]
      #expect(relativeError(here, test.statistic * Double(test.numeratorDegrees)) < 1e-9)
    }
  }

  @Test func aShiftIsFound() throws {
    let (design, response) = try BreakFixture.shifted()
    let test = try SupFTest(design, response: response)
    #expect(test.breakAfter == 20)
    // A small trimming still leaves k + 1 observations on both sides.
    let wide = try SupFTest(design, response: response, trimming: 0.01)
    #expect(wide.firstPlace == 2 && wide.statistics.count == 47)
    #expect(try #require(test.supremum.pValue) < 1e-10)
    #expect(try ChowTest(design, response: response, breakAfter: 20).pValue < 1e-20)
  }

  @Test func badInputIsRefused() throws {
    let (design, response) = try BreakFixture.shifted()
    for trimming in [0, 0.5, -1, .nan] {
      #expect(throws: RegressionError.self) {
        try SupFTest(design, response: response, trimming: trimming)
      }
    }
    for place in [-1, 0, 50, 90] {
      #expect(throws: RegressionError.self) {
        try ChowTest(design, response: response, breakAfter: place)
      }
    }
    #expect(throws: RegressionError.tooShort(needed: 2, found: 1)) {
      try ChowTest(design, response: response, breakAfter: 1)
    }
    #expect(throws: RegressionError.exactFit) {
      try SupFTest(design, response: Array(repeating: 7.3, count: 50))
    }
    let stepped = try BreakFixture.shifted(noise: 0)
    #expect(throws: RegressionError.exactFit) {
      try SupFTest(stepped.design, response: stepped.response)
    }
    #expect(throws: RegressionError.exactFit) {
      try ChowTest(stepped.design, response: stepped.response, breakAfter: 20)
    }
    #expect(throws: RegressionError.tooShort(needed: 4, found: 3)) {
      try SupFTest(Design([.intercept(count: 3)]), response: [1, 2, 4])
    }
    #expect(throws: RegressionError.nonFinite(term: "response", observation: 2)) {
      try SupFTest(Design([.intercept(count: 5)]), response: [1, 2, .nan, 3, 4])
    }
    #expect(throws: RegressionError.lengthMismatch(term: "response", needed: 5, found: 4)) {
      try SupFTest(Design([.intercept(count: 5)]), response: [1, 2, 3, 4])
    }
    // A dummy that is 0 in all of the first segments.
    let late = (0..<50).map { $0 < 30 ? 0.0 : 1 }
    let dummy = try Design([.intercept(count: 50), .init("late", late)])
    #expect(throws: RegressionError.collinear(observations: 0..<7)) {
      try SupFTest(dummy, response: response)
    }
    #expect(throws: RegressionError.collinear(observations: 0..<25)) {
      try ChowTest(dummy, response: response, breakAfter: 25)
    }
    let double = try Design([.intercept(count: 50), .init("two", Array(repeating: 2, count: 50))])
    #expect(throws: RegressionError.collinear(observations: 0..<50)) {
      try SupFTest(double, response: response)
    }
  }
}
