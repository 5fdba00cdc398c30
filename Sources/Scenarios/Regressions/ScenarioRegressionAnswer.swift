internal import Glibc
package import Regression
internal import SeriesCore

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
    /// The same for the level in the median.
    package let medianSolution: Solution?
    /// The probability from the table without the scenario's corrections; nil without any.
    package fileprivate(set) var uncorrected: Double? = nil

    /// Growth a year of the median from the base.
    package func growth(over projection: ScenarioRegressionQuestion.Projection?) -> Double? {
      guard let projection, horizon > 0 else { return nil }
      let perYear = projection.series.frequency.periodsPerYear ?? 1
      return expm1(logGrowth * perYear / Double(horizon))
    }
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
  /// Estimates, errors and intervals of 95 %.
  package var coefficients: CoefficientTable { regression.coefficients }
  /// What a reader of the coefficients has to know: weak instruments, raw offsets, lags over gaps.
  package var warnings: [String] { regression.cautions }
  package let fittedRows: [FittedRow]
  package let outcomes: [Outcome]
  /// The fan of each course over all periods to the last deadline.
  package let fan: [FanRow]
  /// The residuals that outcomes rest on; nil without a projection.
  package let errors: ResidualProcess?
  /// What periods have in common beyond the drivers; nil where the fit has no effect of periods.
  package let effects: PeriodEffects?
  /// The test of a long-run relation; nil where the fit is of another kind.
  package let relation: LongRunRelation?
  /// How the projection did on the past of its series; nil where it cannot be judged.
  package let record: DriverRecord?
  /// Residuals after the fit's sample in its deviations, by period of the projected series.
  package let misses: [(period: Int, deviations: Double)]
  /// The regression of the scenario that is the same fit; nil for the first of its kind.
  package let sameFit: String?

  /// - Parameters:
  ///   - earlier: the answer of a regression that is the same fit, which is not fitted again.
  /// - Throws: `RegressionError` when the data do not bear the regression.
  package init(
    _ question: ScenarioRegressionQuestion, courses: [String],
    sameAs earlier: ScenarioRegressionAnswer? = nil
  ) throws(RegressionError) {
    self.question = question
    let regression = if let earlier { earlier.regression } else { try question.regression.answer() }
    self.regression = regression
    sameFit = earlier?.question.name
    let fit = regression.fit
    fittedRows = Self.fittedRows(question, fit)
    relation = LongRunRelation(fit)
    guard let projection = question.projection else {
      (errors, effects, record, misses) = (nil, nil, nil, [])
      (outcomes, fan) = ([], [])
      return
    }
    let errors = try Self.process(question, fit, projection: projection)
    var effects: PeriodEffects?
    if let plan = projection.residuals {
      effects = try PeriodEffects(fit, of: plan.period, axis: projection.series.axis)
    }
    self.errors = errors
    self.effects = effects
    misses =
      Self.residuals(question, fit, projection).map(\.misses) ?? []
    record = question.whole.flatMap {
      DriverRecord(question, projection: projection, table: $0)
    }
    let projector = DriverProjector(
      fit: fit, covariance: regression.covariance, projection: projection, errors: errors,
      effects: effects)
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
    if let before = question.withoutCorrections,
      let answer = try? ScenarioRegressionAnswer(before, courses: courses)
    {
      for place in outcomes.indices {
        outcomes[place].uncorrected = answer.outcomes[place].probability
      }
    }
    self.outcomes = outcomes
    self.fan = fan
  }

  private static func fittedRows(
    _ question: ScenarioRegressionQuestion, _ fit: RegressionFit
  ) -> [FittedRow] {
    let order = fit.frame.order ?? Array(0..<fit.count)
    var places = question.rows.flatMap { chosenPlaces($0, question, fit) }
    if question.rows.isEmpty, !question.labels.isEmpty { places = order }
    return places.map { place in
      let row = fit.frame.rows[place]
      let label = question.labels.compactMap { column -> String? in
        question.table.levels(column).map { $0.names[Int($0.codes[row])] }
      }.joined(separator: " ")
      return FittedRow(
        label: label.isEmpty ? String(row + 1) : label,
        actual: question.formula.natural(fit.frame.response.values[place]),
        fitted: question.formula.natural(fit.fitted[place]))
    }
  }

  /// Places in the frame of the rows that have a level of each column, in the order of time where there
  /// is one.
  private static func chosenPlaces(
    _ rows: [(column: String, level: String)], _ question: ScenarioRegressionQuestion,
    _ fit: RegressionFit
  ) -> [Int] {
    let wanted = Set(question.table.rows(where: rows) ?? [])
    return (fit.frame.order ?? Array(0..<fit.count)).filter { wanted.contains(fit.frame.rows[$0]) }
  }

  /// How residuals go on: as those of the panel's pairs, as the pair's own, or as those of the whole fit,
  /// which wander where a test shows no long-run relation.
  static func process(
    _ question: ScenarioRegressionQuestion, _ fit: RegressionFit,
    projection: ScenarioRegressionQuestion.Projection
  ) throws(RegressionError) -> ResidualProcess {
    if let chosen = question.rows.first {
      var fallback: String?
      if let plan = projection.residuals {
        let panel = PanelResiduals(
          fit, table: question.table, chosen: chosen, plan: plan, axis: projection.series.axis)
        if let process = panel.process(plan) { return process }
        fallback = "\(panel.pairs.count) pairs do not tell how residuals go on"
      }
      return try ResidualProcess(
        fit, places: chosenPlaces(chosen, question, fit), spacing: question.spacing,
        fallback: fallback)
    }
    var process = try ResidualProcess(fit, places: nil, spacing: question.spacing)
    guard let relation = LongRunRelation(fit) else { return process }
    if relation.isShown, let left = LongRunRelation.left(fit) {
      process.persistence = left
      process.last = projection.series.end.flatMap { end in
        residuals(question, fit, projection)?[end]
      }
    } else {
      process.wandering = LongRunRelation.deviationOfChanges(fit)
    }
    return process
  }

  private static func residuals(
    _ question: ScenarioRegressionQuestion, _ fit: RegressionFit,
    _ projection: ScenarioRegressionQuestion.Projection
  ) -> RelationResiduals? {
    question.whole.flatMap {
      RelationResiduals(
        fit, table: $0, options: question.regression.options, axis: projection.series.axis)
    }
  }
}
