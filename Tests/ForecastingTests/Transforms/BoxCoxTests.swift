import Forecasting
import Foundation
import StatisticsCore
import Testing
import _TestSupport

/// Box–Cox exponents against R forecast (`Fixtures/r/make_diagnostics.R`), means on the back-transform
/// against mpmath (`Fixtures/mpmath/make_expectation.py`).
@Suite struct BoxCoxTests {
  /// Guerrero's criterion from its definition: R's `guer.cv`.
  static func criterion(_ values: [Double], _ length: Int, _ lambda: Double) -> Double {
    let blocks = values.count / length
    let first = values.count - blocks * length
    let ratios = (0..<blocks).map { block in
      let part = values[(first + block * length)..<(first + (block + 1) * length)]
      let mean = part.reduce(0, +) / Double(length)
      let square = part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (square / Double(length - 1)).squareRoot() / pow(mean, 1 - lambda)
    }
    let mean = ratios.reduce(0, +) / Double(blocks)
    let square = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (square / Double(blocks - 1)).squareRoot() / mean
  }

  /// R's search stops at about 1e-4 on λ and in one of several minima: ours is no worse.
  @Test func guerreroIsNoWorseThanR() throws {
    for series in try VectorFixture("r/diagnostics.csv", name: "what").series {
      let y = try series("data")
      let m = series.seasonLength
      let reference = try series("guerrero")[0]
      let lambda = try #require(BoxCox.guerrero(y, seasonLength: m))
      let ours = Self.criterion(y, max(2, m), lambda)
      let theirs = Self.criterion(y, max(2, m), reference)
      #expect(ours <= theirs * (1 + 1e-12), "\(series.name) \(lambda) \(reference)")
      #expect(abs(lambda - reference) < 3e-4 || ours < theirs * (1 - 1e-9), "\(series.name)")
    }
  }

  @Test func profileLikelihoodAgreesWithR() throws {
    for series in try VectorFixture("r/diagnostics.csv", name: "what").series {
      let m = series.seasonLength
      let lambda = try #require(BoxCox.profileLikelihood(try series("data"), seasonLength: m))
      let expected = try series("loglik")[0]
      #expect(abs(lambda - expected) < 1e-12, "\(series.name)")
    }
  }

  @Test func scaleDoesNotMatter() throws {
    var numbers = SeededNumbers(17)
    let y = (0..<40).map { exp(0.05 * Double($0) + 0.3 * numbers.symmetric()) }
    let (spread, likely) = (
      try #require(BoxCox.guerrero(y, seasonLength: 4)),
      try #require(BoxCox.profileLikelihood(y, seasonLength: 4))
    )
    for size in [1e300, 1e-300] {
      let scaled = y.map { $0 * size }
      let found = try #require(BoxCox.guerrero(scaled, seasonLength: 4))
      #expect(abs(found - spread) < 1e-6)
      #expect(BoxCox.profileLikelihood(scaled, seasonLength: 4) == likely)
    }
  }

  @Test func degenerateInputGivesNilOrOne() {
    for bad in [0.0, -1, .nan, .infinity] {
      #expect(BoxCox.guerrero([1, 2, bad, 4, 5], seasonLength: 2) == nil)
      #expect(BoxCox.profileLikelihood([1, 2, bad, 4, 5], seasonLength: 2) == nil)
    }
    #expect(BoxCox.guerrero([], seasonLength: 1) == nil)
    #expect(BoxCox.guerrero([1, 2, 3], seasonLength: .max) == nil)
    #expect(BoxCox.profileLikelihood([1, 2, 3, 4], seasonLength: 2) == nil)
    #expect(BoxCox.profileLikelihood([1, 2, 3], seasonLength: .max) == nil)
    for constant in [1.0, 1e-300, 1e300] {
      let y = [Double](repeating: constant, count: 12)
      #expect(BoxCox.guerrero(y, seasonLength: 4) == 1)
      #expect(BoxCox.profileLikelihood(y, seasonLength: 4) == 1)
    }
  }

  /// Tolerance 1e-11: 2e-13 of the density, and cancellation in none of the sums.
  @Test func meansOfBackTransformsAgreeWithQuadrature() throws {
    let rows = try Repository.rows("mpmath/expectation.csv")
    #expect(rows.count == 18)
    for row in rows {
      let lambda = try #require(Double(row["lambda"] ?? ""))
      let nu = row["nu"] == "inf" ? .infinity : try #require(Double(row["nu"] ?? ""))
      let mixture = TMixture(
        location: try #require(Double(row["location"] ?? "")),
        scale: try #require(Double(row["scale"] ?? "")), degreesOfFreedom: nu)
      let mean = mixture.expectation(
        growth: 1 / lambda, zeroUpTo: -1 / lambda, of: Scale.boxCox(lambda: lambda).observed)
      let expected = try #require(Double(row["value"] ?? ""))
      #expect(relativeError(mean ?? .nan, expected) < 1e-11, "\(row) \(mean ?? .nan)")
    }
    let heavy = TMixture(location: 0, scale: 1, degreesOfFreedom: 2)
    #expect(heavy.expectation(growth: 2) { $0 * $0 } == nil)
    let five = TMixture(location: 3, scale: 2, degreesOfFreedom: 5)
    let square = try #require(five.expectation(growth: 2) { $0 * $0 })
    #expect(relativeError(square, 9 + 4 * 5.0 / 3) < 1e-11)
  }
}
