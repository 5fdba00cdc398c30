import Forecasting
import Testing
import _TestSupport

/// The arithmetic of part-years and bridges between bases.
@Suite struct NowcastTests {
  /// 2.6/1.05 + 3.3/1.56 = 4.59; growth 28.5 %; 24.1 × 1.285 = 31.0, 31.2 × 1.285 = 40.1: the figures
  /// of the news documents, to the digits that they print.
  @Test func theFirstQuarterOf2023() throws {
    let before = 2.6 / 1.05 + 3.3 / 1.56
    #expect(abs(before - 4.59) < 0.005)
    let own = try PartYearCarry.byGrowth(part: 5.9, previousPart: before, base: 24.1)
    let bridged = try PartYearCarry.byGrowth(part: 5.9, previousPart: before, base: 31.2)
    #expect(abs(own / 24.1 - 1.285) < 0.0005)
    #expect(abs(own - 31.0) < 0.05 && abs(bridged - 40.1) < 0.05)
  }

  /// Where every year has the same shape a carry is exact, whatever the growth.
  @Test func aFixedShapeIsCarriedExactly() throws {
    var random = SeededNumbers(7)
    let sums = (2010..<2020).map { year in
      let full = 10 + 5 * (1 + random.symmetric())
      return YearSums(year: year, part: 0.19 * full, full: full)
    }
    let spread = try PartYearCarry.growthSpread(sums)
    // Ten roundings of logs near 3: 10 · 3 · ε.
    #expect(spread.deviation < 1e-14 && spread.count == 9 && spread.degreesOfFreedom == 8)
    let share = try PartYearCarry.share(sums)
    #expect(abs(share.share - 0.19) < 1e-14 && (share.spread?.deviation ?? 1) < 1e-14)
  }

  /// Errors ±d about zero: s² = n d²/(n − 1). Scaling all values changes nothing.
  @Test func theSpreadIsAboutZero() throws {
    let d = 0.1
    var full = 100.0
    var sums = [YearSums(year: 2000, part: 20, full: full)]
    for k in 1...4 {
      // Growth of the part is 0, so the error is the full year's growth.
      full *= k % 2 == 0 ? 1.1051709180756477 : 1 / 1.1051709180756477
      sums.append(YearSums(year: 2000 + k, part: 20, full: full))
    }
    let spread = try PartYearCarry.growthSpread(sums.shuffled())
    #expect(abs(spread.deviation - d * (4.0 / 3).squareRoot()) < 1e-14)
    #expect(abs(spread.bias ?? 1) < 1e-14)
    let scaled = sums.map { YearSums(year: $0.year, part: 3 * $0.part, full: 7 * $0.full) }
    #expect(
      relativeError(try PartYearCarry.growthSpread(scaled).deviation, spread.deviation) < 1e-13)
    // A constant miss is spread too: it is not corrected for.
    let biased = (0..<5).map { k in
      YearSums(year: 2000 + k, part: 20, full: 100 * (1 + 0.1 * Double(k)))
    }
    let drift = try PartYearCarry.growthSpread(biased)
    #expect(drift.deviation > abs(drift.bias ?? 0) && (drift.bias ?? 0) > 0.07)
  }

  @Test func fewYearsGiveNoSpread() throws {
    let sums = [2020, 2021, 2022].map { YearSums(year: $0, part: 1, full: 4) }
    #expect(throws: ForecastingError.tooShort(needed: 3, found: 2)) {
      try PartYearCarry.growthSpread(sums)
    }
    // A gap breaks a pair.
    let gap = [2018, 2019, 2021, 2022].map { YearSums(year: $0, part: 1, full: 4) }
    #expect(throws: ForecastingError.tooShort(needed: 3, found: 2)) {
      try PartYearCarry.growthSpread(gap)
    }
    #expect(try PartYearCarry.share(Array(sums.prefix(2))).spread == nil)
    #expect(throws: ForecastingError.nonPositiveValue(period: "part of 2020", value: 0)) {
      try PartYearCarry.growthErrors([YearSums(year: 2020, part: 0, full: 1)])
    }
    #expect(throws: ForecastingError.self) {
      try PartYearCarry.byGrowth(part: 1, previousPart: -1, base: 1)
    }
  }

  /// A constant ratio bridges exactly by either rule; years after the last are not looked at.
  @Test func bridges() throws {
    var from: [Int: Double] = [:]
    for year in 2010...2020 { from[year] = Double(year - 2000) }
    var to = from.mapValues { 1.3 * $0 }
    to[2020] = 1e6
    let bridge = try BasisBridge(from: from, to: to, through: 2019)
    #expect(bridge.years == Array(2010...2019))
    for rule in BasisBridge.Rule.allCases {
      let ratio = try bridge.ratio(rule, base: 2019)
      #expect(abs(ratio.ratio - 1.3) < 1e-14 && (ratio.spread?.deviation ?? 1) < 1e-14)
    }
    #expect(try bridge.ratio(.last, base: 2019).count == 9)
    #expect(try bridge.ratio(.mean, base: 2019).count == 10)
    #expect(throws: ForecastingError.self) { try bridge.ratio(.last, base: 2005) }
    #expect(throws: ForecastingError.tooShort(needed: 1, found: 0)) {
      try BasisBridge(from: [2010: 1], to: [2011: 1], through: 2020)
    }
    let two = try BasisBridge(from: [2010: 1, 2011: 1], to: [2010: 1, 2011: 2], through: 2011)
    #expect(try two.ratio(.mean, base: 2011).spread == nil)
    #expect(try two.ratio(.last, base: 2011).spread == nil)
  }

  @Test func spreadsAdd() {
    let a = CarrySpread(
      origin: .estimated, deviation: 0.3, degreesOfFreedom: 4, count: 5, bias: 0)
    let sum = a.adding(.assumed(0.4))
    #expect(abs(sum.deviation - 0.5) < 1e-15 && sum.origin == .assumption)
    // 0.25² / (0.09²/4): the normal part adds nothing below.
    #expect(relativeError(sum.degreesOfFreedom, 0.0625 / (0.0081 / 4)) < 1e-13)
    // Two of a kind: twice the freedom, as of a pooled variance.
    #expect(relativeError(a.adding(a).degreesOfFreedom, 8) < 1e-13)
  }
}
