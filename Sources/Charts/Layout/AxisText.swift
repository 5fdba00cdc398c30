internal import Glibc
internal import SeriesCore

/// The one rule by which numbers of a chart are printed.
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

  /// A value beside its mark: three significant digits, or all digits of a whole part.
  static func value(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    let size = abs(value)
    if size < DecimalPower.least { return "0" }
    if size < 1e-4 || size >= 1e9 { return powered(value) }
    let rounded = size >= 1000 ? value.rounded() : SignificantDigits.round(value, to: 3)
    return signed(NumberText.shortest(rounded))
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
    if value < 0.005 { return "<1\u{A0}%" }
    if value >= 0.995 { return ">99\u{A0}%" }
    return "\(Int((value * 100).rounded()))\u{A0}%"
  }

  /// A rate in percent, with one decimal below a hundred as the tables have it.
  static func rate(_ value: Double) -> String {
    let percent = value * 100
    guard percent.isFinite else { return "" }
    if abs(percent) >= 1e6 { return powered(percent) + "\u{A0}%" }
    let rounded =
      abs(percent) < 99.95 ? (percent * 10).rounded() / 10 : percent.rounded()
    return signed(NumberText.shortest(rounded == 0 ? 0 : rounded)) + "\u{A0}%"
  }

  private static func powered(_ value: Double) -> String {
    var exponent = Int(log10(abs(value)).rounded(.down))
    var digits = SignificantDigits.round(DecimalPower.divided(value, exponent), to: 3)
    if abs(digits) >= 10 { (exponent, digits) = (exponent + 1, digits / 10) }
    return signed(NumberText.shortest(digits)) + "×10" + raised(exponent)
  }

  /// `count` times ten to the `exponent`, written out.
  static func decimal(_ count: Int, _ exponent: Int) -> String {
    var digits = String(abs(count))
    let sign = count < 0 ? "−" : ""
    if exponent >= 0 {
      digits += String(repeating: "0", count: count == 0 ? 0 : exponent)
      return sign + grouped(digits)
    }
    digits = String(repeating: "0", count: max(0, 1 - exponent - digits.count)) + digits
    return sign + grouped(String(digits.dropLast(-exponent))) + "." + digits.suffix(-exponent)
  }

  private static func signed(_ text: String) -> String {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative ? text.dropFirst() : text[...]
    let parts = digits.split(separator: ".", maxSplits: 1)
    let whole = grouped(String(parts.first ?? "0"))
    return (isNegative ? "−" : "") + whole + (parts.count > 1 ? "." + parts[1] : "")
  }

  private static func grouped(_ digits: String) -> String {
    var grouped = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return grouped
  }

  static func raised(_ exponent: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return String(
      String(exponent).map { $0 == "-" ? "⁻" : digits[$0.wholeNumberValue ?? 0] })
  }
}
