internal import Forecasting
public import SeriesCore

/// What one target by one deadline comes to: the probabilities and the sentence.
public struct TargetAnswer: Sendable {
  /// The whole row.
  public let outcome: TargetOutcome

  init(_ outcome: TargetOutcome) { self.outcome = outcome }

  /// The answer in one sentence.
  public var verdict: String { Verdict.text(outcome) }
  /// The probability to have reached the level by the deadline; nil without an answer.
  public var touch: Double? { outcome.pTouch }
  /// The probability to be at or over the level in the deadline's period; nil without an answer,
  /// and for a past deadline that has no value.
  public var level: Double? { outcome.pLevel }
  /// The least and the greatest `touch` over models and windows; nil when no other model answered.
  public var range: ClosedRange<Double>? { outcome.range }
  /// The growth a year that the target needs, a fraction; nil where none leads there.
  public var requiredGrowth: Double? { outcome.growth?.required }
}

extension TimeSeries {
  /// Asks whether the series reaches a level by a deadline, as `corridor run` asks a target.
  ///
  /// - Parameters:
  ///   - level: in the unit of the series.
  ///   - deadline: a period as files write it; a year on a finer axis means its last period.
  ///   - model: `NAME[:FORM][+log|+level|+boxcox]`, on logs when it names no scale and all values are
  ///     positive; nil for the headline of the series.
  ///   - paths: sample paths; the probabilities are shares of them.
  ///   - jobs: workers; the answer does not depend on their number.
  /// - Returns: the probabilities, with their range over the models that scenarios put beside the
  ///   headline.
  /// - Throws: `TargetFault` for deadline and level, `ForecastingError` when the model cannot be fitted.
  public func target(
    _ level: Double, by deadline: String, model: String? = nil,
    paths: Int = 100_000, seed: UInt64 = 1, jobs: Int = 1
  ) throws -> TargetAnswer {
    guard let period = PeriodText(deadline) else { throw TargetFault.notAPeriod(deadline) }
    let target = try PlacedTarget(
      Target(name: "target", seriesID: id, level: .value(level), deadlines: [period]), on: self)
    var options = TargetInquiry.Options()
    options.model = try model.map { try ModelRequest($0).named(for: self, by: .logsOfPositive) }
    (options.paths, options.seed, options.jobs) = (paths, seed, jobs)
    guard
      let outcome = try TargetInquiry([target], of: self, options: options).outcomes.first
    else { throw TargetFault.notAPeriod(deadline) }
    return TargetAnswer(outcome)
  }
}

extension ScenarioRun {
  /// Reads a scenario file and runs it.
  ///
  /// - Throws: `ScenarioFaults` with every fault of the file and its data.
  public init(path: String, options: Options = .init()) throws(ScenarioFaults) {
    self.init(try ScenarioReader.read(path: path), options: options)
  }

  /// What the parts of the scenario beyond its targets end in, a sentence each, in their order.
  public var sentences: [String] {
    answers.filter { !($0 is SeriesAnswer) }.flatMap(\.verdicts).map { "\($0.subject): \($0.text)" }
  }

  /// The answer to one target of the file, from the latest data.
  ///
  /// - Parameters:
  ///   - name: the target's name in the file.
  ///   - course: the course of events; nil for the file's first.
  ///   - deadline: one of the target's deadlines, as files write periods.
  /// - Throws: `TargetFault.unknown` for a name or deadline that the file has not, with the
  ///   nearest; `.notAPeriod`.
  public func target(
    _ name: String, course: String? = nil, by deadline: String
  ) throws(TargetFault) -> TargetAnswer {
    let course = course ?? scenario.courses.first?.name ?? ""
    func require(_ what: String, _ name: String, _ names: [String]) throws(TargetFault) {
      guard !names.contains(name) else { return }
      throw .unknown(what, name, nearest: nearestName(to: name, among: names))
    }
    try require("target", name, scenario.targets.map(\.target.name))
    try require("scenario", course, scenario.courses.map(\.name))
    let rows = targets.filter {
      $0.vintage.kind == .latest && ($0.course == course || $0.alike.contains(course))
        && $0.outcome.target.target.name == name
    }
    guard let period = PeriodText(deadline) else { throw .notAPeriod(deadline) }
    guard
      let row = rows.first(where: {
        $0.outcome.axis.ordinal(of: period, periodEnd: true) == $0.outcome.deadline
      })
    else {
      throw .unknown(
        "deadline", deadline,
        nearest: rows.first.map { $0.outcome.axis.text($0.outcome.deadline) })
    }
    return TargetAnswer(row.outcome)
  }
}
