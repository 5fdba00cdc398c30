import Testing
import _TestSupport

@testable import Charts

@Suite struct NiceTicksTests {
  /// Heckbert (1990), p. 62: "to label 105 to 543" about five ticks at 100, 200, … 600.
  @Test func heckbertsExample() {
    let ticks = NiceTicks(from: 105, to: 543, about: 5)
    #expect(ticks.values == [100, 200, 300, 400, 500, 600])
  }

  /// The same article's rules: above the value when a range is enclosed, nearest when a step is
  /// rounded.
  @Test(arguments: [
    (0.87, false, 1, 0), (1, false, 1, 0), (1.01, false, 2, 0), (2.1, false, 5, 0),
    (5.1, false, 1, 1), (438, false, 5, 2), (1.49, true, 1, 0), (1.5, true, 2, 0),
    (2.99, true, 2, 0),
    (3, true, 5, 0), (6.99, true, 5, 0), (7, true, 1, 1), (125, true, 1, 2), (0.03, true, 5, -2),
  ])
  func niceNumbers(_ value: Double, _ isRounded: Bool, _ digit: Int, _ exponent: Int) {
    let nice = NiceTicks.nice(value, isRounded: isRounded)
    #expect(nice == (digit, exponent), "\(value)")
  }

  @Test func tickValuesAreTheNearestDoubles() {
    #expect(NiceTicks(from: 0, to: 0.6, about: 8).values == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    #expect(NiceTicks(from: -0.02, to: 0.04, about: 6).values == [-0.02, 0, 0.02, 0.04])
    #expect(NiceTicks(from: 1e-12, to: 9e-12, about: 3).values == [0, 5e-12, 1e-11])
  }

  @Test(arguments: [0, 5, -5, 1e-12, 1e12, -3e-7])
  func oneValueHasRoomOnBothSides(_ value: Double) throws {
    let values = NiceTicks(from: value, to: value, about: 5).values
    let (first, last) = (try #require(values.first), try #require(values.last))
    #expect(first <= value && last >= value && first < last)
  }

  /// Enclosing, evenly spaced by 1, 2 or 5 times a power of ten, and never many: over 24 orders of
  /// magnitude, both signs, wide and narrow.
  @Test func ticksOfRandomRanges() throws {
    var random = SeededNumbers(11)
    for _ in 0..<4000 {
      let size = DecimalPower.value(1, random.integer(-12...12))
      let low = random.symmetric() * size
      let high =
        low + (random.symmetric() + 1) * size * DecimalPower.value(1, -random.integer(0...4))
      for ticks in [
        NiceTicks(from: low, to: high, about: 5), NiceTicks.closest(from: low, to: high, about: 5),
      ] {
        let values = ticks.values
        let step = ticks.counts[1] - ticks.counts[0]
        let slack = (high - low) * 1e-8
        #expect(values[0] <= low + slack && values[values.count - 1] >= high - slack)
        #expect([1, 2, 5].contains(step))
        #expect(zip(ticks.counts, ticks.counts.dropFirst()).allSatisfy { $1 - $0 == step })
        #expect((2...10).contains(values.count), "\(low) to \(high)")
        // No whole step is wasted at either end.
        let width = DecimalPower.value(step, ticks.exponent)
        #expect(values[0] > low - width - slack && values[values.count - 1] < high + width + slack)
        #expect(Set(AxisText.ticks(ticks).texts).count == values.count)
      }
    }
  }

  @Test func lessRoomIsWasted() {
    #expect(NiceTicks.closest(from: 0, to: 104, about: 5).values == [0, 20, 40, 60, 80, 100, 120])
    #expect(NiceTicks.closest(from: 105, to: 543, about: 5).values.last == 600)
  }
}
