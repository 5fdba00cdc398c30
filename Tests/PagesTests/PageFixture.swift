import Foundation
import Reports
import Scenarios
import _TestSupport

@testable import Pages

/// Pages and the reports that they were made of.
struct PageFixture {
  let page: ScenarioPage
  let files: [ScenarioPage.File]

  init(_ input: ScenarioPage.Input) {
    page = ScenarioPage(input)
    files = input.files
  }

  /// A shipped scenario or one of the fixtures, from few paths.
  init(path: String, paths: Int? = nil) throws {
    var options = ScenarioRun.Options()
    options.paths = paths
    let run = ScenarioRun(try ScenarioReader.read(path: Repository.path(path)), options: options)
    let reports = RunReports(run)
    page = ScenarioPage(of: run, reports)
    files = reports.files.map {
      ScenarioPage.File(name: $0.name, summary: $0.summary, bytes: $0.bytes)
    }
  }

  /// A page of reports written by hand.
  static func input(
    title: String = "T", question: String = "Q", courses: [ScenarioPage.Course] = [],
    files: [(name: String, text: String)]
  ) -> ScenarioPage.Input {
    ScenarioPage.Input(
      name: "made", title: title, question: question, courses: courses,
      files: files.map {
        ScenarioPage.File(name: $0.name, summary: "made", bytes: Array($0.text.utf8))
      }, sources: [ScenarioPage.Source(title: title, licence: question)],
      inputs: [ScenarioPage.InputFile(path: title, sha256: "0")], command: "corridor run made.yaml",
      version: "0")
  }

  var markup: PageMarkup { PageMarkup(page.html) }

  /// All texts of cells of the reports.
  var cells: Set<String> {
    get throws {
      var cells: Set<String> = []
      for file in files {
        let table = PageTable(file: file.name, bytes: file.bytes)
        for row in table.rows { for column in table.columns { cells.insert(row[column]) } }
      }
      return cells
    }
  }

  static let shipped: [String] = {
    let folder = Repository.path("datasets/scenarios")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted().map { "datasets/scenarios/" + $0 }
  }()
}
