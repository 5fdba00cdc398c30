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
      --summary says by plausibility and p_value how far they are from what the model expects.
      """,
    examples: [
      CommandExample(
        "two variables, four quarters",
        "corridor var m.csv 'diff(log(gdp)) + trade' --time quarter --horizon 4"),
      CommandExample(
        "on a given path of one of them",
        "corridor var m.csv 'log(gdp) + log(trade)' --time quarter --given path.csv"),
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

  @Option(help: "What chooses the lags: aic, hq, bic or fpe.")
  var criterion = Criterion.bic

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

  @OptionGroup var numbers: NumberOptions

  @OptionGroup var output: OutputOption

  func validate() throws {
    if let lags, !(1...1000).contains(lags) { throw ValidationError("--lags is from 1 to 1000") }
    if let maxLags, !(1...1000).contains(maxLags) {
      throw ValidationError("--max-lags is from 1 to 1000")
    }
    try checked { try RequestLimits.requireHorizon(horizon) }
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
    question.criterion = criterion.choice
    question.horizon = horizon
    try TableRegression.attempt(file) { () throws(RegressionError) in
      try question.requireEveryPeriod(table)
    }
    if let given { question.conditions = try conditions(given, question) }
    let answer = try TableRegression.attempt(file) { () throws(RegressionError) in
      try question.answer()
    }
    let fit = answer.fit
    var files: [(path: String, bytes: [UInt8])] = []
    if let summary {
      files.append((summary, summaryTable(answer)))
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
    files.append((output.output, forecastTable(question, answer)))
    try PendingFiles.write(files)
  }

  private func conditions(
    _ path: String, _ question: VectorQuestion
  ) throws -> [ConditionalForecast.Condition] {
    let variables = question.variables.map(\.name)
    let table = try TableReader(
      ByteSource(path: path), options: numbers.observationOptions
    ).read(
      numbers: ["value"], levels: ["variable", "period"])
    guard let values = table.numbers("value"), let names = table.levels("variable"),
      let periods = table.levels("period")
    else { return [] }
    var firstRow: [String: Int] = [:]
    return try (0..<table.rowCount).map { row in
      guard names.codes[row] >= 0, periods.codes[row] >= 0, values.values[row].isFinite else {
        throw table.fault(row: row, "an empty cell", advice: "complete the row")
      }
      let name = names.names[Int(names.codes[row])]
      guard variables.contains(name) else {
        let near = nearestName(to: name, among: variables).map { "did you mean '\($0)'?" }
        throw table.fault(
          row: row, "no variable '\(name)'",
          advice: near ?? "the variables are \(variables.joined(separator: ", "))")
      }
      let period = periods.names[Int(periods.codes[row])]
      guard let step = (1...horizon).first(where: { question.label(step: $0) == period }) else {
        throw table.fault(
          row: row, "the period \(period) is not among the \(horizon) after the sample",
          advice: "they go from \(question.label(step: 1)) to \(question.label(step: horizon))")
      }
      if let first = firstRow.updateValue(row, forKey: "\(step) \(name)") {
        throw table.fault(
          row: row, "'\(name)' has a value in \(period) already",
          advice: "line \(table.line(ofRow: first)) gives it")
      }
      return ConditionalForecast.Condition(
        variable: name, step: step, value: values.values[row])
    }
  }

  // MARK: Tables

  private func forecastTable(_ question: VectorQuestion, _ answer: VectorAnswer) -> [UInt8] {
    let rows = answer.fit.names.enumerated().flatMap { k, name in
      answer.mean.indices.map { step in
        VectorAutoregressionTables.ForecastRow(
          variable: name, period: question.label(step: step + 1), mean: answer.mean[step][k],
          deviation: answer.deviation[step][k]
        ) { answer.interval(variable: k, step: step, level: $0) }
      }
    }
    return VectorAutoregressionTables.forecast(levels.values).csv(rows)
  }

  private func summaryTable(_ answer: VectorAnswer) -> [UInt8] {
    VectorAutoregressionTables.summary.csv([
      .init(
        fit: answer.fit, chosenBy: answer.hasGivenLags ? "given" : criterion.rawValue,
        trend: trend.rawValue, condition: answer.conditional)
    ])
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
