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

  /// A number in a table or a chart: three significant digits, whole numbers up to ten thousand with
  /// all of theirs, thousands parted by commas.
  package static func grouped(_ value: Double) -> String {
    let rounded = abs(value) < 1e4 ? value : SignificantDigits.round(value, to: 3)
    return grouped(text(rounded))
  }

  /// The digits before the point in threes, parted by commas; other texts as they are.
  package static func grouped(_ text: String) -> String {
    let digits = text.drop { $0 == "-" }.prefix { $0.isNumber }
    guard digits.count > 3, !text.contains("e") else { return text }
    var grouped = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    return text[..<digits.startIndex] + grouped + text[digits.endIndex...]
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

  /// A probability as a frequency, which readers take in better than percent: in tenths where these
  /// are near enough, else in twentieths, else in hundredths: "3 in 10", "7 in 20", "1 in 50". Like
  /// `share` it never says never or always.
  package static func frequency(_ probability: Double) -> String {
    if probability < 0.005 { return "fewer than 1 in 100" }
    if probability >= 0.995 { return "more than 99 in 100" }
    let nearest = [10, 20].lazy.map { whole in
      (count: Int((probability * Double(whole)).rounded()), whole: whole)
    }.first { isNear($0.count, $0.whole, probability) }
    let (count, whole) = nearest ?? (Int((probability * 100).rounded()), 100)
    // Quarters, and one in so many, are said as such.
    let divisor = whole == 20 && count % 5 == 0 ? 5 : whole % count == 0 && whole == 100 ? count : 1
    return "\(count / divisor) in \(whole / divisor)"
  }

  /// Three points at most, and less where the probability or its complement is small: 5 % is not
  /// "1 in 10".
  private static func isNear(_ count: Int, _ whole: Int, _ probability: Double) -> Bool {
    let error = abs(Double(count) / Double(whole) - probability)
    return count > 0 && count < whole
      && error <= min(0.03, 0.2 * min(probability, 1 - probability))
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
    let text = NumberText.shortest(rounded == 0 ? 0 : rounded)
    return (text.contains(".") || digits == 0 ? text : text + ".0") + " %"
  }
}
