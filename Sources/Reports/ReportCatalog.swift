public import Scenarios

/// One kind of report file that a scenario run can write.
public struct ReportKind: Sendable {
  /// The file's name, such as `targets.csv`.
  public let file: String
  public let summary: String
  private let makeColumns: @Sendable (ScenarioRun) -> [ReportTable.Column]
  private let makeRows: @Sendable (ScenarioRun) -> [[ReportTable.Cell]]
  private let makeIsWanted: @Sendable (ScenarioRun) -> Bool

  init(
    file: String, summary: String,
    columns: @escaping @Sendable (ScenarioRun) -> [ReportTable.Column],
    isWanted: @escaping @Sendable (ScenarioRun) -> Bool = hasSeries,
    rows: @escaping @Sendable (ScenarioRun) -> [[ReportTable.Cell]]
  ) {
    self.file = file
    self.summary = summary
    self.makeColumns = columns
    self.makeRows = rows
    self.makeIsWanted = isWanted
  }

  init(
    file: String, summary: String, columns: [ReportTable.Column],
    isWanted: @escaping @Sendable (ScenarioRun) -> Bool = hasSeries,
    rows: @escaping @Sendable (ScenarioRun) -> [[ReportTable.Cell]]
  ) {
    self.init(
      file: file, summary: summary, columns: { _ in columns }, isWanted: isWanted, rows: rows)
  }

  /// What reports of projected series wait for.
  @Sendable static func hasSeries(_ run: ScenarioRun) -> Bool { !run.scenario.series.isEmpty }

  /// What the reports of a part wait for.
  static func has<Part: ScenarioPart>(
    _ part: Part.Type
  ) -> @Sendable (ScenarioRun) -> Bool {
    { $0.scenario.part(Part.self) != nil }
  }

  /// Whether a run asks for the report: some belong to parts that a scenario need not have.
  public func isWanted(_ run: ScenarioRun) -> Bool { makeIsWanted(run) }

  public func table(_ run: ScenarioRun) -> ReportTable {
    ReportTable(columns: makeColumns(run), rows: makeRows(run))
  }
}

/// Every report, once. A new report is one file and one line here.
public enum ReportCatalog {
  public static let all: [ReportKind] = [
    ForecastReport.kind, TargetsReport.kind, HittingReport.kind, SensitivityReport.kind,
    ModelsReport.kind, CoefficientsReport.kind, AccuracyReport.kind, RegressionsReport.kind,
    FittedReport.kind, DriversReport.kind, DriverFanReport.kind,
    CapacityReport.kind, CapacityLevelsReport.kind, OpeningsReport.kind,
    RoutesReport.kind,
    ClaimsReport.kind,
    ReconciledReport.kind,
    NowcastReport.kind,
    PipelineReport.kind,
    PostMortemReport.kind, PostMortemForecastsReport.kind, PostMortemScoresReport.kind,
    PostMortemPlansReport.kind,
  ]

  /// The reports that a run asks for.
  public static func wanted(_ run: ScenarioRun) -> [ReportKind] { all.filter { $0.isWanted(run) } }
}
