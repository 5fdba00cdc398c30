import ArgumentParser
import Corridor

struct DisaggregateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disaggregate",
    abstract: "Spreads years or quarters over quarters or months; sums hold exactly.",
    discussion: """
      Reads what 'forecast' reads, years, half-years or quarters without a gap, and writes \
      unique_id,ds,value and a pair of columns a level, a row a quarter or month. An indicator is \
      a series of the wanted frequency: one for all, or one a series, matched by id. It may go on \
      beyond the last benchmark, or begin before the first: these periods are written too, as \
      the indicator has them.

      denton-cholette follows the indicator in proportion and keeps the ratio as smooth as it can; \
      without an indicator it smooths the values. It is a rule without a model: the columns of the \
      intervals stay empty. chow-lin, fernandez and litterman regress the benchmarks on the \
      indicators, with errors that follow an autoregression, a random walk, or one whose changes are \
      autoregressive; rho has the greatest likelihood between 0 and 0.999. Intervals of litterman hold \
      what is not known of rho, those of chow-lin take it as known.

      A series that cannot be spread gives a row in --failures (stderr without it), and exit status \
      3.
      """,
    examples: [
      CommandExample(
        "years by month, as an indicator moves",
        "corridor disaggregate years.csv --to month --indicator months.csv"),
      CommandExample(
        "a smooth path of quarters, without an indicator",
        "corridor disaggregate years.csv --to quarter"),
    ])

  @Argument(help: "File of observations, gzip or not; '-' is standard input.")
  var file: String

  @Option(help: "quarter or month.")
  var to: Span

  @Option(
    help: """
      File with an indicator: one series for all, or one a series, matched by id. Several files, each \
      with its --indicator, are several indicators.
      """)
  var indicator: [String] = []

  @Option(
    help: """
      denton-cholette, chow-lin, fernandez or litterman. Default: chow-lin with an indicator, \
      denton-cholette without.
      """)
  var method: Rule?

  @Option(help: "The first benchmark that counts. Default: the first of each series.")
  var from: String?

  @Option(help: "What the short periods give together: sum, mean or last.")
  var aggregate = Whole.sum

  @Option(help: "Of chow-lin and litterman: rho, over -1 and under 1. Default: estimated.")
  var rho: Double?

  @Flag(help: "Regress on the indicators alone, without a constant.")
  var noConstant = false

  @Option(help: "Levels of the central intervals in percent.", transform: LevelList.option)
  var levels = LevelList([80])

  @Option(help: "File with one row a series: rho, sigma, log-likelihood, coefficients.")
  var details: String?

  @Option(help: "File for the series that cannot be spread.")
  var failures: String?

  @Flag(
    help: """
      The file is sorted by series: it is read while it is spread, in bounded memory. A series \
      that comes again after another ends the run.
      """)
  var sorted = false

  @OptionGroup var input: InputOptions
  @OptionGroup var jobs: JobsOption
  @OptionGroup var output: OutputOption

  /// The frequencies that a series can be spread to.
  enum Span: String, ExpressibleByArgument, CaseIterable {
    case quarter
    case month

    var frequency: Frequency { self == .quarter ? .quarter : .month }
  }

  /// The methods of the library.
  enum Rule: String, ExpressibleByArgument, CaseIterable {
    case dentonCholette = "denton-cholette"
    case chowLin = "chow-lin"
    case fernandez
    case litterman
  }

  /// What the short periods give together.
  enum Whole: String, ExpressibleByArgument, CaseIterable {
    case sum
    case mean
    case last
  }

  /// Denton–Cholette where nothing else is said.
  private var chosen: Rule {
    method ?? (indicator.isEmpty ? .dentonCholette : .chowLin)
  }

  func validate() throws {
    if let rho {
      guard chosen == .chowLin || chosen == .litterman else {
        throw ValidationError("--rho belongs to --method chow-lin and litterman")
      }
      guard rho > -1, rho < 1 else { throw ValidationError("--rho is over -1 and under 1") }
    }
    guard chosen != .dentonCholette || indicator.count <= 1 else {
      throw ValidationError("denton-cholette follows one --indicator")
    }
    if noConstant {
      guard chosen != .dentonCholette else {
        throw ValidationError("--no-constant belongs to regressions; denton-cholette is none")
      }
      guard !indicator.isEmpty else {
        throw ValidationError("--no-constant without --indicator leaves nothing to regress on")
      }
    }
    if let from, PeriodArgument(argument: from) == nil {
      throw ValidationError("--from: '\(from)' is no period")
    }
    guard ([file] + indicator).count(where: { $0 == "-" }) < 2 else {
      throw ValidationError("only one input can be standard input")
    }
    try OutputPlaces.requireDistinct(
      inputs: [("FILE", file)] + indicator.map { ("--indicator", $0) },
      outputs: [
        ("--details", details), ("--failures", failures), ("--output", output.output),
      ])
  }

  func run() throws {
    try KernelCheck.require()
    var options = Disaggregation.Options()
    options.frequency = to.frequency
    options.method = Disaggregation.Method(rawValue: chosen.rawValue)
    options.aggregate = Disaggregation.Aggregate(rawValue: aggregate.rawValue) ?? .sum
    options.rho = rho
    options.hasConstant = !noConstant
    let panels = try indicator.map { try indicators($0) }
    let batch = DisaggregationBatch(
      file: file, options: options, indicators: panels, from: from, levels: levels.values,
      hasDetails: details != nil)
    let places = BatchPlaces(
      file: file, isSorted: sorted, observations: input.observationOptions, jobs: jobs.count,
      output: output.output, failures: failures, done: "spread", results: "series")
    do {
      try BatchRun.run(batch, places, details: details, what: "spreading")
    } catch let stop as Stop where stop.status == .partlyDone {
      sayWhatIsEmpty()
      throw stop
    }
    sayWhatIsEmpty()
  }

  /// Where there is a result, so that a fault is one line.
  private func sayWhatIsEmpty() {
    guard chosen == .dentonCholette else { return }
    StandardError.lines(
      ["denton-cholette has no standard errors: the columns of the intervals are empty"])
  }

  /// The indicators of one file; their frequency is their own, not that of the benchmarks.
  private func indicators(_ path: String) throws -> SeriesPanel {
    var options = input.observationOptions
    options.frequency = nil
    return try SeriesPanel.read(ByteSource(path: path), options: options)
  }
}
