import ArgumentParser
import Corridor

struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "Keeps forecasts as they were made and scores them when values arrive.",
    discussion: """
      A ledger is one SQLite file. 'add' puts forecasts and targets into it, 'corridor run --ledger' \
      does so for a whole run, 'score' fills in what came, 'export' gives forecasts on to others.
      """,
    examples: [
      CommandExample(
        "keep forecasts, score them when values arrive",
        "corridor ledger add forecasts.csv --ledger f.db\n  corridor ledger score --ledger f.db --actual values.csv"
      )
    ],
    subcommands: [
      LedgerAddCommand.self, LedgerListCommand.self, LedgerScoreCommand.self,
      LedgerExportCommand.self,
    ])
}

/// The ledger's file, worded alike everywhere.
struct LedgerOption: ParsableArguments {
  @Option(help: "File of the ledger (SQLite).")
  var ledger: String

  func validate() throws { try LedgerAddition.requireFile(ledger) }
}

struct LedgerAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Adds forecasts and targets to a ledger.",
    discussion: """
      Takes forecast.csv and targets.csv of a run and the outputs of 'corridor forecast' and \
      'corridor target'. All files go in together or none does; the ledger is made when it is \
      missing. A file whose content is there already is not added again and keeps the date under \
      which it came first.

      Rows that are no forecast of the future are left out and counted on stderr: those as of an \
      earlier time, targets met, missed or insufficient, running sums, forecasts without a number.
      """,
    examples: [
      CommandExample("forecasts made today", "corridor ledger add forecasts.csv --ledger f.db"),
      CommandExample(
        "made earlier, of a scenario",
        "corridor ledger add old.csv --ledger f.db --made 2024-03-01 --scenario base"),
    ])

  @Argument(help: "Files of forecasts or targets, gzip or not; '-' is standard input.")
  var files: [String]

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var made: MadeOption

  @Option(help: "Scenario of the files. Default: a report's folder, else the file's name.")
  var scenario: String?

  @Flag(help: "Let names through that a spreadsheet would run as formulas.")
  var allowFormulas = false

  func validate() throws {
    guard files.count(where: { $0 == "-" }) < 2 else {
      throw ValidationError("standard input can be read once only")
    }
  }

  func run() throws {
    var read: [LedgerFile] = []
    for path in files {
      let bytes = try ByteSource.readAll(path: path)
      read.append(
        try LedgerReader.read(
          bytes, name: path, scenario: scenario, allowsFormulas: allowFormulas,
          settings: .formulas))
    }
    try LedgerAddition.add(
      read, to: try LedgerStore(path: ledger.ledger, for: .adding), made: made.text)
  }
}

struct LedgerListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists what a ledger keeps.",
    discussion: """
      A row a file: files that were added together have one run number. A row of a file is scored \
      when it is known what came, else open.
      """,
    examples: [
      CommandExample("what is kept", "corridor ledger list --ledger f.db")
    ])

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var output: OutputOption

  func run() throws {
    try OutputPlaces.requireDistinct(
      outputs: [("--ledger", ledger.ledger), ("--output", output.output)])
    let entries = try LedgerStore(path: ledger.ledger, for: .reading).entries()
    try output.write(Self.table.csv(entries))
  }

  private static let table: Table<LedgerEntry> = [
    .integer("run", "number of the addition") { Int($0.run) },
    .text("made", "day on which the forecasts were made") { $0.made },
    .text("scenario", "scenario of the file") { $0.scenario },
    .text("file", "file") { $0.file },
    .text("kind", "forecast or targets") { $0.kind },
    .text("sha256", "hash of its content") { $0.sha256 },
    .integer("rows", "rows kept") { $0.rows },
    .integer("scored", "of them with an outcome") { $0.scored },
    .integer("open", "of them without one") { $0.rows - $0.scored },
  ]
}

struct LedgerScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Fills in what came and scores the forecasts of a ledger.",
    discussion: """
      Values are matched by series id and period. Unit and basis must be those of the forecasts. A \
      target whose deadline has not come stays open unless the level was reached; one in real terms \
      or of a running sum is judged as it was stated. A value that the file revises replaces the one \
      that came before; what the file does not hold stays.

      Output: a row a measure. brier_touch and brier_level for targets; wis (weighted interval score, \
      in the unit of the series) and coverage_LEVEL with Jeffreys' 95 % interval for forecasts; n \
      scored, open not yet. --details FILE adds a row a forecast or target.
      """,
    examples: [
      CommandExample(
        "scores, and a row a forecast",
        "corridor ledger score --ledger f.db --actual values.csv --details d.csv")
    ])

  @OptionGroup var ledger: LedgerOption

  @Option(help: "File of the values that came, long CSV; '-' is standard input.")
  var actual: String

  @Option(help: "File for a row a forecast or target, with what came and its score.")
  var details: String?

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOption

  func run() throws {
    try OutputPlaces.requireDistinct(
      inputs: [("--actual", actual)],
      outputs: [("--output", output.output), ("--details", details)])
    // What is no ledger is refused as such, whatever else it is.
    try OutputPlaces.requireDistinct(outputs: [
      ("--ledger", ledger.ledger), ("--output", output.output), ("--details", details),
    ])
    let store = try LedgerStore(path: ledger.ledger, for: .updating)
    let panel = try SeriesPanel.read(path: actual, options: input.observationOptions)
    var placement: Placement?
    do {
      // One transaction: no other comes between reading and writing, and nothing is recorded where
      // an output cannot be written.
      try store.change {
        var judgement = LedgerJudgement(
          forecasts: try store.forecasts(), targets: try store.targets(), ledger: ledger.ledger)
        try judgement.fill(from: panel)
        try store.record(
          forecasts: judgement.changedForecasts, targets: judgement.changedTargets)
        StandardError.lines(judgement.remarks)
        func place(with scores: Bool) throws -> Placement {
          var pending = PendingFiles()
          if let details { try pending.add(details, LedgerScoreTable.details(judgement)) }
          if scores { try pending.add(output.output, LedgerScoreTable.scores(judgement)) }
          return try pending.place()
        }
        do { placement = try place(with: true) } catch OutputFault.closedPipe {
          // Whoever read the scores has seen enough of them: the rest is done all the same.
          placement = try place(with: false)
        }
      }
    } catch {
      placement?.undo()
      throw error
    }
  }
}
