import ArgumentParser
import Corridor

/// What `forecast` and `backtest` have in common.
struct BatchOptions: ParsableArguments {
  @Argument(help: "File of observations, gzip or not; '-' is standard input.")
  var file: String

  @Option(help: "Periods to forecast, 1 to 100000.")
  var horizon: Int

  @Option(
    help: """
      Models, separated by commas: NAME[:FORM][+log|+level|+boxcox]; see 'corridor models'. \
      Default: auto.
      """)
  var model: String?

  @Option(help: "Levels of the central intervals in percent.", transform: LevelList.option)
  var levels = LevelList([80, 95])

  @Option(
    help: """
      Moving holidays, separated by commas: chinese-new-year, ramadan, eid-al-fitr, eid-al-adha, each \
      with :BEFORE-AFTER for other days than the usual, or FILE.csv with name,date[,before,after]. Their \
      effects are estimated with each series of weeks, months, quarters or half-years and are part of \
      its forecast.
      """)
  var holidays: String?

  @Flag(
    help: """
      Let models on the level forecast less than zero for series whose values are all positive; else \
      what they say below it counts as zero.
      """)
  var allowNegative = false

  @Option(help: "File for the series that cannot be forecast.")
  var failures: String?

  @Flag(
    help: """
      The file is sorted by series: it is read while it is forecast, in bounded memory. A series \
      that comes again after another ends the run.
      """)
  var sorted = false

  @OptionGroup var input: InputOptions
  @OptionGroup var season: SeasonOption
  @OptionGroup var jobs: JobsOption
  @OptionGroup var seed: SeedOption
  @OptionGroup var output: OutputOption
  @OptionGroup var spreadsheet: SpreadsheetOption

  func validate() throws {
    try checked {
      try RequestLimits.requireHorizon(horizon)
      _ = try ModelList.read(model)
    }
    let calendars = try checked { try holidayList.files }
    guard ([file] + calendars).count(where: { $0 == "-" }) < 2 else {
      throw ValidationError("only one input can be standard input")
    }
    try OutputPlaces.requireDistinct(
      inputs: [("FILE", file)] + calendars.map { ("--holidays", $0) },
      outputs: [("--failures", failures), ("--output", output.output)])
  }

  private var holidayList: MovingHolidayList {
    get throws { try MovingHolidayList.parse(holidays) }
  }

  /// - Parameter quantiles: one-sided ones, behind the intervals.
  func settings(quantiles: [Double] = []) throws -> BatchSettings {
    BatchSettings(
      file: file, requests: try ModelList.read(model), horizon: horizon,
      seasonLength: season.season,
      levels: levels.values, quantiles: quantiles,
      holidays: try holidayList.load(
        allowsFormulas: input.allowFormulas, settings: .formulas), allowsNegative: allowNegative)
  }
}
