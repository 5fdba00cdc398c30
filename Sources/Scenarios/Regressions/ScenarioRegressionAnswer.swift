internal import Glibc
package import Regression
internal import SeriesCore
internal import StatisticsCore

/// A fitted regression of a scenario, fitted values of chosen rows, and what driver paths give.
package struct ScenarioRegressionAnswer: Sendable {
  /// One row of the data beside what the regression says of it.
  package struct FittedRow: Sendable {
    package let label: String
    package let actual: Double
    package let fitted: Double
  }

  /// One course of events at one deadline.
  package struct Outcome: Sendable {
    package let course: String
    package let deadline: Int
    package let horizon: Int
    /// ln of the growth factor that the drivers give, and the deviation of its error.
    package let logGrowth: Double
    package let deviation: Double
    package let degreesOfFreedom: Double
    package let median: Double
    /// The ends of the central 80 % interval.
    package let interval: (low: Double, high: Double)
    package let probability: Double
    /// The level over that of the first course, which meets the same errors.
    package let ratio: Spread
    /// The common growth of the solved drivers that gives the probability asked for.
    package let solution: Solution?
  }

  /// A median with central intervals.
  package struct Spread: Sendable {
    package let median: Double
    package let interval50: (low: Double, high: Double)
    package let interval80: (low: Double, high: Double)
    package let interval95: (low: Double, high: Double)

    init(median: Double, _ interval: (Double) -> (low: Double, high: Double)) {
      self.median = median
      interval50 = interval(50)
      interval80 = interval(80)
      interval95 = interval(95)
    }
  }

  /// One period of a course's fan.
  package struct FanRow: Sendable {
    package let course: String
    package let period: Int
    package let level: Spread
    /// The level over that of the first course, which meets the same errors.
    package let ratio: Spread
  }

  package enum Solution: Sendable {
    case growth(Double)
    /// No rate of the range does: the probabilities at its ends.
    case outside(low: Double, high: Double)
  }

  package let question: ScenarioRegressionQuestion
  /// What is fitted, with its errors.
  private let regression: RegressionAnswer
  package var fit: RegressionFit { regression.fit }
  package var covariance: CoefficientCovariance { regression.covariance }
  /// What a reader of the coefficients has to know: weak instruments, raw offsets, lags over gaps.
  package var warnings: [String] { regression.cautions }
  package let fittedRows: [FittedRow]
  package let outcomes: [Outcome]
  /// The fan of each course over all periods to the last deadline.
  package let fan: [FanRow]
  /// The deviation and autocorrelation of the residuals that outcomes rest on, and their number.
  package let errors: ErrorProcess?

  /// First-order autoregressive residuals on the log scale.
  package struct ErrorProcess: Sendable {
    package let deviation: Double
    /// From one period to the next.
    package let autocorrelation: Double
    package let count: Int
    let degreesOfFreedom: Double

    /// The variance of the change of the error over so many periods.
    func changeVariance(_ periods: Double) -> Double {
      2 * deviation * deviation * (1 - pow(autocorrelation, periods))
    }
  }

  /// - Throws: `RegressionError` when the data do not bear the regression.
  package init(_ question: ScenarioRegressionQuestion, courses: [String]) throws(RegressionError) {
    self.question = question
    regression = try question.regression.answer()
    let fit = regression.fit
    let chosen = Self.chosenRows(question, fit)
    fittedRows = chosen.map { place in
      let row = fit.frame.rows[place]
      let label = question.labels.compactMap { column -> String? in
        question.table.levels(column).map { $0.names[Int($0.codes[row])] }
      }.joined(separator: " ")
      return FittedRow(
        label: label.isEmpty ? String(row + 1) : label,
        actual: question.formula.natural(fit.frame.response.values[place]),
        fitted: question.formula.natural(fit.fitted[place]))
    }
    guard let projection = question.projection else {
      errors = nil
      outcomes = []
      fan = []
      return
    }
    let errors = try Self.errorProcess(
      fit, chosen, isSubset: !question.rows.isEmpty, spacing: question.spacing)
    self.errors = errors
    let projector = DriverProjector(
      fit: fit, covariance: regression.covariance, projection: projection, errors: errors)
    var outcomes: [Outcome] = []
    var fan: [FanRow] = []
    let baseline = courses.first ?? ""
    for course in courses {
      for deadline in projection.deadlines {
        outcomes.append(
          try projector.outcome(course: course, baseline: baseline, deadline: deadline))
      }
      fan += try projector.fan(course: course, baseline: baseline)
    }
    self.outcomes = outcomes
    self.fan = fan
  }

  /// Places in the frame of the rows to report, in the order of time where there is one.
  private static func chosenRows(_ question: ScenarioRegressionQuestion, _ fit: RegressionFit)
    -> [Int]
  {
    let order = fit.frame.order ?? Array(0..<fit.count)
    guard !question.rows.isEmpty else { return question.labels.isEmpty ? [] : order }
    return order.filter { place in
      question.rows.allSatisfy { column, level in
        guard let levels = question.table.levels(column) else { return false }
        return levels.names[Int(levels.codes[fit.frame.rows[place]])] == level
      }
    }
  }

  /// The residuals' deviation and autocorrelation: of the whole fit, or of the chosen rows around
  /// their own mean.
  private static func errorProcess(
    _ fit: RegressionFit, _ chosen: [Int], isSubset: Bool, spacing: Int
  ) throws(RegressionError) -> ErrorProcess {
    let places = isSubset ? chosen : (fit.frame.order ?? Array(0..<fit.count))
    var values: [Double] = []
    for place in places {
      let (y, mu) = (fit.frame.response.values[place], fit.fitted[place])
      values.append(fit.family == .gaussian ? y - mu : log(y / mu))
    }
    guard values.allSatisfy(\.isFinite), values.count >= 5 else {
      throw .tooShort(needed: 5, found: values.count { $0.isFinite })
    }
    let n = Double(values.count)
    let freedom = isSubset ? n - 1 : Double(fit.degreesOfFreedom)
    guard freedom >= 3 else { throw .tooShort(needed: fit.parameterCount + 3, found: fit.count) }
    let mean = isSubset ? values.reduce(0, +) / n : 0
    var (square, product) = (0.0, 0.0)
    for (i, value) in values.enumerated() {
      square += (value - mean) * (value - mean)
      if i > 0 { product += (value - mean) * (values[i - 1] - mean) }
    }
    guard square > 0 else { throw .exactFit }
    // From one row to the next, some periods apart.
    var step = Double(spacing)
    if let ordinals = fit.frame.ordinals {
      let times = places.map { ordinals[$0] }
      let gaps = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
      step = Double(max(1, gaps[gaps.count / 2]))
    }
    // Negative autocorrelation from row to row says nothing of single periods.
    let between = min(max(product / square, 0), 0.99)
    return ErrorProcess(
      deviation: (square / freedom).squareRoot(), autocorrelation: pow(between, 1 / step),
      count: values.count, degreesOfFreedom: freedom)
  }
}
