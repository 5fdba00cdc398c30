import ArgumentParser
import Corridor

struct AdjustCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adjust",
    abstract: "Takes season and moving holidays out of many series.",
    discussion: """
      Reads what 'forecast' reads and writes unique_id,ds,y,trend,season,holiday,adjusted, a row \
      an observation. On the level the parts add up: y = trend + season + holiday + remainder, \
      and adjusted is y without season and holiday. With --scale log they multiply: season and \
      holiday are factors around 1. Without --holidays the column holiday is empty.

      --method stl smooths by loess, as R's stl does; structural smooths level, slope and season \
      of a basic structural model with variances of maximum likelihood, and takes gaps.

      A series that cannot be adjusted, such as a yearly one, gives a row in --failures (stderr \
      without it), and exit status 3.
      """,
    examples: [
      CommandExample("trend, season and adjusted values", "corridor adjust months.csv"),
      CommandExample(
        "factors, and Chinese New Year",
        "corridor adjust months.csv --scale log --holidays chinese-new-year"),
    ])

  @Argument(help: "File of observations, gzip or not; '-' is standard input.")
  var file: String

  @Option(help: "stl or structural.")
  var method = PartMethod.stl

  @Option(help: "level, where parts add up, or log, where they multiply.")
  var scale = PartScale.level

  @Option(
    help: """
      Moving holidays, separated by commas: chinese-new-year, ramadan, eid-al-fitr, eid-al-adha, each \
      with :BEFORE-AFTER for other days than the usual. For weeks, months, quarters and half-years.
      """)
  var holidays: String?

  @Option(help: "Of stl: 'periodic' for one pattern, or over how many seasons it is smoothed.")
  var window = SeasonWindow.span(11)

  @Flag(help: "Of stl: keep outliers out of trend and season.")
  var robust = false

  @Option(help: "File for the series that cannot be adjusted.")
  var failures: String?

  @Flag(
    help: """
      The file is sorted by series: it is read while it is adjusted, in bounded memory. A series \
      that comes again after another ends the run.
      """)
  var sorted = false

  @OptionGroup var input: InputOptions
  @OptionGroup var season: SeasonOption
  @OptionGroup var jobs: JobsOption
  @OptionGroup var output: OutputOption

  /// How trend and season are found.
  enum PartMethod: String, ExpressibleByArgument, CaseIterable {
    case stl
    case structural
  }

  /// Whether parts add up or multiply.
  enum PartScale: String, ExpressibleByArgument, CaseIterable {
    case level
    case log
  }

  /// `periodic` or an odd number of seasons.
  enum SeasonWindow: ExpressibleByArgument {
    case periodic
    case span(Int)

    init?(argument: String) {
      if argument == "periodic" {
        self = .periodic
      } else if let span = Int(argument), (3...10_001).contains(span), span % 2 == 1 {
        self = .span(span)
      } else {
        return nil
      }
    }

    var defaultValueDescription: String {
      switch self {
      case .periodic: "periodic"
      case .span(let span): String(span)
      }
    }
  }

  func validate() throws {
    if method == .structural {
      if robust { throw ValidationError("--robust belongs to --method stl") }
      if case .span(11) = window {
      } else {
        throw ValidationError("--window belongs to --method stl")
      }
    }
    _ = try checked { try MovingHolidayList.parse(holidays) }
    try OutputPlaces.requireDistinct(
      inputs: [("FILE", file)],
      outputs: [("--failures", failures), ("--output", output.output)])
  }

  func run() throws {
    try KernelCheck.require()
    var options = SeasonalAdjustment.Options()
    options.method = method == .stl ? .stl : .structural
    options.scale = scale == .log ? .log : .level
    options.holidays = try MovingHolidayList.parse(holidays)
    options.isRobust = robust
    options.seasonLength = season.season
    options.seasonalWindow =
      switch window {
      case .periodic: .periodic
      case .span(let span): .span(span)
      }
    try BatchRun.run(
      AdjustmentBatch(file: file, options: options),
      BatchPlaces(
        file: file, isSorted: sorted, observations: input.observationOptions, jobs: jobs.count,
        output: output.output, failures: failures, done: "adjusted", results: "adjustments"),
      what: "adjusting")
  }
}
