internal import Glibc

/// How numbers are printed for people, in sentences and on pages: the one place for rounding.
///
/// Tables keep six significant digits or all of them.
package enum PrintedNumber {
  /// Three significant digits, or all digits of a whole number.
  package static func text(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return NumberText.shortest(value) }
    return NumberText.shortest(SignificantDigits.round(value, to: 3))
  }

  /// A value with its unit as a reader would say them, three significant digits.
  package static func amount(_ value: Double, _ unit: SeriesUnit?) -> String {
    let printed = PrintedAmount(value, unit)
    return text(printed.value) + (printed.unit.map { " " + $0 } ?? "")
  }

  /// A probability as whole percent. Shares of sample paths are never rounded to certainty: no path
  /// at all is still "under 1 %".
  package static func share(_ probability: Double?) -> String {
    guard let probability, probability.isFinite else { return "no figure" }
    if probability < 0.005 { return "under 1 %" }
    if probability >= 0.995 { return "over 99 %" }
    return "\(Int((probability * 100).rounded())) %"
  }

  /// A probability as a frequency, which readers take in better than percent: "3 in 10", near the
  /// ends "3 in 100", and in words where even that would say never or always.
  package static func frequency(_ probability: Double) -> String {
    if probability < 0.005 { return "almost never" }
    if probability >= 0.995 { return "almost always" }
    let isNearEnd = probability < 0.05 || probability >= 0.95
    let whole = isNearEnd ? 100.0 : 10
    return "\(Int((probability * whole).rounded())) in \(Int(whole))"
  }

  /// A rate of growth or a share of a whole in percent, with so many decimals.
  package static func rate(_ rate: Double, _ digits: Int) -> String {
    // Rates of millions of percent a year come from jumps within days: three digits are enough.
    if abs(rate) >= 1e4 {
      return rate * 100 < .infinity
        ? NumberText.shortest(SignificantDigits.round(rate * 100, to: 3)) + " %" : "over 1e308 %"
    }
    let unit = pow(10, Double(digits))
    let rounded = (rate * 100 * unit).rounded() / unit
    let text = NumberText.shortest(rounded)
    return (text.contains(".") || digits == 0 ? text : text + ".0") + " %"
  }
}
