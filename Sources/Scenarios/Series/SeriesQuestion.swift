internal import Forecasting
internal import SeriesCore

/// One series as it was known at one time, asked for its targets under every course of events.
struct SeriesQuestion {
  /// One target under one course of events.
  struct Case {
    let course: Scenario.Course
    let target: PlacedTarget
  }

  /// A model on a part of the sample, beside the headline.
  struct Alternative {
    let model: String
    let window: String
    let sample: TimeSeries
    let fit: Result<FittedSeries, ForecastingError>
  }

  let spec: Scenario.SeriesSpec
  let vintage: ScenarioRun.Vintage
  /// What was known at the time.
  let sample: TimeSeries
  /// By course, each with the targets in the order of the file.
  let cases: [Case]
  let run: PartRun
  private let targets: [PlacedTarget]

  /// - Parameters:
  ///   - asOf: the period at whose end it is asked; nil for all data.
  ///   - targets: those of this series.
  init(_ spec: Scenario.SeriesSpec, _ asOf: PeriodText?, targets: [PlacedTarget], run: PartRun) {
    self.spec = spec
    self.vintage = ScenarioRun.Vintage(asOf, of: spec.series)
    self.sample = spec.series.known(asOf: asOf)
    self.cases = run.scenario.courses.flatMap { course in
      targets.map { Case(course: course, target: $0) }
    }
    self.run = run
    self.targets = targets
  }

  var headline: Result<FittedSeries, ForecastingError> {
    do throws(ForecastingError) {
      if let assumption = spec.assumption { return .success(try assumption.applied(to: sample)) }
      return .success(
        try spec.headline.fit(to: sample, seasonLength: spec.season))
    } catch {
      return .failure(error)
    }
  }

  /// The models beside the headline on the windows of the series.
  var alternatives: [Alternative] {
    spec.others.flatMap { request in
      spec.windows.map { window in
        let part = window.applied(to: sample)
        let fit: Result<FittedSeries, ForecastingError>
        do throws(ForecastingError) {
          fit = .success(try request.fit(to: part, seasonLength: spec.season))
        } catch {
          fit = .failure(error)
        }
        return Alternative(model: request.text, window: window.text, sample: part, fit: fit)
      }
    }
  }

  /// How the headline, the reference and the models of the series forecast what is observed.
  var accuracy: [ScenarioRun.AccuracyRow] {
    let headline = try? spec.headline
    let reference = (try? ModelRequest(PostMortemQuestion.reference)).map { spec.named($0) }
    return spec.named([headline, reference].compactMap { $0 } + spec.models).map {
      ScenarioRun.AccuracyRow(
        seriesID: spec.id, isReference: $0 == reference,
        accuracy: RollingAccuracy(of: $0, on: sample, seasonLength: spec.season))
    }
  }

  /// Periods to simulate after the end of the headline's sample.
  func horizon(after end: Int) -> Int {
    TargetProjection.horizon(
      for: targets, after: end,
      last: run.scenario.horizon.flatMap { sample.axis.ordinal(of: $0, periodEnd: true) })
  }

  /// The targets asked of one fit.
  ///
  /// - Throws: `ForecastingError` when the fit cannot be projected over the horizon.
  func asked(of fit: FittedSeries, horizon: Int) throws(ForecastingError) -> TargetQuestion {
    try TargetQuestion(
      fit, sample: sample, horizon: horizon, paths: run.paths, seed: run.seed, jobs: run.jobs)
  }

  /// The answers to all cases.
  func answers(to question: TargetQuestion) -> [TargetQuestion.Answer] {
    question.answer(
      cases.map { TargetQuestion.Case($0.target, factors: factors($0.course, question)) })
  }

  /// The course's factor on each period after the fit's sample.
  func factors(_ course: Scenario.Course, _ question: TargetQuestion) -> [Double] {
    course.factors(
      for: spec.id, axis: question.source.axis, start: question.source.sampleEnd + 1,
      horizon: question.horizon)
  }

  /// The outcomes under a model beside the headline, by case; insufficient ones without a fit.
  func outcomes(_ alternative: Alternative, horizon: Int) -> [[TargetOutcome]] {
    do throws(ForecastingError) {
      let question = try asked(of: try alternative.fit.get(), horizon: horizon)
      return answers(to: question).map(\.outcomes)
    } catch {
      return cases.map {
        TargetProjection($0.target, sample: sample).insufficient(
          error.description, model: alternative.model, window: alternative.sample)
      }
    }
  }
}
