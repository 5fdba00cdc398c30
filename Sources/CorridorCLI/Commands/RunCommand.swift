import ArgumentParser
import Corridor

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs scenario files and writes their CSV reports.",
    discussion: """
      For each file FILE.yaml the folder DIR/FILE gets forecast.csv, targets.csv, hitting.csv,
      sensitivity.csv, models.csv, coefficients.csv, accuracy.csv and datapackage.json, and the
      reports of the parts that the file has (regressions, capacity, routes, …); a table of verdicts
      goes to stderr. Files appear together, or not at all. A wrong scenario file gets all
      its faults at once.

      How data files are read stands beside their 'file:' in the scenario, under the names of the
      options here with '_' for '-' (and id_column for --id); these hold for the files that do not
      say.

      --ledger FILE also keeps the forecasts and target probabilities of each scenario, to be scored
      when values arrive ('corridor ledger').
      """)

  @Argument(help: "Scenario files.")
  var scenarios: [String]

  @Option(name: .shortAndLong, help: "Folder of the reports.")
  var output = "reports"

  @Option(help: "Sample paths, instead of the file's.")
  var paths: Int?

  @Option(help: "Use data up to this period only, instead of the file's list.")
  var asOf: PeriodArgument?

  @Option(help: "Ledger that keeps the run's forecasts and target probabilities.")
  var ledger: String?

  @Flag(help: "Print what the files would do as CSV, and do nothing.")
  var list = false

  @OptionGroup var input: InputOptions
  @OptionGroup var seed: SeedOption
  @OptionGroup var jobs: JobsOption
  @OptionGroup var made: MadeOption

  func validate() throws {
    try requirePaths(paths)
    if let ledger { try LedgerAddition.requireFile(ledger) }
    guard made.made == nil || ledger != nil else {
      throw ValidationError("--made says when what goes to --ledger was made")
    }
    let names = scenarios.map(ObservationReader.stem)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError("two scenarios are named '\(twice)': their reports would collide")
    }
  }

  func run() throws {
    try KernelCheck.require()
    // Opened first: a run that cannot be kept is told before it has worked.
    let store = try (list ? nil : ledger).map { try LedgerStore(path: $0, for: .adding) }
    var failures: [(status: ExitStatus, path: String)] = []
    var plan: [PlanRow] = []
    for path in scenarios {
      do {
        if list { plan += try self.plan(path) } else { try runOne(path, keptIn: store) }
      } catch {
        if case OutputFault.closedPipe = error { throw error }
        let status = Outcome.report(error)
        // What concerns the whole machine or disk ends the run.
        if status == .wrongKernel || status == .cannotWrite { throw Stop(status, []) }
        failures.append((status, path))
      }
    }
    if list, failures.count < scenarios.count {
      var file = try OutputFile(path: "-")
      try file.write(Self.planTable.csv(plan))
      try file.commit()
    }
    guard let first = failures.first else { return }
    if failures.count < scenarios.count {
      throw Stop(
        .partlyDone,
        "\(failures.count) of \(scenarios.count) scenarios failed, the others are "
          + "written")
    }
    let isInput = failures.contains { $0.status == .badInput }
    throw Stop(
      failures.allSatisfy { $0.status == first.status }
        ? first.status
        : isInput ? .badInput : .failed, [])
  }

  /// A row of `--list`.
  private struct PlanRow {
    let file: String
    let row: ScenarioPlan.Row
  }

  private static let planTable: Table<PlanRow> = [
    .text("file", "scenario") { $0.file },
    .text("kind", "series, model, scenario, target, vintage, the key of a part, or report") {
      $0.row.kind
    },
    .text("name", "its name; of a report the file") { $0.row.name },
    .text("detail", "what is done with it") { $0.row.detail },
  ]

  /// The rows of `--list` for one file.
  private func plan(_ path: String) throws -> [PlanRow] {
    let scenario = try ScenarioReader.read(path: path, observations: input.observationOptions)
    StandardError.lines(scenario.warnings.map(\.description))
    return (ScenarioPlan(scenario).rows + ReportCatalog.plan(scenario)).map {
      PlanRow(file: scenario.name, row: $0)
    }
  }

  private func runOne(_ path: String, keptIn store: LedgerStore?) throws {
    let scenario = try ScenarioReader.read(path: path, observations: input.observationOptions)
    StandardError.lines(scenario.warnings.map(\.description))
    var options = ScenarioRun.Options()
    options.seed = seed.seed
    options.paths = paths
    options.asOf = try asOf.map { try placed($0.period, in: scenario) }
    options.jobs = jobs.count
    var progress = Progress(scenario.name)
    let run = ScenarioRun(scenario, options: options) { progress.update(share: $0) }
    progress.finish()
    var folder = try OutputFolder(path: output + "/" + scenario.name)
    let reports = RunReports(run)
    for file in reports.files { try folder.add(file.name, file.bytes) }
    try folder.add("datapackage.json", reports.descriptor)
    let kept = try store.map { _ in
      try LedgerAddition.files(
        reports.files, scenario: scenario.name, allowsFormulas: input.allowFormulas)
    }
    try folder.commit()
    if let store, let kept { try LedgerAddition.add(kept, to: store, made: made.text) }
    StandardError.write(VerdictTable.text(run, folder: output + "/" + scenario.name))
  }

  /// A period that every series of the scenario has on its axis.
  private func placed(_ period: PeriodText, in scenario: Scenario) throws -> PeriodText {
    for spec in scenario.series
    where spec.series.axis.ordinal(of: period, periodEnd: true) == nil {
      throw Stop(
        .usage,
        "--as-of \(period.written) is no period of the \(spec.series.frequency.rawValue) series "
          + "'\(spec.id)'")
    }
    return period
  }
}
