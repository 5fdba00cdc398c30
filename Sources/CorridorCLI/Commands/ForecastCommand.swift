import ArgumentParser
import Corridor

struct ForecastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Forecasts many series at once.",
    discussion: """
      Reads long CSV (unique_id,ds,y or series,period,value), groups it in memory and writes
      unique_id,ds,model,mean,median and a pair of columns a level. The median is the point
      forecast; the mean is empty where it does not exist. Models that are named work on the
      level unless +log is given; the mixture's intervals are calibrated on logs. A series that cannot be forecast gives a row in --failures (stderr without it) and
      exit status 3. Memory: about 120 bytes an observation.
      """)

  @Argument(help: "File of observations; '-' is standard input.")
  var file: String

  @Option(help: "Periods to forecast, 1 to 100000.")
  var horizon: Int

  @Option(
    help: """
      Models, separated by commas: NAME[:FORM][+log|+level]; see 'corridor models'. Default: the \
      declared mixture, on logs when all values of a series are positive.
      """)
  var model: String?

  @Option(help: "Levels of the central intervals in percent.")
  var levels = LevelList([80, 95])

  @Option(help: "File for the series that cannot be forecast.")
  var failures: String?

  @OptionGroup var input: InputOptions
  @OptionGroup var season: SeasonOption
  @OptionGroup var jobs: JobsOption
  @OptionGroup var seed: SeedOption
  @OptionGroup var output: OutputOption

  func validate() throws {
    try requireHorizon(horizon)
    let names = try requests().map(\.text)
    guard Set(names).count == names.count else {
      throw ValidationError("a model stands twice in --model")
    }
    guard failures != output.output else {
      throw ValidationError("--failures and --output name the same place")
    }
  }

  private func requests() throws -> [ModelRequest] {
    try (model ?? Scenario.headline).split(separator: ",", omittingEmptySubsequences: false).map {
      try ValidatedModel.request(String($0))
    }
  }

  func run() throws {
    try KernelCheck.require()
    let panel = try SeriesPanel.read(path: file, options: input.observationOptions)
    let requests = try requests()
    let batch = ForecastBatch(
      file: file, requests: requests, defaultScale: model == nil ? nil : .level, horizon: horizon,
      seasonLength: season.season,
      levels: levels.values)
    var progress = Progress("forecasting")
    let result = batch.run(panel, jobs: jobs.count) { progress.update($0) }
    progress.finish()
    // Both files are complete before either appears.
    let pending = try FailureList.write(result.failures, to: failures)
    guard result.forecastCount > 0 else {
      try pending?.perform()
      let isDataFault = result.failures.contains { $0.isDataFault }
      throw Stop(isDataFault ? .badInput : .failed, "\(file): no series could be forecast")
    }
    do { try output.write(result.csv) } catch {
      pending?.abandon()
      throw error
    }
    try pending?.perform()
    if !result.failures.isEmpty {
      throw Stop(.partlyDone, "\(result.failures.count) forecasts failed, the others were written")
    }
  }
}

/// Model names of options, with wrong usage for wrong names.
enum ValidatedModel {
  static func request(_ text: String) throws -> ModelRequest {
    do { return try ModelRequest(text) } catch {
      throw ValidationError("\(error) (see 'corridor models')")
    }
  }
}
