public import Scenarios

/// The reports that a run's scenario asks for, each computed once.
public struct RunReports: Sendable {
  /// One CSV file.
  public struct File: Sendable {
    /// Such as `targets.csv`.
    public let name: String
    /// What a row is, in a line.
    public let summary: String
    package let columns: [ColumnDescription]
    /// The content: UTF-8, header first.
    public let bytes: [UInt8]
  }

  private let run: ScenarioRun
  /// The files in the order of the descriptor.
  public let files: [File]

  /// Computes all reports of a run.
  public init(_ run: ScenarioRun) {
    self.run = run
    files = ReportCatalog.wanted(run.scenario).map { $0.file(of: run) }
  }

  /// `datapackage.json`: the Frictionless descriptor of the files.
  public var descriptor: [UInt8] { descriptor(with: []) }

  /// The same, with files beside them that are no tables.
  ///
  /// - Parameter copies: copies of the reports for other programs.
  package func descriptor(
    with documents: [RunDocument], copies: [DataPackage.Copy] = []
  ) -> [UInt8] {
    DataPackage.descriptor(of: run, files: files, documents: documents, copies: copies)
  }

  /// The same of some of the files alone, by their names.
  package func descriptor(ofOnly names: Set<String>) -> [UInt8] {
    DataPackage.descriptor(of: run, files: files.filter { names.contains($0.name) }, documents: [])
  }

  /// The scenario that was run.
  var scenario: Scenario { run.scenario }

  /// The rows of its answer sheet.
  var answers: [AnswersReport.Row] { AnswersReport.rows(of: run) }

  /// Where the data come from, with their licences: as the descriptor lists them.
  package var sources: [DataPackage.Source] { DataPackage.sources(of: run.scenario) }

  /// The files that were read, with their hashes.
  package var inputs: [DataPackage.Input] { DataPackage.inputs(of: run.scenario) }
}
