internal import Charts

/// A piece of a page beneath a heading.
indirect enum PageBlock: Sendable {
  /// A sentence in our words with cells in it.
  case sentence([PagePiece])
  case table(PageGrid)
  /// A chart with its caption; the table behind it is folded beneath it.
  case figure(PageFigure)
  /// What a reader may open.
  case folded(title: String, [PageBlock])
  /// A smaller heading.
  case heading(String)
  /// A list of links or sentences.
  case items([[PagePiece]])

  var view: PageView {
    switch self {
    case .sentence(let pieces): ["sentence": ["pieces": .list(pieces.map(\.view))]]
    case .table(let grid): ["table": grid.view]
    case .figure(let figure): ["figure": figure.view]
    case .folded(let title, let blocks):
      ["folded": ["title": .text(title), "blocks": .list(blocks.map(\.view))]]
    case .heading(let text): ["heading": ["title": .text(text)]]
    case .items(let items):
      ["list": ["items": .list(items.map { ["pieces": .list($0.map(\.view))] })]]
    }
  }
}

/// A part of a sentence.
enum PagePiece: Sendable, ExpressibleByStringInterpolation {
  /// Our own words.
  case words(String)
  case cell(PageCell)
  case strong(PageCell)
  case link(String, to: String)
  /// What is typed or copied.
  case code(String)
  /// A word for where an answer stands.
  case tag(String)

  init(stringLiteral value: String) { self = .words(value) }

  var view: PageView {
    switch self {
    case .words(let text): ["words": .text(text)]
    case .cell(let cell): ["cell": cell.view]
    case .strong(let cell): ["strong": cell.view]
    case .link(let text, let address): ["link": ["title": .text(text), "address": .text(address)]]
    case .code(let text): ["code": .text(text)]
    case .tag(let status): ["tag": ["name": .text(status)]]
    }
  }
}

/// A chart on a page.
struct PageFigure: Sendable {
  let picture: Picture
  /// What to see in it, in words of ours and cells.
  let caption: [PagePiece]
  let tables: [PageGrid]

  var view: PageView {
    [
      "title": .text(picture.title), "svg": .markup(picture.inline()),
      "caption": .list(caption.map(\.view)), "tables": .list(tables.map(\.view)),
    ]
  }
}
