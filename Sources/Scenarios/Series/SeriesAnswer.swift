internal import Forecasting
internal import SeriesCore

/// What was found of series and targets: rows by vintage and series, in the order of the file.
package struct SeriesAnswer: ScenarioAnswer {
  package private(set) var forecasts: [ScenarioRun.ForecastRow] = []
  package private(set) var targets: [ScenarioRun.TargetRow] = []
  package private(set) var cumulative: [ScenarioRun.CumulativeRow] = []
  package private(set) var hitting: [ScenarioRun.HittingRow] = []
  package private(set) var sensitivity: [ScenarioRun.SensitivityRow] = []
  package private(set) var fits: [ScenarioRun.FitRow] = []
  package private(set) var accuracy: [ScenarioRun.AccuracyRow] = []
  /// The course of events whose sentences end the run.
  let headline: String?

  init(headline: String?) { self.headline = headline }

  package var verdicts: [PartVerdict] {
    targets.filter { $0.course == headline }.map { row in
      let vintage = row.vintage.asOf.map { ", \(row.vintage.label) \($0.written)" } ?? ""
      return PartVerdict(
        subject: row.outcome.target.target.name + vintage, text: Verdict.text(row.outcome),
        note: others(row))
    }
  }

  /// The probabilities to touch under the other courses, where they differ.
  private func others(_ row: ScenarioRun.TargetRow) -> String? {
    guard row.outcome.status == .projected else { return nil }
    let others = targets.filter {
      $0.course != headline && $0.vintage == row.vintage
        && $0.outcome.target.target.name == row.outcome.target.target.name
        && $0.outcome.deadline == row.outcome.deadline
        // Courses that do not touch the series say nothing of it.
        && $0.outcome.pTouch != row.outcome.pTouch
    }
    guard !others.isEmpty else { return nil }
    let shares = others.map { "\($0.course) \(Verdict.share($0.outcome.pTouch))" }
    return "to touch: " + shares.joined(separator: ", ")
  }

  /// Adds what one series gives at one time.
  mutating func add(_ question: SeriesQuestion) {
    let fit = question.headline
    fits.append(
      ScenarioRun.FitRow(
        vintage: question.vintage, seriesID: question.spec.id, model: question.spec.headlineName,
        window: "declared", fit: fit, note: question.spec.assumption?.reason))
    let asked: TargetQuestion
    do throws(ForecastingError) {
      let source = try fit.get()
      asked = try question.asked(of: source, horizon: question.horizon(after: source.sampleEnd))
      try addForecasts(question, asked)
    } catch {
      addInsufficient(question, error.description)
      return
    }
    let answers = question.answers(to: asked)
    addHitting(question, answers, start: asked.source.sampleEnd + 1)
    var ranges = answers.map { $0.outcomes.map { ProbabilityRange(headline: $0.pTouch) } }
    addAlternatives(question, horizon: asked.horizon, &ranges)
    for (item, (answer, ranges)) in zip(question.cases, zip(answers, ranges)) {
      for (outcome, range) in zip(answer.outcomes, ranges) {
        var complete = outcome
        complete.range = range.range
        complete.rangeFits = range.fits
        add(complete, question, item)
      }
      addCumulative(question, item, asked)
    }
    if question.vintage.asOf == nil, question.spec.assumption == nil {
      accuracy += question.accuracy
    }
  }

  private mutating func add(
    _ outcome: TargetOutcome, _ question: SeriesQuestion, _ item: SeriesQuestion.Case
  ) {
    targets.append(
      ScenarioRun.TargetRow(
        vintage: question.vintage, course: item.course.name, outcome: outcome))
  }

  private mutating func addForecasts(
    _ question: SeriesQuestion, _ asked: TargetQuestion
  ) throws(ForecastingError) {
    let forecast = try asked.source.forecast(horizon: asked.horizon)
    for course in question.run.scenario.courses {
      forecasts.append(
        ScenarioRun.ForecastRow(
          vintage: question.vintage, course: course.name, count: asked.source.count,
          forecast: forecast.scaled(by: question.factors(course, asked))))
    }
  }

  private mutating func addHitting(
    _ question: SeriesQuestion, _ answers: [TargetQuestion.Answer], start: Int
  ) {
    for (item, answer) in zip(question.cases, answers) {
      guard let tally = answer.tally else { continue }
      // A level that was reached in an observed period has been touched by every later one.
      let isMet = answer.outcomes.contains { $0.metIn != nil }
      let touch = tally.touchProbability
      hitting.append(
        ScenarioRun.HittingRow(
          vintage: question.vintage, course: item.course.name, target: item.target.target.name,
          axis: question.spec.series.axis, seriesID: question.spec.id, start: start,
          pLevel: tally.levelProbability, pTouch: isMet ? touch.map { _ in 1 } : touch))
    }
  }

  /// The answers of models and windows beside the headline, which widen the ranges by case and
  /// deadline.
  private mutating func addAlternatives(
    _ question: SeriesQuestion, horizon: Int, _ ranges: inout [[ProbabilityRange]]
  ) {
    for alternative in question.alternatives {
      fits.append(
        ScenarioRun.FitRow(
          vintage: question.vintage, seriesID: question.spec.id, model: alternative.model,
          window: alternative.window, fit: alternative.fit, note: nil))
      let outcomes = question.outcomes(alternative, horizon: horizon)
      for (i, item) in question.cases.enumerated() {
        for (j, outcome) in outcomes[i].enumerated() {
          sensitivity.append(
            ScenarioRun.SensitivityRow(
              vintage: question.vintage, course: item.course.name, model: alternative.model,
              window: alternative.window, outcome: outcome))
          if j < ranges[i].count { ranges[i][j].include(outcome.pTouch) }
        }
      }
    }
  }

  /// The fan of the running sum that a cumulative target compares.
  private mutating func addCumulative(
    _ question: SeriesQuestion, _ item: SeriesQuestion.Case, _ asked: TargetQuestion
  ) {
    let source = asked.source
    guard let sum = item.target.target.cumulative,
      let compared = try? TargetProjection(item.target, sample: asked.sample).question(
        factors: question.factors(item.course, asked), scale: source.scale),
      let start = compared.cumulativeFrom
    else { return }
    // One fan serves all targets on the same sum.
    let isThere = cumulative.contains {
      $0.vintage == question.vintage && $0.course == item.course.name
        && $0.seriesID == question.spec.id && $0.sum == sum
    }
    guard !isThere else { return }
    let probabilities = ScenarioRun.CumulativeRow.probabilities(
      levels: question.run.scenario.levels)
    let fan = PathExperiment(
      source: source, seed: asked.seed, paths: min(asked.paths, 20_000), horizon: asked.horizon,
      jobs: 1
    ).cumulativeQuantiles(start: start, factors: compared.factors, probabilities)
    cumulative.append(
      ScenarioRun.CumulativeRow(
        vintage: question.vintage, course: item.course.name, seriesID: question.spec.id, sum: sum,
        model: source.model, axis: source.axis, start: source.sampleEnd + 1, unit: source.unit,
        basis: source.basis, count: source.count, quantiles: fan))
  }

  private mutating func addInsufficient(_ question: SeriesQuestion, _ reason: String) {
    for item in question.cases {
      let projection = TargetProjection(item.target, sample: question.sample)
      for outcome in projection.insufficient(reason, model: question.spec.headlineName) {
        add(outcome, question, item)
      }
    }
  }
}
