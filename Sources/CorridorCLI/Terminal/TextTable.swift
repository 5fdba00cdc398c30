/// A table for people: columns side by side, fitted to a width.
///
/// One column may be cut where the width is short; columns that hold nothing are left out.
struct TextTable {
  struct Column {
    let title: String
    var isNumber = false
  }

  let columns: [Column]
  /// The column that gives way.
  let flexible: Int
  /// A cell for each column. A row with fewer lets its last cell run to the end of the line.
  var rows: [[String]] = []

  private static let gap = "  "
  /// What a cut column keeps at least.
  private static let least = 12

  /// The lines, titles first, none longer than `width`.
  func lines(width: Int) -> [String] {
    let whole = rows.filter { $0.count == columns.count }
    let kept = columns.indices.filter { place in whole.contains { !$0[place].isEmpty } }
    var widths = columns.map(\.title.count)
    for place in kept {
      widths[place] = whole.map { $0[place].count }.reduce(widths[place], max)
    }
    // Rows that run on have their first column in common with the others.
    widths[0] = rows.compactMap(\.first?.count).reduce(widths[0], max)
    let total = kept.map { widths[$0] }.reduce(0, +) + Self.gap.count * max(0, kept.count - 1)
    if total > width, kept.contains(flexible) {
      widths[flexible] = max(Self.least, widths[flexible] - (total - width))
    }
    func line(_ cells: [String]) -> String {
      var text = ""
      let places = cells.count == columns.count ? kept : Array(cells.indices)
      for place in places {
        if !text.isEmpty { text += Self.gap }
        let runsOn = place == places.last && cells.count < columns.count
        let cell = runsOn ? cells[place] : Self.cut(cells[place], to: widths[place])
        let blank = String(repeating: " ", count: max(0, widths[place] - cell.count))
        text += columns[place].isNumber && !runsOn ? blank + cell : cell + blank
      }
      while text.last == " " { text.removeLast() }
      return Self.cut(text, to: width)
    }
    let titles = kept.isEmpty ? [] : [line(columns.map(\.title))]
    return titles + rows.map(line)
  }

  static func cut(_ text: String, to width: Int) -> String {
    text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
  }
}
