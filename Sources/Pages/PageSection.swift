internal import Charts

/// A section of a page: a heading and what stands beneath it.
struct PageSection: Sendable {
  /// Unique on the page.
  let id: String
  let title: String
  let blocks: [PageBlock]

  /// Nothing without blocks: a section that has nothing to say is left out.
  init?(_ id: String, _ title: String, _ blocks: [PageBlock?]) {
    let blocks = blocks.compactMap { $0 }
    guard !blocks.isEmpty else { return nil }
    (self.id, self.title, self.blocks) = (id, title, blocks)
  }

  var view: PageView {
    ["id": .text(id), "title": .text(title), "blocks": .list(blocks.map(\.view))]
  }

  /// The charts of the section, those in what is folded among them.
  var pictures: [Picture] { Self.pictures(blocks) }

  private static func pictures(_ blocks: [PageBlock]) -> [Picture] {
    blocks.flatMap { block -> [Picture] in
      switch block {
      case .figure(let figure): [figure.picture]
      case .folded(_, let blocks): pictures(blocks)
      case .sentence, .table, .heading, .items: []
      }
    }
  }
}
