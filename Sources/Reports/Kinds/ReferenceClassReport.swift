internal import Forecasting
internal import Scenarios
internal import SeriesCore

/// The outside view beside each target: of series of its class, how many had come as far in as many
/// years, by epoch.
enum ReferenceClassReport {
  static let kind = ReportKind(
    file: "reference_class.csv",
    summary: "how many series of the class had reached the multiple, by epoch", table: table
  ) { run in
    let course = run.scenario.courses.first?.name
    return run.targets.filter {
      run.isMain($0.vintage) && $0.course == course && $0.outcome.status == .projected
    }.flatMap { rows($0.outcome) }
  }

  private struct Row {
    let outcome: TargetOutcome
    let multiple: Double
    let record: ReferenceRecord

    var share: Double { record.share(reaching: multiple) }
    var interval: ClosedRange<Double> { record.interval(ofShare: share) }
  }

  /// None for sums, periods that are no years, and beyond ten years, where no record reaches.
  private static func rows(_ outcome: TargetOutcome) -> [Row] {
    guard let base = outcome.base, base.value > 0, outcome.level > 0,
      outcome.target.target.cumulative == nil, outcome.axis.frequency == .annual
    else { return [] }
    let kind = outcome.referenceClass ?? ReferenceClass(unit: outcome.unit)
    return ReferenceRecord.records(of: kind, horizon: outcome.horizon).map {
      Row(outcome: outcome, multiple: outcome.level / base.value, record: $0)
    }
  }

  private static let table: Table<Row> = [
    .text("target", "name of the target") { $0.outcome.target.target.name },
    .text("deadline", "period by which") { $0.outcome.axis.text($0.outcome.deadline) },
    .text("series", "series id") { $0.outcome.seriesID },
    .text("class", "reference class") {
      ($0.outcome.referenceClass ?? ReferenceClass(unit: $0.outcome.unit)).rawValue
    },
    .text("epoch", "ten years in which the bases lie; undated where the data name none") {
      $0.record.epoch
    },
    .integer("horizon", "years from the base to the deadline") { $0.record.horizon },
    .rounded("multiple", "level over the last value") { $0.multiple },
    .integer("n", "series of the class in that epoch") { $0.record.count },
    .rounded("share_reached", "share that had reached the multiple within the horizon") {
      $0.share
    },
    .rounded("p_quoted", "the quoted probability of the target") { $0.outcome.pTouch },
    .rounded("lo95", "lower end of the share's 95 % interval (Wilson) for n series") {
      $0.interval.lowerBound
    },
    .rounded("hi95", "upper end") { $0.interval.upperBound },
  ]
}
