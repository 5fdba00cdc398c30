internal import SeriesCore

/// Numbers in tables that people read.
enum ReadableNumber {
  /// Three significant digits; whole numbers up to ten thousand have all of theirs. Thousands are
  /// parted by commas, as on the axes of charts.
  static func text(_ value: Double) -> String {
    let rounded = abs(value) < 1e4 ? value : SignificantDigits.round(value, to: 3)
    let text = PrintedNumber.text(rounded)
    guard abs(rounded) >= 1000, text.allSatisfy({ $0.isNumber || $0 == "-" }) else { return text }
    var grouped = ""
    for (place, digit) in text.reversed().enumerated() {
      if place > 0, place % 3 == 0, digit != "-" { grouped.append(",") }
      grouped.append(digit)
    }
    return String(grouped.reversed())
  }

  /// An amount with the unit in which a reader would say it.
  static func amount(_ value: Double, _ label: String) -> String {
    let printed = PrintedAmount(value, label.isEmpty ? nil : SeriesUnit(label))
    return text(printed.value) + (printed.unit.map { " " + $0 } ?? "")
  }
}
