import Foundation
import Testing

@testable import Notebooks

/// The export of a scenario.
@Suite struct ScenarioNotebooksTests {
  struct Document: Decodable {
    struct Cell: Decodable {
      enum CodingKeys: String, CodingKey {
        case kind = "cell_type"
        case id, source, outputs
      }

      let kind: String
      let id: String
      let source: [String]
      let outputs: [String]?
    }

    enum CodingKeys: String, CodingKey {
      case cells
      case format = "nbformat"
      case minor = "nbformat_minor"
    }

    let cells: [Cell]
    let format: Int
    let minor: Int

    var code: [Cell] { cells.filter { $0.kind == "code" } }
  }

  static func text(_ files: [ScenarioNotebooks.File], _ ending: String) throws -> String {
    let file = try #require(files.last { $0.path.hasSuffix(ending) })
    return String(decoding: file.bytes, as: UTF8.self)
  }

  @Test func tablesComeBeforeWhatReadsThem() throws {
    let files = try HostileScenario.files("plain")
    #expect(
      files.map(\.path) == [
        "s/answers.csv", "s/observations.csv", "s/forecast.csv", "s/targets.csv", "s/hitting.csv",
        "s/tornado.csv", "s/datapackage.json", "s.ipynb", "s.qmd",
      ])
    // The descriptor lists what is there and nothing else.
    let descriptor = try Self.text(files, "datapackage.json")
    for file in files.map(\.path) where file.hasSuffix(".csv") {
      #expect(descriptor.contains("\"path\" : \"\(file.dropFirst(2))\""))
    }
    #expect(!descriptor.contains("models.csv") && !descriptor.contains("sensitivity.csv"))
    let again = try HostileScenario.files("plain")
    #expect(files.map(\.bytes) == again.map(\.bytes))
  }

  @Test func notebooksAskTheFirstOpenQuestion() throws {
    let files = try HostileScenario.files("plain")
    let quarto = try Self.text(files, ".qmd")
    for line in [
      "title: \"plain\"", "folder <- \"s\"  # the tables", "series <- \"y\"  # which series",
      "course <- \"baseline\"  # which course of events", "target <- \"plain\"  # which target",
      "deadline <- \"2030\"  # by when", "## Probability by period", "## Another level",
    ] { #expect(quarto.contains("\n" + line + "\n"), "\(line)") }
    #expect(!quarto.contains("```{python}") && !quarto.contains("## Demand against capacity"))
  }

  /// Whatever a scenario's author wrote is data: one literal of the opening cell, words in Markdown.
  @Test(arguments: HostileScenario.names) func namesAreData(_ name: String) throws {
    let files = try HostileScenario.files(name)
    let target = HostileScenario.mayName(name) ? name : "plain"
    let text = try Self.text(files, ".ipynb")
    let notebook = try JSONDecoder().decode(Document.self, from: Data(text.utf8))
    #expect(notebook.format == 4 && notebook.minor == 5)
    #expect(
      notebook.cells.map(\.id)
        == (1...notebook.cells.count).map { String(format: "cell-%02d", $0) })
    let code = notebook.code
    #expect(code.allSatisfy { $0.outputs == [] })
    #expect(
      code[0].source == [
        "from pathlib import Path\n", "\n", "folder = Path(\"s\")  # the tables\n",
        "series = \"y\"  # which series\n", "course = \"baseline\"  # which course of events\n",
        "target = \(StringLiteral.quoted(target))  # which target\n",
        "deadline = \"2030\"  # by when",
      ])
    let plain = try JSONDecoder().decode(
      Document.self, from: Data(Self.text(HostileScenario.files("plain"), ".ipynb").utf8))
    // All other code is the same as for any other scenario.
    #expect(code.dropFirst().map(\.source) == plain.code.dropFirst().map(\.source))
    #expect(notebook.cells.count == plain.cells.count)
    #expect(notebook.cells[0].source == ["# " + MarkdownText.escaped(name)])

    let quarto = try Self.text(files, ".qmd")
    let fences = quarto.split(separator: "\n").filter { $0.hasPrefix("```") }
    #expect(fences.count == 2 * fences.count { $0 == "```{r}" })
    for written in [text, quarto] {
      #expect(!written.unicodeScalars.contains("\u{202E}") && !written.contains("<script"))
    }
  }
}
