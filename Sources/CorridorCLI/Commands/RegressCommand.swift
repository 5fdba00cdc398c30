import ArgumentParser
import Corridor
import Glibc

struct RegressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regress",
    abstract: "Regressions by formula: least squares, gravity, instruments, quantiles.",
    discussion: """
      FORMULA is RESPONSE ~ TERMS | FIXED EFFECTS | ENDOGENOUS ~ INSTRUMENTS; the last two parts \
      may be left out. Terms: x, log(x), sqrt(x), exp(x), I(x^2), poly(x, 2) (raw powers), \
      lag(x, 1), lag(x, 1:4), diff(x), factor(g), a:b, a*b, '.' (every other column), '- 1'. \
      Fixed effects: a + b, and a^b for each combination. Lags and differences reach over the \
      periods of --time within the series of --id; without --time rows follow one another.

      Rows with an empty cell, a lag that is not there or a logarithm of zero are left out and \
      counted on stderr, with singletons and separated rows; terms that are combinations of \
      others are named there. The default --se is iid, for the family poisson hc1.

      The table goes to stdout as CSV, on a terminal as text. Memory: 8 bytes a number and 4 a \
      group for each row and column in use, and a few columns more while it is fitted. Ten \
      million rows with five columns and three fixed effects took 1.7 GB by least squares and \
      2.4 GB by Poisson.
      """,
    examples: [
      CommandExample(
        "least squares with Newey-West errors",
        "corridor regress t.csv 'y ~ x + lag(y, 1)' --time year --se hac"),
      CommandExample(
        "gravity by Poisson with fixed effects",
        "corridor regress g.csv 'flow ~ log(dist) | exp^year + imp^year' \\\n    --family poisson --se cluster:exp+imp"
      ),
      CommandExample(
        "twelve regions, each with errors of its own",
        "corridor regress t.csv 'y ~ x | region' --se wild:region"),
      CommandExample(
        "a median, and a column whose name has a space",
        "corridor regress t.csv 'exports ~ `oil price`' --quantile 0.5"),
    ])

  @Argument(help: "CSV file with a header, gzip or not; '-' is standard input.")
  var file: String

  @Argument(help: "The regression, such as 'log(y) ~ x + lag(x, 1) | country + year'.")
  var formula: String

  @Option(help: "gaussian, poisson, gamma, negbin (log links), binomial (logit) or probit.")
  var family = "gaussian"

  @Option(
    help:
      """
      Standard errors: iid, hc0 to hc4, hac, hac:LAG (Bartlett), andrews, andrews:BANDWIDTH \
      (quadratic spectral), these with +prewhite and +adjust behind, cluster:A, cluster:A+B, \
      cluster:A^B; for few clusters cr2:A, cr3:A (Bell and McCaffrey), wild:A, wild:A+B (bootstrap).
      """
  )
  var se: String?

  @Option(help: "Draws of --se wild, 99 to 1000000. Default: 9999, or all patterns where fewer.")
  var draws: Int?

  @OptionGroup var seed: SeedOption

  @Option(help: "Column of weights, zero or more.")
  var weights: String?

  @Option(help: "Column added to the linear predictor with coefficient 1.")
  var offset: String?

  @Option(
    help: "Fit this quantile, between 0 and 1, instead of the mean; --se is then nid, iid or ker.")
  var quantile: Double?

  @Option(
    help:
      """
      Effects of the series of --id: random (Swamy and Arora), or between for the series' means. \
      Fixed effects stand in the formula, '| ID'.
      """)
  var effects: String?

  @Option(help: "Level of the intervals in percent.")
  var level = 95.0

  @Option(help: "Column that tells series apart, for lags, hac and --effects.")
  var id: String?

  @Option(help: "Column of periods, for lags and the order of hac and of tests.")
  var time: String?

  @Option(help: "File for one row about the whole fit.")
  var summary: String?

  @Option(help: "File for tests: all terms, specification, instruments, variance inflation.")
  var tests: String?

  @Option(
    help: "File with a row a row of FILE in use or without response: fitted value and intervals.")
  var predict: String?

  @Option(help: "File with the estimate of each level of the fixed effects.")
  var fixedEffects: String?

  @Flag(help: "Let levels through to --fixed-effects that a spreadsheet would run as formulas.")
  var allowFormulas = false

  @OptionGroup var numbers: NumberOptions

  @OptionGroup var output: OutputOption
  @OptionGroup var spreadsheet: SpreadsheetOption

  func validate() throws {
    try checked { try request.validate() }
    try OutputPlaces.requireDistinct(
      inputs: [("FILE", file)],
      outputs: [
        ("--output", output.output), ("--summary", summary), ("--tests", tests),
        ("--predict", predict), ("--fixed-effects", fixedEffects),
      ])
  }

  private var request: RegressionRequest {
    var request = RegressionRequest(formula)
    request.family = family
    request.errors = se
    request.weights = weights
    request.offset = offset
    request.quantile = quantile
    request.effects = effects
    request.level = level
    request.id = id
    request.time = time
    request.parts = Set(parts.map(\.part))
    request.draws = draws
    request.seed = seed.seed
    request.allowsFormulas = allowFormulas
    return request
  }

  /// The tables that were asked for by naming their files.
  private var parts: [(part: RegressionRequest.Part, path: String)] {
    let all: [(RegressionRequest.Part, String?)] = [
      (.summary, summary), (.tests, tests), (.predict, predict), (.fixedEffects, fixedEffects),
    ]
    return all.compactMap { part, path in path.map { (part, $0) } }
  }

  func run() throws {
    let reply = try request.answer(ByteSource(path: file), reading: numbers.observationOptions)
    StandardError.lines(reply.warnings.map { "\(file): \($0)" })
    var files = parts.compactMap { part, path in reply.table(part).map { (path, $0) } }
    files.append((output.output, text(of: reply) ?? reply.coefficients()))
    let dialect = spreadsheet.dialect(reply.columns)
    try PendingFiles.write(files.map { ($0.0, dialect?.file($0.1) ?? $0.1) })
  }

  /// The coefficients as a terminal shows them; nil for CSV.
  private func text(of reply: RegressionReply) -> [UInt8]? {
    guard output.output == "-", !spreadsheet.excel, isatty(1) == 1,
      case .mean(let report) = reply
    else { return nil }
    return Array(report.text().utf8)
  }
}
