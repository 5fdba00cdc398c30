internal import Forecasting
internal import Glibc
internal import SeriesCore

/// One series as it was known at one time, asked for its targets under every course of events.
struct SeriesQuestion {
  /// One target under one course of events.
  struct Case {
    let course: Scenario.Course
    /// The courses that do not differ from it for this series.
    let alike: [String]
    let target: PlacedTarget
  }

  /// A model on a part of the sample, beside the headline.
  struct Alternative {
    let model: String
    let window: String
    let sample: TimeSeries
    let fit: Result<FittedSeries, ForecastingError>
    /// Its place in the pool; nil for one that is shown alone.
    let place: Int?
  }

  let spec: Scenario.SeriesSpec
  let vintage: ScenarioRun.Vintage
  /// What was known at the time.
  let sample: TimeSeries
  /// The part of it behind the headline and its pool.
  let ownSample: TimeSeries
  /// The headline with the models beside it; nil for stated growth and a model that the user chose.
  let pool: HeadlinePool?
  /// What is known of the period after the sample: of the latest data only.
  let current: CurrentEvidence?
  /// The courses that differ for this series, each with those that do not differ from it.
  let courses: [(course: Scenario.Course, alike: [String])]
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
    let sample = spec.series.known(asOf: asOf)
    self.sample = sample
    ownSample = spec.from.map { sample.restricted(to: $0...Int.max) } ?? sample
    current = asOf == nil && spec.current?.joint != nil ? spec.current : nil
    if spec.assumption == nil, spec.soleModel == nil, let headline = try? spec.headline {
      pool = HeadlinePool(
        headline: headline, of: spec.series, on: ownSample, seasonLength: spec.season)
    } else {
      pool = nil
    }
    courses = Self.distinct(
      run.scenario.courses, spec, start: (sample.end ?? 0) + 1,
      horizon: Self.horizon(targets, sample, run))
    cases = courses.flatMap { item in
      targets.map { Case(course: item.course, alike: item.alike, target: $0) }
    }
    self.run = run
    self.targets = targets
  }

  /// Courses with the same factors on every period say the same: the first of them speaks for all.
  private static func distinct(
    _ courses: [Scenario.Course], _ spec: Scenario.SeriesSpec, start: Int, horizon: Int
  ) -> [(course: Scenario.Course, alike: [String])] {
    var result: [(course: Scenario.Course, factors: [Double], alike: [String])] = []
    for course in courses {
      let factors = course.factors(
        for: spec.id, axis: spec.series.axis, start: start, horizon: horizon)
      if let place = result.firstIndex(where: { $0.factors == factors }) {
        result[place].alike.append(course.name)
      } else {
        result.append((course, factors, []))
      }
    }
    return result.map { ($0.course, $0.alike) }
  }

  var headline: Result<FittedSeries, ForecastingError> {
    do throws(ForecastingError) { return .success(try heardHeadline()) } catch {
      return .failure(error)
    }
  }

  private func heardHeadline() throws(ForecastingError) -> FittedSeries {
    let fitted = try declared(ownSample)
    guard let joint = current?.joint else { return fitted }
    return try fitted.hearing(joint, of: ownSample) {
      (sample: TimeSeries) throws(ForecastingError) -> FittedSeries in try declared(sample)
    }
  }

  /// The headline as it would be without what is known of the current period; nil where nothing is.
  var headlineWithoutCurrent: FittedSeries? {
    current == nil ? nil : try? declared(ownSample)
  }

  /// The distribution that is quoted, fitted to a sample.
  private func declared(_ sample: TimeSeries) throws(ForecastingError) -> FittedSeries {
    if let assumption = spec.assumption { return try assumption.applied(to: sample) }
    try Self.requireSample(sample)
    if let pool { return try pool.fit(to: sample) }
    if let sole = spec.soleModel {
      return try sole.fit(to: sample, seasonLength: spec.season)
    }
    return try spec.headline.fit(to: sample, seasonLength: spec.season)
  }

  /// Fewer observations carry no model behind an answer, whatever a model by itself would take.
  static let leastObservations = 4

  private static func requireSample(_ sample: TimeSeries) throws(ForecastingError) {
    guard sample.count >= leastObservations else {
      throw .tooShort(needed: leastObservations, found: sample.count)
    }
  }

  /// A model's fit to a part of the sample, with what is known of the current period.
  func heard(
    _ request: ModelRequest, of sample: TimeSeries
  ) throws(ForecastingError) -> FittedSeries {
    try Self.requireSample(sample)
    let fitted = try request.fit(to: sample, seasonLength: spec.season)
    guard let joint = current?.joint else { return fitted }
    return try fitted.hearing(joint, of: sample) {
      (sample: TimeSeries) throws(ForecastingError) -> FittedSeries in
      try request.fit(to: sample, seasonLength: spec.season)
    }
  }

  /// The models beside the headline: those of the pool on its sample, the named ones on the windows of
  /// the series.
  var alternatives: [Alternative] {
    var requests: [(ModelRequest, SampleWindow, TimeSeries, Int?)] = []
    let whole = spec.from.flatMap { PeriodText(spec.series.axis.text($0)) }
      .map { SampleWindow.from($0) }
    if let pool {
      // A headline that answers alone is no alternative to itself.
      let first = pool.members.count > 1 ? 0 : 1
      for place in pool.candidates.indices where place >= first {
        requests.append((pool.candidates[place].request, whole ?? .all, ownSample, place))
      }
    }
    for request in spec.others {
      for window in spec.windows {
        let part = window.applied(to: sample)
        guard !requests.contains(where: { $0.0 == request && $0.2.ordinals == part.ordinals })
        else { continue }
        requests.append((request, window, part, nil))
      }
    }
    return requests.map { request, window, part, place in
      let fit: Result<FittedSeries, ForecastingError>
      do throws(ForecastingError) {
        fit = .success(try heard(request, of: part))
      } catch {
        fit = .failure(error)
      }
      return Alternative(
        model: request.text, window: window.text, sample: part, fit: fit, place: place)
    }
  }

  /// How the headline, the reference and the models of the series forecast what is observed.
  var accuracy: [ScenarioRun.AccuracyRow] {
    guard let pool else { return [] }
    let asked = pool.candidates.map(\.request)
    let others = spec.others.filter { !asked.contains($0) }.map {
      RollingAccuracy(of: $0, on: ownSample, seasonLength: spec.season)
    }
    let reference = pool.candidates.first { $0.request.name == PostMortemQuestion.reference }
    return (pool.candidates.map(\.gate.accuracy) + others).map {
      ScenarioRun.AccuracyRow(
        seriesID: spec.id, isReference: $0.model == reference?.request.text, accuracy: $0)
    }
  }

  /// Periods to simulate after the end of the headline's sample.
  func horizon(after end: Int) -> Int {
    TargetProjection.horizon(
      for: targets, after: end,
      last: run.scenario.horizon.flatMap { sample.axis.ordinal(of: $0, periodEnd: true) },
      on: sample.axis)
  }

  private static func horizon(_ targets: [PlacedTarget], _ sample: TimeSeries, _ run: PartRun)
    -> Int
  {
    TargetProjection.horizon(
      for: targets, after: sample.end ?? 0,
      last: run.scenario.horizon.flatMap { sample.axis.ordinal(of: $0, periodEnd: true) },
      on: sample.axis)
  }

  /// The targets asked of one fit.
  ///
  /// - Throws: `ForecastingError` when the fit cannot be projected over the horizon.
  func asked(of fit: FittedSeries, horizon: Int) throws(ForecastingError) -> TargetQuestion {
    try TargetQuestion(
      fit, sample: sample, horizon: horizon, paths: run.paths, seed: run.seed, jobs: run.jobs)
  }

  /// What one series answers, by case.
  struct Answers {
    let headline: [TargetQuestion.Answer]
    /// Of each model beside the headline; insufficient ones without a fit.
    let alternatives: [[[TargetOutcome]]]
    /// Without what is known of the current period; nil where nothing is.
    let withoutCurrent: [[TargetOutcome]]?
  }

  /// Asks all fits of the same random numbers, in one pass.
  func answers(to headline: TargetQuestion, beside alternatives: [Alternative]) -> Answers {
    let others = alternatives.map { alternative -> Result<TargetQuestion, ForecastingError> in
      do throws(ForecastingError) {
        return .success(try asked(of: try alternative.fit.get(), horizon: headline.horizon))
      } catch {
        return .failure(error)
      }
    }
    let without = headlineWithoutCurrent.flatMap {
      try? asked(of: $0, horizon: headline.horizon)
    }
    let all = [headline] + others.compactMap { try? $0.get() } + (without.map { [$0] } ?? [])
    var answers = TargetQuestion.answers(all.map { ($0, cases(of: $0)) })[...]
    return Answers(
      headline: answers.removeFirst(),
      alternatives: zip(alternatives, others).map { alternative, other in
        switch other {
        case .success: answers.removeFirst().map(\.outcomes)
        case .failure(let error): insufficient(alternative, error)
        }
      },
      withoutCurrent: without == nil ? nil : answers.last?.map(\.outcomes))
  }

  private func insufficient(
    _ alternative: Alternative, _ error: ForecastingError
  ) -> [[TargetOutcome]] {
    cases.map {
      TargetProjection($0.target, sample: compared($0.target)).insufficient(
        error.description, model: alternative.model, window: alternative.sample)
    }
  }

  private func cases(of question: TargetQuestion) -> [TargetQuestion.Case] {
    cases.enumerated().map { place, item in
      var asked = TargetQuestion.Case(item.target, factors: factors(item.course, question))
      // The first course's cases stand first, in the order of the targets.
      asked.baseline = place < targets.count ? nil : place % targets.count
      return asked
    }
  }

  /// The course's factor on each period after the fit's sample.
  func factors(_ course: Scenario.Course, _ question: TargetQuestion) -> [Double] {
    course.factors(
      for: spec.id, axis: question.source.axis, start: question.source.sampleEnd + 1,
      horizon: question.horizon)
  }

  /// What a target compares: the observations, or the totals of their years.
  func compared(_ target: PlacedTarget) -> TimeSeries {
    target.target.yearTotal ? sample.yearTotals() ?? sample : sample
  }

  /// The growth a year of a fit's median from the last value to a period; nil where it has none.
  func medianGrowth(_ fit: FittedSeries, to deadline: Int) -> Double? {
    guard deadline > fit.sampleEnd, let last = sample.values.last, last > 0,
      let median = try? fit.forecast(horizon: deadline - fit.sampleEnd).distributions.last?.median,
      median > 0
    else { return nil }
    let years = Double(deadline - fit.sampleEnd) / (sample.frequency.periodsPerYear ?? 1)
    return expm1(log(median / last) / years)
  }
}
