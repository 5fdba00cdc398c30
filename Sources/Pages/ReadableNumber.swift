internal import SeriesCore

/// Amounts in tables that people read.
enum ReadableNumber {
  /// An amount with the unit in which a reader would say it.
  static func amount(_ value: Double, _ label: String) -> String {
    let printed = PrintedAmount(value, label.isEmpty ? nil : SeriesUnit(label))
    return PrintedNumber.grouped(printed.value) + (printed.unit.map { " " + $0 } ?? "")
  }
}
