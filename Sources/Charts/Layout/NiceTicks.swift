internal import Glibc

/// Ticks at round numbers: multiples of 1, 2 or 5 times a power of ten.
///
/// Source: Heckbert, "Nice numbers for graph labels", Graphics Gems (1990), 61–63: loose labels, whose
/// ends enclose the data. A tick is kept as a whole number of decimal units, so that its text is exact.
struct NiceTicks: Sendable, Equatable {
  /// The ticks in units of ten to the `exponent`.
  let counts: [Int]
  let exponent: Int

  var values: [Double] { counts.map { DecimalPower.value($0, exponent) } }

  /// Encloses what is from `low` to `high`; both finite, `low` not above `high`.
  ///
  /// - Parameter wanted: About how many ticks, at least 2.
  init(from low: Double, to high: Double, about wanted: Int) {
    precondition(wanted >= 2 && low <= high, "two ticks or more, ends in order")
    let (low, high) = Self.apart(low, high)
    let span = Self.nice((high - low), isRounded: false)
    let step = Self.nice(
      DecimalPower.value(span.digit, span.exponent) / Double(wanted - 1), isRounded: true)
    let size = DecimalPower.value(step.digit, step.exponent)
    // A tick that the data touch to the last bits is touched.
    let first = Int((low / size + 1e-9).rounded(.down))
    let last = Int((high / size - 1e-9).rounded(.up))
    self.counts = (first...max(last, first + 1)).map { $0 * step.digit }
    self.exponent = step.exponent
  }

  /// The ticks, four to eight of them, that leave the least room beside the data; of equals those
  /// nearest to `wanted`.
  static func closest(from low: Double, to high: Double, about wanted: Int) -> NiceTicks {
    var best = NiceTicks(from: low, to: high, about: wanted)
    for count in (wanted - 1)...(wanted + 4) where count >= 3 {
      let ticks = NiceTicks(from: low, to: high, about: count)
      if (4...8).contains(ticks.counts.count), ticks.extent < best.extent * 0.9 { best = ticks }
    }
    return best
  }

  private var extent: Double {
    DecimalPower.value((counts.last ?? 0) - (counts.first ?? 0), exponent)
  }

  /// One value has no extent: it gets a tenth of itself on both sides, and nought one below and
  /// above.
  private static func apart(_ low: Double, _ high: Double) -> (Double, Double) {
    let size = max(abs(low), abs(high))
    if size < DecimalPower.least { return (0, 1) }
    if high - low > size * 1e-9 { return (low, high) }
    return (low - size / 10, high + size / 10)
  }

  /// The nice number about as large as `value` (`isRounded`) or not less than it.
  static func nice(_ value: Double, isRounded: Bool) -> (digit: Int, exponent: Int) {
    var exponent = Int(log10(value).rounded(.down))
    var fraction = DecimalPower.divided(value, exponent)
    // The logarithm may be wrong by a bit beside a power of ten.
    if fraction >= 10 { (exponent, fraction) = (exponent + 1, fraction / 10) }
    if fraction < 1 { (exponent, fraction) = (exponent - 1, fraction * 10) }
    let bounds: [Double] = isRounded ? [1.5, 3, 7] : [1, 2, 5]
    let digit = zip([1, 2, 5], bounds).first { pair in
      isRounded ? fraction < pair.1 : fraction <= pair.1 * (1 + 1e-12)
    }
    return digit.map { ($0.0, exponent) } ?? (1, exponent + 1)
  }
}

/// Whole numbers times powers of ten, rounded once.
enum DecimalPower {
  /// What is smaller is nought: its power of ten has no exact reciprocal.
  static let least = 1e-290

  static func value(_ count: Int, _ exponent: Int) -> Double {
    exponent < 0
      ? Double(count) / pow(10, Double(-exponent)) : Double(count) * pow(10, Double(exponent))
  }

  static func divided(_ value: Double, _ exponent: Int) -> Double {
    exponent < 0 ? value * pow(10, Double(-exponent)) : value / pow(10, Double(exponent))
  }
}
