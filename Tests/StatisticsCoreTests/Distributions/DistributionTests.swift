import StatisticsCore
import Testing
import _TestSupport

/// Distributions against 20-digit values of mpmath (`Fixtures/mpmath/make_distributions.py`).
///
/// Tolerance 2e-13 relative: a dozen roundings of logΓ of arguments up to 100, each 2⁻⁵³ relative to
/// a logarithm of up to some hundred.
@Suite struct DistributionTests {
  @Test func agreeWithReference() throws {
    let rows = try Repository.rows("mpmath/distributions.csv")
    #expect(rows.count > 150)
    for row in rows {
      let a = try #require(Double(row["a"] ?? ""))
      let b = try #require(Double(row["b"] ?? ""))
      let x = try #require(Double(row["x"] ?? ""))
      let expected = try #require(Double(row["value"] ?? ""))
      let computed: Double
      switch row["function"] {
      case "normal_cdf": computed = Normal.cumulative(x)
      case "normal_quantile": computed = Normal.quantile(x)
      case "t_cdf": computed = StudentT.cumulative(x, degreesOfFreedom: a)
      case "t_quantile": computed = StudentT.quantile(x, degreesOfFreedom: a)
      case "chi2_cdf": computed = ChiSquared.cumulative(x, degreesOfFreedom: a)
      case "chi2_upper":
        computed = ChiSquared.upperTail(x, degreesOfFreedom: a)
        // The far tail has its own relative precision; e^−200 carries the rounding of its exponent.
        #expect(relativeError(computed, expected) < 2e-13, "\(row) \(computed)")
      case "incomplete_beta": computed = SpecialFunctions.incompleteBeta(x, a: a, b: b)
      case "f_upper": computed = FDistribution.upperTail(x, numerator: a, denominator: b)
      default:
        Issue.record("unknown function in the fixture")
        continue
      }
      #expect(relativeError(computed, expected, floor: 1e-15) < 2e-13, "\(row) \(computed)")
    }
  }

  @Test func quantileInvertsCumulative() {
    for nu in [1.0, 2, 2.5, 5, 12, 80, .infinity] {
      for p in stride(from: 0.01, through: 0.99, by: 0.07) {
        let x = StudentT.quantile(p, degreesOfFreedom: nu)
        #expect(abs(StudentT.cumulative(x, degreesOfFreedom: nu) - p) < 1e-13)
      }
    }
    #expect(StudentT.quantile(0, degreesOfFreedom: 4) == -.infinity)
    #expect(StudentT.quantile(1, degreesOfFreedom: 4) == .infinity)
    #expect(StudentT.quantile(1.5, degreesOfFreedom: 4).isNaN)
    #expect(Normal.quantile(-0.1).isNaN)
    // A far tail keeps its relative precision: P(T₁ < −10¹⁰) = 1/(π·10¹⁰) to first order.
    let tail = StudentT.cumulative(-1e10, degreesOfFreedom: 1)
    #expect(relativeError(tail, 1 / (Double.pi * 1e10)) < 1e-12)
  }

  @Test func mixtureQuantilesInvert() {
    let mixture = TMixture([
      .init(weight: 2, location: -1, scale: 0.5, degreesOfFreedom: 3),
      .init(weight: 1, location: 4, scale: 2, degreesOfFreedom: 9),
    ])
    for p in [0.001, 0.025, 0.3, 0.5, 0.66, 0.667, 0.9, 0.999] {
      #expect(abs(mixture.cumulative(mixture.quantile(p)) - p) < 1e-11)
    }
    #expect(abs((mixture.mean ?? 0) - (-2.0 / 3 + 4.0 / 3)) < 1e-15)
    #expect(mixture.exponentialMean == nil)
    let normal = TMixture(location: 0.1, scale: 0.2, degreesOfFreedom: .infinity)
    #expect(relativeError(normal.exponentialMean ?? 0, 1.127496851579376) < 1e-14)  // e^0.12
    #expect(TMixture(location: 0, scale: 1, degreesOfFreedom: 1).mean == nil)
  }

  @Test func pointMassesAreHandled() {
    let point = TMixture(location: 3, scale: 0, degreesOfFreedom: 4)
    #expect(point.quantile(0.1) == 3 && point.atLeast(3) == 1 && point.cumulative(2.9) == 0)
    let half = TMixture([
      .init(location: 0, scale: 0, degreesOfFreedom: 1),
      .init(location: 1, scale: 0, degreesOfFreedom: 1),
    ])
    #expect(half.quantile(0.3) == 0)
    #expect(half.quantile(0.7) == 1)
    #expect(half.atLeast(0.5) == 0.5)
  }
}
