public import Forecasting
public import SeriesCore

/// Targets asked of one fit, all of the same sample paths.
///
/// The one way in which a target is asked: by `corridor target`, by a scenario under each of its
/// courses, models and windows, and by a post-mortem at each vintage.
public struct TargetQuestion: Sendable {
  /// One target under one course of events.
  public struct Case: Sendable {
    /// The target, placed on the axis of the fit's series.
    public let target: PlacedTarget
    /// The course's factor on the value of each future period; nil for none.
    public let factors: [Double]?
    /// The place of the case under the first course of events, beside which this one is counted.
    var baseline: Int? = nil

    /// Makes a case; `factors` has one positive factor for each period of the question's horizon.
    public init(_ target: PlacedTarget, factors: [Double]? = nil) {
      self.target = target
      self.factors = factors
    }
  }

  /// What the paths say about one case.
  public struct Answer: Sendable {
    /// One a deadline, rising.
    public let outcomes: [TargetOutcome]
    /// By future period; nil when the target cannot be asked of this fit: the outcomes say why.
    package let tally: PathTally?
    /// The years that the tally counts; nil where it counts the series' own periods.
    let years: YearSums?
  }

  /// The fit whose paths are asked.
  public let source: FittedSeries
  /// The observations that are known.
  public let sample: TimeSeries
  /// Periods to simulate.
  public let horizon: Int
  /// Sample paths, 1 or more.
  public let paths: Int
  /// The seed; with the series id and the number of a path it fixes the random numbers of that
  /// path.
  public let seed: UInt64
  /// Workers, 1 or more; the answers do not depend on their number.
  public let jobs: Int
  /// Whether a multiple may be of a value that came after the fit's last observation: `as_of` asks the
  /// questions of today of earlier data, a post-mortem asks what could be asked then.
  public let allowsHindsight: Bool

  /// - Throws: `ForecastingError` when the fit cannot be projected over the horizon.
  public init(
    _ source: FittedSeries, sample: TimeSeries, horizon: Int, paths: Int, seed: UInt64, jobs: Int,
    allowsHindsight: Bool = true
  ) throws(ForecastingError) {
    // What the paths walk through must have a distribution at every step.
    _ = try source.forecast(horizon: horizon)
    self.source = source
    self.sample = sample
    self.horizon = horizon
    self.paths = paths
    self.seed = seed
    self.jobs = jobs
    self.allowsHindsight = allowsHindsight
  }

  /// Asks every case of the same paths; a target that cannot be asked gets its reason.
  public func answer(_ cases: [Case]) -> [Answer] { Self.answers([(self, cases)])[0] }

  /// Asks several fits of one series: their paths are drawn from the same random numbers, and one pass
  /// over the numbers serves all.
  ///
  /// - Precondition: one series, seed and number of paths.
  static func answers(_ asked: [(question: TargetQuestion, cases: [Case])]) -> [[Answer]] {
    let placed = asked.map { $0.question.place($0.cases) }
    let tallies = PathExperiment.tally(placed.map(\.inquiry))
    return zip(asked, zip(placed, tallies)).map { asked, counted in
      asked.question.answers(counted.0, counted.1)
    }
  }

  /// Cases as they are asked of paths.
  private struct Placed {
    let projections: [TargetProjection]
    /// The place of each case among the questions, or why it cannot be asked.
    let places: [Result<Int, TargetFault>]
    let years: YearSums?
    let inquiry: PathExperiment.Inquiry
  }

  private func place(_ cases: [Case]) -> Placed {
    let years = YearSums(after: sample, horizon: horizon)
    let projections = cases.map { item in
      // A year's total is asked of the years.
      TargetProjection(
        item.target,
        sample: item.target.target.yearTotal ? sample.yearTotals() ?? sample : sample)
    }
    var questions: [PathQuestion] = []
    var places: [Result<Int, TargetFault>] = []
    for (item, projection) in zip(cases, projections) {
      do throws(TargetFault) {
        try refuseHindsight(item.target)
        let factors = item.factors ?? Array(repeating: 1, count: horizon)
        if item.target.target.yearTotal {
          guard let years else {
            throw .yearNotKnown(series: sample.id)
          }
          questions.append(
            try projection.yearQuestion(years, factors: factors, scale: source.scale))
        } else {
          questions.append(try projection.question(factors: factors, scale: source.scale))
        }
        places.append(.success(questions.count - 1))
      } catch {
        places.append(.failure(error))
      }
    }
    let experiment = PathExperiment(
      source: source, seed: seed, paths: paths, horizon: horizon, jobs: jobs)
    return Placed(
      projections: projections, places: places, years: years,
      inquiry: PathExperiment.Inquiry(
        experiment, questions, baselines: baselines(cases, places)))
  }

  private func answers(_ placed: Placed, _ tallies: [PathTally]) -> [Answer] {
    zip(placed.projections, placed.places).map { projection, place in
      switch place {
      case .success(let place):
        Answer(
          outcomes: outcomes(projection, tallies[place], placed.years), tally: tallies[place],
          years: placed.inquiry.questions[place].years)
      case .failure(let fault):
        Answer(
          outcomes: Self.unanswered(projection, fault, model: source.model), tally: nil,
          years: nil)
      }
    }
  }

  /// For each question that is asked the place of the one that its case is compared with.
  private func baselines(
    _ cases: [Case], _ places: [Result<Int, TargetFault>]
  ) -> [Int?] {
    zip(cases, places).compactMap { item, place -> Int?? in
      guard (try? place.get()) != nil else { return nil }
      return .some(item.baseline.flatMap { try? places[$0].get() })
    }
  }

  /// The rows of a target that cannot be asked of the paths. Where only the year that has begun is not
  /// known, the years before it are.
  private static func unanswered(
    _ projection: TargetProjection, _ fault: TargetFault, model: String
  ) -> [TargetOutcome] {
    if case .yearNotKnown = fault {
      return projection.unprojected(fault.description, model: model)
    }
    return projection.insufficient(fault.description, model: model)
  }

  private func outcomes(
    _ projection: TargetProjection, _ tally: PathTally, _ years: YearSums?
  ) -> [TargetOutcome] {
    guard projection.target.target.yearTotal, let years else {
      return projection.outcomes(tally, source: source)
    }
    return projection.outcomes(
      tally,
      source: TargetProjection.Source(
        model: source.model, count: source.count,
        sampleStart: source.axis.year(of: source.sampleStart) ?? years.first,
        sampleEnd: years.first - 1))
  }

  private func refuseHindsight(_ target: PlacedTarget) throws(TargetFault) {
    guard !allowsHindsight, case .multiple(_, let base) = target.target.level,
      let ordinal = source.axis.ordinal(of: base), ordinal > source.sampleEnd
    else { return }
    throw .baseNotKnown(period: base.written)
  }
}

/// The spread of one probability over the headline and other fits.
struct ProbabilityRange {
  private var bounds: ClosedRange<Double>?
  /// Other fits that gave the probability.
  private(set) var fits = 0

  init(headline: Double?) { bounds = headline.map { $0...$0 } }

  mutating func include(_ probability: Double?) {
    guard let probability, let bounds else { return }
    self.bounds =
      min(bounds.lowerBound, probability)...max(bounds.upperBound, probability)
    fits += 1
  }

  /// nil when no other fit gave one.
  var range: ClosedRange<Double>? { fits > 0 ? bounds : nil }
}
