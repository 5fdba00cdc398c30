import Foundation
import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

/// The mean of two reporters against values by hand.
@Suite struct MirrorReconciliationTests {
  static func margin(_ low: Double, _ high: Double) -> MirrorQuestion.Margin {
    .init(low: low, high: high, reason: "test")
  }

  static func errors(_ importer: Double, _ exporter: Double) -> MirrorQuestion.Reliability {
    .init(importer: importer, exporter: exporter, reason: nil)
  }

  /// 105 and 210 at the border are 100 and 200 free on board, beside 144 and 200: d is ln 1.44 and 0,
  /// its mean ln 1.2, s = √2·ln 1.2. Half of each: √(100·144) = 120 with s/2 on logs.
  @Test func twoYearsByHand() throws {
    let both = MirrorReconciliation(
      importer: [105, 210], exporter: [144, 200], margin: Self.margin(0.05, 0.05),
      reliability: .equal)
    #expect(isClose(both.logRatios[0], log(1.44), 1e-14))
    #expect(abs(both.logRatios[1]) < 1e-15)
    #expect(isClose(both.meanLogRatio, log(1.2), 1e-14))
    #expect(isClose(try #require(both.deviation), 2.0.squareRoot() * log(1.2), 1e-14))
    #expect(both.importerWeight == 0.5)
    #expect(isClose(both.reconciled(importer: 105, exporter: 144), 120, 1e-14))
    let sd = try #require(both.reconciledDeviation)
    #expect(isClose(sd, log(1.2) / 2.0.squareRoot(), 1e-14))
    // t with one degree of freedom: tan(0.475·π).
    let reach = tan(0.475 * Double.pi)
    let interval = try #require(both.interval(around: 120, level: 95))
    #expect(isClose(interval.high, 120 * exp(reach * sd), 1e-9))
    #expect(isClose(interval.low, 120 * exp(-reach * sd), 1e-9))
  }

  /// An exporter whose errors are twice as large has a fifth of the weight, 1/4 against 1.
  @Test func reliabilityWeighs() throws {
    let both = MirrorReconciliation(
      importer: [100, 200], exporter: [144, 200], margin: Self.margin(0, 0),
      reliability: Self.errors(1, 2))
    #expect(both.importerWeight == 0.8)
    #expect(isClose(both.reconciled(importer: 100, exporter: 144), 100 * pow(1.44, 0.2), 1e-14))
    let sd = try #require(both.reconciledDeviation)
    #expect(isClose(sd, 2.0.squareRoot() * log(1.2) * 0.4, 1e-14))
  }

  /// A margin that is somewhere between its bounds adds the variance of that range.
  @Test func anUncertainMarginWidens() throws {
    let both = MirrorReconciliation(
      importer: [100, 200], exporter: [100, 200], margin: Self.margin(0, 0.1),
      reliability: .equal)
    #expect(
      isClose(
        try #require(both.reconciledDeviation), 0.5 * log(1.1) / 12.0.squareRoot(), 1e-12))
  }

  @Test(arguments: [1.0, 41.02, 1e-9, 3e20, 0.1 + 0.2])
  func equalFiguresGiveThemselves(_ value: Double) throws {
    let values = [value, value * 2, value * 3]
    let both = MirrorReconciliation(
      importer: values, exporter: values, margin: Self.margin(0, 0),
      reliability: Self.errors(1, 3))
    #expect(both.reconciled(importer: value, exporter: value) == value)
    #expect(both.reconciledDeviation == 0 && both.deviation == 0)
    let interval = try #require(both.interval(around: value, level: 95))
    #expect(interval.low == value && interval.high == value)
  }

  /// Without a margin the two sides are alike: exchanged figures with exchanged errors give the same.
  @Test(arguments: 0..<20 as Range<Int>)
  func exchangedRolesGiveTheSame(_ seed: Int) throws {
    var numbers = SeededNumbers(UInt64(seed))
    let one = (0..<6).map { _ in exp(4 * numbers.symmetric()) }
    let other = (0..<6).map { _ in exp(4 * numbers.symmetric()) }
    let (a, b) = (exp(numbers.symmetric()), exp(numbers.symmetric()))
    let there = MirrorReconciliation(
      importer: one, exporter: other, margin: Self.margin(0, 0), reliability: Self.errors(a, b))
    let back = MirrorReconciliation(
      importer: other, exporter: one, margin: Self.margin(0, 0), reliability: Self.errors(b, a))
    #expect(
      isClose(
        try #require(there.reconciledDeviation), try #require(back.reconciledDeviation), 1e-12))
    for (x, y) in zip(one, other) {
      let value = there.reconciled(importer: x, exporter: y)
      #expect(isClose(value, back.reconciled(importer: y, exporter: x), 1e-12))
      #expect(value >= min(x, y) * (1 - 1e-12) && value <= max(x, y) * (1 + 1e-12))
    }
  }

  /// Whether two numbers agree relative to the second.
  private func isClose(_ value: Double, _ expected: Double, _ tolerance: Double) -> Bool {
    abs(value - expected) <= tolerance * abs(expected)
  }
}
