import ArgumentParser
import Corridor

struct NowcastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nowcast",
    abstract: "Tells a series that is late from others of any frequency, and what moved it.",
    discussion: """
      FILE holds the target and its indicators by month, quarter, half-year or year, each as far as \
      it is known: a dynamic factor model in state-space form (Bańbura & Modugno 2014) takes the \
      ragged edge as it is. Told are the periods of the target that another series reaches into, \
      with intervals that include the parameters' uncertainty.

      The model's observations are changes of logs (--change year: on the same period of the year \
      before, which takes the season out; period: on the period before, for series without season; \
      none: the values; rates: values that are changes on the period before already). Values of longer periods are sums or averages of shorter ones; of logs the \
      geometric mean stands for the arithmetic one.

      With --previous (an earlier file) or --previous-as-of (an earlier date) the table is the \
      revision since then, split by release: what new parameters did, what was withdrawn and \
      revised, and the news, value less expectation times weight. The column impact sums to the \
      revision.

      -o DIR writes nowcast.csv, series.csv, factors.csv, parameters.csv, and news.csv; without it \
      standard output has nowcast.csv, or news.csv with an earlier state.
      """,
    examples: [
      CommandExample(
        "the quarter that is not out yet", "corridor nowcast trade.csv --target exports"),
      CommandExample(
        "what moved it since last week's file",
        "corridor nowcast trade.csv --target exports --previous trade-last-week.csv"),
      CommandExample(
        "as it was known on a day, values 45 days after their months",
        "corridor nowcast trade.csv --target exports --as-of 2024-05-20 --delay 45"),
    ])

  /// What a model's observation is.
  enum Change: String, ExpressibleByArgument, CaseIterable {
    case year
    case period
    case none
    case rates

    var value: FactorChange {
      switch self {
      case .year: .year
      case .period: .period
      case .none: .none
      case .rates: .rates
      }
    }
  }

  /// Of all series.
  enum ModelScale: String, ExpressibleByArgument, CaseIterable {
    case log
    case level
  }

  /// Own parts of series.
  enum Own: String, ExpressibleByArgument, CaseIterable {
    case ar1
    case white
  }

  @Argument(help: "File of observations, gzip or not; '-' is standard input.")
  var file: String

  @Option(help: "Id of the series that is told.")
  var target: String

  @Option(help: "Ids of its indicators, separated by commas. Default: all others of the file.")
  var with: String?

  @Option(help: "Changes that are modelled: year, period, none, or rates.")
  var change = Change.year

  @Option(help: "log or level, of all series. Default: logs of those whose values are positive.")
  var scale: ModelScale?

  @Option(help: "Periods after the target's last one. Default: those others reach into.")
  var horizon: Int?

  @Option(help: "Date as of which the data were known: by known_from where the file has it.")
  var asOf: String?

  @Option(
    help: """
      Days after the end of its period until a value without known_from is known, for all series or \
      ID=DAYS, separated by commas. Default: 0.
      """)
  var delay: String?

  @Option(help: "File with an earlier state of the data.")
  var previous: String?

  @Option(help: "Date of the earlier state, of --previous or of FILE itself.")
  var previousAsOf: String?

  @Option(help: "Factors.")
  var factors = 1

  @Option(help: "Lags of the factors.")
  var lags = 1

  @Option(help: "Own parts of series: ar1, or white without persistence.")
  var own = Own.ar1

  @Option(help: "File of parameters (-o writes it) instead of estimated ones.")
  var parameters: String?

  @Option(help: "The most steps of the estimation.")
  var iterations = 500

  @Option(help: "Relative rise of the likelihood under which the estimation ends.")
  var tolerance = 1e-6

  @Option(help: "Levels of the central intervals in percent.", transform: LevelList.option)
  var levels = LevelList([80, 95])

  @OptionGroup var input: InputOptions

  @Option(
    name: .shortAndLong, help: "Folder for all tables. Default: one table to standard output.")
  var output: String?

  private static let files = [
    "nowcast.csv", "news.csv", "series.csv", "factors.csv", "parameters.csv",
  ]

  func validate() throws {
    guard (1...8).contains(factors) else { throw ValidationError("--factors is from 1 to 8") }
    guard (0...12).contains(lags) else { throw ValidationError("--lags is from 0 to 12") }
    if let horizon, !(1...120).contains(horizon) {
      throw ValidationError("--horizon is from 1 to 120")
    }
    guard (1...100_000).contains(iterations) else {
      throw ValidationError("--iterations is from 1 to 100000")
    }
    guard tolerance > 0, tolerance < 1 else {
      throw ValidationError("--tolerance is over 0 and under 1")
    }
    if with?.split(separator: ",", omittingEmptySubsequences: false).contains("") == true {
      throw ValidationError("--with: an id is empty")
    }
    if change == .rates, scale == .log {
      throw ValidationError("--scale log: rates have no logarithms")
    }
    if delay != nil, asOf == nil, previousAsOf == nil {
      throw ValidationError("--delay belongs to --as-of or --previous-as-of")
    }
    _ = try checked { try vintages() }
    guard output?.isEmpty != true else { throw ValidationError("--output is empty: name a folder") }
    let inputs = [("FILE", file), ("--previous", previous), ("--parameters", parameters)]
    for name in Self.files {
      try OutputPlaces.requireDistinct(
        inputs: inputs, outputs: [("--output", output.map { $0 + "/" + name })])
    }
  }

  private func vintages() throws(UsageFault) -> (now: NowcastVintage?, before: NowcastVintage?) {
    var delays = NowcastDelays()
    if let delay { delays = try NowcastDelays(delay) }
    var (now, before): (NowcastVintage?, NowcastVintage?)
    if let asOf { now = try NowcastVintage(asOf, delays: delays) }
    if let previousAsOf { before = try NowcastVintage(previousAsOf, delays: delays) }
    return (now, before)
  }

  func run() throws {
    try KernelCheck.require()
    var request = NowcastRequest(target: target)
    request.indicators = with?.split(separator: ",").map(String.init)
    request.question.change = change.value
    request.question.isLog = scale.map { $0 == .log }
    request.question.horizon = horizon
    request.question.factors = factors
    request.question.lags = lags
    request.question.estimation.isPersistent = own == .ar1
    request.question.estimation.tolerance = tolerance
    request.question.estimation.maximumIterations = iterations
    (request.asOf, request.previousAsOf) = try vintages()
    if let parameters { request.question.model = try FactorModelFile.read(parameters) }
    let options = input.observationOptions
    let panel = try SeriesPanel.read(path: file, options: options)
    if let previous { request.previous = try SeriesPanel.read(path: previous, options: options) }
    let reply = try request.answer(panel)
    StandardError.lines(reply.notes.map { "\(file): \($0)" })
    try write(reply)
  }

  private func write(_ reply: NowcastRequest.Reply) throws {
    let told = NowcastTables.nowcast(reply, levels: levels.values, asOf: asOf)
    let news = reply.news.map { NowcastTables.news($0) }
    guard let output else {
      try PendingFiles.write([("-", news ?? told)])
      return
    }
    try PendingFiles.makeFolder(output)
    var files = [
      ("nowcast.csv", told), ("series.csv", NowcastTables.series(reply.nowcast)),
      ("factors.csv", NowcastTables.factors(reply.nowcast)),
      ("parameters.csv", FactorModelFile.csv(reply.nowcast.model)),
    ]
    if let news { files.append(("news.csv", news)) }
    try PendingFiles.write(files.map { (path: output + "/" + $0.0, bytes: $0.1) })
  }
}
