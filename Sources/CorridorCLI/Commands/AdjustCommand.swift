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

      --outliers looks for values and levels that the rest does not account for, beside the airline \
      model and with the holidays: AO one period, LS a level from then on, TC a change of which 0.7 is \
      left a period later. They are out of the way when trend and season are found; level shifts go \
      back into the trend, and adjusted keeps all of them. The least |t| grows with the length of a \
      series: 3.85 for ten years of months.

      --revisions FILE adjusts the series as it was at each end, from three seasons on, and says how \
      what was the last value, and its growth, moved when 1, 2, ... a season and two seasons of further \
      periods came.

      A series that cannot be adjusted, such as a yearly one, gives a row in --failures (stderr \
      without it), and exit status 3.
      """,
    examples: [
      CommandExample("trend, season and adjusted values", "corridor adjust months.csv"),
      CommandExample(
        "factors, and Chinese New Year",
        "corridor adjust months.csv --scale log --holidays chinese-new-year"),
      CommandExample(
        "outliers taken out before trend and season are found",
        "corridor adjust months.csv --outliers --outliers-output outliers.csv"),
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
      with :BEFORE-AFTER for other days than the usual, or FILE.csv with name,date[,before,after]. For \
      weeks, months, quarters and half-years.
      """)
  var holidays: String?

  @Option(help: "Of stl: 'periodic' for one pattern, or over how many seasons it is smoothed.")
  var window = SeasonWindow.span(11)

  @Flag(help: "Of stl: keep outliers out of trend and season.")
  var robust = false

  @Flag(help: "Look for outliers, and keep them out of trend and season.")
  var outliers = false

  @Option(help: "Outliers that are looked for: ao, ls and tc, separated by commas. Default: all.")
  var outlierTypes: String?

  @Option(help: "The least |t| of an outlier. Default: by the length of the series.")
  var critical: Double?

  @Option(help: "File with one row an outlier.")
  var outliersOutput: String?

  @Option(help: "File with one row a holiday: estimate, std_error, t, p_value.")
  var details: String?

  @Option(help: "File with the revisions of adjusted values and their growth.")
  var revisions: String?

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
    for (name, isGiven) in [
      ("--outlier-types", outlierTypes != nil), ("--critical", critical != nil),
      ("--outliers-output", outliersOutput != nil),
    ] where isGiven && !outliers {
      throw ValidationError("\(name) goes with --outliers")
    }
    if let critical, !(critical >= 2 && critical <= 100) {
      throw ValidationError("--critical is from 2 to 100")
    }
    _ = try outlierKinds()
    let calendars = try checked { try MovingHolidayList.parse(holidays).files }
    guard details == nil || holidays != nil else {
      throw ValidationError("--details goes with --holidays")
    }
    guard ([file] + calendars).count(where: { $0 == "-" }) < 2 else {
      throw ValidationError("only one input can be standard input")
    }
    try OutputPlaces.requireDistinct(
      inputs: [("FILE", file)] + calendars.map { ("--holidays", $0) },
      outputs: [
        ("--failures", failures), ("--outliers-output", outliersOutput), ("--details", details),
        ("--revisions", revisions), ("--output", output.output),
      ])
  }

  private func outlierKinds() throws -> [Outlier.Kind] {
    guard let outlierTypes else { return Outlier.Kind.allCases }
    let names = outlierTypes.split(separator: ",", omittingEmptySubsequences: false)
    let kinds = try names.map { name in
      guard let kind = Outlier.Kind(rawValue: name.uppercased()) else {
        throw ValidationError("'\(name)' is no type of outlier: they are ao, ls and tc")
      }
      return kind
    }
    guard Set(kinds).count == kinds.count else {
      throw ValidationError("a type stands twice in --outlier-types")
    }
    return kinds
  }

  func run() throws {
    try KernelCheck.require()
    var options = SeasonalAdjustment.Options()
    options.method = method == .stl ? .stl : .structural
    options.scale = scale == .log ? .log : .level
    options.holidays = try MovingHolidayList.parse(holidays).load(
      allowsFormulas: input.allowFormulas, settings: .formulas)
    options.outliers = outliers ? try outlierKinds() : []
    options.criticalValue = critical
    options.isRobust = robust
    options.seasonLength = season.season
    options.seasonalWindow =
      switch window {
      case .periodic: .periodic
      case .span(let span): .span(span)
      }
    var tables: AdjustmentBatch.Tables = []
    if details != nil { tables.insert(.effects) }
    if outliersOutput != nil { tables.insert(.outliers) }
    if revisions != nil { tables.insert(.revisions) }
    try BatchRun.run(
      AdjustmentBatch(file: file, options: options, tables: tables),
      BatchPlaces(
        file: file, isSorted: sorted, observations: input.observationOptions, jobs: jobs.count,
        output: output.output, failures: failures, done: "adjusted", results: "adjustments"),
      details: details, samples: outliersOutput, revisions: revisions, what: "adjusting")
  }
}
