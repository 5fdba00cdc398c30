internal import Scenarios

/// What stands above the folders of a run's scenarios: the answers of all, and a descriptor that leads to
/// theirs.
package struct RunPackage {
  /// Of all scenarios of the run.
  package static let answersFile = "answers.csv"

  private var rows: [AnswersReport.Row] = []
  private var sources: [DataPackage.Source] = []
  private var packages: [Member] = []

  package init() {}

  /// A scenario that was run.
  package mutating func add(_ reports: RunReports) {
    let scenario = reports.scenario
    rows += reports.answers
    // Scenarios share their series; seeds, paths and hashes stand in their own descriptors.
    let known = Set(sources)
    sources += reports.sources.filter { !known.contains($0) }
    packages.append(
      Member(
        name: scenario.name, title: scenario.title, path: scenario.name + "/datapackage.json"))
  }

  /// The answer sheet.
  package var answers: RunReports.File {
    RunReports.File(
      name: Self.answersFile, summary: "the answers of all scenarios of the run",
      columns: AnswersReport.columns, bytes: AnswersReport.csv(rows))
  }

  /// `datapackage.json` of the run.
  package func descriptor(
    with documents: [RunDocument], copies: [DataPackage.Copy] = []
  ) -> [UInt8] {
    JSONDocument.bytes(
      of: DataPackage.Package(
        name: "answers", title: "What the scenarios answer",
        description: "A row a question; each scenario's own folder has what stands behind.",
        profile: DataPackage.profile(with: documents),
        resources: [DataPackage.resource(answers)] + documents.map { DataPackage.resource($0) },
        sources: sources,
        corridor: Provenance(
          version: DataPackage.version, packages: packages, copies: copies.isEmpty ? nil : copies)))
  }

  private struct Provenance: Encodable {
    let version: String
    let packages: [Member]
    let copies: [DataPackage.Copy]?
  }

  /// A scenario's own descriptor.
  private struct Member: Encodable {
    let name: String
    let title: String
    let path: String
  }
}
