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
      cluster:A^B.
      """
  )
  var se: String?

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
    guard Family(rawValue: family) != nil else {
      let names = Family.allCases.map(\.rawValue)
      let near = nearestName(to: family, among: names).map { " (did you mean '\($0)'?)" } ?? ""
      throw ValidationError("unknown family '\(family)'\(near)")
    }
    if let quantile {
      guard quantile > 0, quantile < 1 else {
        throw ValidationError("--quantile is between 0 and 1")
      }
      let others: [(String, Bool)] = [
        ("--family", family != "gaussian"), ("--weights", weights != nil),
        ("--offset", offset != nil), ("--tests", tests != nil), ("--predict", predict != nil),
        ("--fixed-effects", fixedEffects != nil), ("--effects", effects != nil),
      ]
      if let other = others.first(where: { $0.1 }) {
        throw ValidationError("--quantile goes without \(other.0)")
      }
      if let se, QuantileReport.method(se) == nil {
        throw ValidationError("standard errors of a quantile are nid, iid or ker, not '\(se)'")
      }
    } else if let se, CovarianceKind(se) == nil {
      throw ValidationError(
        "unknown standard error '\(se)': iid, hc0 to hc4, hac, hac:LAG, andrews, cluster:COLUMN")
    }
    try validateEffects()
    try LevelList.require(level)
    try OutputPlaces.requireDistinct(
      inputs: [("FILE", file)],
      outputs: [
        ("--output", output.output), ("--summary", summary), ("--tests", tests),
        ("--predict", predict), ("--fixed-effects", fixedEffects),
      ])
  }

  private func validateEffects() throws {
    guard let effects else { return }
    guard PanelEffects(rawValue: effects) != nil else {
      throw ValidationError(
        "--effects is random or between, not '\(effects)' (fixed effects stand in the formula)")
    }
    guard id != nil else { throw ValidationError("--effects needs --id") }
    let others: [(String, Bool)] = [
      ("--family", family != "gaussian"), ("--weights", weights != nil),
      ("--predict", predict != nil), ("--fixed-effects", fixedEffects != nil),
    ]
    if let other = others.first(where: { $0.1 }) {
      throw ValidationError("--effects goes without \(other.0)")
    }
  }

  func run() throws {
    let parsed = try TableRegression.formula(formula)
    if let quantile {
      try runQuantile(quantile, parsed)
      return
    }
    let family = Family(rawValue: family) ?? .gaussian
    let errors = se.flatMap(CovarianceKind.init)
    var options = ModelFrame.Options()
    options.weights = weights
    options.offset = offset
    options.id = id
    options.time = time
    options.clusters = errors?.clusters ?? []
    if fixedEffects != nil, parsed.effectNames.isEmpty {
      throw ValidationError("--fixed-effects needs fixed effects in the formula, after '|'")
    }
    let (table, resolved) = try TableRegression.read(file, parsed, options, numbers)
    var question = RegressionQuestion(resolved, table: table)
    question.family = family
    question.options = options
    question.errors = errors
    question.level = level
    question.effects = effects.flatMap(PanelEffects.init)
    question.details = details
    let answer = try TableRegression.attempt(file) { () throws(RegressionError) in
      try question.answer()
    }
    if fixedEffects != nil { try refuseFormulas(answer.fit.frame, table) }
    let report = RegressionReport(answer: answer, table: table)
    var files: [(path: String, bytes: [UInt8])] = []
    if let summary { files.append((summary, report.summary())) }
    if let tests { files.append((tests, report.tests())) }
    if let predict { files.append((predict, report.predictions())) }
    if let fixedEffects { files.append((fixedEffects, report.fixedEffects())) }
    StandardError.lines(answer.warnings.map { "\(file): \($0)" })
    let isTable = output.output == "-" && !spreadsheet.excel && isatty(1) == 1
    files.append((output.output, isTable ? Array(report.text().utf8) : report.coefficients()))
    try write(files, RegressionReport.columns)
  }

  private func write(
    _ files: [(path: String, bytes: [UInt8])], _ columns: [ColumnDescription]
  ) throws {
    let dialect = spreadsheet.dialect(columns)
    try PendingFiles.write(files.map { ($0.path, dialect?.file($0.bytes) ?? $0.bytes) })
  }

  /// What the files that were named need.
  private var details: Set<RegressionQuestion.Detail> {
    var details: Set<RegressionQuestion.Detail> = []
    if summary != nil { details.insert(.influence) }
    if tests != nil { details.insert(.tests) }
    if predict != nil { details.formUnion([.predictions, .influence]) }
    if fixedEffects != nil { details.insert(.fixedEffects) }
    return details
  }

  private func runQuantile(_ quantile: Double, _ parsed: Formula) throws {
    guard parsed.effectNames.isEmpty, !parsed.hasInstruments else {
      throw ValidationError("a quantile is fitted without fixed effects and instruments")
    }
    var options = ModelFrame.Options()
    options.id = id
    options.time = time
    let (table, resolved) = try TableRegression.read(file, parsed, options, numbers)
    let frame = try TableRegression.attempt(file) { () throws(RegressionError) in
      try ModelFrame(resolved, table: table, options: options)
    }
    var question = QuantileQuestion(frame, tau: quantile)
    let errors = se ?? "nid"
    question.errors = QuantileReport.method(errors) ?? .nid
    question.level = level
    let answer: QuantileAnswer
    do throws(QuantileRegressionError) { answer = try question.answer() } catch {
      throw InputFault(.malformed, file: file, error.description)
    }
    let report = QuantileReport(answer: answer, errorName: errors)
    report.announce(file: file)
    var files: [(path: String, bytes: [UInt8])] = []
    if let summary { files.append((summary, report.summary())) }
    files.append((output.output, report.coefficients()))
    try write(files, QuantileReport.columns)
  }

  /// Levels are copied to an output as they are.
  private func refuseFormulas(_ frame: ModelFrame, _ table: DataTable) throws {
    let gate = CopyGate(allowsFormulas: allowFormulas, names: .formulas)
    for groups in frame.effects {
      for (code, name) in groups.levelNames.enumerated() {
        guard let objection = gate.objection(name, what: "the level") else { continue }
        let place = groups.codes.codes.firstIndex(of: Int32(code))
        throw table.fault(
          row: place.map { frame.rows[$0] }, objection.message, advice: objection.advice)
      }
    }
  }
}
