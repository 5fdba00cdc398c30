internal import Glibc

/// From values to places along an axis, with its ticks.
struct ValueScale: Sendable {
  /// How values are spaced.
  enum Spacing: Sendable, Equatable { case linear, logarithmic }

  struct Tick: Sendable, Equatable {
    let value: Double
    let text: String
  }

  let low: Double
  let high: Double
  let ticks: [Tick]
  /// A power of ten in which the ticks are written; empty for ones.
  let factor: String
  let spacing: Spacing
  /// Where `low` and `high` stand.
  var start: Double
  var end: Double

  /// What an axis may show; larger numbers are left out, as those that are not finite.
  static let limit = 1e290

  static func isShown(_ value: Double) -> Bool { abs(value) <= limit }

  /// Encloses the values that are finite; without one it goes from nought to one.
  ///
  /// - Parameter wanted: About how many ticks.
  init(
    enclosing values: [Double], unit: ChartUnit, start: Double, end: Double, about wanted: Int = 5,
    spacing: Spacing = .linear
  ) {
    let shown = values.filter(Self.isShown)
    let (least, most) = (shown.min() ?? 0, shown.max() ?? 1)
    (self.start, self.end) = (start, end)
    let isShare = unit == .share
    if spacing == .logarithmic, least > DecimalPower.least {
      self.spacing = .logarithmic
      ticks = Self.decades(least, most)
      factor = ""
    } else {
      self.spacing = .linear
      // Two are asked for where more have no room.
      let nice =
        wanted > 2
        ? NiceTicks.closest(from: least, to: most, about: wanted)
        : NiceTicks(from: least, to: most, about: 2)
      let texts = AxisText.ticks(nice, isShare: isShare)
      ticks = zip(nice.values, texts.texts).map { Tick(value: $0, text: $1) }
      factor = texts.factor
    }
    (low, high) = (ticks[0].value, ticks[ticks.count - 1].value)
  }

  /// Nought to one in percent.
  static func shares(start: Double, end: Double) -> ValueScale {
    ValueScale(enclosing: [0, 1], unit: .share, start: start, end: end)
  }

  /// 1, 2, 5 of each power of ten where they are few, powers alone where they are many.
  private static func decades(_ least: Double, _ most: Double) -> [Tick] {
    let first = Int(log10(least).rounded(.down))
    let last = max(first + 1, Int((log10(most) - 1e-12).rounded(.up)))
    let span = last - first
    let digits = span <= 2 ? [1, 2, 5] : [1]
    let stride = max(1, (span + 5) / 6)
    var all: [(digit: Int, exponent: Int)] = []
    for exponent in Swift.stride(from: first, through: last + stride - 1, by: stride) {
      all += digits.map { ($0, exponent) }
    }
    let value = { (tick: (digit: Int, exponent: Int)) in
      DecimalPower.value(tick.digit, tick.exponent)
    }
    let from = all.lastIndex { value($0) <= least * (1 + 1e-12) } ?? 0
    let to = all.firstIndex { value($0) >= most * (1 - 1e-12) } ?? all.count - 1
    return all[from...max(to, from + 1)].map {
      let isPlain = (-3...6).contains($0.exponent)
      return Tick(
        value: value($0),
        text: isPlain
          ? AxisText.decimal($0.digit, $0.exponent)
          : ($0.digit == 1 ? "" : "\($0.digit)×") + "10" + AxisText.raised($0.exponent))
    }
  }

  /// Where a value stands, beyond the ends too; nil for what cannot be shown.
  func place(_ value: Double) -> Double? {
    guard Self.isShown(value) else { return nil }
    let share: Double
    switch spacing {
    case .linear: share = (value - low) / (high - low)
    case .logarithmic:
      guard value > 0 else { return nil }
      share = log(value / low) / log(high / low)
    }
    // Far beyond the ends is beyond the picture, however far.
    return start + min(max(share, -20), 20) * (end - start)
  }

  /// Where a value stands, at the nearer end if it lies beyond.
  func held(_ value: Double) -> Double? {
    place(value).map { min(max($0, min(start, end)), max(start, end)) }
  }
}
