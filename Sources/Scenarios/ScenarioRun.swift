internal import Forecasting
public import SeriesCore

/// Everything a scenario file asks for, computed.
public struct ScenarioRun: Sendable {
  public let scenario: Scenario
  public let seed: UInt64
  public let paths: Int
  public private(set) var forecasts: [ForecastRow] = []
  public private(set) var targets: [TargetRow] = []
  public private(set) var cumulative: [CumulativeRow] = []
  public private(set) var hitting: [HittingRow] = []
  public private(set) var sensitivity: [SensitivityRow] = []
  public private(set) var fits: [FitRow] = []
  public private(set) var accuracy: [AccuracyRow] = []
  /// What each part found, in the order of the scenario's parts.
  public private(set) var answers: [any ScenarioAnswer] = []

  public struct Options: Sendable {
    public var seed: UInt64?
    public var paths: Int?
    /// Replaces the file's list of vintages and leaves out the latest data.
    public var asOf: PeriodText?
    public var jobs = 1

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
  public func part<Part: ScenarioPart>(_ kind: Part.Type) -> (part: Part, answer: Part.Answer)? {
    for (part, answer) in zip(scenario.parts, answers) {
      if let part = part as? Part, let answer = answer as? Part.Answer { return (part, answer) }
    }
    return nil
  }

  /// One target under one course of events.
  private struct Case {
    let course: Scenario.Course
    let target: PlacedTarget
  }

  private mutating func add(_ spec: Scenario.SeriesSpec, _ vintage: Vintage, jobs: Int) {
    let placed = scenario.targets.filter { $0.target.seriesID == spec.id }
    let sample = spec.series.known(asOf: vintage.asOf)
    let cases = scenario.courses.flatMap { course in
      placed.map { Case(course: course, target: $0) }
    }
    let name = spec.assumption == nil ? Scenario.headline : AssumedGrowth.modelName
    let headline = fitHeadline(spec, sample)
    fits.append(
      FitRow(
        vintage: vintage, seriesID: spec.id, model: name, window: "declared", fit: headline,
        note: spec.assumption?.reason))
    guard case .success(let source) = headline else {
      if case .failure(let error) = headline {
        addInsufficient(cases, sample, vintage, name, error.description)
      }
      return
    }
    let last = scenario.horizon.flatMap { sample.axis.ordinal(of: $0, periodEnd: true) }
    let horizon = TargetProjection.horizon(for: placed, after: source.sampleEnd, last: last)
    do throws(ForecastingError) {
      try addForecasts(source, spec, vintage, horizon: horizon)
    } catch {
      addInsufficient(cases, sample, vintage, source.model, error.description)
      return
    }
    let answers = answer(cases, spec, sample, source, horizon, jobs)
    addHitting(cases, answers, spec, vintage, start: source.sampleEnd + 1)
    var ranges = answers.map { $0.outcomes.map { Range(headline: $0.pTouch) } }
    for alternative in alternatives(spec, sample) {
      let outcomes = outcomes(alternative, cases, spec, sample, horizon, jobs)
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
        complete.range = range.fits > 0 ? range.bounds : nil
        complete.rangeFits = range.fits
        targets.append(
          TargetRow(vintage: vintage, course: cases[i].course.name, outcome: complete))
      }
      addCumulative(cases[i], spec, sample, source, horizon, vintage)
    }
    if vintage.asOf == nil, spec.assumption == nil { addAccuracy(spec, sample) }
  }

  /// The spread of a probability over the headline and other fits.
  private struct Range {
    private(set) var bounds: ClosedRange<Double>?
    private(set) var fits = 0

    init(headline: Double?) { bounds = headline.map { $0...$0 } }

    mutating func include(_ probability: Double?) {
      guard let probability, let bounds else { return }
      self.bounds =
        min(bounds.lowerBound, probability)...max(bounds.upperBound, probability)
      fits += 1
    }
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
    _ cases: [Case], _ answers: [(tally: PathTally, outcomes: [TargetOutcome])],
    _ spec: Scenario.SeriesSpec, _ vintage: Vintage, start: Int
  ) {
    for (item, answer) in zip(cases, answers) where !answer.outcomes.isEmpty {
      // A level that was reached in an observed period has been touched by every later one.
      let isMet = answer.outcomes.contains { $0.metIn != nil }
      let touch = answer.tally.touchProbability
      hitting.append(
        HittingRow(
          vintage: vintage, course: item.course.name, target: item.target.target.name,
          axis: spec.series.axis, seriesID: spec.id, start: start,
          pLevel: answer.tally.levelProbability, pTouch: isMet ? touch.map { _ in 1 } : touch))
    }
  }

