internal import Charts
package import Reports
package import Scenarios

extension ScenarioPage {
  /// The page of a run's reports.
  ///
  /// - Parameter asOf: the period up to which the call used data; nil where it said none.
  package init(of run: ScenarioRun, _ reports: RunReports, asOf: String? = nil) {
    let scenario = run.scenario
    var command = "corridor run \(scenario.name).yaml --seed \(run.seed) --paths \(run.paths)"
    if let asOf { command += " --as-of \(asOf)" }
    self.init(
      Input(
        name: scenario.name, title: scenario.title, question: scenario.question,
        courses: scenario.courses.map { Course(name: $0.name, description: $0.description) },
        named: run.orderedSheet.named,
        files: reports.files.map { File(name: $0.name, summary: $0.summary, bytes: $0.bytes) },
        sources: reports.sources.map { Source(title: $0.title, licence: $0.licence) },
        inputs: reports.inputs.map { InputFile(path: $0.path, sha256: $0.sha256) },
        command: command, version: DataPackage.version))
  }

  /// The files of the page: itself and its charts, each alone.
  package var documents: [RunDocument] {
    [RunDocument(path: Self.file, title: title, mediaType: "text/html", bytes: Array(html.utf8))]
      + pictures.map {
        RunDocument(
          path: "charts/\($0.name).svg", title: $0.title, mediaType: "image/svg+xml",
          bytes: Array($0.standalone().utf8))
      }
  }

  /// The name of a page's file in the folder of its reports.
  package static let file = "index.html"
}
