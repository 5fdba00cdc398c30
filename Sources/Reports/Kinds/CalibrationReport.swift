internal import Forecasting
internal import Scenarios
internal import SeriesCore

/// How often what the declared headline said of look-alikes came true, for the classes of the targets
/// that it answers.
enum CalibrationReport {
  static let kind = ReportKind(
    file: "calibration.csv",
    summary: "what the declared headline said of the class, and how often it came true",
    table: table
  ) { run in
    let classes = Set(run.targets.compactMap { answeredClass($0.outcome) })
    return ReferenceClass.allCases.filter(classes.contains).flatMap { name in
      CalibrationRecord.records(of: name).map { Row(name: name, record: $0) }
    }
  }

  private struct Row {
    let name: ReferenceClass
    let record: CalibrationRecord
  }

  /// The record is of years, and of models that ask what the class did.
  private static func answeredClass(_ outcome: TargetOutcome) -> ReferenceClass? {
    guard outcome.status == .projected, outcome.axis.frequency == .annual else { return nil }
    return outcome.referenceClass
  }

  private static let table: Table<Row> = [
    .text("class", "reference class") { $0.name.rawValue },
    .rounded("said_from", "least probability of the bin") { $0.record.lower },
    .rounded("said_to", "its end, which belongs to the next bin") { $0.record.upper },
    .integer("statements", "statements in the bin: a series, a level, a year to come") {
      $0.record.statements
    },
    .integer("n", "series that they are about") { $0.record.series },
    .integer("years", "most years that they look ahead, from one") { $0.record.years },
    .rounded("said", "mean of the probabilities that were said") { $0.record.said },
    .rounded("came_true", "share that came true; series of an epoch count alike") {
      $0.record.cameTrue
    },
    .rounded("lo95", "lower end of that share's 95 % interval, by drawing epochs (series) again") {
      $0.record.low
    },
    .rounded("hi95", "upper end") { $0.record.high },
  ]
}
