package import Logistics
internal import SeriesCore
internal import StatisticsCore

/// What the lists of one pipeline tell, and what is projected from them.
package struct PipelineAnswer: Sendable {
  package enum Status: String, Sendable {
    /// Hazards fitted to the counts between lists.
    case fitted
    /// Stated hazards.
    case assumption
    /// No hazards: only the share that is finished.
    case insufficient
  }

  /// One course of events at one period.
  package struct Row: Sendable {
    package let course: String
    package let period: String
    /// Hazards a year with the factors of the course; nil without any.
    package let completion: PipelineHazards.Hazard?
    package let removal: PipelineHazards.Hazard?
    /// nil where there are no hazards.
    package let outcome: PipelineProjection.Outcome?
  }

  package let question: PipelineQuestion
  package let pipeline: ProjectPipeline?
  /// The last list whose finished projects are known; nil without one.
  package let base: ListVintage?
  package let status: Status
  /// Why no hazards were fitted; nil when they were.
  package let reason: String?
  package let fit: PipelineHazards?
  /// The share that is finished, Jeffreys 95 %; nil without a counted list.
  package let share: (estimate: Double, low: Double, high: Double)?
  /// The value that stands beside the base list, and of which date.
  package let value: PipelineQuestion.ListedValue?
  /// Why the finished value is not projected though a value is given; nil otherwise.
  package let valueReason: String?
  package let paths: Int
  package let rows: [Row]

  /// Paths beyond which more change no printed digit of a count.
  private static let pathLimit = 20_000
  private static let workLimit = 50_000_000

  init(_ question: PipelineQuestion, _ run: PartRun) {
    let cut = run.asOf?.lastDay ?? .max
    let entries = question.entries.filter { $0.lastDay <= cut }
    let pipeline = try? ProjectPipeline(entries.map(\.list))
    let base = pipeline?.base
    var (fit, reason): (PipelineHazards?, String?)
    if let pipeline {
      do throws(PipelineError) { fit = try PipelineHazards(pipeline) } catch {
        reason = error.description
      }
    } else {
      reason = "no list was known at the time"
    }
    self.question = question
    self.pipeline = pipeline
    self.base = base
    self.fit = fit
    self.reason = reason
    let baseDay = entries.last { $0.list.finished != nil }?.lastDay
    share = base.flatMap { Self.share($0) }
    // The money of the list is often given on another day than the count of what is finished: the
    // nearest day's, which the report names.
    let listedValue = question.values.filter { $0.lastDay <= cut }.min {
      abs($0.lastDay - (baseDay ?? 0)) < abs($1.lastDay - (baseDay ?? 0))
    }
    value = listedValue
    let isValued = listedValue != nil && question.sizes != nil
    valueReason =
      listedValue != nil && !isValued
      ? "the value of what is finished is not known and no share is stated" : nil
    let source: PipelineProjection.Source?
    if base == nil {
      (status, source) = (.insufficient, nil)
    } else if let fit {
      (status, source) = (.fitted, .fitted(fit))
    } else if let assumption = question.assumption {
      (status, source) = (
        .assumption, .assumed(completion: assumption.completion, removal: assumption.removal)
      )
    } else {
      (status, source) = (.insufficient, nil)
    }
    let open = base?.open ?? 0
    paths = min(run.paths, Self.pathLimit, max(100, Self.workLimit / max(1, open)))
    var rows: [Row] = []
    let deadlines = question.deadlines.filter { $0.lastDay > baseDay ?? .min }
    for course in run.courses {
      let factors = question.factors[course] ?? (1, 1)
      let (completion, removal) = Self.hazards(source, factors)
      var outcomes: [PipelineProjection.Outcome?] = deadlines.map { _ in nil }
      if let source, let base, let baseDay {
        let projected = PipelineProjection(
          name: question.name, open: open, finished: base.finished ?? 0, source: source,
          value: isValued
            ? question.sizes.flatMap { sizes in
              listedValue.map {
                PipelineProjection.Value(
                  total: $0.amount, finishedShare: sizes.finishedShare,
                  logDeviation: sizes.logDeviation)
              }
            } : nil, factors: factors,
          horizons: deadlines.map { Double($0.lastDay - baseDay) / 365.2425 }, paths: paths,
          seed: run.seed)
        outcomes = projected.outcomes()
      }
      for (deadline, outcome) in zip(deadlines, outcomes) {
        rows.append(
          Row(
            course: course, period: deadline.text, completion: completion, removal: removal,
            outcome: outcome))
      }
    }
    self.rows = rows
  }

  private static func share(
    _ base: ListVintage
  ) -> (estimate: Double, low: Double, high: Double)? {
    guard let finished = base.finished, base.listed > 0 else { return nil }
    let interval = BinomialInterval.jeffreys(successes: finished, of: base.listed, level: 95)
    return (Double(finished) / Double(base.listed), interval.lowerBound, interval.upperBound)
  }

  /// The hazards under a course; the interval of a stated range is its own central 80 %.
  private static func hazards(
    _ source: PipelineProjection.Source?, _ factors: (completion: Double, removal: Double)
  ) -> (PipelineHazards.Hazard?, PipelineHazards.Hazard?) {
    func scaled(_ hazard: PipelineHazards.Hazard, _ factor: Double) -> PipelineHazards.Hazard {
      PipelineHazards.Hazard(
        estimate: hazard.estimate * factor, low: hazard.low * factor, high: hazard.high * factor)
    }
    func stated(_ range: PipelineProjection.Range) -> PipelineHazards.Hazard {
      PipelineHazards.Hazard(
        estimate: (range.low * range.high).squareRoot(), low: range.low, high: range.high)
    }
    switch source {
    case nil: return (nil, nil)
    case .fitted(let fit):
      return (scaled(fit.completion, factors.completion), scaled(fit.removal, factors.removal))
    case .assumed(let completion, let removal):
      return (
        scaled(stated(completion), factors.completion), scaled(stated(removal), factors.removal)
      )
    }
  }
}
