import Corridor

/// The outputs of `corridor regress`.
struct RegressionReport {
  let fit: RegressionFit
  let covariance: CoefficientCovariance
  let level: Double
  let table: DataTable
  /// What the fit is of, when it is between series or with random effects.
  var panel: PanelEstimate?
  /// What the fit and its errors should not be taken for.
  var warnings: [String] = []

  private var coefficientTable: CoefficientTable {
    CoefficientTable(fit, covariance, level: level)
  }

  private static func short(_ value: Double, _ digits: Int) -> String {
    NumberText.shortest(SignificantDigits.round(value, to: digits))
  }

  func coefficients() -> [UInt8] { CoefficientColumns.table.csv(coefficientTable.rows) }

  /// The table as text, for a terminal.
  func text() -> String {
    let text = coefficientTable.description + "\n"
    var facts = ["n = \(fit.count)", "errors: \(covariance.kind.name)"]
    if let r2 = fit.rSquared { facts.append("R² = " + Self.short(r2, 4)) }
    if let within = fit.withinRSquared {
      facts.append("within R² = " + Self.short(within, 4))
    }
    if let pseudo = fit.pseudoRSquared {
      facts.append("pseudo R² = " + Self.short(pseudo, 4))
    }
    if let theta = panel?.figures.last?.value { facts.append("theta = " + Self.short(theta, 4)) }
    return text + facts.joined(separator: ", ") + "\n"
  }

  func summary() -> [UInt8] {
    RegressionSummary.table.csv([RegressionSummary(fit, covariance, panel)])
  }

  private struct TestRow {
    let name: String
    let statistic: Double
    var df1: Double?
    var df2: Double?
    var pValue: Double?
    var null = ""
  }

  private static let testTable: Table<TestRow> = [
    .text("test", "name of the test or figure") { $0.name },
    .exact("statistic", "statistic of the test, or the figure") { $0.statistic },
    .exact("df1", "degrees of freedom") { $0.df1 },
    .exact("df2", "degrees of freedom of the denominator") { $0.df2 },
    .exact("p_value", "probability of a statistic as far out, if null holds") { $0.pValue },
    .text("null", "what the p-value is about") { $0.null },
  ]

  func tests() throws(RegressionError) -> [UInt8] {
    var rows: [TestRow] = []
    let slopes = fit.termNames.indices.filter { fit.termNames[$0] != "(Intercept)" }
    if let wald = covariance.wald(fit.coefficients, places: slopes) {
      rows.append(
        TestRow(
          name: wald.denominator == nil ? "wald" : "f", statistic: wald.statistic,
          df1: wald.numerator, df2: wald.denominator, pValue: wald.pValue,
          null: "all coefficients but the intercept are zero"))
    }
    rows += try specification().map {
      TestRow(
        name: $0.name, statistic: $0.statistic, df1: $0.numerator, df2: $0.denominator,
        pValue: $0.pValue, null: $0.null)
    }
    rows += (panel?.figures ?? []).map { TestRow(name: $0.name, statistic: $0.value) }
    rows += (panel == nil ? fit.varianceInflation ?? [] : []).map {
      TestRow(name: "vif:" + $0.0, statistic: $0.1)
    }
    return Self.testTable.csv(rows)
  }

  private func specification() throws(RegressionError) -> [SpecificationTest] {
    switch panel {
    case nil: return try SpecificationTests.all(of: fit) + InstrumentTests.all(of: fit)
    case .between: return try SpecificationTests.normality(of: fit)
    case .random(let effects):
      let hausman = effects.within == nil ? nil : try HausmanTest(effects).test
      return try (hausman.map { [$0] } ?? []) + SpecificationTests.normality(of: fit)
    }
  }

  private struct PredictionRow {
    let line: Int
    let prediction: Prediction
    /// Of the rows of the fit.
    var leverage: Double?
    var cook: Double?
    var studentized: Double?

