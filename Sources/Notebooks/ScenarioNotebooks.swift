internal import Pages
internal import Reports
package import Scenarios

/// The notebooks of one scenario: Python for Jupyter and R for Quarto, over one folder of its tables.
///
/// The same run gives the same bytes: nothing in them tells a time or a place.
package struct ScenarioNotebooks: Sendable {
  /// A file of the export.
  package struct File: Sendable {
    /// Relative to the folder of the export, such as `trade-doubling/answers.csv`.
    package let path: String
    package let bytes: [UInt8]
  }

  /// The files in the order in which they are to appear: notebooks after what they read.
  package let files: [File]

  /// The notebooks of a run, with those of its reports that they read.
  package init(of run: ScenarioRun) {
    let reports = RunReports(run)
    let scenario = run.scenario
    let subject = NotebookSubject(ReportTables(reports.files.map { ($0.name, $0.bytes) }))
    let sections = NotebookSection.all.filter { $0.isWanted(by: subject) }
    let opening = NotebookOpening(
      name: scenario.name, title: scenario.title, question: scenario.question,
      command: "corridor notebook \(scenario.name).yaml --seed \(run.seed) --paths \(run.paths)",
      subject: subject)
    let cells = opening.cells + sections.flatMap(\.cells)
    let read = Set(sections.flatMap(\.files))
    files =
      reports.files.filter { read.contains($0.name) }.map {
        File(path: scenario.name + "/" + $0.name, bytes: $0.bytes)
      }
      + [
        File(
          path: scenario.name + "/datapackage.json",
          bytes: reports.descriptor(ofOnly: read)),
        File(
          path: scenario.name + ".ipynb",
          bytes: JupyterNotebook(title: opening.title, cells: cells).bytes),
        File(
          path: scenario.name + ".qmd",
          bytes: QuartoDocument(title: opening.title, cells: cells).bytes),
      ]
  }
}
