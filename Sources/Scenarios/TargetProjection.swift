package import Forecasting
public import SeriesCore

/// What the sample paths say about one target by one deadline.
public struct TargetOutcome: Sendable {
  /// Why there is an answer, or what kind.
  public enum Status: String, Sendable {
    /// Probabilities from sample paths.
    case projected
    /// The level was reached in an observed period by the deadline.
    case met
    /// The deadline lies in the observed past and the level was not reached by then.
    case missed
    /// There is no answer: too few data, or a model that cannot work on them.
    case insufficient
  }

  /// The target that was asked.
  public let target: PlacedTarget
  /// The series that it was asked of.
  public let seriesID: String
  /// The axis of the series, on which all periods here are ordinals.
  public let axis: PeriodAxis
  /// The unit of `level` and the values; nil where the data name none.
  public let unit: SeriesUnit?
  /// How the values are measured; nil where the data do not say.
  public let basis: SeriesBasis?
  /// Which kind of answer this is.
  public let status: Status
  /// The model with its scale, such as `drift+log`, or `assumption` for stated growth.
  public let model: String
  /// Observations the answer rests on.
  public let count: Int
  /// The first observed period that the model used; nil without observations.
  public let sampleStart: Int?
  /// The last observed period that was known; nil without observations.
  public let sampleEnd: Int?
  /// The class with whose series growth was compared; nil for models that ask none.
  public let referenceClass: ReferenceClass?
  /// The period by which the level is to be reached.
  public let deadline: Int
  /// The level in the money of the deadline.
  public let level: Double
  /// The last observed period and its value, or the sum up to it for a cumulative target.
  public let base: (period: Int, value: Double)?
  /// Required and trailing growth; nil for a cumulative target, which no growth rate describes.
  public internal(set) var growth: Growth?
  /// The first observed period at or over the level.
  public let metIn: Int?
  /// How far the last observed value can be relied on; nil where the data do not say.
  package let sampleEndStatus: ValueStatus?
  /// The observed value at a deadline in the past.
  public let observedAtDeadline: Double?
  /// P(at or over the level in the deadline's period); nil without an answer, and for a past
  /// deadline that has no value.
  public internal(set) var pLevel: Double?
  /// P(at or over the level in some period up to the deadline), 0 or 1 for a past deadline; nil
  /// without an answer.
  public internal(set) var pTouch: Double?
  /// What the course of events adds to `pTouch` of the first one; nil for the first and where the
  /// deadline is decided.
  package internal(set) var difference: PairedDifference?
  /// P(a run of `hold` periods at or over the level begins by the deadline); nil without an answer,
  /// and for a past deadline that was met and not held so far.
  public internal(set) var pSustained: Double?
  /// The least and the greatest p_touch over models and windows, the headline among them; nil when
  /// no other model gave an answer.
  public internal(set) var range: ClosedRange<Double>?
  /// How many fits beside the headline the range covers.
  public internal(set) var rangeFits = 0
  /// The models behind and beside the probabilities, and what is known of the current period; nil for
  /// rows of single models.
  package internal(set) var circumstances: TargetCircumstances?
  /// Periods by which a share of 10, 50 and 90 % of the paths has touched; nil past the horizon.
  public internal(set) var hitting: (p10: Int?, p50: Int?, p90: Int?) = (nil, nil, nil)
  /// The share of paths that do not touch within the simulated horizon.
  public internal(set) var pNever: Double?
  /// The last simulated period; nil when nothing was simulated.
  public let lastPeriod: Int?
  /// Sample paths behind the probabilities; nil when nothing was simulated.
  public let paths: Int?
  /// Why there is no answer, when there is none, or none for the time after the level was met.
  public let insufficiency: String?

  /// Steps from the last observation to the deadline; 0 or less for a deadline in the past.
  public var horizon: Int { deadline - (sampleEnd ?? deadline) }
}

