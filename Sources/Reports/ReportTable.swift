internal import SeriesCore

/// A table that becomes a CSV file: described columns and typed cells.
public struct ReportTable: Sendable {
  public struct Column: Sendable {
    public enum Kind: String, Sendable {
      case string
      case number
      case integer
    }

    public let name: String
    public let kind: Kind
    public let summary: String

    public init(_ name: String, _ kind: Kind, _ summary: String) {
      self.name = name
      self.kind = kind
      self.summary = summary
    }

    static func text(_ name: String, _ summary: String) -> Column { Column(name, .string, summary) }
    /// A number of six significant digits.
    static func number(_ name: String, _ summary: String) -> Column {
      Column(name, .number, summary + "; six significant digits")
    }
    /// A number with all its digits.
    static func exact(_ name: String, _ summary: String) -> Column {
      Column(name, .number, summary)
    }
    static func integer(_ name: String, _ summary: String) -> Column {
      Column(name, .integer, summary)
    }
  }

  public enum Cell: Sendable {
    case text(String?)
    /// All digits.
    case exact(Double?)
    /// Six significant digits: what differs between CPU kernels stays out of the file.
    case rounded(Double?)
    case integer(Int?)
  }

  public let columns: [Column]
  public let rows: [[Cell]]

  public init(columns: [Column], rows: [[Cell]]) {
    self.columns = columns
    self.rows = rows
  }

  /// The table as CSV.
  public func csv() -> [UInt8] {
    var writer = CSVWriter(header: columns.map(\.name))
    for row in rows {
      for cell in row {
        switch cell {
        case .text(let text): writer.field(text ?? "")
        case .exact(let value): writer.field(value)
        case .rounded(let value):
          writer.field(value.map { SignificantDigits.round($0, to: 6) })
        case .integer(let value): writer.field(value)
        }
      }
      writer.endRow()
    }
    return writer.takeBytes()
  }
}
