public import Forecasting
public import SeriesCore

/// What the sample paths say about one target by one deadline.
public struct TargetOutcome: Sendable {
  /// Why there is an answer, or what kind.
  public enum Status: String, Sendable {
    /// Probabilities from sample paths.
    case projected
    /// The level was reached in an observed period.
    case met
    /// The deadline lies in the observed past and the level was not reached by then.
    case missed
    /// The sample supports no answer.
    case insufficient
  }

  public let target: PlacedTarget
  public let seriesID: String
  public let axis: PeriodAxis
  public let unit: SeriesUnit?
  public let basis: SeriesBasis?
  public let status: Status
  public let model: String
  /// Observations the answer rests on.
  public let count: Int
  public let sampleStart: Int?
  public let sampleEnd: Int?
  public let deadline: Int
  /// The level in the money of the deadline.
  public let level: Double
  public let base: (period: Int, value: Double)?
  public let growth: Growth
  /// The first observed period at or over the level.
  public let metIn: Int?
  /// The observed value at a deadline in the past.
  public let observedAtDeadline: Double?
  public internal(set) var pLevel: Double?
  public internal(set) var pTouch: Double?
  public internal(set) var pSustained: Double?
  /// The least and the greatest p_touch over models and windows, the headline among them.
  public internal(set) var range: ClosedRange<Double>?
  /// Periods by which a share of 10, 50 and 90 % of the paths has touched; nil past the horizon.
  public internal(set) var hitting: (p10: Int?, p50: Int?, p90: Int?) = (nil, nil, nil)
  /// The share of paths that do not touch within the simulated horizon.
  public internal(set) var pNever: Double?
  /// The last simulated period.
  public let lastPeriod: Int
  public let paths: Int
  /// Why there is no answer, when there is none.
  public let insufficiency: String?

  /// Steps from the last observation to the deadline; 0 or less for a deadline in the past.
  public var horizon: Int { deadline - (sampleEnd ?? deadline) }

  public var hasPassed: Bool { status == .met || horizon <= 0 }
}

/// One target asked of one series as it was known at one time.
public struct TargetProjection: Sendable {
  public let target: PlacedTarget
  /// The observations that are known.
  public let sample: TimeSeries

  public init(_ target: PlacedTarget, sample: TimeSeries) {
    self.target = target
    self.sample = sample
  }

  /// Steps to simulate so that all deadlines, with room to hold, are inside.
  public static func horizon(
    for targets: [PlacedTarget], after end: Int, last: Int?
  ) -> Int {
    let deadlines = targets.flatMap { target in
      target.deadlines.map { $0 + target.target.hold - 1 }
    }
    let latest = targets.flatMap(\.deadlines).max() ?? end
    return max(1, max(last ?? latest + 5, deadlines.max() ?? end) - end)
  }

  /// The question to put to each path of `horizon` steps after the sample's end.
  ///
  /// - Throws: `TargetFault.notPositive` for a level that a log model never gets under.
  public func question(factors: [Double], scale: Scale) throws(TargetFault) -> PathQuestion {
    let end = sample.end ?? 0
    let thresholds = factors.indices.map { target.level(at: end + 1 + $0) }
    if scale == .log, target.target.cumulative == nil, let lowest = thresholds.min(), lowest <= 0 {
      throw .notPositive(level: lowest)
    }
    guard let cumulative = target.target.cumulative, let through = target.cumulativeThrough else {
      return PathQuestion(
        thresholds: thresholds, factors: factors, hold: target.target.hold,
        trailingRun: trailingRun)
    }
    // Periods that the start already includes add nothing; observed ones after it add what they are.
    let observed = sample.ordinals.indices.filter { sample.ordinals[$0] > through }
    let start = cumulative.start + observed.reduce(0) { $0 + sample.values[$1] }
    let effective = factors.indices.map { end + 1 + $0 > through ? factors[$0] : 0 }
    return PathQuestion(
      thresholds: thresholds, factors: effective, cumulativeFrom: start, hold: target.target.hold)
  }

  /// The last observed periods in a row at or over the level.
  private var trailingRun: Int {
    var (run, expected) = (0, sample.end ?? 0)
    for (ordinal, value) in zip(sample.ordinals, sample.values).reversed() {
      guard ordinal == expected, value >= target.level(at: ordinal) else { break }
      run += 1
      expected -= 1
    }
    return run
  }

  private var metIn: Int? {
    guard target.target.cumulative == nil else { return nil }
    return zip(sample.ordinals, sample.values).first { $1 >= target.level(at: $0) }?.0
  }

  /// What a tally says, for each deadline.
  public func outcomes(
    _ tally: PathTally, source: FittedSeries
  ) -> [TargetOutcome] {
    let met = metIn
    return target.deadlines.map { deadline in
      let passed = deadline <= source.sampleEnd
      let metInTime = met.map { $0 <= deadline } ?? false
      let status: TargetOutcome.Status = metInTime ? .met : passed ? .missed : .projected
      var outcome = outcome(
        deadline: deadline, status: status, metIn: met, model: source.model,
        lastPeriod: source.sampleEnd + tally.atLevel.count, paths: tally.paths)
      let touch = tally.touchProbability
      let step = deadline - source.sampleEnd
      if step >= 1 {
        outcome.pLevel = tally.levelProbability[step - 1]
        outcome.pTouch = met == nil ? touch[step - 1] : 1
        outcome.pSustained = heldInPast(by: deadline) ? 1 : tally.sustainedProbability[step - 1]
      } else {
        outcome.pLevel = sample.value(at: deadline).map { $0 >= outcome.level ? 1 : 0 }
        outcome.pTouch = metInTime ? 1 : 0
        outcome.pSustained = heldInPast(by: deadline) ? 1 : metInTime ? nil : 0
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

  /// Whether a run of `hold` observed periods at or over the level began by the deadline.
  private func heldInPast(by deadline: Int) -> Bool {
    guard target.target.cumulative == nil else { return false }
    var (run, previous) = (0, Int.min)
    for (ordinal, value) in zip(sample.ordinals, sample.values) {
      run = value >= target.level(at: ordinal) ? (ordinal == previous + 1 ? run + 1 : 1) : 0
      previous = ordinal
      if run >= target.target.hold, ordinal - target.target.hold + 1 <= deadline { return true }
    }
    return false
  }

  /// The rows of a target that the sample cannot answer.
  public func insufficient(_ reason: String, model: String, paths: Int) -> [TargetOutcome] {
    target.deadlines.map {
      outcome(
        deadline: $0, status: .insufficient, metIn: nil, model: model,
        lastPeriod: $0, paths: paths, insufficiency: reason)
    }
  }

  private func outcome(
    deadline: Int, status: TargetOutcome.Status, metIn: Int?, model: String, lastPeriod: Int,
    paths: Int, insufficiency: String? = nil
  ) -> TargetOutcome {
    let level = target.level(at: deadline)
    let base = sample.end.flatMap { end in sample.values.last.map { (end, $0) } }
    return TargetOutcome(
      target: target, seriesID: sample.id, axis: sample.axis, unit: sample.unit,
      basis: sample.basis, status: status, model: model, count: sample.count,
      sampleStart: sample.ordinals.first, sampleEnd: sample.end, deadline: deadline, level: level,
      base: base,
      growth: target.target.cumulative == nil
        ? Growth(of: sample, to: level, by: deadline)
        : Growth(of: sample, to: -1, by: deadline), metIn: metIn,
      observedAtDeadline: sample.value(at: deadline), lastPeriod: lastPeriod, paths: paths,
      insufficiency: insufficiency)
  }
}
