import ArgumentParser
import Corridor

struct LedgerExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes the forecasts of a ledger in a form that others read.",
    discussion: """
      --format hubverse is the model output of forecasting hubs: a row a median, a quantile or, of \
      targets, a point of the cumulative distribution, with origin_date (the day on which it was \
      made), scenario_id, target (unit and basis), location (the series), horizon (periods after the one \
      that holds the origin) and target_end_date (the last day of the period).

      One file with the column model_id goes to --output. --submissions DIR writes a file a model and day \
      instead, without that column, as a hub takes them: DIR/TEAM-MODEL/DATE-TEAM-MODEL.csv. Letters, \
      digits and underscores stay of a model's name: drift+log is drift_log.

      What cannot be given on is left out and counted on stderr, with status 3: periods by numbers, \
      dates that tell no frequency, quantiles that cross. Of two forecasts of one thing made on one day \
      the one that was added last is written.
      """,
    examples: [
      CommandExample(
        "all forecasts in one file",
        "corridor ledger export --ledger f.db --format hubverse -o forecasts.csv"),
      CommandExample(
        "files for a hub",
        "corridor ledger export --ledger f.db --team ours --submissions model-output"),
    ])

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case hubverse
  }

  @OptionGroup var ledger: LedgerOption

  @Option(help: "Form of the output: hubverse.")
  var format = Format.hubverse

  @Option(help: "Team in model_id: letters, digits and underscores, 16 at most.")
  var team = "corridor"

  @Option(help: "Folder for a file a model and day, instead of --output.")
  var submissions: String?

  @OptionGroup var output: OutputOption

  func validate() throws {
    guard HubverseForecasts.isName(team), team.utf8.count <= 16 else {
      throw ValidationError(
        "--team '\(team)' is no name for a hub: 1 to 16 letters, digits and underscores")
    }
    guard submissions == nil || output.output == "-" else {
      throw ValidationError("give --output or --submissions, not both")
    }
    try OutputPlaces.requireNamed([("--submissions", submissions)])
  }

  func run() throws {
    try OutputPlaces.requireDistinct(
      outputs: [
        ("--ledger", ledger.ledger), ("--output", output.output), ("--submissions", submissions),
      ])
    let store = try LedgerStore(path: ledger.ledger, for: .reading)
    let rows: HubverseForecasts
    do {
      rows = try HubverseForecasts(
        forecasts: try store.forecasts(), targets: try store.targets(), team: team)
    } catch let clash as HubverseForecasts.NameClash {
      throw Stop(
        .badInput,
        "\(StandardError.printable(ledger.ledger)): the models '\(clash.first)' and "
          + "'\(clash.second)' are both '\(clash.name)' for a hub (keep them in ledgers of their own)"
      )
    }
    let path = StandardError.printable(ledger.ledger)
    let reasons = rows.leftOut.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    if !reasons.isEmpty {
      StandardError.lines(["\(path): left out: \(reasons.joined(separator: ", "))"])
    }
    if rows.replaced > 0 {
      StandardError.lines([
        "\(path): \(rows.replaced) forecasts were made again on the same day: the last ones count"
      ])
    }
    guard !rows.submissions.isEmpty else {
      throw Stop(.badInput, "\(path): no forecast can be given on")
    }
    if let submissions {
      var files: [(path: String, bytes: [UInt8])] = []
      for submission in rows.submissions {
        let place = submissions + "/" + submission.path
        try PendingFiles.makeFolder(submissions + "/" + submission.model)
        files.append((place, HubverseTables.submission.csv(submission.rows)))
      }
      try PendingFiles.write(files)
    } else {
      try output.write(HubverseTables.collected.csv(rows.submissions.flatMap(\.rows)))
    }
    if !reasons.isEmpty { throw Stop(.partlyDone) }
  }
}
