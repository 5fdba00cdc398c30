internal import Forecasting
public import SeriesCore

/// Everything a scenario file asks for, computed.
public struct ScenarioRun: Sendable {
  /// The file that was run.
  public let scenario: Scenario
  /// The seed in use: that of the options, else that of the file.
  public let seed: UInt64
  /// The sample paths in use: those of the options, else those of the file.
  public let paths: Int
  /// The headline forecasts by vintage, series and course; none of a series without a fit.
  public private(set) var forecasts: [ForecastRow] = []
  /// The answers by vintage, series, course, target and deadline.
  public private(set) var targets: [TargetRow] = []
  /// The fans of the sums that cumulative targets compare, each sum once a vintage and course.
  public private(set) var cumulative: [CumulativeRow] = []
  /// The probabilities of each target by period; none where it cannot be asked.
  public private(set) var hitting: [HittingRow] = []
  /// The answers of the models and windows beside the headline.
  public private(set) var sensitivity: [SensitivityRow] = []
  /// Every fit by vintage and series, the headline first, failures with their reason.
  public private(set) var fits: [FitRow] = []
  /// The record of the models of each series on all data; none for stated growth, for a series
  /// without a fit and with `asOf`.
  public private(set) var accuracy: [AccuracyRow] = []
  /// What each part found, in the order of the scenario's parts.
  package private(set) var answers: [any ScenarioAnswer] = []

  /// What a caller may set in place of the file.
  public struct Options: Sendable {
    /// The seed; nil for that of the file.
    public var seed: UInt64?
    /// Sample paths, 1 or more; nil for those of the file.
    public var paths: Int?
    /// Replaces the file's list of vintages and leaves out the latest data.
    public var asOf: PeriodText?
    /// Workers, 1 or more; the answers do not depend on their number.
    public var jobs = 1

    /// Makes options that leave all to the file, for one worker.
    public init() {}
  }

  /// Runs the scenario.
  ///
  /// What cannot be fitted or answered stands in the rows with its reason.
  ///
  /// - Parameter progress: called with the share of the work done.
  public init(
    _ scenario: Scenario, options: Options = .init(), progress: (Double) -> Void = { _ in }
  ) {
    self.scenario = scenario
    self.seed = options.seed ?? scenario.seed
    self.paths = options.paths ?? scenario.paths
    let vintages =
      options.asOf.map { [$0] } ?? [nil] + scenario.vintages.map { Optional($0) }
    let steps = Double(max(1, vintages.count * scenario.series.count))
    var done = 0.0
    for vintage in vintages {
      for spec in scenario.series {
        add(spec, Vintage(vintage, of: spec.series), jobs: options.jobs)
        done += 1
        progress(done / steps)
      }
    }
    let context = PartRun(
      scenario: scenario, seed: seed, paths: paths, jobs: options.jobs, asOf: options.asOf)
    answers = scenario.parts.map { $0.answer(context) }
  }

  /// A part of the scenario with its answer, when the file has it.
  package func part<Part: ScenarioPart>(_ kind: Part.Type) -> (part: Part, answer: Part.Answer)? {
    for (part, answer) in zip(scenario.parts, answers) {
      if let part = part as? Part, let answer = answer as? Part.Answer { return (part, answer) }
    }
    return nil
  }

  /// One target under one course of events.
  private struct Case {
    let course: Scenario.Course
    let target: PlacedTarget

    func asked(of spec: Scenario.SeriesSpec, _ question: TargetQuestion) -> TargetQuestion.Case {
      TargetQuestion.Case(
        target,
        factors: course.factors(
          for: spec.id, axis: question.source.axis, start: question.source.sampleEnd + 1,
          horizon: question.horizon))
    }
  }

