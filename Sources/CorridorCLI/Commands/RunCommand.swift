import ArgumentParser
import Corridor

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs scenario files and writes their CSV reports.",
    discussion: """
      For each file FILE.yaml the folder DIR/FILE gets answers.csv (a row a question, the number to
      quote), forecast.csv, observations.csv, targets.csv, combined.csv, tornado.csv,
      reference_class.csv, calibration.csv, hitting.csv, sensitivity.csv, models.csv,
      coefficients.csv, accuracy.csv and datapackage.json, and the reports of the parts that the
      file has (regressions, capacity, routes, …). The answers go to stderr, a line a question; with
      --verbose all verdicts too. Files appear together, or not at all. DIR/answers.csv has the
      answers of all files of the call, and DIR/datapackage.json says what it holds. A wrong scenario
      file gets all its faults at once.

      DIR/FILE/index.html shows the answers with their charts, which are in DIR/FILE/charts too, and
      DIR/index.html leads to the pages of all files of the call. They need no network and no script.

      How data files are read stands beside their 'file:' in the scenario, under the names of the
      options here with '_' for '-' (and id_column for --id); these hold for the files that do not
      say.

      --excel also writes DIR/FILE/excel/ with the same reports, and DIR/answers-excel.csv;
      --format sdmx-csv also writes DIR/FILE/sdmx/data.csv, the observations and the forecasts as
      SDMX-CSV 2.0, and sdmx/structure.json, what its columns are.

      --ledger FILE also keeps the forecasts and target probabilities of each scenario, to be scored
      when values arrive ('corridor ledger').
      """,
    examples: [
      CommandExample("reports of one file, in reports/my/", "corridor run my.yaml"),
      CommandExample(
        "two files, another folder, fewer paths",
        "corridor run low.yaml high.yaml -o out --paths 10000"),
      CommandExample("what would be done", "corridor run my.yaml --list"),
      CommandExample(
        "what was known in 2020; only errors are printed",
        "corridor run my.yaml --as-of 2020 --quiet"),
    ])

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

  @Option(help: "csv, or sdmx-csv to write observations and forecasts in SDMX-CSV 2.0 too.")
  var format = TableFormat.csv

  @Flag(help: "Write no pages and no charts.")
  var noPages = false

  @Flag(help: "Print what the files would do as CSV, and do nothing.")
  var list = false

  @OptionGroup var input: InputOptions
  @OptionGroup var outside: OutsideOption
  @OptionGroup var seed: SeedOption
  @OptionGroup var jobs: JobsOption
  @OptionGroup var made: MadeOption
  @OptionGroup var summary: SummaryOptions
  @OptionGroup var spreadsheet: SpreadsheetOption

  func validate() throws {
    try checked { try RequestLimits.requirePaths(paths) }
    try OutputPlaces.requireNamed([("--output", output)])
    if let ledger { try LedgerAddition.requireFile(ledger) }
    guard made.made == nil || ledger != nil else {
      throw ValidationError("--made says when what goes to --ledger was made")
    }
    try ScenarioBatch.requireNamesApart(scenarios, outputs: "reports")
  }

  func run() throws {
    try KernelCheck.require()
    var plan: [PlanRow] = []
    var batch = ScenarioBatch(scenarios, observations: input.observationOptions, outside)
    if !list { try requireDistinct(batch.read) }
    let inputs = RunInputs(scenarios + batch.read.flatMap(\.scenario.dataFiles))
    // Opened and waited for first: a run that cannot be kept is told before it has worked.
    let store = try (list ? nil : ledger).map { try LedgerStore(path: $0, for: .adding) }
    try store?.requireTurn()
    var runPackage = RunPackage()
    var pages: [ScenarioPage] = []
    if list {
      try batch.each { plan += self.plan($0) }
    } else {
      let progress = ScenarioProgress(batch.read.map(\.scenario.name))
      let noPages = noPages
      let asOf = asOf?.period.written
      try batch.each(jobs: jobs.count) { scenario in
        (scenario, try options(scenario))
      } work: { scenario, options in
        let run = ScenarioRun(scenario, options: options) {
          progress.update(scenario.name, share: $0)
        }
        let reports = RunReports(run)
        return Done(
          run: run, reports: reports,
          page: noPages ? nil : ScenarioPage(of: run, reports, asOf: asOf))
      } take: { done in
        try progress.aside { try write(done, keptIn: store, inputs) }
        runPackage.add(done.reports)
        if let page = done.page { pages.append(page) }
      }
    }
    if list, batch.isAnyLeft {
      var file = try OutputFile(path: "-")
      try file.write(Self.planTable.csv(plan))
      try file.commit()
    }
    if !list, batch.isAnyLeft {
      try write(runPackage, pages, failed: batch.failures.map(\.path), inputs)
      if batch.read.count > 1 { summary.say("all answers in \(output)/\(RunPackage.answersFile)") }
      if !noPages { summary.say("open \(output)/\(ScenarioPage.file) in a browser") }
    }
    try batch.finish()
  }

  /// What stands above the scenarios' folders.
  private func write(
    _ runPackage: RunPackage, _ pages: [ScenarioPage], failed: [String], _ inputs: RunInputs
  ) throws {
    let answers = runPackage.answers
    var files = [(path: answers.name, bytes: answers.bytes)]
    var copies: [DataPackage.Copy] = []
    if let dialect = spreadsheet.dialect(answers.columns) {
      let bytes = dialect.file(answers.bytes)
      files.append((Self.spreadsheetAnswersFile, bytes))
      copies.append(DataPackage.Copy(path: Self.spreadsheetAnswersFile, bytes: bytes))
    }
    let page =
      noPages ? nil : RunPage(pages, failed: failed.map(ObservationReader.stem)).document
    if let page { files.append((page.path, page.bytes)) }
    files.append(
      (
        DataPackage.file, runPackage.descriptor(with: page.map { [$0] } ?? [], copies: copies)
      ))
    // Others stand beside these, so that the folder cannot be exchanged: what tells of them goes
    // first and comes last.
    var pending = PendingFiles()
    try pending.retire(output + "/" + DataPackage.file)
    let written = Set(files.map(\.path))
    let earlier = EarlierReports.unchanged(in: output, of: .run)
    for file in inputs.leaving(earlier, in: output).subtracting(written).sorted() {
      try pending.retire(output + "/" + file)
    }
    for (path, bytes) in files { try pending.add(output + "/" + path, bytes) }
    try pending.commit()
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
  private func plan(_ scenario: Scenario) -> [PlanRow] {
    (ScenarioPlan(scenario).rows + ReportCatalog.plan(scenario)).map {
      PlanRow(file: scenario.name, row: $0)
    }
  }

  /// Reports must not stand where a scenario of this call, or the data of one, does.
  private func requireDistinct(_ read: [(path: String, scenario: Scenario)]) throws {
    var inputs: [(name: String, path: String?)] = scenarios.map { ("scenario", $0) }
    for (path, scenario) in read {
      inputs += scenario.dataFiles.map { ("of \(path)", $0) }
    }
    let reports = ReportCatalog.all.map(\.file)
    for (folder, kind) in [(output, EarlierReports.Kind.run)]
      + read.map({ (folder($0.scenario), .scenario) })
    where EarlierReports.isOfOthers(folder, than: kind) {
      let what = kind == .run ? "a run" : "a scenario"
      throw ValidationError(
        "--output: \(folder)/\(DataPackage.file) is not that of \(what) of corridor: choose another "
          + "folder")
    }
    let files =
      reports + [DataPackage.file, ScenarioPage.file]
      + (spreadsheet.excel ? reports.map { "excel/" + $0 } : [])
      + (format == .sdmx ? ["sdmx/data.csv", "sdmx/structure.json"] : [])
    let outputs =
      read.flatMap { item in
        files.map { (option: "--output", path: folder(item.scenario) + "/" + $0) }
      }
      + ([RunPackage.answersFile, DataPackage.file, ScenarioPage.file]
      + (spreadsheet.excel ? [Self.spreadsheetAnswersFile] : [])).map {
        (option: "--output", path: output + "/" + $0)
      }
    // Reports are apart by their names; what matters here is what is there already.
    for output in outputs {
      try OutputPlaces.requireDistinct(inputs: inputs, outputs: [(output.option, output.path)])
    }
    for output in outputs where ledger != nil {
      try OutputPlaces.requireDistinct(outputs: [
        ("--ledger", ledger), (output.option, output.path),
      ])
    }
  }

  private func folder(_ scenario: Scenario) -> String { output + "/" + scenario.name }

  /// Of all scenarios of a call.
  private static let spreadsheetAnswersFile = "answers-excel.csv"

  /// What a scenario gave, before any of it is written.
  private struct Done: Sendable {
    let run: ScenarioRun
    let reports: RunReports
    let page: ScenarioPage?
  }

  private func options(_ scenario: Scenario) throws -> ScenarioRun.Options {
    var options = ScenarioRun.Options()
    options.seed = seed.seed
    options.paths = paths
    options.asOf = try asOf.map { try placed($0.period, in: scenario) }
    options.jobs = jobs.count
    return options
  }

  private func write(_ done: Done, keptIn store: LedgerStore?, _ inputs: RunInputs) throws {
    let (scenario, reports) = (done.run.scenario, done.reports)
    let folder = folder(scenario)
    let documents = done.page?.documents ?? []
    var outputs = OutputFolder(path: folder, teller: DataPackage.file)
    for file in reports.files { outputs.add(file.name, file.bytes) }
    for file in documents { outputs.add(file.path, file.bytes) }
    let copies = try self.copies(of: reports, scenario)
    for copy in copies { outputs.add(copy.path, copy.bytes) }
    outputs.add(
      DataPackage.file,
      reports.descriptor(
        with: documents, copies: copies.map { DataPackage.Copy(path: $0.path, bytes: $0.bytes) }))
    let kept = try store.map { store in
      (
        store,
        try LedgerAddition.files(
          reports.files, scenario: scenario.name, allowsFormulas: input.allowFormulas)
      )
    }
    if let (store, files) = kept {
      try LedgerAddition.add(files, to: store, made: made.text) { try place(outputs, inputs) }
    } else {
      _ = try place(outputs, inputs)
    }
    RunSummary.write(done.run, folder: folder, summary)
  }

  /// The reports as other programs want them, beside those that the descriptor has the schemas of.
  private func copies(
    of reports: RunReports, _ scenario: Scenario
  ) throws -> [(path: String, bytes: [UInt8])] {
    var copies: [(path: String, bytes: [UInt8])] = []
    if spreadsheet.excel {
      copies += reports.files.map {
        ("excel/" + $0.name, SpreadsheetCSV($0.columns).file($0.bytes))
      }
    }
    if format == .sdmx {
      let message = try SDMXTable.scenario(reports.files, of: scenario.series.map(\.series))
      copies += [("sdmx/data.csv", message.data), ("sdmx/structure.json", message.structure)]
    }
    return copies
  }

  private func place(_ outputs: OutputFolder, _ inputs: RunInputs) throws -> Placement {
    let result = try outputs.place { folder in
      inputs.leaving(EarlierReports.unchanged(in: folder, of: .scenario), in: folder)
    }
    if !result.isExchanged {
      StandardError.lines(["\(outputs.path): the reports were put there one by one"])
    }
    return result.placement
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
