/// Where the data come from, the files beside the page, and how to run it again.
struct SourcesSection {
  let input: ScenarioPage.Input

  /// What stands under one licence, each once, in the order of the descriptor.
  private var licences: [(licence: String, titles: [String])] {
    var order: [String] = []
    var titles: [String: [String]] = [:]
    for source in input.sources {
      if titles[source.licence] == nil { order.append(source.licence) }
      if !(titles[source.licence, default: []].contains(source.title)) {
        titles[source.licence, default: []].append(source.title)
      }
    }
    return order.map { ($0, titles[$0] ?? []) }
  }

  func sections() -> [PageSection?] {
    let sources = licences.map { licence, titles in
      PageBlock.fold(
        licence.isEmpty ? "No licence stated" : licence, [.items(titles.map { [.words($0)] })])
    }
    let files = input.files.map { file -> [PagePiece] in
      [.link(file.name, to: file.name), .words(" – " + file.summary)]
    }
    let descriptor: [PagePiece] = [
      .link("datapackage.json", to: "datapackage.json"),
      " – every column described, sources with licences, hashes of the inputs",
    ]
    return [
      PageSection(
        "sources", "Sources, by licence", sources),
      PageSection(
        "again", "Files, and how to run it again",
        [
          .items(files + [descriptor]),
          .sentence(["Run it again: ", .code(input.command)]),
          .fold(
            "What was read",
            [
              .items(
                input.inputs.map { [.words($0.path + ", SHA-256 "), .code($0.sha256)] })
            ]),
        ]),
    ]
  }
}
