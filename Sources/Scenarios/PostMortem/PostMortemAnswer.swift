internal import Forecasting
package import SeriesCore

/// What forecasts at each vintage said, beside what came.
package struct PostMortemAnswer: Sendable {
  /// One target at one vintage by one model.
  package struct TargetRow: Sendable {
    package let vintage: Int
    package let kind: VintageKind
    package let outcome: TargetOutcome
    package let result: TargetResult

    /// Whether a probability was given before the outcome was known; only such rows are scored.
    package var isForecast: Bool { outcome.status == .projected }
    package var brierTouch: Double? { brier(outcome.pTouch, result.touched) }
    package var brierLevel: Double? { brier(outcome.pLevel, result.atLevel) }

    private func brier(_ probability: Double?, _ came: Bool?) -> Double? {
      guard isForecast, let probability, let came else { return nil }
      return BrierScore.of(probability: probability, came: came)
    }
  }

  /// One forecast period at one vintage by one model.
  package struct ForecastRow: Sendable {
    package let vintage: Int
    package let kind: VintageKind
    package let model: String
    package let count: Int
    package let sampleEnd: Int
    /// Periods after the last value known then, from 1.
    package let step: Int
    package let median: Double
    /// One a level.
    package let intervals: [(low: Double, high: Double)]
    /// nil in a gap or after the last value.
    package let actual: Double?
    /// Weighted interval score, in the unit of the series.
    package let wis: Double?

    package var period: Int { sampleEnd + step }

    /// Whether the value lies in the interval of the level at a place.
    package func isInside(_ place: Int) -> Bool? {
      actual.map { $0 >= intervals[place].low && $0 <= intervals[place].high }
    }
  }

  package let question: PostMortemQuestion
  /// What came, as far as it is known.
  package let actual: TimeSeries
  package private(set) var targets: [TargetRow] = []
  package private(set) var forecasts: [ForecastRow] = []
  /// Plans beside what came, each with the record that it stands in.
  package let plans: [(record: PlanRecord, row: PlanRecord.Row)]
  /// The scores of targets, forecasts and plans.
  package private(set) var scores: [PostMortemScore] = []

  init(_ question: PostMortemQuestion, _ run: PartRun) {
    self.question = question
    let actual = run.known(question.series)
    self.actual = actual
    plans = question.plans.flatMap { record in
      record.rows(beside: actual).map { (record, $0) }
    }
    let spec = run.scenario.series.first { $0.id == question.series.id }
    let last = question.series.placed(run.asOf) ?? Int.max
    var looks: [Look] = []
    for vintage in question.vintages where vintage <= last {
      let sample = question.series.known(atEndOf: vintage)
      // What the headline's sample leaves out is no sample of a look back either: one event, one answer.
      let own = spec?.from.map { sample.restricted(to: $0...Int.max) } ?? sample
      for model in question.models {
        let fit: Result<FittedSeries, ForecastingError>
        do throws(ForecastingError) {
          // Nothing is fitted to a series that rests on an assumption, then as now.
          if spec?.assumption != nil { throw .tooShort(needed: 3, found: own.count) }
          fit = .success(try model.fit(to: own, seasonLength: spec?.season))
        } catch {
          fit = .failure(error)
        }
        looks.append(Look(vintage: vintage, model: model, sample: sample, own: own, fit: fit))
      }
    }
    add(looks, run)
    scores = computedScores
  }

  /// One model's fit at one vintage.
  private struct Look {
    let vintage: Int
    let model: ModelRequest
    /// What was known then, and the part of it behind the fit.
    let sample, own: TimeSeries
    let fit: Result<FittedSeries, ForecastingError>
  }

  /// All vintages and models are asked of the same random numbers, in one pass.
  private mutating func add(_ looks: [Look], _ run: PartRun) {
    let cases = question.targets.map { TargetQuestion.Case($0) }
    let asked = looks.map { look -> Result<TargetQuestion, ForecastingError> in
      do throws(ForecastingError) {
        return .success(
          try TargetQuestion(
            try look.fit.get(), sample: look.sample, horizon: steps(look), paths: run.paths,
            seed: run.seed, jobs: run.jobs, allowsHindsight: false))
      } catch {
        return .failure(error)
      }
    }
    var answers = TargetQuestion.answers(
      asked.compactMap { try? $0.get() }.map { ($0, cases) })[...]
    for (look, asked) in zip(looks, asked) {
      do throws(ForecastingError) {
        let source = try asked.get().source
        let own = answers.removeFirst()
        addForecasts(try source.forecast(horizon: steps(look)), source, look.vintage)
        for answer in own { add(answer.outcomes, look.sample, look.vintage) }
      } catch {
        for target in question.targets {
          add(
            TargetProjection(target, sample: look.own).insufficient(
              error.description, model: look.model.text), look.sample, look.vintage)
        }
      }
    }
  }

  private func steps(_ look: Look) -> Int {
    PostMortemQuestion.steps(
      question.horizon, question.targets, after: look.sample.end ?? look.vintage)
  }

  private mutating func addForecasts(
    _ forecast: Forecast, _ source: FittedSeries, _ vintage: Int
  ) {
    for step in 1...question.horizon {
      let intervals = question.levels.map { forecast.interval(step: step, level: $0) }
      let median = forecast.distributions[step - 1].median
      let came = actual.value(at: source.sampleEnd + step)
      let wis = came.flatMap { came -> Double? in
        var measures = AccuracyMeasures(levels: question.levels)
        measures.add(actual: came, point: median, intervals: intervals.map { $0 }, scale: nil)
        return measures.wis
      }
      forecasts.append(
        ForecastRow(
          vintage: vintage, kind: question.series.vintageKind(atEndOf: vintage),
          model: source.model, count: source.count, sampleEnd: source.sampleEnd, step: step,
          median: median, intervals: intervals, actual: came, wis: wis))
    }
  }

  private mutating func add(
    _ outcomes: [TargetOutcome], _ sample: TimeSeries, _ vintage: Int
  ) {
    for outcome in outcomes {
      let came = TargetProjection(outcome.target, sample: actual)
      targets.append(
        TargetRow(
          vintage: vintage, kind: question.series.vintageKind(atEndOf: vintage), outcome: outcome,
          result: came.result(after: sample.end ?? vintage, by: outcome.deadline)))
    }
  }
}
