public import Scenarios

/// One kind of report file that a scenario run can write.
public struct ReportKind: Sendable {
  /// The file's name, such as `targets.csv`.
  public let file: String
  public let summary: String
  public let columns: [ReportTable.Column]
  let rows: @Sendable (ScenarioRun) -> [[ReportTable.Cell]]

  public func table(_ run: ScenarioRun) -> ReportTable {
    ReportTable(columns: columns, rows: rows(run))
  }
}

/// Every report, once. A new report is one file and one line here.
public enum ReportCatalog {
  public static let all: [ReportKind] = [
    ForecastReport.kind, TargetsReport.kind, HittingReport.kind, SensitivityReport.kind,
    ModelsReport.kind, CoefficientsReport.kind, AccuracyReport.kind,
  ]
}