  /// The fan of the running sum that a cumulative target compares.
  private mutating func addCumulative(
    _ item: Case, _ spec: Scenario.SeriesSpec, _ sample: TimeSeries, _ source: FittedSeries,
    _ horizon: Int, _ vintage: Vintage
  ) {
    guard let sum = item.target.target.cumulative,
      let question = try? question(item, spec, sample, source, horizon),
      let start = question.cumulativeFrom
    else { return }
    // One fan serves all targets on the same sum.
    let isThere = cumulative.contains {
      $0.vintage == vintage && $0.course == item.course.name && $0.seriesID == spec.id
        && $0.sum == sum
    }
    guard !isThere else { return }
    let probabilities = CumulativeRow.probabilities(levels: scenario.levels)
    let fan = PathExperiment(
      source: source, seed: seed, paths: min(paths, 20_000), horizon: horizon, jobs: 1
    ).cumulativeQuantiles(start: start, factors: question.factors, probabilities)
    cumulative.append(
      CumulativeRow(
        vintage: vintage, course: item.course.name, seriesID: spec.id, sum: sum,
        model: source.model, axis: source.axis, start: source.sampleEnd + 1, unit: source.unit,
        basis: source.basis,
        count: source.count, quantiles: fan))
  }

  private func question(
    _ item: Case, _ spec: Scenario.SeriesSpec, _ sample: TimeSeries, _ source: FittedSeries,
    _ horizon: Int
  ) throws(TargetFault) -> PathQuestion {
    let factors = item.course.factors(
      for: spec.id, axis: source.axis, start: source.sampleEnd + 1, horizon: horizon)
    return try TargetProjection(item.target, sample: sample).question(
      factors: factors, scale: source.scale)
  }

  /// The tallies and outcomes of all cases under one fit; a target that the fit's scale cannot ask
  /// gets its reason.
  private func answer(
    _ cases: [Case], _ spec: Scenario.SeriesSpec, _ sample: TimeSeries, _ source: FittedSeries,
    _ horizon: Int, _ jobs: Int
  ) -> [(tally: PathTally, outcomes: [TargetOutcome])] {
    let never = PathQuestion(
      thresholds: Array(repeating: .infinity, count: horizon),
      factors: Array(repeating: 1, count: horizon))
    var questions: [PathQuestion] = []
    var faults: [String?] = []
    for item in cases {
      do throws(TargetFault) {
        questions.append(try question(item, spec, sample, source, horizon))
        faults.append(nil)
      } catch {
        questions.append(never)
        faults.append(error.description)
      }
    }
    let tallies = PathExperiment(
      source: source, seed: seed, paths: paths, horizon: horizon, jobs: jobs
    ).tally(questions)
    return cases.indices.map { i in
      let projection = TargetProjection(cases[i].target, sample: sample)
      let outcomes =
        faults[i].map { projection.insufficient($0, model: source.model) }
        ?? projection.outcomes(tallies[i], source: source)
      return (tallies[i], outcomes)
    }
  }

  private func outcomes(
    _ alternative: Alternative, _ cases: [Case], _ spec: Scenario.SeriesSpec,
    _ sample: TimeSeries, _ horizon: Int, _ jobs: Int
  ) -> [[TargetOutcome]] {
    func refused(_ error: ForecastingError) -> [[TargetOutcome]] {
      cases.map {
        TargetProjection($0.target, sample: sample).insufficient(
          error.description, model: alternative.model, window: alternative.sample)
      }
    }
    switch alternative.fit {
    case .failure(let error): return refused(error)
    case .success(let fitted):
      do throws(ForecastingError) { _ = try fitted.forecast(horizon: horizon) } catch {
        return refused(error)
      }
      return answer(cases, spec, sample, fitted, horizon, jobs).map(\.outcomes)
    }
  }

  private func fitHeadline(
    _ spec: Scenario.SeriesSpec, _ sample: TimeSeries
  ) -> Result<FittedSeries, ForecastingError> {
    do throws(ForecastingError) {
      if let assumption = spec.assumption { return .success(try assumption.applied(to: sample)) }
      return .success(
        try ModelRequest(Scenario.headline).fit(
          to: sample, defaultScale: nil, seasonLength: spec.season))
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
    // The scale is that of the whole sample, so that windows differ in nothing else.
    let scale: Scale = sample.isPositive ? .log : .level
    return spec.models.flatMap { request in
      spec.windows.map { window in
        let part = window.applied(to: sample)
        let fit: Result<FittedSeries, ForecastingError>
        do throws(ForecastingError) {
          fit = .success(
            try request.fit(to: part, defaultScale: scale, seasonLength: spec.season))
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
    let names = [Scenario.headline, "naive"] + spec.models.map(\.text)
    var seen = Set<String>()
    for name in names where seen.insert(name).inserted {
      guard let request = try? ModelRequest(name) else { continue }
      accuracy.append(
        AccuracyRow(
          seriesID: spec.id,
          accuracy: RollingAccuracy(
            of: request, on: sample, horizon: 5, seasonLength: spec.season)))
    }
  }
}
