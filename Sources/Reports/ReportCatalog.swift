package import Scenarios

/// One kind of report file that a scenario run can write.
///
/// Which scenarios it belongs to their parts say: `Scenario.reports`.
package struct ReportKind: Sendable {
  /// The file's name, such as `targets.csv`.
  package let file: String
  package let summary: String
  private let compute: @Sendable (ScenarioRun) -> RunReports.File

  /// - Parameters:
  ///   - table: the columns for a scenario, whose levels some depend on.
  ///   - rows: what a run gave.
  init<Row>(
    file: String, summary: String, table: @escaping @Sendable (Scenario) -> Table<Row>,
    rows: @escaping @Sendable (ScenarioRun) -> [Row]
  ) {
    self.file = file
    self.summary = summary
    compute = { run in
      let table = table(run.scenario)
      return RunReports.File(
        name: file, summary: summary, columns: table.descriptions, bytes: table.csv(rows(run)))
    }
  }

  init<Row>(
    file: String, summary: String, table: Table<Row>,
    rows: @escaping @Sendable (ScenarioRun) -> [Row]
  ) {
    self.init(file: file, summary: summary, table: { _ in table }, rows: rows)
  }

  /// The report of a run.
  package func file(of run: ScenarioRun) -> RunReports.File { compute(run) }
}

/// Every report, once. A new report is one file, one line here and one in the part it belongs to.
package enum ReportCatalog {
  package static let all: [ReportKind] = [
    AnswersReport.kind,
    ObservationsReport.kind, ForecastReport.kind, TargetsReport.kind, TargetsReport.vintages,
    HittingReport.kind,
    CombinedReport.kind, CurrentYearReport.kind, TornadoReport.kind, ReferenceClassReport.kind,
    CalibrationReport.kind, SensitivityReport.kind,
    ModelsReport.kind, CoefficientsReport.kind, AccuracyReport.kind, RegressionsReport.kind,
    FittedReport.kind, DriversReport.kind, DriverFanReport.kind,
    CapacityReport.kind, CapacityLevelsReport.kind, OpeningsReport.kind,
    RoutesReport.kind,
    NetworkReport.kind, NetworkValueReport.kind,
    ClaimsReport.kind,
    ComparisonsReport.kind,
    MirrorReport.kind,
    CounterfactualReport.kind, CounterfactualFlowsReport.kind,
    ReconciledReport.kind,
    NowcastReport.kind,
    PipelineReport.kind,
    PostMortemReport.kind, PostMortemForecastsReport.kind, PostMortemScoresReport.kind,
    PostMortemPlansReport.kind,
  ]

  /// The reports of a scenario, in the order of the catalog.
  package static func wanted(_ scenario: Scenario) -> [ReportKind] {
    let files = Set(scenario.reports.map(\.file))
    return all.filter { files.contains($0.file) }
  }

  /// What `corridor run --list` says of the files, a row each.
  package static func plan(_ scenario: Scenario) -> [ScenarioPlan.Row] {
    let mayBeEmpty = Set(scenario.reports.filter { !$0.hasRows }.map(\.file))
    return wanted(scenario).map { kind in
      ScenarioPlan.Row(
        kind: "report", name: kind.file,
        detail: kind.summary + (mayBeEmpty.contains(kind.file) ? "; may have no row" : ""))
    }
  }
}
