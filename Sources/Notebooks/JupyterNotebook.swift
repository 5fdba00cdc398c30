internal import Reports

/// A notebook of Python cells as Jupyter stores it, without outputs.
///
/// Source: Jupyter, the notebook format, version 4.5.
struct JupyterNotebook: Sendable {
  /// Markdown.
  let title: String
  let cells: [NotebookCell]

  var bytes: [UInt8] {
    let own = ([.text("# " + title)] + cells).compactMap(Self.stored)
    return JSONDocument.bytes(
      of: Document(
        cells: own.enumerated().map { place, cell in
          cell.withID("cell-" + (place < 9 ? "0" : "") + String(place + 1))
        }))
  }

  private static func stored(_ cell: NotebookCell) -> Cell? {
    switch cell {
    case .text(let text): Cell(kind: "markdown", text: text)
    case .python(let text): Cell(kind: "code", text: text)
    case .r: nil
    }
  }

  private struct Document: Encodable {
    enum CodingKeys: String, CodingKey {
      case cells, metadata
      case format = "nbformat"
      case minor = "nbformat_minor"
    }

    let cells: [Cell]
    let metadata = Metadata()
    let format = 4
    let minor = 5
  }

  private struct Metadata: Encodable {
    struct Kernel: Encodable {
      enum CodingKeys: String, CodingKey {
        case title = "display_name"
        case language, name
      }

      let title = "Python 3"
      let language = "python"
      let name = "python3"
    }

    struct Language: Encodable {
      let name = "python"
    }

    enum CodingKeys: String, CodingKey {
      case kernel = "kernelspec"
      case language = "language_info"
    }

    let kernel = Kernel()
    let language = Language()
  }

  private struct Cell: Encodable {
    private enum Key: String, CodingKey {
      case id, metadata, source, outputs
      case cellType = "cell_type"
      case count = "execution_count"
    }

    private let kind: String
    private let lines: [String]
    private var id = ""

    init(kind: String, text: String) {
      self.kind = kind
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      self.lines = lines.dropLast().map { $0 + "\n" } + lines.suffix(1).map(String.init)
    }

    /// The id is the cell's place: a random one would differ in each export.
    func withID(_ id: String) -> Cell {
      var cell = self
      cell.id = id
      return cell
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(kind, forKey: .cellType)
      try container.encode(id, forKey: .id)
      try container.encode([String: String](), forKey: .metadata)
      try container.encode(lines, forKey: .source)
      guard kind == "code" else { return }
      try container.encodeNil(forKey: .count)
      try container.encode([String](), forKey: .outputs)
    }
  }
}
