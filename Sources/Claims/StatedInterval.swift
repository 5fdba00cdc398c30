package import SeriesCore

/// The true values that a stated figure leaves open, from `low` to `high`, either of them infinite.
///
/// Interval arithmetic (Moore, Kearfott & Cloud 2009, "Introduction to Interval Analysis", 2.3): the
/// result holds every value that operands inside their intervals can give. Figures that occur in an
/// expression once give the exact range.
public struct StatedInterval: Sendable, Hashable {
  /// The least value allowed, −∞ when nothing bounds it.
  public let low: Double
  /// The greatest value allowed, +∞ when nothing bounds it.
  public let high: Double

  /// - Precondition: `low` is not above `high`, neither is NaN.
  public init(_ low: Double, _ high: Double) {
    precondition(low <= high, "an interval runs from its low end to its high end")
    self.low = low
    self.high = high
  }

  /// A value known exactly.
  public init(exactly value: Double) { self.init(value, value) }

  /// Half a unit of the last printed digit on both sides.
  ///
  /// - Parameter text: a decimal number as it was printed, `41`, `1.8` or `6e5`. Zeros at the end of
  ///   an integer of 1000 or more are taken as rounding (`600000` is good to 100,000), below that as
  ///   digits (`40` is good to 1): such figures are written out in full.
  /// - Throws: `NumberText.Fault` when the text is no number.
  package init(printed text: String) throws(NumberText.Fault) {
    let value = try NumberText.parse(text)
    let half = Self.unit(ofLastDigit: text) / 2
    self.init(value - half, value + half)
  }

  /// The place value of the last digit that counts.
  static func unit(ofLastDigit text: String) -> Double {
    let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
    let mantissa = parts.first ?? ""
    var power = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let digits = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    let whole = (digits.first ?? "").filter(\.isNumber).drop { $0 == "0" }
    if digits.count > 1, !digits[1].isEmpty {
      power -= digits[1].filter(\.isNumber).count
    } else if whole.count >= 4, parts.count == 1 {
      power += whole.reversed().prefix { $0 == "0" }.count
    }
    var unit = 1.0
    for _ in 0..<min(abs(power), 400) { unit = power < 0 ? unit / 10 : unit * 10 }
    return unit
  }

  /// Whether the value is inside, ends included.
  public func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// Whether both can hold of one value.
  ///
  /// Ends that only touch do not count: 41 and 42 share the single value 41.5. Two exact values count
  /// when they are the same. What decimals lose in binary (1.85 from 1.8 + 0.05) is allowed for with
  /// 10⁻⁹ of the larger end.
  public func overlaps(_ other: StatedInterval) -> Bool {
    let (low, high) = (max(low, other.low), min(high, other.high))
    let finite = [self.low, self.high, other.low, other.high].filter(\.isFinite).map(abs)
    let slack = 1e-9 * (finite.max() ?? 0)
    let isPoint = self.low == self.high || other.low == other.high
    return isPoint ? high - low >= -slack : high - low > slack
  }

  /// Whether every value here is above every value there, ends that touch included.
  public func isAbove(_ other: StatedInterval) -> Bool {
    !overlaps(other) && low >= other.low && high >= other.high
  }

  /// All sums of a value of each.
  public static func + (a: Self, b: Self) -> Self { Self(a.low + b.low, a.high + b.high) }

  /// All differences of a value of each.
  public static func - (a: Self, b: Self) -> Self { Self(a.low - b.high, a.high - b.low) }

  /// All products of a value of each; 0 times an infinite end is 0.
  public static func * (a: Self, b: Self) -> Self {
    let ends = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high].map {
      // 0 · ∞: the infinite end stands for values as large as one likes, times nothing.
      $0.isNaN ? 0 : $0
    }
    return Self(ends.min() ?? 0, ends.max() ?? 0)
  }

  /// The quotient; nil when the divisor may be 0.
  public static func / (a: Self, b: Self) -> Self? {
    guard b.low > 0 || b.high < 0 else { return nil }
    return a * Self(1 / b.high, 1 / b.low)
  }

  /// The product with an exact number.
  public static func * (a: Self, factor: Double) -> Self { a * Self(exactly: factor) }

  /// The quotient by an exact number, not 0.
  public static func / (a: Self, divisor: Double) -> Self { a * (1 / divisor) }
}
