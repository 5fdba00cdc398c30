package import Regression
package import Reports
internal import SeriesCore

/// The tables of a regression.
package struct RegressionReport {
  package let answer: RegressionAnswer
  let table: DataTable

  private var fit: RegressionFit { answer.fit }

  /// The columns of all outputs; one name means one kind of column in each.
  package static var columns: [ColumnDescription] {
    CoefficientColumns.table.descriptions + RegressionSummary.table.descriptions
      + testTable.descriptions + predictionTable.descriptions + effectTable.descriptions
  }

  private static func short(_ value: Double, _ digits: Int) -> String {
    NumberText.shortest(SignificantDigits.round(value, to: digits))
  }

  package func coefficients() -> [UInt8] { CoefficientColumns.table.csv(answer.coefficients.rows) }

  /// The table as text, for a terminal.
  package func text() -> String {
    let text = answer.coefficients.description + "\n"
    var facts = ["n = \(fit.count)", "errors: \(answer.covariance.kind.name)"]
    if let bootstrap = answer.bootstrap { facts.append("draws: \(bootstrap.weightsName)") }
    if let r2 = fit.rSquared { facts.append("R² = " + Self.short(r2, 4)) }
    if let within = fit.withinRSquared {
      facts.append("within R² = " + Self.short(within, 4))
    }
    if let pseudo = fit.pseudoRSquared {
      facts.append("pseudo R² = " + Self.short(pseudo, 4))
    }
    if let theta = answer.panel?.figures.last?.value {
      facts.append("theta = " + Self.short(theta, 4))
    }
    return text + facts.joined(separator: ", ") + "\n"
  }

  package func summary() -> [UInt8] {
    RegressionSummary.table.csv([answer])
  }

  /// A test, or a figure that is none.
  private typealias TestRow = (name: String, statistic: Double, test: SpecificationTest?)

  private static let testTable: Table<TestRow> = [
    .text("test", "name of the test or figure") { $0.name },
    .exact("statistic", "statistic of the test, or the figure") { $0.statistic },
    .exact("df1", "degrees of freedom") { $0.test?.numerator },
    .exact("df2", "degrees of freedom of the denominator") { $0.test?.denominator },
    .exact("p_value", "probability of a statistic as far out, if null holds") { $0.test?.pValue },
    .text("null", "what the p-value is about") { $0.test?.null ?? "" },
  ]

  package func tests() -> [UInt8] {
    Self.testTable.csv(
      answer.tests.map { ($0.name, $0.statistic, $0) }
        + answer.figures.map { ($0.name, $0.value, nil) })
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

  package func predictions() -> [UInt8] {
    var placeOf: [Int: Int] = [:]
    for (i, row) in fit.frame.rows.enumerated() { placeOf[row] = i }
    return Self.predictionTable.csv(
      (answer.predictions?.rows ?? []).lazy.map { prediction in
        var row = PredictionRow(line: table.line(ofRow: prediction.row), prediction: prediction)
        if prediction.actual != nil, let influence = answer.influence,
          let place = placeOf[prediction.row]
        {
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

  package func fixedEffects() -> [UInt8] { Self.effectTable.csv(answer.fixedEffects) }
}