/// One target asked of one series as it was known at one time.
package struct TargetProjection: Sendable {
  package let target: PlacedTarget
  /// The observations that are known.
  package let sample: TimeSeries
  /// What is compared with the level: the observations, or their running sum.
  let observed: [(ordinal: Int, value: Double)]

  package init(_ target: PlacedTarget, sample: TimeSeries) {
    self.target = target
    self.sample = sample
    let pairs = zip(sample.ordinals, sample.values).map { (ordinal: $0, value: $1) }
    if let cumulative = target.target.cumulative, let through = target.cumulativeThrough {
      var sum = cumulative.start
      observed = pairs.compactMap { pair in
        guard pair.ordinal >= through else { return nil }
        if pair.ordinal > through { sum += pair.value }
        return (pair.ordinal, sum)
      }
    } else {
      observed = pairs
    }
  }

  /// Steps to simulate so that all deadlines, with room to hold, are inside.
  package static func horizon(
    for targets: [PlacedTarget], after end: Int, last: Int?, on axis: PeriodAxis
  ) -> Int {
    let deadlines = targets.flatMap { $0.deadlines(on: axis, after: $0.target.hold - 1) }
    let latest = max(end, targets.flatMap { $0.deadlines(on: axis) }.max() ?? end)
    let steps = max(last ?? latest + 5, deadlines.max() ?? end) - end
    return min(max(1, steps), HorizonLimit.periods)
  }

  /// The question to put to each path of `horizon` steps after the sample's end.
  ///
  /// - Throws: `TargetFault.notPositive` for a level that a log model never gets under.
  package func question(factors: [Double], scale: Scale) throws(TargetFault) -> PathQuestion {
    let end = sample.end ?? 0
    var thresholds = factors.indices.map { target.level(at: end + 1 + $0) }
    if scale.needsPositiveValues, target.target.cumulative == nil, let lowest = thresholds.min(),
      lowest <= 0
    {
      throw .notPositive(level: lowest)
    }
    guard let cumulative = target.target.cumulative, let through = target.cumulativeThrough else {
      return PathQuestion(
        thresholds: thresholds, factors: factors, hold: target.target.hold,
        trailingRun: trailingRun)
    }
    // Periods that the start already includes add nothing.
    let effective = factors.indices.map { end + 1 + $0 > through ? factors[$0] : 0 }
    // A sum that is stated up to a period to come is not known before it: it reaches nothing earlier.
    for step in thresholds.indices where end + 1 + step < through {
      thresholds[step] = .greatestFiniteMagnitude
    }
    return PathQuestion(
      thresholds: thresholds, factors: effective,
      cumulativeFrom: observed.last?.value ?? cumulative.start, hold: target.target.hold,
      trailingRun: trailingRun)
  }

  /// The question about the totals of years, for a projection whose sample is years.
  ///
  /// - Throws: `TargetFault.notPositive` for a level that a log model never gets under.
  func yearQuestion(
    _ years: YearSums, factors: [Double], scale: Scale
  ) throws(TargetFault) -> PathQuestion {
    let thresholds = years.ends.indices.map { target.level(at: years.first + $0) }
    if scale.needsPositiveValues, let lowest = thresholds.min(), lowest <= 0 {
      throw .notPositive(level: lowest)
    }
    // A run goes on only where no year is missing in between.
    return PathQuestion(
      thresholds: thresholds, factors: factors, hold: target.target.hold,
      trailingRun: sample.end == years.first - 1 ? trailingRun : 0, years: years)
  }

  /// The last observed periods in a row at or over the level.
  private var trailingRun: Int {
    var (run, expected) = (0, sample.end ?? 0)
    for pair in counted.reversed() {
      guard pair.ordinal == expected, pair.value >= target.level(at: pair.ordinal) else { break }
      run += 1
      expected -= 1
    }
    return run
  }

  private var metIn: Int? {
    if target.target.regain {
      let run = trailingRun
      return run > 0 ? counted[counted.count - run].ordinal : nil
    }
    return counted.first { $0.value >= target.level(at: $0.ordinal) }?.ordinal
  }

  /// The observations that can reach the level: of a multiple those after its base.
  private var counted: [(ordinal: Int, value: Double)] {
    target.countsAfter.map { base in observed.filter { $0.ordinal > base } } ?? observed
  }

  private func observedValue(at ordinal: Int) -> Double? {
    observed.first { $0.ordinal == ordinal }?.value
  }

  /// What a tally says, for each deadline.
  package func outcomes(_ tally: PathTally, source: FittedSeries) -> [TargetOutcome] {
    outcomes(
      tally,
      source: Source(
        model: source.model, count: source.count, sampleStart: source.sampleStart,
        sampleEnd: source.sampleEnd))
  }

  /// What was fitted, in periods of the projection's sample.
  struct Source {
    let model: String
    let count: Int
    let sampleStart: Int
    /// The last period before the first one of a tally.
    let sampleEnd: Int
  }

  /// What a tally says, for each deadline.
  func outcomes(_ tally: PathTally, source: Source) -> [TargetOutcome] {
    let met = metIn
    return target.deadlines.map { deadline in
      if let first = observed.first?.ordinal, deadline < first {
        return self.outcome(
          deadline: deadline, status: .insufficient, metIn: nil, model: source.model,
          insufficiency: "the data begin in \(sample.axis.text(first)), after the deadline")
      }
      let passed = deadline <= source.sampleEnd
      let metInTime = met.map { $0 <= deadline } ?? false
      let status: TargetOutcome.Status = metInTime ? .met : passed ? .missed : .projected
      var outcome = outcome(
        deadline: deadline, status: status, metIn: met, model: source.model, source: source,
        tally: tally)
      let touch = tally.touchProbability
      let step = deadline - source.sampleEnd
      if step >= 1, step <= tally.atLevel.count {
        outcome.pLevel = tally.levelProbability[step - 1]
        outcome.pTouch = met == nil ? touch[step - 1] : 1
        if met == nil {
          outcome.difference = tally.paired?.difference(step: step, paths: tally.paths)
        }
        outcome.pSustained = heldInPast(by: deadline) ? 1 : tally.sustainedProbability[step - 1]
      } else {
        settle(&outcome)
      }
      if let met {
        outcome.hitting = (met, met, met)
        outcome.pNever = 0
      } else {
        func period(_ share: Double) -> Int? {
          touch.firstIndex { $0 >= share }.map { source.sampleEnd + 1 + $0 }
        }
        outcome.hitting = (period(0.1), period(0.5), period(0.9))
        outcome.pNever = 1 - (touch.last ?? 0)
      }
      return outcome
    }
  }

  /// What the observations alone say of a deadline that they decide.
  private func settle(_ outcome: inout TargetOutcome) {
    let isMet = outcome.status == .met
    outcome.pLevel = observedValue(at: outcome.deadline).map { $0 >= outcome.level ? 1 : 0 }
    outcome.pTouch = isMet ? 1 : 0
    outcome.pSustained = heldInPast(by: outcome.deadline) ? 1 : isMet ? nil : 0
  }

  /// The rows of a target where nothing can be projected: what is observed decides deadlines that were
  /// met or have passed, the others have the reason.
  func unprojected(_ reason: String, model: String) -> [TargetOutcome] {
    let met = metIn
    return target.deadlines.map { deadline in
      let isMet = met.map { $0 <= deadline } ?? false
      guard let end = sample.end, let first = observed.first?.ordinal, deadline >= first,
        isMet || deadline <= end
      else {
        return outcome(
          deadline: deadline, status: .insufficient, metIn: nil, model: model,
          insufficiency: reason)
      }
      var outcome = outcome(
        deadline: deadline, status: isMet ? .met : .missed, metIn: met, model: model,
        insufficiency: deadline > end ? reason : nil)
      settle(&outcome)
      if let met {
        outcome.hitting = (met, met, met)
        outcome.pNever = 0
      }
      return outcome
    }
  }

  /// Whether a run of `hold` observed periods at or over the level began by the deadline.
  private func heldInPast(by deadline: Int) -> Bool {
    var (run, previous) = (0, Int.min)
    // What was lost again is not held.
    guard !target.target.regain else { return trailingRun >= target.target.hold }
    for (ordinal, value) in counted {
      run = value >= target.level(at: ordinal) ? (ordinal == previous + 1 ? run + 1 : 1) : 0
      previous = ordinal
      if run >= target.target.hold, ordinal - target.target.hold + 1 <= deadline { return true }
    }
    return false
  }

  /// The rows of a target that cannot be answered, with the reason.
  ///
  /// - Parameter window: the part of the sample that the model was given; nil for all of it.
  package func insufficient(
    _ reason: String, model: String, window: TimeSeries? = nil
  ) -> [TargetOutcome] {
    target.deadlines.map {
      outcome(
        deadline: $0, status: .insufficient, metIn: nil, model: model, insufficiency: reason,
        window: window)
    }
  }

  private func outcome(
    deadline: Int, status: TargetOutcome.Status, metIn: Int?, model: String,
    source: Source? = nil, tally: PathTally? = nil, insufficiency: String? = nil,
    window: TimeSeries? = nil
  ) -> TargetOutcome {
    let level = target.level(at: deadline)
    let isCumulative = target.target.cumulative != nil
    return TargetOutcome(
      target: target, seriesID: sample.id, axis: sample.axis, unit: sample.unit,
      basis: sample.basis, status: status, model: model,
      count: source?.count ?? (window ?? sample).count,
      sampleStart: source?.sampleStart ?? (window ?? sample).ordinals.first, sampleEnd: sample.end,
      referenceClass: Headline.asksClass(model) ? sample.referenceClass : nil,
      deadline: deadline, level: level, base: observed.last.map { ($0.ordinal, $0.value) },
      growth: isCumulative ? nil : Growth(of: sample, to: level, byOrdinal: deadline), metIn: metIn,
      sampleEndStatus: sample.end.flatMap { sample.statuses[$0] },
      observedAtDeadline: observedValue(at: deadline),
      lastPeriod: tally.flatMap { tally in source.map { $0.sampleEnd + tally.atLevel.count } },
      paths: tally?.paths, insufficiency: insufficiency)
  }
}
