/// Where the data come from, the files beside the page, and how to run it again.
struct SourcesSection {
  let input: ScenarioPage.Input

  func sections() -> [PageSection?] {
    let sources = input.sources.map { source -> [PagePiece] in
      [.words(source.title), " – ", .words(source.licence)]
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
        "sources", "Sources", [sources.isEmpty ? nil : .items(sources)]),
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
