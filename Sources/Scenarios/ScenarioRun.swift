public import Forecasting
public import SeriesCore

/// Everything a scenario file asks for, computed.
public struct ScenarioRun: Sendable {
  public struct ForecastRow: Sendable {
    public let vintage: Vintage
    public let course: String
    public let forecast: Forecast
  }

  public struct TargetRow: Sendable {
    public let vintage: Vintage
    public let course: String
    public let outcome: TargetOutcome
  }

  public struct HittingRow: Sendable {
    public let vintage: Vintage
    public let course: String
    public let target: String
    public let axis: PeriodAxis
    public let seriesID: String
    public let start: Int
    public let pLevel: [Double]
    public let pTouch: [Double]
  }

  public struct SensitivityRow: Sendable {
    public let vintage: Vintage
    public let course: String
    public let model: String
    public let window: String
    /// The answer under this model and window, or why there is none.
    public let outcome: TargetOutcome
  }

  public struct FitRow: Sendable {
    public let vintage: Vintage
    public let seriesID: String
    public let model: String
    public let window: String
    /// The fit, or why there is none.
    public let fit: Result<FittedSeries, ForecastingError>
  }

  public struct AccuracyRow: Sendable {
    public let seriesID: String
    public let accuracy: RollingAccuracy
  }

  /// The time at which the question is asked.
  public struct Vintage: Sendable, Equatable {
    /// The period up to which data are used; nil for all.
    public let asOf: PeriodText?

    /// `latest`, or `pseudo-vintage`: periods cut, later revisions in.
    public var label: String { asOf == nil ? "latest" : "pseudo-vintage" }
  }

  public let scenario: Scenario
  public let seed: UInt64
  public let paths: Int
  public private(set) var forecasts: [ForecastRow] = []
  public private(set) var targets: [TargetRow] = []
  public private(set) var hitting: [HittingRow] = []
  public private(set) var sensitivity: [SensitivityRow] = []
  public private(set) var fits: [FitRow] = []
  public private(set) var accuracy: [AccuracyRow] = []

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
  /// - Parameter progress: called with the share of the work done.
  /// - Throws: `ScenarioFaults` when a target does not fit its series.
  public init(
    _ scenario: Scenario, options: Options = .init(), file: String,
    progress: (Double) -> Void = { _ in }
  ) throws(ScenarioFaults) {
    self.scenario = scenario
    self.seed = options.seed ?? scenario.seed
    self.paths = options.paths ?? scenario.paths
    let vintages =
      options.asOf.map { [Vintage(asOf: $0)] }
      ?? [Vintage(asOf: nil)] + scenario.vintages.map { Vintage(asOf: $0) }
    let steps = Double(vintages.count * scenario.series.count)
    var done = 0.0
    for vintage in vintages {
      for spec in scenario.series {
        try add(spec, vintage, jobs: options.jobs, file: file)
        done += 1
        progress(done / steps)
      }
    }
  }

  private mutating func add(
    _ spec: Scenario.SeriesSpec, _ vintage: Vintage, jobs: Int, file: String
  ) throws(ScenarioFaults) {
    let placed = try placeTargets(on: spec, file: file)
    let sample = try known(spec, vintage, file: file)
    let headline = fitHeadline(spec, sample)
    fits.append(
      FitRow(
        vintage: vintage, seriesID: spec.id, model: Self.headlineName(spec), window: "declared",
        fit: headline))
    guard case .success(let source) = headline else {
      if case .failure(let error) = headline {
        addInsufficient(placed, sample, vintage, Self.headlineName(spec), error.description)
      }
      return
    }
    let last = scenario.horizon.flatMap { sample.axis.ordinal(of: $0, periodEnd: true) }
    let horizon = TargetProjection.horizon(for: placed, after: source.sampleEnd, last: last)
    do throws(ForecastingError) {
      let forecast = try source.forecast(horizon: horizon)
      for course in scenario.courses {
        let factors = course.factors(
          for: spec.id, axis: sample.axis, start: source.sampleEnd + 1, horizon: horizon)
        forecasts.append(
          ForecastRow(
            vintage: vintage, course: course.name, forecast: forecast.scaled(by: factors)))
      }
    } catch {
      addInsufficient(placed, sample, vintage, source.model, error.description)
      return
    }
    let cases = scenario.courses.flatMap { course in placed.map { (course, $0) } }
    let answers = try answer(cases, spec, sample, source, horizon, jobs, file)
    var ranges = answers.map { $0.outcomes.map { $0.pTouch } }
    for i in cases.indices {
      // A level that was reached in an observed period has been touched by every later one.
      let isMet = answers[i].outcomes.contains { $0.metIn != nil }
      let touch = answers[i].tally.touchProbability
      hitting.append(
        HittingRow(
          vintage: vintage, course: cases[i].0.name, target: cases[i].1.target.name,
          axis: sample.axis, seriesID: spec.id, start: source.sampleEnd + 1,
          pLevel: answers[i].tally.levelProbability, pTouch: isMet ? touch.map { _ in 1 } : touch))
    }
    var lows = ranges
    for alternative in alternatives(spec, sample) {
      fits.append(
        FitRow(
          vintage: vintage, seriesID: spec.id, model: alternative.model,
          window: alternative.window, fit: alternative.fit))
      let outcomes: [[TargetOutcome]]
      switch alternative.fit {
      case .success(let fitted) where (try? fitted.forecast(horizon: horizon)) != nil:
        outcomes = try answer(cases, spec, sample, fitted, horizon, jobs, file).map(\.outcomes)
      case .success:
        outcomes = cases.map {
          TargetProjection($0.1, sample: sample).insufficient(
            ForecastingError.overflow.description, model: alternative.model, paths: paths)
        }
      case .failure(let error):
        outcomes = cases.map {
          TargetProjection($0.1, sample: sample).insufficient(
            error.description, model: alternative.model, paths: paths)
        }
      }
      for i in cases.indices {
        for (j, outcome) in outcomes[i].enumerated() {
          sensitivity.append(
            SensitivityRow(
              vintage: vintage, course: cases[i].0.name, model: alternative.model,
              window: alternative.window, outcome: outcome))
          guard let p = outcome.pTouch else { continue }
          ranges[i][j] = max(ranges[i][j] ?? p, p)
          lows[i][j] = min(lows[i][j] ?? p, p)
        }
      }
    }
    for i in cases.indices {
      for (j, outcome) in answers[i].outcomes.enumerated() {
        var complete = outcome
        if spec.assumption == nil, let low = lows[i][j], let high = ranges[i][j] {
          complete.range = low...high
        }
        targets.append(
          TargetRow(vintage: vintage, course: cases[i].0.name, outcome: complete))
      }
    }
    if vintage.asOf == nil, spec.assumption == nil { addAccuracy(spec, sample) }
  }

