import ArgumentParser
import Corridor

/// `--excel`, worded alike everywhere.
struct SpreadsheetOption: ParsableArguments {
  @Flag(
    help: """
      Write CSV as a spreadsheet with decimal commas opens it: semicolons between cells, decimal \
      commas, a byte order mark, and no cell that would run as a formula.
      """)
  var excel = false

  /// How tables with these columns are written; nil unless it is asked for.
  func dialect(_ columns: [ColumnDescription]) -> SpreadsheetCSV? {
    excel ? SpreadsheetCSV(columns) : nil
  }
}

/// Turns the CSV of this program into what a spreadsheet of most of Europe and Asia reads without a
/// dialogue: with commas and points it takes 1.5 for a date.
struct SpreadsheetCSV: TableDialect {
  /// Columns in which a point is no decimal mark.
  private let texts: Set<String>

  static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  init(texts: Set<String>) { self.texts = texts }

  init(_ columns: [ColumnDescription]) {
    texts = Set(columns.filter { $0.kind == .text }.map(\.name))
  }

  /// A whole file, header first.
  func file(_ csv: [UInt8]) -> [UInt8] {
    guard let end = csv.firstIndex(of: 0x0A) else { return csv }
    let header = Self.cells(csv[...end]).first ?? []
    return head(header) + rows(csv[(end + 1)...], under: header)
  }

  /// The beginning of a file that is written in pieces.
  func head(_ header: [String]) -> [UInt8] {
    Self.mark + Self.line(header.map { Self.quoted($0) })
  }

  /// Whole rows of CSV under a header.
  func rows(_ csv: some Sequence<UInt8>, under header: [String]) -> [UInt8] {
    let isText = header.map { texts.contains($0) }
    return Self.cells(csv).flatMap { row in
      Self.line(
        zip(row, isText).map { cell, isText in
          isText ? Self.quoted(Self.harmless(cell)) : cell.replacing(".", with: ",")
        })
    }
  }

  private static func line(_ cells: [String]) -> [UInt8] {
    Array((cells.joined(separator: ";") + "\n").utf8)
  }

  /// A text that a spreadsheet takes as such: an apostrophe keeps it from being run.
  private static func harmless(_ text: String) -> String {
    guard let first = text.first, "=+-@\t\r".contains(first), (try? NumberText.parse(text)) == nil
    else { return text }
    return "'" + text
  }

  private static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { [0x3B, 0x22, 0x0A, 0x0D].contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// The cells of rows as this program writes them, RFC 4180.
  private static func cells(_ csv: some Sequence<UInt8>) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    /// Whether the byte before was a quote within quotes: an end, or the first of two.
    var isEnding = false
    func take() {
      row.append(String(decoding: cell, as: UTF8.self))
      cell = []
    }
    for byte in csv {
      if isQuoted, !isEnding {
        if byte == 0x22 { isEnding = true } else { cell.append(byte) }
        continue
      }
      if isEnding, byte == 0x22 {
        cell.append(byte)
        isEnding = false
        continue
      }
      (isQuoted, isEnding) = (false, false)
      switch byte {
      case 0x22: isQuoted = true
      case 0x2C: take()
      case 0x0A:
        take()
        rows.append(row)
        row = []
      default: cell.append(byte)
      }
    }
    return rows
  }
}
