internal import LinearAlgebra
public import SeriesCore
internal import StatisticsCore

/// Where several series of one table go together: a vector autoregression, its lags and a forecast.
public struct VectorQuestion: Sendable {
  /// Rows in the order of their periods; its terms but the intercept are the variables.
  public var frame: ModelFrame
  /// The deterministic terms of every equation.
  public var deterministic = VectorAutoregression.Deterministic.constant
  /// Lags of every variable; nil for what `criterion` chooses.
  public var lags: Int?
  /// The most lags to choose from; nil for half of what the sample allows, 8 at most.
  public var maximumLags: Int?
  /// What chooses the lags when `lags` is nil.
  public var criterion = LagOrder.Criterion.bic
  /// Periods to forecast.
  public var horizon = 8
  /// Future values that the forecast holds; nil for a forecast without.
  public var conditions: [ConditionalForecast.Condition]?

  /// Asks about the rows of `frame`, put in the order of their periods where it has any.
  public init(_ frame: ModelFrame) { self.frame = frame.inOrder }

  /// The variables, in their transformed units.
  public var variables: [Design.Term] { frame.terms.filter { $0.name != "(Intercept)" } }

  /// The period of a step after the sample, or the number of the row it would have.
  public func label(step: Int) -> String {
    guard let axis = frame.axis, let last = frame.ordinals?.last else {
      return String((frame.rows.last ?? 0) + 1 + step)
    }
    return axis.text(last + step)
  }

  /// Refuses rows over which a period, or a row of the table, is missing.
  ///
  /// - Throws: `.input` at the line after the gap.
  public func requireEveryPeriod(_ table: DataTable) throws(RegressionError) {
    let advice = "a vector autoregression needs every period"
    if let ordinals = frame.ordinals {
      let pairs = zip(ordinals, ordinals.dropFirst())
      guard let place = pairs.enumerated().first(where: { $1.1 != $1.0 + 1 })?.offset else {
        return
      }
      throw .input(
        table.fault(
          row: frame.rows[place + 1], "a period before this one is missing or has no value",
          advice: advice))
    }
    let pairs = zip(frame.rows, frame.rows.dropFirst())
    guard let pair = pairs.first(where: { $1 != $0 + 1 }) else { return }
    throw .input(table.fault(row: pair.0 + 1, "a value is missing here", advice: advice))
  }

  /// Rows after the last one in use that hold values of some variables and not of all, as a sentence; nil where there
  /// are none. Of a table by rising or falling periods.
  public func trailingWarning(_ table: DataTable) -> String? {
    guard let first = frame.rows.first, let last = frame.rows.last,
      let columns = try? frame.formula.columns(in: table.header).numbers
    else { return nil }
    let later = first <= last ? Array(last + 1..<table.rowCount) : (0..<last).reversed()
    func held(_ row: Int) -> [String] {
      columns.filter { table.numbers($0)?.values[row].isFinite == true }.sorted()
    }
    let rows = later.filter { !held($0).isEmpty }
    guard let row = rows.first else { return nil }
    return "line \(table.line(ofRow: row)) has values of \(held(row).joined(separator: ", ")) alone"
      + (rows.count > 1 ? " (\(rows.count) such rows end the table)" : "")
      + ": they are left out and forecast like the others (--given holds them)"
  }

  /// - Throws: `RegressionError` as `LagOrder`, `VectorAutoregression.fit` and the forecasts.
  public func answer() throws(RegressionError) -> VectorAnswer { try VectorAnswer(self) }
}

/// A fitted vector autoregression and its forecast.
public struct VectorAnswer: Sendable {
  /// The fit at the lags that were given or chosen.
  public let fit: VectorAutoregressionFit
  /// Whether the lags were given.
  public let hasGivenLags: Bool
  /// By step from 1, a value a variable, in the variables' units.
  public let mean: [[Double]]
  /// Standard deviations of the forecast's errors, the coefficients' uncertainty included (not beyond
  /// 2,000 variables × steps).
  public let deviation: [[Double]]
  /// What the conditions do; nil without.
  public let conditional: ConditionalForecast?

  /// Variables × steps up to which the uncertainty of the coefficients counts.
  private static let mostUncertain = 2000

  fileprivate init(_ question: VectorQuestion) throws(RegressionError) {
    let columns = question.variables
    let lags: Int
    if let given = question.lags {
      lags = given
    } else {
      let n = columns.first?.values.count ?? 0
      // Rows less the first m must exceed the terms of an equation and leave each variable a residual.
      let room = (n - 2 * columns.count - 2) / (columns.count + 1)
      let most = question.maximumLags ?? max(1, min(8, room / 2))
      lags = try LagOrder(columns, maximumLags: most, deterministic: question.deterministic)
        .lags(by: question.criterion)
    }
    hasGivenLags = question.lags != nil
    let model = VectorAutoregression(lags: lags, deterministic: question.deterministic)
    let fit = try model.fit(columns)
    self.fit = fit
    let (size, horizon) = (fit.names.count, question.horizon)
    guard let conditions = question.conditions else {
      let forecast = try fit.forecast(
        horizon: horizon, parameterUncertainty: size * horizon <= Self.mostUncertain)
      mean = forecast.mean
      deviation = forecast.covariances.map { matrix in
        (0..<size).map { matrix[$0, $0].squareRoot() }
      }
      conditional = nil
      return
    }
    let forecast = try fit.conditionalForecast(
      horizon: horizon, conditions: conditions, parameterUncertainty: true)
    mean = forecast.mean
    deviation = (0..<horizon).map { step in
      (0..<size).map { k in
        max(0, forecast.covariance[step * size + k, step * size + k]).squareRoot()
      }
    }
    conditional = forecast
  }

  /// The central interval of a variable at a step from 0, by Student's t with the degrees of freedom of
  /// an equation, n − m: exact for the next period when regressors were fixed, near it later.
  ///
  /// - Parameter level: in percent.
  public func interval(
    variable: Int, step: Int, level: Double
  ) -> (low: Double, high: Double) {
    let quantile = StudentT.quantile(
      0.5 + level / 200, degreesOfFreedom: Double(fit.degreesOfFreedom))
    let reach = quantile * deviation[step][variable]
    return (mean[step][variable] - reach, mean[step][variable] + reach)
  }
}