  private mutating func add(_ spec: Scenario.SeriesSpec, _ vintage: Vintage, jobs: Int) {
    let placed = scenario.targets.filter { $0.target.seriesID == spec.id }
    let sample = spec.series.known(asOf: vintage.asOf)
    let cases = scenario.courses.flatMap { course in
      placed.map { Case(course: course, target: $0) }
    }
    let name = spec.headlineName
    let headline = fitHeadline(spec, sample)
    fits.append(
      FitRow(
        vintage: vintage, seriesID: spec.id, model: name, window: "declared", fit: headline,
        note: spec.assumption?.reason))
    let question: TargetQuestion
    do throws(ForecastingError) {
      let source = try headline.get()
      let last = scenario.horizon.flatMap { sample.axis.ordinal(of: $0, periodEnd: true) }
      question = try self.question(
        source, sample,
        horizon: TargetProjection.horizon(for: placed, after: source.sampleEnd, last: last), jobs)
      try addForecasts(source, spec, vintage, horizon: question.horizon)
    } catch {
      addInsufficient(cases, sample, vintage, name, error.description)
      return
    }
    let answers = question.answer(cases.map { $0.asked(of: spec, question) })
    addHitting(cases, answers, spec, vintage, start: question.source.sampleEnd + 1)
    var ranges = answers.map { $0.outcomes.map { ProbabilityRange(headline: $0.pTouch) } }
    for alternative in alternatives(spec, sample) {
      let outcomes = outcomes(alternative, cases, spec, sample, question.horizon, jobs)
      fits.append(
        FitRow(
          vintage: vintage, seriesID: spec.id, model: alternative.model,
          window: alternative.window, fit: alternative.fit, note: nil))
      for i in cases.indices {
        for (j, outcome) in outcomes[i].enumerated() {
          sensitivity.append(
            SensitivityRow(
              vintage: vintage, course: cases[i].course.name, model: alternative.model,
              window: alternative.window, outcome: outcome))
          if j < ranges[i].count { ranges[i][j].include(outcome.pTouch) }
        }
      }
    }
    for i in cases.indices {
      for (outcome, range) in zip(answers[i].outcomes, ranges[i]) {
        var complete = outcome
        complete.range = range.range
        complete.rangeFits = range.fits
        targets.append(
          TargetRow(vintage: vintage, course: cases[i].course.name, outcome: complete))
      }
      addCumulative(cases[i], spec, question, vintage)
    }
    if vintage.asOf == nil, spec.assumption == nil { addAccuracy(spec, sample) }
  }

  private func question(
    _ source: FittedSeries, _ sample: TimeSeries, horizon: Int, _ jobs: Int
  ) throws(ForecastingError) -> TargetQuestion {
    try TargetQuestion(
      source, sample: sample, horizon: horizon, paths: paths, seed: seed, jobs: jobs)
  }

  private mutating func addForecasts(
    _ source: FittedSeries, _ spec: Scenario.SeriesSpec, _ vintage: Vintage, horizon: Int
  ) throws(ForecastingError) {
    let forecast = try source.forecast(horizon: horizon)
    for course in scenario.courses {
      let factors = course.factors(
        for: spec.id, axis: source.axis, start: source.sampleEnd + 1, horizon: horizon)
      forecasts.append(
        ForecastRow(
          vintage: vintage, course: course.name, count: source.count,
          forecast: forecast.scaled(by: factors)))
    }
  }

  private mutating func addHitting(
    _ cases: [Case], _ answers: [TargetQuestion.Answer], _ spec: Scenario.SeriesSpec,
    _ vintage: Vintage, start: Int
  ) {
    for (item, answer) in zip(cases, answers) {
      guard let tally = answer.tally else { continue }
      // A level that was reached in an observed period has been touched by every later one.
      let isMet = answer.outcomes.contains { $0.metIn != nil }
      let touch = tally.touchProbability
      hitting.append(
        HittingRow(
          vintage: vintage, course: item.course.name, target: item.target.target.name,
          axis: spec.series.axis, seriesID: spec.id, start: start,
          pLevel: tally.levelProbability, pTouch: isMet ? touch.map { _ in 1 } : touch))
    }
  }