    var residual: Double? {
      prediction.actual.flatMap { actual in prediction.fitted.map { actual - $0 } }
    }
  }

  private static let predictionTable: Table<PredictionRow> = [
    .integer("line", "line of the file") { $0.line },
    .exact("actual", "the response; empty where there is none") { $0.prediction.actual },
    .exact("fitted", "its mean by the fit") { $0.prediction.fitted },
    .exact("std_error", "standard error of the mean") { $0.prediction.standardError },
    .exact("conf_low", "lower end of the mean's interval") { $0.prediction.mean?.low },
    .exact("conf_high", "upper end of the mean's interval") { $0.prediction.mean?.high },
    .exact("pred_low", "lower end of a value's interval") { $0.prediction.value?.low },
    .exact("pred_high", "upper end of a value's interval") { $0.prediction.value?.high },
    .exact("residual", "actual − fitted") { $0.residual },
    .exact("leverage", "the row's weight in its own fitted value") { $0.leverage },
    .exact("cook", "Cook's distance") { $0.cook },
    .exact("studentized", "residual over its deviation without the row") { $0.studentized },
  ]

  func predictions(_ predictions: Predictions) -> [UInt8] {
    let influence = try? Influence(fit)
    var placeOf: [Int: Int] = [:]
    for (i, row) in fit.frame.rows.enumerated() { placeOf[row] = i }
    return Self.predictionTable.csv(
      predictions.rows.lazy.map { prediction in
        var row = PredictionRow(line: table.line(ofRow: prediction.row), prediction: prediction)
        if prediction.actual != nil, let influence, let place = placeOf[prediction.row] {
          row.leverage = influence.leverage[place]
          row.cook = influence.cook[place]
          row.studentized = influence.studentized[place]
        }
        return row
      })
  }

  private typealias EffectRow = (effect: String, level: String, estimate: Double, count: Int)

  private static let effectTable: Table<EffectRow> = [
    .text("effect", "fixed effect") { $0.effect },
    .text("level", "its level") { $0.level },
    .exact("estimate", "effect of the level") { $0.estimate },
    .integer("n", "rows of the level") { $0.count },
  ]

  func fixedEffects() throws(RegressionError) -> [UInt8] {
    Self.effectTable.csv(try fit.fixedEffects())
  }

  /// Says on stderr which rows and terms the fit goes without.
  func announce(file: String) {
    let frame = fit.frame
    var messages: [String] = []
    let names: [DropReason: String] = [
      .missing: "with an empty cell", .noLag: "without a lagged value",
      .notFinite: "not finite (\(frame.notFiniteTerms.keys.sorted().joined(separator: ", ")))",
      .zeroWeight: "of weight zero", .singleton: "alone in a fixed effect",
      .separated: "separated (predicted without error)",
    ]
    let parts = DropReason.allCases.compactMap { reason -> String? in
      guard let count = frame.dropped[reason], count > 0 else { return nil }
      return "\(count) \(names[reason] ?? reason.rawValue)"
    }
    if !parts.isEmpty {
      messages.append(
        "\(file): \(frame.dropped.values.reduce(0, +)) of \(frame.readCount) rows left out: "
          + parts.joined(separator: ", "))
    }
    if !fit.droppedTerms.isEmpty {
      messages.append(
        "\(file): left out as constant, zero or a combination of others: "
          + fit.droppedTerms.joined(separator: ", "))
    }
    if !fit.droppedInstruments.isEmpty {
      messages.append(
        "\(file): instruments left out as combinations of fixed effects, exogenous terms and other "
          + "instruments: " + fit.droppedInstruments.joined(separator: ", "))
    }
    messages += warnings.map { "\(file): " + $0 }
    if covariance.wasRepaired {
      messages.append(
        "\(file): the multi-way covariance was not positive semidefinite; its negative part is zero"
      )
    }
    messages += (panel?.messages ?? []).map { "\(file): " + $0 }
    StandardError.lines(messages)
  }
}
