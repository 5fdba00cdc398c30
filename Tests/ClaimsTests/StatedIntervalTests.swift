import SeriesCore
import Testing
import _TestSupport

@testable import Claims

@Suite struct StatedIntervalTests {
  /// Half a unit of the last digit that counts; zeros of integers from 1000 on are rounding.
  static let printed: [(String, Double, Double)] = [
    ("41", 40.5, 41.5), ("1.8", 1.75, 1.85), ("14.50", 14.495, 14.505), ("40", 39.5, 40.5),
    ("100", 99.5, 100.5), ("4700", 4650, 4750), ("4701", 4700.5, 4701.5),
    ("600000", 550_000, 650_000), ("1000", 500, 1500), ("999", 998.5, 999.5),
    ("31500.0", 31499.95, 31500.05), ("-0.7", -0.75, -0.65), ("6e5", 550_000, 650_000),
    ("6.00e5", 599_500, 600_500), ("0", -0.5, 0.5), ("0.10", 0.095, 0.105), ("007", 6.5, 7.5),
  ]

  @Test(arguments: printed)
  func printedFigures(_ text: String, _ low: Double, _ high: Double) throws {
    let interval = try StatedInterval(printed: text)
    // Both ends are decimals, so they are off by the rounding of one sum.
    #expect(relativeError(interval.low, low) < 1e-15 && relativeError(interval.high, high) < 1e-15)
  }

  @Test func whatIsNoNumberIsRefused() {
    for text in ["", "x", "1,5", "nan"] {
      #expect(throws: NumberText.Fault.self) { try StatedInterval(printed: text) }
    }
  }

  /// 41 and 42 share the one value 41.5; decimals meet in the same way, whatever binary makes of them.
  @Test(arguments: [
    ("41", "41.4", true), ("41", "41.5", true), ("41", "42", false), ("1.8", "1.9", false),
    ("1.8", "1.84", true), ("0.1", "0.2", false), ("0.3", "0.4", false), ("2.6", "2.7", false),
    ("0.29", "0.30", false), ("0.29", "0.294", true), ("600000", "640000", true),
    ("600000", "700000", false), ("4700", "4751", false), ("4700", "4749", true),
  ])
  func overlap(_ a: String, _ b: String, _ expected: Bool) throws {
    let (x, y) = (try StatedInterval(printed: a), try StatedInterval(printed: b))
    for scale in [1.0, 1e-2, 1e6, 1e9] {
      let (p, q) = (x * scale, y * scale)
      #expect(p.overlaps(q) == expected && q.overlaps(p) == expected, "\(a) \(b) × \(scale)")
      #expect(p.isAbove(q) == false && q.isAbove(p) == !expected)
    }
  }

  @Test func exactValuesAndBounds() {
    let seven = StatedInterval(exactly: 7)
    #expect(seven.overlaps(StatedInterval(exactly: 7)))
    #expect(!seven.overlaps(StatedInterval(exactly: 7.001)))
    #expect(seven.overlaps(StatedInterval(7, 9)) && !seven.overlaps(StatedInterval(7.1, 9)))
    let bound = StatedInterval(24, .infinity)
    #expect(bound.overlaps(StatedInterval(24.5, 25.5)) && !bound.overlaps(StatedInterval(22, 24)))
    #expect(bound.isAbove(StatedInterval(-.infinity, 24)))
    #expect(StatedInterval(exactly: 1) / StatedInterval(-1, 1) == nil)
    #expect(StatedInterval(exactly: 1) / StatedInterval(0, 1) == nil)
    let share = StatedInterval(exactly: 1) / bound
    #expect(share?.low == 0 && relativeError(share?.high ?? 0, 1 / 24) < 1e-15)
  }

  /// What values inside give lies inside, and the ends are reached.
  @Test func arithmeticHoldsEveryValue() throws {
    var random = SeededNumbers(7)
    for _ in 0..<2000 {
      func interval() -> StatedInterval {
        let (a, b) = (10 * random.symmetric(), 10 * random.symmetric())
        return StatedInterval(min(a, b), max(a, b))
      }
      func inside(_ interval: StatedInterval) -> Double {
        interval.low + (random.symmetric() + 1) / 2 * (interval.high - interval.low)
      }
      let (a, b) = (interval(), interval())
      let (x, y) = (inside(a), inside(b))
      // Rounding of one operation at an end.
      func holds(_ interval: StatedInterval, _ value: Double) -> Bool {
        let slack = 1e-12 * max(1, abs(value))
        return interval.low - slack <= value && value <= interval.high + slack
      }
      #expect(holds(a + b, x + y) && holds(a - b, x - y) && holds(a * b, x * y))
      if let quotient = a / b { #expect(holds(quotient, x / y)) }
      let ends = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
      #expect((a * b).low == ends.min() && (a * b).high == ends.max())
    }
  }
}
