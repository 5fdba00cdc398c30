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
  package private(set) var currents: [ScenarioRun.CurrentRow] = []
  package private(set) var tornado: [TornadoRow] = []
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
    var shares = others.map { "\($0.course) \(Verdict.share($0.outcome.pTouch))" }
    if let weighted = row.weighted {
      shares.append("\(Verdict.share(weighted)) by the file's weights, a judgement")
    }
    return "to reach it: " + shares.joined(separator: ", ")
  }

  /// Adds what one series gives at one time.
  mutating func add(_ question: SeriesQuestion) {
    let fit = question.headline
    fits.append(
      ScenarioRun.FitRow(
        vintage: question.vintage, seriesID: question.spec.id,
        model: (try? fit.get())?.model ?? question.spec.headlineName,
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
    let alternatives = question.alternatives
    let all = question.answers(to: asked, beside: alternatives)
    let (answers, without) = (all.headline, all.withoutCurrent)
    addHitting(question, answers, start: asked.source.sampleEnd + 1)
    var ranges = answers.map { $0.outcomes.map { ProbabilityRange(headline: $0.pTouch) } }
    let members = add(
      zip(alternatives, all.alternatives), question, asked.source, answers, &ranges)
    let before = targets.count
    for (place, item) in question.cases.enumerated() {
      let isYears = item.target.target.yearTotal
      for (j, outcome) in answers[place].outcomes.enumerated() {
        var complete = outcome
        complete.range = ranges[place][j].range
        complete.rangeFits = ranges[place][j].fits
        if complete.growth != nil {
          let compared = question.compared(item.target)
          // The one change between two values is no trailing growth: one of them may rest on the other.
          let isPair = question.spec.assumption != nil && compared.count < 3
          complete.growth = Growth(
            of: isPair ? compared.last(1) : compared, to: outcome.level,
            byOrdinal: outcome.deadline,
            common: isYears ? nil : question.run.commonPeriods(with: question.spec),
            breaks: isYears ? [] : question.spec.breaks.map(\.at))
        }
        complete.circumstances = TargetCircumstances(
          members: members[place][j], withoutCurrent: without?[place][j].pTouch,
          current: question.current.map {
            (question.sample.axis.text(asked.source.sampleEnd + 1), $0)
          },
          amount: amount(question, asked, item, outcome.deadline))
        add(complete, question, item)
      }
      addCumulative(question, item, asked)
    }
    weigh(from: before, question)
    compareMedians(from: before, question)
    if question.vintage.asOf == nil {
      accuracy += question.accuracy
      let first = question.courses.first?.course.name
      let places = question.cases.indices.filter { question.cases[$0].course.name == first }
      tornado +=
        Tornado(
          question: question, quoted: places.map { answers[$0].outcomes },
          withoutCurrent: without.map { all in places.map { all[$0] } },
          targets: places.map { question.cases[$0].target }, horizon: asked.horizon
        ).rows
      if let current = question.current {
        currents.append(
          ScenarioRun.CurrentRow(
            series: question.spec.series, period: asked.source.sampleEnd + 1, evidence: current,
            model: asked.source.model,
            joint: try? asked.source.forecast(horizon: 1).distributions.first,
            own: try? question.headlineWithoutCurrent?.forecast(horizon: 1).distributions.first))
      }
    }
  }

  /// The quoted distribution at a deadline, of the value or of the running sum: its median and 80 %
  /// interval; nil for a deadline in the past.
  private func amount(
    _ question: SeriesQuestion, _ asked: TargetQuestion, _ item: SeriesQuestion.Case,
    _ deadline: Int
  ) -> TargetCircumstances.Amount? {
    let factors = question.factors(item.course, asked)
    if item.target.target.yearTotal {
      guard let years = YearSums(after: asked.sample, horizon: asked.horizon),
        deadline >= years.first, deadline - years.first < years.ends.count
      else { return nil }
      let place = deadline - years.first
      let start = place == 0 ? 0 : years.ends[place - 1] + 1
      let own = factors.enumerated().map { $0 >= start && $0 <= years.ends[place] ? $1 : 0 }
      return total(
        asked, start: place == 0 ? years.known : 0, factors: own, step: years.ends[place] + 1)
    }
    let step = deadline - asked.source.sampleEnd
    guard step >= 1 else { return nil }
    if item.target.target.cumulative != nil {
      // Before the period up to which it is stated the sum is not known.
      guard deadline >= item.target.cumulativeThrough ?? deadline else { return nil }
      return sum(question, asked, item, factors).flatMap { start, effective in
        total(asked, start: start, factors: effective, step: step)
      }
    }
    guard let last = try? asked.source.forecast(horizon: step).distributions.last else {
      return nil
    }
    let factor = factors[step - 1]
    return TargetCircumstances.Amount(
      median: last.median * factor, low: last.quantile(0.1) * factor,
      high: last.quantile(0.9) * factor)
  }

  /// The distribution of a sum of paths at a step.
  private func total(
    _ asked: TargetQuestion, start: Double, factors: [Double], step: Int
  ) -> TargetCircumstances.Amount {
    let quantiles = PathExperiment(
      source: asked.source, seed: asked.seed, paths: min(asked.paths, 20_000), horizon: step,
      jobs: 1
    ).cumulativeQuantiles(
      start: start, factors: Array(factors.prefix(step)), [0.1, 0.5, 0.9], from: step - 1)[0]
    return TargetCircumstances.Amount(
      median: quantiles[1], low: quantiles[0], high: quantiles[2])
  }

  /// From where a cumulative target sums, and the factor on each period.
  private func sum(
    _ question: SeriesQuestion, _ asked: TargetQuestion, _ item: SeriesQuestion.Case,
    _ factors: [Double]
  ) -> (start: Double, factors: [Double])? {
    guard
      let compared = try? TargetProjection(item.target, sample: asked.sample).question(
        factors: factors, scale: asked.source.scale), let start = compared.cumulativeFrom
    else { return nil }
    return (start, compared.factors)
  }

  /// Puts the courses' probabilities together by the weights of the file, for the rows from a place on.
  private mutating func weigh(from start: Int, _ question: SeriesQuestion) {
    let weights = Dictionary(
      question.run.scenario.courses.compactMap { course in course.weight.map { (course.name, $0) }
      },
      uniquingKeysWith: { first, _ in first })
    let total = weights.values.reduce(0, +)
    guard total > 0 else { return }
    for place in start..<targets.count {
      let row = targets[place]
      let same = targets[start...].filter {
        $0.outcome.target.target.name == row.outcome.target.target.name
          && $0.outcome.deadline == row.outcome.deadline
      }
      let parts = same.compactMap { other in
        other.outcome.pTouch.map { p in
          p * ([other.course] + other.alike).reduce(0) { $0 + (weights[$1] ?? 0) }
        }
      }
      guard parts.count == same.count else { continue }
      targets[place].weighted = parts.reduce(0, +) / total
    }
  }

  /// Holds the medians against those of the first course, for the rows from a place on.
  private mutating func compareMedians(from start: Int, _ question: SeriesQuestion) {
    let first = question.courses.first?.course.name
    for place in targets.indices[start...] where targets[place].course != first {
      let row = targets[place].outcome
      let same = targets[start...].first {
        $0.course == first && $0.outcome.target.target.name == row.target.target.name
          && $0.outcome.deadline == row.deadline
      }
      guard let median = row.circumstances?.amount?.median,
        let other = same?.outcome.circumstances?.amount?.median
      else { continue }
      targets[place].medianDifference = median - other
    }
  }

  private mutating func add(
    _ outcome: TargetOutcome, _ question: SeriesQuestion, _ item: SeriesQuestion.Case
  ) {
    targets.append(
      ScenarioRun.TargetRow(
        vintage: question.vintage, course: item.course.name, outcome: outcome, alike: item.alike))
  }

  private mutating func addForecasts(
    _ question: SeriesQuestion, _ asked: TargetQuestion
  ) throws(ForecastingError) {
    let forecast = try asked.source.forecast(horizon: asked.horizon)
    for item in question.courses {
      forecasts.append(
        ScenarioRun.ForecastRow(
          vintage: question.vintage, course: item.course.name, count: asked.source.count,
          forecast: forecast.scaled(by: question.factors(item.course, asked)), alike: item.alike))
    }
  }

  private mutating func addHitting(
    _ question: SeriesQuestion, _ answers: [TargetQuestion.Answer], start: Int
  ) {
    for (item, answer) in zip(question.cases, answers) {
      // A target whose deadlines have all passed asks nothing of the periods to come.
      let first = answer.years?.first ?? start
      guard let tally = answer.tally, answer.outcomes.contains(where: { $0.deadline >= first })
      else { continue }
      // A level that was reached in an observed period has been touched by every later one.
      let isMet = answer.outcomes.contains { $0.metIn != nil }
      let touch = tally.touchProbability
      hitting.append(
        ScenarioRun.HittingRow(
          vintage: question.vintage, course: item.course.name, target: item.target.target.name,
          axis: answer.outcomes.first?.axis ?? question.spec.series.axis,
          seriesID: answer.outcomes.first?.seriesID ?? question.spec.id, start: first,
          pLevel: tally.levelProbability, pTouch: isMet ? touch.map { _ in 1 } : touch,
          alike: item.alike))
    }
  }

  /// The answers of models and windows beside the headline, which widen the ranges by case and
  /// deadline.
  ///
  /// - Returns: the members of the pool by case and deadline.
  private mutating func add(
    _ alternatives: Zip2Sequence<[SeriesQuestion.Alternative], [[[TargetOutcome]]]>,
    _ question: SeriesQuestion, _ headline: FittedSeries, _ answers: [TargetQuestion.Answer],
    _ ranges: inout [[ProbabilityRange]]
  ) -> [[[TargetCircumstances.Member]]] {
    var members = answers.map { $0.outcomes.map { _ in [TargetCircumstances.Member]() } }
    if let pool = question.pool, pool.members.count == 1 {
      add(pool.candidates[0], headline, answers.map(\.outcomes), question, &members)
    }
    for (alternative, outcomes) in alternatives {
      fits.append(
        ScenarioRun.FitRow(
          vintage: question.vintage, seriesID: question.spec.id, model: alternative.model,
          window: alternative.window, fit: alternative.fit, note: nil))
      if let place = alternative.place, let pool = question.pool {
        add(
          pool.candidates[place], try? alternative.fit.get(), outcomes, question, &members)
      }
      for (i, item) in question.cases.enumerated() {
        for (j, outcome) in outcomes[i].enumerated() {
          sensitivity.append(
            ScenarioRun.SensitivityRow(
              vintage: question.vintage, course: item.course.name, model: alternative.model,
              window: alternative.window, outcome: outcome, alike: item.alike))
          if j < ranges[i].count { ranges[i][j].include(outcome.pTouch) }
        }
      }
    }
    return members
  }

  private func add(
    _ candidate: HeadlinePool.Candidate, _ fit: FittedSeries?, _ outcomes: [[TargetOutcome]],
    _ question: SeriesQuestion, _ members: inout [[[TargetCircumstances.Member]]]
  ) {
    for i in members.indices {
      for j in members[i].indices where j < outcomes[i].count {
        let outcome = outcomes[i][j]
        members[i][j].append(
          TargetCircumstances.Member(
            candidate: candidate, pTouch: outcome.pTouch, pLevel: outcome.pLevel,
            growth: outcome.target.target.yearTotal
              ? nil : fit.flatMap { question.medianGrowth($0, to: outcome.deadline) }))
      }
    }
  }

  /// The fan of the running sum that a cumulative target compares.
  private mutating func addCumulative(
    _ question: SeriesQuestion, _ item: SeriesQuestion.Case, _ asked: TargetQuestion
  ) {
    let source = asked.source
    guard let sum = item.target.target.cumulative,
      let (start, factors) = self.sum(question, asked, item, question.factors(item.course, asked))
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
    ).cumulativeQuantiles(start: start, factors: factors, probabilities)
    cumulative.append(
      ScenarioRun.CumulativeRow(
        vintage: question.vintage, course: item.course.name, seriesID: question.spec.id, sum: sum,
        model: source.model, axis: source.axis, start: source.sampleEnd + 1, unit: source.unit,
        basis: source.basis, count: source.count, quantiles: fan))
  }

  private mutating func addInsufficient(_ question: SeriesQuestion, _ reason: String) {
    for item in question.cases {
      let projection = TargetProjection(item.target, sample: question.compared(item.target))
      for outcome in projection.unprojected(reason, model: question.spec.headlineName) {
        add(outcome, question, item)
      }
    }
  }
}
