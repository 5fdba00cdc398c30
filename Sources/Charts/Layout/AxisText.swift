internal import Glibc
internal import SeriesCore

/// How numbers of a chart are printed: rounded as everywhere, with a minus sign and without breaks.
enum AxisText {
  /// Ticks as text: the same number of decimals all along, thousands parted by commas, and for very
  /// large or small numbers a power of a thousand that belongs to the unit.
  static func ticks(_ ticks: NiceTicks, isShare: Bool = false) -> (texts: [String], factor: String)
  {
    let exponent = ticks.exponent + (isShare ? 2 : 0)
    let most = ticks.counts.map(abs).max() ?? 0
    let size = most == 0 ? 0 : Double(exponent) + log10(Double(most))
    let power = isShare ? 0 : sharedPower(size)
    let texts = ticks.counts.map { count in
      count == 0 ? "0" : decimal(count, exponent - power)
    }
    return (
      isShare ? texts.map { $0 + "\u{A0}%" } : texts,
      power == 0 ? "" : "×10" + raised(power)
    )
  }

  /// Numbers from a thousandth to ten million are written out.
  private static func sharedPower(_ size: Double) -> Int {
    guard size < -3 || size >= 7 else { return 0 }
    return Int((size / 3).rounded(.down)) * 3
  }

  /// A value beside its mark.
  static func value(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    let size = abs(value)
    if size < DecimalPower.least { return "0" }
    if size < 1e-4 || size >= 1e9 { return powered(value) }
    return unbroken(PrintedNumber.grouped(value))
  }

  /// A value with its unit, shares and rates in percent.
  static func value(_ value: Double, _ unit: ChartUnit) -> String {
    switch unit {
    case .share: rate(value)
    case .amount(let words):
      words.isEmpty ? self.value(value) : self.value(value) + "\u{A0}" + words
    }
  }

  /// A probability as whole percent. Shares of sample paths are never rounded to certainty.
  static func probability(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    return unbroken(PrintedNumber.share(value))
  }

  /// A rate in percent with one decimal.
  static func rate(_ value: Double) -> String {
    let percent = value * 100
    guard percent.isFinite else { return "" }
    if abs(percent) >= 1e6 { return powered(percent) + "\u{A0}%" }
    return unbroken(PrintedNumber.grouped(PrintedNumber.rate(value, 1)))
  }

  private static func powered(_ value: Double) -> String {
    var exponent = Int(log10(abs(value)).rounded(.down))
    var digits = SignificantDigits.round(DecimalPower.divided(value, exponent), to: 3)
    if abs(digits) >= 10 { (exponent, digits) = (exponent + 1, digits / 10) }
    return unbroken(NumberText.shortest(digits)) + "×10" + raised(exponent)
  }

  /// `count` times ten to the `exponent`, written out.
  static func decimal(_ count: Int, _ exponent: Int) -> String {
    var digits = String(abs(count))
    let sign = count < 0 ? "−" : ""
    if exponent >= 0 {
      digits += String(repeating: "0", count: count == 0 ? 0 : exponent)
      return sign + PrintedNumber.grouped(digits)
    }
    digits = String(repeating: "0", count: max(0, 1 - exponent - digits.count)) + digits
    return sign + PrintedNumber.grouped(String(digits.dropLast(-exponent))) + "."
      + digits.suffix(-exponent)
  }

  private static func unbroken(_ text: String) -> String {
    text.replacing("-", with: "−").replacing(" ", with: "\u{A0}")
  }

  static func raised(_ exponent: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return String(
      String(exponent).map { $0 == "-" ? "⁻" : digits[$0.wholeNumberValue ?? 0] })
  }
}
