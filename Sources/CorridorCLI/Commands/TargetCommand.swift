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
    transform: LevelList.read)
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
    try requireHorizon(horizon)
    try requirePaths(paths)
    guard (level == nil) != (multiple == nil) else {
      throw ValidationError("give either --level or --multiple with --base")
    }
    guard (multiple == nil) == (base == nil) else {
      throw ValidationError("--multiple and --base go together")
    }
    if let value = level ?? multiple, !value.isFinite {
      throw ValidationError("the target must be finite")
    }
    guard total == nil || (by != nil && levels == nil) else {
      throw ValidationError(
        by == nil
          ? "--total year needs years as deadlines: --by 2030"
          : "--levels is of single periods: 'corridor forecast --total year' has those of sums")
    }
    guard (1...1000).contains(hold) else { throw ValidationError("--hold is from 1 to 1000") }
    guard by != nil || horizon != nil else {
      throw ValidationError("give deadlines with --by, or a --horizon")
    }
    if let model { _ = try ValidatedModel.request(model) }
    _ = try deadlines()
    try OutputPlaces.requireDistinct(
      inputs: [("FILE", file)], outputs: [("--output", output.output)])
  }

  private func deadlines() throws -> [PeriodText] {
    guard let by else { return [] }
    let texts = by.split(separator: ",", omittingEmptySubsequences: false)
    guard Set(texts).count == texts.count else {
      throw ValidationError("a deadline stands twice in --by")
    }
    return try texts.map {
      guard let period = PeriodText($0), period.kind != .interval else {
        throw ValidationError("'\($0)' is no period (write 2030, 2030-Q1, 2030-05 …)")
      }
      return period
    }
  }

  func run() throws {
    try KernelCheck.require()
    let whole = try readSeries()
    if let note = whole.spacingNote(.observations) { StandardError.lines(["\(file): \(note)"]) }
    var options = try self.options(whole)
    let sample = restricted(whole, options)
    var deadlines = try deadlines()
    guard let end = sample.end else {
      let reason = ForecastingError.tooShort(needed: 1, found: 0)
      throw InputFault(.malformed, file: file, "series '\(whole.id)': \(reason)")
    }
    if let horizon {
      let last = try lastPeriod(end + horizon, on: sample)
      options.horizon = last
      if deadlines.isEmpty { deadlines = [last] }
    }
    let target = Target(
      name: "target", seriesID: whole.id,
      level: level.map { .value($0) } ?? .multiple(multiple ?? 1, base: try basePeriod()),
      deadlines: deadlines, hold: hold, regain: regain,
      yearTotal: total != nil)
    let placed = try PlacedTarget(target, on: whole)
    // Of a year's total the year's last period counts.
    if let horizon, let last = placed.deadlines(on: whole.axis).last, last > end + horizon {
      let deadline = placed.deadlines.last.map { total == nil ? whole.axis.text($0) : "\($0)" }
      throw ValidationError(
        "the deadline \(deadline ?? "") lies past the --horizon of \(horizon)")
    }
    let inquiry = try ask(placed, whole, options)
    if inquiry.fit.scale.needsPositiveValues, placed.level <= 0 {
      throw TargetFault.notPositive(level: placed.level)
    }
    if output.output == "-", !spreadsheet.excel, Terminal.isTerminal(1) {
      let summary = TargetSummary(inquiry, levels: levels?.values ?? [])
      try OutputFile.printed(summary.text(width: Terminal.columns(of: 1)))
      return
    }
    let table = TargetsReport.table(forecast: inquiry.forecast, levels: levels?.values ?? [])
    let csv = table.csv(inquiry.outcomes)
    try output.write(spreadsheet.dialect(table.descriptions)?.file(csv) ?? csv)
    if output.output != "-" {
      for outcome in inquiry.outcomes { StandardError.write(Verdict.text(outcome) + "\n") }
    }
  }

  private func basePeriod() throws -> PeriodText {
    guard let base else { throw ValidationError("--multiple and --base go together") }
    return base.period
  }

  private func readSeries() throws -> TimeSeries {
    let panel = try SeriesPanel.read(path: file, options: input.observationOptions)
    if let series { return try panel.series(named: series) }
    guard panel.entries.count == 1, let only = panel.entries.first else {
      let ids = panel.entries.prefix(8).map(\.id).joined(separator: ", ")
      throw InputFault(
        .malformed, file: file, "the file holds \(panel.entries.count) series",
        advice: "name one with --series: " + ids)
    }
    return try panel.series(named: only.id)
  }

  private func options(_ whole: TimeSeries) throws -> TargetInquiry.Options {
    func ordinal(_ period: PeriodText, _ end: Bool, _ option: String) throws -> Int {
      guard let ordinal = whole.axis.ordinal(of: period, periodEnd: end) else {
        throw ValidationError(
          "\(option) \(period.written) is no period of the \(whole.frequency.rawValue) series")
      }
      return ordinal
    }
    var options = TargetInquiry.Options()
    options.model = try model.map {
      try ValidatedModel.request($0).named(for: whole, by: .logsOfPositive)
    }
    options.from = try from.map { try ordinal($0.period, false, "--from") }
    if let asOf {
      _ = try ordinal(asOf.period, true, "--as-of")
      options.asOf = asOf.period
    }
    options.season = season.season
    (options.paths, options.seed, options.jobs) = (paths, seed.seed ?? 1, jobs.count)
    return options
  }

  /// What the model sees.
  private func restricted(_ whole: TimeSeries, _ options: TargetInquiry.Options) -> TimeSeries {
    whole.known(asOf: options.asOf).restricted(to: (options.from ?? Int.min)...Int.max)
  }

  private func ask(
    _ placed: PlacedTarget, _ whole: TimeSeries, _ options: TargetInquiry.Options
  ) throws -> TargetInquiry {
    do {
      return try TargetInquiry([placed], of: whole, options: options)
    } catch {
      if case .numeric = error { throw error }
      let name =
        try options.model?.text ?? Headline.request(for: whole, seasonLength: season.season).text
      throw InputFault(.malformed, file: file, "series '\(whole.id)', \(name): \(error)")
    }
  }

  private func lastPeriod(_ ordinal: Int, on series: TimeSeries) throws -> PeriodText {
    guard let period = PeriodText(series.axis.text(ordinal)) else {
      throw ValidationError("the horizon leaves the calendar")
    }
    return period
  }
}

/// What `--total` sums.
enum TargetTotal: String, ExpressibleByArgument, CaseIterable {
  case year
}