  /// The fan of the running sum that a cumulative target compares.
  private mutating func addCumulative(
    _ item: Case, _ spec: Scenario.SeriesSpec, _ question: TargetQuestion, _ vintage: Vintage
  ) {
    let source = question.source
    guard let sum = item.target.target.cumulative,
      let factors = item.asked(of: spec, question).factors,
      let asked = try? TargetProjection(item.target, sample: question.sample).question(
        factors: factors, scale: source.scale),
      let start = asked.cumulativeFrom
    else { return }
    // One fan serves all targets on the same sum.
    let isThere = cumulative.contains {
      $0.vintage == vintage && $0.course == item.course.name && $0.seriesID == spec.id
        && $0.sum == sum
    }
    guard !isThere else { return }
    let probabilities = CumulativeRow.probabilities(levels: scenario.levels)
    let fan = PathExperiment(
      source: source, seed: seed, paths: min(paths, 20_000), horizon: question.horizon, jobs: 1
    ).cumulativeQuantiles(start: start, factors: asked.factors, probabilities)
    cumulative.append(
      CumulativeRow(
        vintage: vintage, course: item.course.name, seriesID: spec.id, sum: sum,
        model: source.model, axis: source.axis, start: source.sampleEnd + 1, unit: source.unit,
        basis: source.basis,
        count: source.count, quantiles: fan))
  }

  private func outcomes(
    _ alternative: Alternative, _ cases: [Case], _ spec: Scenario.SeriesSpec,
    _ sample: TimeSeries, _ horizon: Int, _ jobs: Int
  ) -> [[TargetOutcome]] {
    do throws(ForecastingError) {
      let question = try question(try alternative.fit.get(), sample, horizon: horizon, jobs)
      return question.answer(cases.map { $0.asked(of: spec, question) }).map(\.outcomes)
    } catch {
      return cases.map {
        TargetProjection($0.target, sample: sample).insufficient(
          error.description, model: alternative.model, window: alternative.sample)
      }
    }
  }

  private func fitHeadline(
    _ spec: Scenario.SeriesSpec, _ sample: TimeSeries
  ) -> Result<FittedSeries, ForecastingError> {
    do throws(ForecastingError) {
      if let assumption = spec.assumption { return .success(try assumption.applied(to: sample)) }
      return .success(
        try Scenario.headlineModel(of: spec.series).fit(to: sample, seasonLength: spec.season))
    } catch {
      return .failure(error)
    }
  }

  private struct Alternative {
    let model: String
    let window: String
    let sample: TimeSeries
    let fit: Result<FittedSeries, ForecastingError>
  }

  private func alternatives(_ spec: Scenario.SeriesSpec, _ sample: TimeSeries) -> [Alternative] {
    guard spec.assumption == nil else { return [] }
    // The scale is that of the whole series, so that windows differ in nothing else.
    let requests = spec.models.map { $0.named(for: spec.series, by: .logsOfPositive) }
    var seen = Set<String>()
    return requests.filter { seen.insert($0.text).inserted }.flatMap { request in
      spec.windows.map { window in
        let part = window.applied(to: sample)
        let fit: Result<FittedSeries, ForecastingError>
        do throws(ForecastingError) {
          fit = .success(
            try request.fit(to: part, seasonLength: spec.season))
        } catch {
          fit = .failure(error)
        }
        return Alternative(model: request.text, window: window.text, sample: part, fit: fit)
      }
    }
  }

  private mutating func addInsufficient(
    _ cases: [Case], _ sample: TimeSeries, _ vintage: Vintage, _ model: String, _ reason: String
  ) {
    for item in cases {
      let projection = TargetProjection(item.target, sample: sample)
      for outcome in projection.insufficient(reason, model: model) {
        targets.append(
          TargetRow(vintage: vintage, course: item.course.name, outcome: outcome))
      }
    }
  }

  private mutating func addAccuracy(_ spec: Scenario.SeriesSpec, _ sample: TimeSeries) {
    func named(_ request: ModelRequest) -> ModelRequest {
      request.named(for: spec.series, by: .logsOfPositive)
    }
    let headline = try? Scenario.headlineModel(of: spec.series)
    let reference = (try? ModelRequest(PostMortemQuestion.reference)).map(named)
    let requests = [headline, reference].compactMap { $0 } + spec.models.map(named)
    var seen = Set<String>()
    for request in requests where seen.insert(request.text).inserted {
      accuracy.append(
        AccuracyRow(
          seriesID: spec.id, isReference: request == reference,
          accuracy: RollingAccuracy(of: request, on: sample, seasonLength: spec.season)))
    }
  }
}
