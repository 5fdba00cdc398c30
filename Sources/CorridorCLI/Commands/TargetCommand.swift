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
      """)

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
    let sample = try restrict(whole)
    let request =
      try model.map { try ValidatedModel.request($0).named(for: whole, by: .logsOfPositive) }
      ?? Headline.request(for: whole, seasonLength: season.season)
    let source = try fit(request, sample)
    var deadlines = try deadlines()
    if deadlines.isEmpty, let horizon {
      deadlines = [try lastPeriod(source.sampleEnd + horizon, on: sample)]
    }
    let target = Target(
      name: "target", seriesID: whole.id,
      level: level.map { .value($0) } ?? .multiple(multiple ?? 1, base: try basePeriod()),
      deadlines: deadlines, hold: hold)
    let placed = try PlacedTarget(target, on: whole)
    if let horizon, let last = placed.deadlines.last, last > source.sampleEnd + horizon {
      throw ValidationError(
        "the deadline \(whole.axis.text(last)) lies past the --horizon of \(horizon)")
    }
    if source.scale.needsPositiveValues, placed.level <= 0 {
      throw TargetFault.notPositive(level: placed.level)
    }
    let steps = TargetProjection.horizon(
      for: [placed], after: source.sampleEnd, last: horizon.map { source.sampleEnd + $0 })
    let question = try TargetQuestion(
      source, sample: sample, horizon: steps, paths: paths, seed: seed.seed ?? 1, jobs: jobs.count)
    let outcomes = question.answer([TargetQuestion.Case(placed)]).flatMap(\.outcomes)
    let table = TargetsReport.table(
      forecast: try source.forecast(horizon: steps), levels: levels?.values ?? [])
    try output.write(table.csv(outcomes))
    if output.output != "-" {
      for outcome in outcomes { StandardError.write(Verdict.text(outcome) + "\n") }
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

  private func restrict(_ whole: TimeSeries) throws -> TimeSeries {
    func ordinal(_ period: PeriodText, _ end: Bool, _ option: String) throws -> Int {
      guard let ordinal = whole.axis.ordinal(of: period, periodEnd: end) else {
        throw ValidationError(
          "\(option) \(period.written) is no period of the \(whole.frequency.rawValue) series")
      }
      return ordinal
    }
    let first = try from.map { try ordinal($0.period, false, "--from") } ?? Int.min
    let last = try asOf.map { try ordinal($0.period, true, "--as-of") }
    let known = last.map { whole.known(atEndOf: $0) } ?? whole
    return known.restricted(to: first...Int.max)
  }

  private func fit(_ request: ModelRequest, _ sample: TimeSeries) throws -> FittedSeries {
    do {
      return try request.fit(to: sample, seasonLength: season.season)
    } catch {
      if case .numeric = error { throw error }
      throw InputFault(.malformed, file: file, "series '\(sample.id)', \(request.text): \(error)")
    }
  }

  private func lastPeriod(_ ordinal: Int, on series: TimeSeries) throws -> PeriodText {
    guard let period = PeriodText(series.axis.text(ordinal)) else {
      throw ValidationError("the horizon leaves the calendar")
    }
    return period
  }
}
