import ArgumentParser
import Corridor

struct TargetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "target",
    abstract: "Says when a series reaches a level, and with what probability.",
    discussion: """
      A row a deadline: required and trailing growth, ambition, the probabilities to be at the level,
      to have touched it and to sustain it, the years by which 10, 50 and 90 % of the paths are
      there, and a verdict. The model column names the scale when it is not the level: drift+log.

      On a terminal the verdicts and a small table are printed; a file or a pipe gets the CSV.
      """,
    examples: [
      CommandExample(
        "does it reach 48 by 2030, by 2035?",
        "corridor target my.csv --level 48 --by 2030,2035"),
      CommandExample(
        "twice the value of 2023",
        "corridor target my.csv --series exports --multiple 2 --base 2023 --by 2030"),
      CommandExample(
        "a year's total of monthly values, as a file",
        "corridor target months.csv --level 300 --total year --by 2027 -o t.csv"),
    ])

  @Argument(help: "File of observations; '-' is standard input.")
  var file: String

  @Option(help: "Id of the series. Needed when the file holds several.")
  var series: String?

  @Option(parsing: .unconditional, help: "Level to reach.")
  var level: Double?

  @Option(parsing: .unconditional, help: "Multiple of the value in --base to reach.")
  var multiple: Double?

  @Option(help: "Base period of --multiple.")
  var base: PeriodArgument?

  @Option(help: "Deadlines, separated by commas. Default: the horizon's end.")
  var by: String?

  @Option(help: "Periods to simulate after the last observation. Default: last deadline + 5.")
  var horizon: Int?

  @Option(
    help: """
      Model: NAME[:FORM][+log|+level|+boxcox], on logs when it names no scale and all values are \
      positive. Default: mixture, with a season auto.
      """)
  var model: String?

  @Option(help: "First period of the sample.")
  var from: PeriodArgument?

  @Option(help: "Last period of the sample: what was known then.")
  var asOf: PeriodArgument?

  @Option(help: "Periods in a row that count as sustained.")
  var hold = 2

  @Flag(
    help: """
      Back at the level: an earlier time there counts as nothing once the series has fallen under it.
      """)
  var regain = false

  @Option(
    help: """
      year: compares calendar years' totals of a series by month, quarter or another part of a year; \
      deadlines, --base and --hold are years then.
      """)
  var total: TargetTotal?

  @Option(
    help: "Levels in percent: adds the median and central intervals at each deadline.",
    transform: LevelList.option)
  var levels: LevelList?

  @Option(help: "Sample paths.")
  var paths = 100_000

  @OptionGroup var input: InputOptions
  @OptionGroup var season: SeasonOption
  @OptionGroup var jobs: JobsOption
  @OptionGroup var seed: SeedOption
  @OptionGroup var output: OutputOption
  @OptionGroup var spreadsheet: SpreadsheetOption

  func validate() throws {
    try checked {
      try request().validate()
    }
    try OutputPlaces.requireDistinct(
      inputs: [("FILE", file)], outputs: [("--output", output.output)])
  }

  private func request() throws(UsageFault) -> TargetRequest {
    var request = TargetRequest()
    request.series = series
    request.level = level
    request.multiple = multiple
    request.base = base?.period
    request.deadlines = try TargetRequest.deadlines(by)
    request.horizon = horizon
    if let model { request.model = try ModelList.request(model) }
    request.from = from?.period
    request.asOf = asOf?.period
    request.hold = hold
    request.regain = regain
    request.sumsYears = total != nil
    request.levels = levels?.values ?? []
    request.paths = paths
    request.season = season.season
    request.jobs = jobs.count
    request.seed = seed.seed ?? 1
    return request
  }

  func run() throws {
    try KernelCheck.require()
    let request = try request()
    let series = try request.chosen(
      from: SeriesPanel.read(path: file, options: input.observationOptions))
    if let note = series.spacingNote(.observations) { StandardError.lines(["\(file): \(note)"]) }
    let reply = try request.answer(series, file: file)
    if output.output == "-", !spreadsheet.excel, Terminal.isTerminal(1) {
      let summary = TargetSummary(reply.inquiry, levels: request.levels)
      try OutputFile.printed(summary.text(width: Terminal.columns(of: 1)))
      return
    }
    try output.write(spreadsheet.dialect(reply.columns)?.file(reply.csv()) ?? reply.csv())
    if output.output != "-" {
      for outcome in reply.inquiry.outcomes { StandardError.write(Verdict.text(outcome) + "\n") }
    }
  }
}

/// What `--total` sums.
enum TargetTotal: String, ExpressibleByArgument, CaseIterable {
  case year
}
