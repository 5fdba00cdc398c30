internal import SeriesCore

/// One cell of a report as it is printed on a page.
///
/// A number keeps the text of its cell beside what is printed, so that the page can be held against
/// the file.
enum PageCell: Sendable {
  /// How a number is printed. The names stand in the page (`data-as`).
  enum Rule: Sendable {
    /// A probability as whole percent.
    case share
    /// A probability as "3 in 10".
    case frequency
    /// Growth in percent a year, one decimal.
    case rate
    /// Three significant digits with the unit in which a reader would say the amount.
    case amount(unit: String)
    /// Three significant digits.
    case number
    /// As the cell has it.
    case whole

    var name: String {
      switch self {
      case .share: "share"
      case .frequency: "frequency"
      case .rate: "rate"
      case .amount: "amount"
      case .number: "number"
      case .whole: "whole"
      }
    }
  }

  case text(String)
  case number(exact: String, printed: String, rule: Rule)
  /// Two ends.
  indirect case range(PageCell, PageCell)
  case none

  /// The cell of a column, printed by a rule; a cell that is no number is printed as it is.
  init(_ row: PageRow, _ column: String, _ rule: Rule? = nil) {
    let exact = row[column]
    guard !exact.isEmpty else {
      self = .none
      return
    }
    guard let rule, let value = row.number(column) else {
      self = .text(exact)
      return
    }
    self = .number(exact: exact, printed: Self.printed(value, exact, rule), rule: rule)
  }

  /// An amount in the unit that the row names.
  static func amount(_ row: PageRow, _ column: String, unit: String = "unit") -> PageCell {
    // A year is no amount, though claims name it as their unit.
    PageCell(row, column, row[unit] == "year" ? .whole : .amount(unit: row[unit]))
  }

  /// The numbers of a cell.
  var parts: [PageCell] {
    if case .range(let low, let high) = self { return [low, high] }
    return [self]
  }

  /// Two ends of one interval; nothing when one of them is missing.
  init(from low: PageCell, to high: PageCell) {
    self = low.isEmpty || high.isEmpty ? .none : .range(low, high)
  }

  var isEmpty: Bool {
    if case .none = self { return true }
    return false
  }

  /// What stands in the cell, unless it is a number.
  var text: String? {
    if case .text(let text) = self { return text }
    return nil
  }

  private static func printed(_ value: Double, _ exact: String, _ rule: Rule) -> String {
    switch rule {
    case .share: PrintedNumber.share(value)
    case .frequency: PrintedNumber.frequency(value)
    case .rate: PrintedNumber.rate(value, 1)
    case .amount(let unit):
      ReadableNumber.amount(value, unit)
    case .number: PrintedNumber.grouped(value)
    case .whole: exact
    }
  }

  /// A unit in which several amounts are said.
  struct Scale {
    /// The middle one of them, in the unit of the file.
    let middle: Double
    let label: String
    /// The unit that is said.
    let unit: String
  }

  /// The unit that the amounts among some cells share, so large that half of them have one of it or
  /// more; nil where there is more than one unit, or none.
  static func sharedScale(_ cells: [PageCell]) -> Scale? {
    var label: String?
    var amounts: [Double] = []
    for case .number(let exact, _, .amount(let unit)) in cells.flatMap(\.parts) {
      guard !unit.isEmpty, label == nil || label == unit, let value = try? NumberText.parse(exact)
      else { return nil }
      label = unit
      if value != 0 { amounts.append(abs(value)) }
    }
    let middle = amounts.isEmpty ? 0 : amounts.sorted()[amounts.count / 2]
    guard let label, let unit = PrintedAmount(middle, SeriesUnit(label)).unit else { return nil }
    return Scale(middle: middle, label: label, unit: unit)
  }

  /// An amount without its unit, which stands above it.
  func said(in scale: Scale) -> PageCell {
    if case .range(let low, let high) = self {
      return .range(low.said(in: scale), high.said(in: scale))
    }
    guard case .number(let exact, _, .amount(let unit)) = self, unit == scale.label,
      let value = try? NumberText.parse(exact)
    else { return self }
    let printed = PrintedAmount(value, SeriesUnit(unit), beside: scale.middle)
    return .number(
      exact: exact, printed: PrintedNumber.grouped(printed.value), rule: .amount(unit: unit))
  }

  var view: PageView {
    switch self {
    case .text(let text): ["text": .text(text)]
    case .number(let exact, let printed, let rule):
      ["number": ["exact": .text(exact), "printed": .text(printed), "rule": .text(rule.name)]]
    case .range(let low, let high): ["range": ["low": low.view, "high": high.view]]
    case .none: ["none": true]
    }
  }
}
