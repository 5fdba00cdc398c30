import ArgumentParser
import Corridor

struct VarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "var",
    abstract: "Vector autoregression: order, forecasts, and forecasts on given paths.",
    discussion: """
      VARIABLES are terms of a formula joined by '+', such as 'log(gdp) + log(trade)'; rows go in \
      the order of --time, else of the file, without gaps. The table is the forecast of every \
      variable, in its transformed unit, with intervals by Student's t that include the \
      coefficients' uncertainty.

      --given FILE has the columns variable,period,value (a term as it is written in VARIABLES, a \
      period after the sample): the forecast then holds these values (Waggoner & Zha 1999), and \
      --summary says by plausibility and p_value how far they are from what the model expects. A \
      column scenario in it makes a forecast of each of its names.

      --prior minnesota is for few observations: it holds every variable to its own last value \
      (Litterman), the tighter the better that has told the data (Giannone, Lenza & Primiceri 2015), and \
      draws paths with coefficients, variances and tightness, so that intervals carry all of them.
      """,
    examples: [
      CommandExample(
        "two variables, four quarters",
        "corridor var m.csv 'diff(log(gdp)) + trade' --time quarter --horizon 4"),
      CommandExample(
        "on a given path of one of them",
        "corridor var m.csv 'log(gdp) + log(trade)' --time quarter --given path.csv"),
      CommandExample(
        "few years, shrunk to random walks",
        "corridor var m.csv 'log(gdp) + log(trade)' --time year --prior minnesota"),
    ])

  enum Trend: String, ExpressibleByArgument, CaseIterable {
    case none
    case constant
    case trend
    case both

    var terms: VectorAutoregression.Deterministic {
      switch self {
      case .none: .none
      case .constant: .constant
      case .trend: .trend
      case .both: .both
      }
    }
  }

  enum Criterion: String, ExpressibleByArgument, CaseIterable {
    case aic
    case hq
    case bic
    case fpe

    var choice: LagOrder.Criterion {
      switch self {
      case .aic: .aic
      case .hq: .hq
      case .bic: .bic
      case .fpe: .fpe
      }
    }
  }

  @Argument(help: "CSV file with a header, gzip or not; '-' is standard input.")
  var file: String

  @Argument(help: "The variables, such as 'log(gdp) + log(trade)'.")
  var variables: String

  @Option(help: "Column of periods.")
  var time: String?

  @Option(help: "Lags of every variable. Default: chosen by --criterion up to --max-lags.")
  var lags: Int?

  @Option(help: "The most lags to choose from. Default: as the sample allows, to 8.")
  var maxLags: Int?

  @Option(help: "What chooses the lags: aic, hq, bic or fpe. Default: bic.")
  var criterion: Criterion?

  @Option(help: "Deterministic terms: none, constant, trend or both.")
  var trend = Trend.constant

  @Option(help: "Periods to forecast.")
  var horizon = 8

  @Option(help: "File of given future values: variable,period,value.")
  var given: String?

  @Option(help: "Levels of the central intervals in percent.", transform: LevelList.option)
  var levels = LevelList([80, 95])

  @Option(help: "File with one row about the whole fit.")
  var summary: String?

  @Option(help: "File with the coefficients of each equation.")
  var coefficients: String?

  @Option(help: "File with Granger's test of each variable by each other.")
  var tests: String?

  @Option(
    help: "File with responses to shocks of one standard deviation, orthogonal in the order given.")
  var responses: String?

  @OptionGroup var prior: PriorOptions

  @OptionGroup var numbers: NumberOptions

  @OptionGroup var output: OutputOption

  func validate() throws {
    if let lags, !(1...1000).contains(lags) { throw ValidationError("--lags is from 1 to 1000") }
    if let maxLags, !(1...1000).contains(maxLags) {
      throw ValidationError("--max-lags is from 1 to 1000")
    }
    try checked { try RequestLimits.requireHorizon(horizon) }
    try validatePrior()
    try OutputPlaces.requireDistinct(
      inputs: [("FILE", file), ("--given", given)],
      outputs: [
        ("--output", output.output), ("--summary", summary), ("--coefficients", coefficients),
        ("--tests", tests), ("--responses", responses),
      ])
  }

  func run() throws {
    let parsed = try TableRegression.formula("0 ~ " + variables)
    guard parsed.effectNames.isEmpty, !parsed.hasInstruments else {
      throw ValidationError("VARIABLES are terms joined by '+'")
    }
    var options = ModelFrame.Options()
    options.time = time
    let (table, resolved) = try TableRegression.read(file, parsed, options, numbers)
    let frame = try TableRegression.series(file, resolved, table, options)
    var question = VectorQuestion(frame)
    question.deterministic = trend.terms
    question.lags = lags
    question.maximumLags = maxLags
    question.criterion = (criterion ?? .bic).choice
    question.horizon = horizon
    try TableRegression.attempt(file) { () throws(RegressionError) in
      try question.requireEveryPeriod(table)
    }
    if let warning = question.trailingWarning(table) {
      StandardError.lines(["\(file): \(warning)"])
    }
    let paths = try given.map { try givenPaths($0, question) } ?? []
    if let prior = try prior.minnesota(variables: question.variables.count) {
      try runPrior(prior, question, paths)
      return
    }
    var sets: [[ConditionalForecast.Condition]?] = paths.map(\.conditions)
    if given == nil { sets = [nil] }
    let answers = try TableRegression.attempt(file) {
      () throws(RegressionError) -> [VectorAnswer] in
      try self.answers(question, sets)
    }
    guard let answer = answers.first else { return }
    let scenarios = paths.map(\.scenario)
    tellImplausible(zip(scenarios, answers.map { $0.conditional?.plausibilityTail }))
    let fit = answer.fit
    var files: [(path: String, bytes: [UInt8])] = []
    if let summary {
      files.append((summary, summaryTable(answers, scenarios)))
    }
    if let coefficients { files.append((coefficients, coefficientTable(fit))) }
    if let tests {
      files.append(
        (
          tests,
          try TableRegression.attempt(file) { () throws(RegressionError) in
            try causalityTable(fit)
          }
        ))
    }
    if let responses {
      files.append(
        (
          responses,
          try TableRegression.attempt(file) { () throws(RegressionError) in
            try responseTable(fit)
          }
        ))
    }
    files.append((output.output, forecastTable(question, answers, scenarios)))
    try PendingFiles.write(files)
  }

  // MARK: Tables

  /// A forecast for each set of given values.
  private func answers(
    _ question: VectorQuestion, _ sets: [[ConditionalForecast.Condition]?]
  ) throws(RegressionError) -> [VectorAnswer] {
    var answers: [VectorAnswer] = []
    for conditions in sets {
      var one = question
      one.conditions = conditions
      answers.append(try one.answer())
    }
    return answers
  }

  private func forecastTable(
    _ question: VectorQuestion, _ answers: [VectorAnswer], _ scenarios: [String?]
  ) -> [UInt8] {
    let rows = answers.enumerated().flatMap { place, answer in
      answer.fit.names.enumerated().flatMap { k, name in
        answer.mean.indices.map { step in
          VectorAutoregressionTables.ForecastRow(
            scenario: scenarios.isEmpty ? nil : scenarios[place], variable: name,
            period: question.label(step: step + 1), mean: answer.mean[step][k],
            deviation: answer.deviation[step][k]
          ) { answer.interval(variable: k, step: step, level: $0) }
        }
      }
    }
    return VectorAutoregressionTables.forecast(
      levels.values, hasScenarios: scenarios.contains { $0 != nil }
    ).csv(rows)
  }

  private func summaryTable(_ answers: [VectorAnswer], _ scenarios: [String?]) -> [UInt8] {
    let rows = answers.enumerated().map { place, answer in
      VectorAutoregressionTables.SummaryRow(
        scenario: scenarios.isEmpty ? nil : scenarios[place], fit: answer.fit,
        chosenBy: answer.hasGivenLags ? "given" : (criterion ?? .bic).rawValue,
        trend: trend.rawValue, condition: answer.conditional)
    }
    return VectorAutoregressionTables.summary(
      hasScenarios: scenarios.contains { $0 != nil }
    ).csv(rows)
  }

  private func coefficientTable(_ fit: VectorAutoregressionFit) -> [UInt8] {
    let rows = zip(fit.names, fit.equations).flatMap { name, equation in
      equation.coefficients.map {
        VectorAutoregressionTables.CoefficientRow(
          equation: name, coefficient: $0, pValue: equation.pValue($0))
      }
    }
    return VectorAutoregressionTables.coefficients.csv(rows)
  }

  private func causalityTable(_ fit: VectorAutoregressionFit) throws(RegressionError) -> [UInt8] {
    var rows: [VectorAutoregressionTables.CausalityRow] = []
    for caused in fit.names {
      for causing in fit.names where causing != caused {
        rows.append(
          .init(
            caused: caused, causing: causing,
            test: try fit.grangerCausality(of: caused, by: [causing])))
      }
    }
    return VectorAutoregressionTables.causality.csv(rows)
  }

  private func responseTable(_ fit: VectorAutoregressionFit) throws(RegressionError) -> [UInt8] {
    let responses = try fit.orthogonalResponses(horizon: horizon)
    var rows: [VectorAutoregressionTables.ResponseRow] = []
    for (j, shock) in fit.names.enumerated() {
      for (i, name) in fit.names.enumerated() {
        for (step, matrix) in responses.enumerated() {
          rows.append(.init(shock: shock, response: name, step: step, value: matrix[i, j]))
        }
      }
    }
    return VectorAutoregressionTables.responses.csv(rows)
  }
}
