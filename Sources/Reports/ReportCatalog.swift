public import Scenarios

/// One kind of report file that a scenario run can write.
public struct ReportKind: Sendable {
  /// The file's name, such as `targets.csv`.
  public let file: String
  public let summary: String
  private let makeColumns: @Sendable (ScenarioRun) -> [ReportTable.Column]
  private let makeRows: @Sendable (ScenarioRun) -> [[ReportTable.Cell]]

  init(
    file: String, summary: String,
    columns: @escaping @Sendable (ScenarioRun) -> [ReportTable.Column],
    rows: @escaping @Sendable (ScenarioRun) -> [[ReportTable.Cell]]
  ) {
    self.file = file
    self.summary = summary
    self.makeColumns = columns
    self.makeRows = rows
  }

  init(
    file: String, summary: String, columns: [ReportTable.Column],
    rows: @escaping @Sendable (ScenarioRun) -> [[ReportTable.Cell]]
  ) {
    self.init(file: file, summary: summary, columns: { _ in columns }, rows: rows)
  }

  public func table(_ run: ScenarioRun) -> ReportTable {
    ReportTable(columns: makeColumns(run), rows: makeRows(run))
  }
}

/// Every report, once. A new report is one file and one line here.
public enum ReportCatalog {
  public static let all: [ReportKind] = [
    ForecastReport.kind, TargetsReport.kind, HittingReport.kind, SensitivityReport.kind,
    ModelsReport.kind, CoefficientsReport.kind, AccuracyReport.kind,
  ]
}
