import ArgumentParser
import Corridor

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Accuracy of forecasts, ours or any others.",
    discussion: """
      Reads forecasts in the long form of 'corridor forecast' and 'corridor backtest' (a \
      column model; the median is the point forecast, else the mean) or in Nixtla's wide form \
      (a column a model, with NAME-lo-80 and NAME-hi-80 beside it). Actual values come from \
      --actual, else from the forecasts' own column actual or y.

      MASE, RMSSE and MSIS are scaled by the mean absolute (RMSSE: squared) change over a \
      season in the training data: --train, else what --actual holds before the first \
      forecast; for a forecast with a cutoff, what stands up to it. Without such data they \
      stay empty, and stderr says of which series. sMAPE runs from 0 to 200; MAPE is in percent and leaves out actuals of zero \
      (mape_n counts what is left); coverage is a share; WIS, the weighted interval score, is \
      in the unit of the series.

      --id, --time, --decimal, --thousands, --flags and --encoding hold for all files; forecasts as \
      this program writes them, with its names of columns, UTF-8 and points between commas, are \
      read as such whatever these say.

      --format hubverse reads the model output of forecasting hubs, as 'corridor ledger export' \
      writes it: rows of quantiles and medians are judged as scoringutils does (WIS and its three parts, \
      bias, coverage, error of the median); --by model is then the mean over forecasts.

      --by series gives a row a series and model, --by model the mean over series of these \
      rows: every series counts alike. Forecasts without an actual value are left out, and \
      counted on stderr.
      """,
    examples: [
      CommandExample(
        "forecasts against what came",
        "corridor score forecasts.csv --actual values.csv --train my.csv"),
      CommandExample("one row a model", "corridor score back.csv --train my.csv --by model"),
      CommandExample(
        "forecasts of a hub",
        "corridor score 2025-02-01-a-drift.csv --format hubverse --actual y.csv"),
    ])

  enum Grouping: String, ExpressibleByArgument, CaseIterable {
    case series
    case model
  }

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case hubverse
  }

  @Argument(help: "File of forecasts, gzip or not; '-' is standard input.")
  var forecasts: String

  @Option(help: "File of the actual values, long CSV; not needed when the forecasts carry them.")
  var actual: String?

  @Option(help: "File of the training data, for the scale of MASE, RMSSE and MSIS.")
  var train: String?

  @Option(help: "Column with the series id in --train. Default: as --id says.")
  var trainId: String?

  @Option(help: "Column with the period in --train. Default: as --time says.")
  var trainTime: String?

  @Option(help: "Column with the value in --train. Default: as --value says.")
  var trainValue: String?

  @Option(help: "Form of the forecasts: table (the forms above) or hubverse.")
  var format = Format.table

  @Option(help: "Rows of the table: series (and model) or model.")
  var by = Grouping.series

  @OptionGroup var input: InputOptions
  @OptionGroup var season: SeasonOption
  @OptionGroup var output: OutputOption

  func validate() throws {
    let inputs = [forecasts, actual, train].filter { $0 == "-" }
    guard inputs.count < 2 else {
      throw ValidationError("only one input can be standard input")
    }
    let columns = [
      ("--train-id", trainId), ("--train-time", trainTime), ("--train-value", trainValue),
    ]
    if train == nil, let column = columns.first(where: { $0.1 != nil }) {
      throw ValidationError("\(column.0) names a column of --train FILE, which is not given")
    }
    try validateHubverse()
    try OutputPlaces.requireDistinct(
      inputs: [("FORECASTS", forecasts), ("--actual", actual), ("--train", train)],
      outputs: [("--output", output.output)])
  }

  func run() throws {
    if format == .hubverse, let actual {
      try runHubverse(actual)
      return
    }
    let options = input.observationOptions
    let table = try ForecastTable(try ByteSource(path: forecasts), options: options)
    guard actual != nil || table.hasActuals else {
      throw ValidationError(
        "the forecasts have no column 'actual' or 'y': give --actual FILE")
    }
    let score = try ForecastScore(
      table, actual: try read(actual, options), training: try readTraining(options),
      season: season.season, frequency: options.frequency)
    if score.unmatchedCount > 0 {
      StandardError.lines([
        "\(forecasts): \(score.unmatchedCount) forecasts have no actual value and are left out"
      ])
    }
    if score.emptyCount > 0 {
      StandardError.lines([
        "\(forecasts): \(score.emptyCount) forecasts without a number are left out"
      ])
    }
    guard !score.rows.isEmpty else {
      throw InputFault(
        .malformed, file: forecasts, "no forecast has an actual value",
        advice: "series and periods are matched by unique_id and ds")
    }
    tellUnscaled(score)
    let measures = AccuracyTable.measures(score.levels)
    try output.write(
      by == .series
        ? AccuracyTable.bySeries(measures).csv(score.rows)
        : AccuracyTable.byModel(measures).csv(score.byModel))
  }

  /// Says where scaled measures are empty, and of how many series a mean over fewer is.
  private func tellUnscaled(_ score: ForecastScore) {
    if let train, !score.untrained.isEmpty {
      let names = score.untrained.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
      let more = score.untrained.count > 8 ? ", …" : ""
      StandardError.lines([
        "\(train): no training values of \(score.untrained.count) series, whose MASE, RMSSE and "
          + "MSIS are empty: \(names)\(more) (ids must be those of the forecasts)"
      ])
    }
    guard by == .model else { return }
    StandardError.lines(
      score.byModel.compactMap { model, measures in
        guard measures.maseCount < measures.seriesCount else { return nil }
        return "\(model): MASE, RMSSE and MSIS are means over \(measures.maseCount) of "
          + "\(measures.seriesCount) series, the others have no scale"
      })
  }

  private func readTraining(_ options: ObservationOptions) throws -> [SeriesDraft]? {
    var own = options
    own.id = trainId ?? options.id
    own.time = trainTime ?? options.time
    own.value = trainValue ?? options.value
    own.names = .columns(prefix: "train-")
    return try read(train, own)
  }

  private func read(_ path: String?, _ options: ObservationOptions) throws -> [SeriesDraft]? {
    guard let path else { return nil }
    return try SeriesDraft.group(ByteSource(path: path), options: options)
  }
}