  private func answer(
    _ cases: [(Scenario.Course, PlacedTarget)], _ spec: Scenario.SeriesSpec, _ sample: TimeSeries,
    _ source: FittedSeries, _ horizon: Int, _ jobs: Int, _ file: String
  ) throws(ScenarioFaults) -> [(tally: PathTally, outcomes: [TargetOutcome])] {
    var questions: [PathQuestion] = []
    for (course, target) in cases {
      let factors = course.factors(
        for: spec.id, axis: sample.axis, start: source.sampleEnd + 1, horizon: horizon)
      do throws(TargetFault) {
        questions.append(
          try TargetProjection(target, sample: sample).question(
            factors: factors, scale: source.scale))
      } catch {
        throw ScenarioFaults([Self.fault(error, spec, file)])
      }
    }
    let tallies = PathExperiment(
      source: source, seed: seed, paths: paths, horizon: horizon, jobs: jobs
    ).tally(questions)
    return zip(cases, tallies).map { pair, tally in
      (tally, TargetProjection(pair.1, sample: sample).outcomes(tally, source: source))
    }
  }

  private func placeTargets(
    on spec: Scenario.SeriesSpec, file: String
  ) throws(ScenarioFaults) -> [PlacedTarget] {
    var placed: [PlacedTarget] = []
    for target in scenario.targets where target.seriesID == spec.id {
      do throws(TargetFault) {
        placed.append(try PlacedTarget(target, on: spec.series))
      } catch {
        throw ScenarioFaults([Self.fault(error, spec, file, "target '\(target.name)': ")])
      }
    }
    return placed
  }

  private static func fault(
    _ error: TargetFault, _ spec: Scenario.SeriesSpec, _ file: String, _ prefix: String = ""
  ) -> InputFault {
    InputFault(.malformed, file: file, line: spec.line, prefix + error.description)
  }

  private func known(
    _ spec: Scenario.SeriesSpec, _ vintage: Vintage, file: String
  ) throws(ScenarioFaults) -> TimeSeries {
    guard let asOf = vintage.asOf else { return spec.series }
    guard let ordinal = spec.series.axis.ordinal(of: asOf, periodEnd: true) else {
      throw ScenarioFaults([
        InputFault(
          .malformed, file: file, line: spec.line,
          "as_of \(asOf.written) is no period of series '\(spec.id)'")
      ])
    }
    return spec.series.upTo(ordinal)
  }

  private static func headlineName(_ spec: Scenario.SeriesSpec) -> String {
    spec.assumption == nil ? Scenario.headline : AssumedGrowth.modelName
  }

  private func fitHeadline(
    _ spec: Scenario.SeriesSpec, _ sample: TimeSeries
  ) -> Result<FittedSeries, ForecastingError> {
    do throws(ForecastingError) {
      if let assumption = spec.assumption { return .success(try assumption.applied(to: sample)) }
      return .success(
        try ModelRequest(Scenario.headline).fit(to: sample, defaultScale: nil))
    } catch {
      return .failure(error)
    }
  }

  private struct Alternative {
    let model: String
    let window: String
    let fit: Result<FittedSeries, ForecastingError>
  }

  private func alternatives(_ spec: Scenario.SeriesSpec, _ sample: TimeSeries) -> [Alternative] {
    guard spec.assumption == nil else { return [] }
    // The scale is that of the whole sample, so that windows differ in nothing else.
    let scale: Scale = sample.isPositive ? .log : .level
    return spec.models.flatMap { request in
      spec.windows.map { window in
        let fit: Result<FittedSeries, ForecastingError>
        do throws(ForecastingError) {
          fit = .success(try request.fit(to: window.applied(to: sample), defaultScale: scale))
        } catch {
          fit = .failure(error)
        }
        return Alternative(model: request.text, window: window.text, fit: fit)
      }
    }
  }

  private mutating func addInsufficient(
    _ placed: [PlacedTarget], _ sample: TimeSeries, _ vintage: Vintage, _ model: String,
    _ reason: String
  ) {
    for course in scenario.courses {
      for target in placed {
        for outcome in TargetProjection(target, sample: sample).insufficient(
          reason, model: model, paths: paths)
        {
          targets.append(TargetRow(vintage: vintage, course: course.name, outcome: outcome))
        }
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
          seriesID: spec.id, accuracy: RollingAccuracy(of: request, on: sample, horizon: 5)))
    }
  }
}
