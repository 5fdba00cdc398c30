package import SeriesCore

/// A part of a scenario file: one key, read, answered and reported on its own.
///
/// A new part is one folder with a type of this kind, one line in `PartCatalog.all` and a report.
package protocol ScenarioPart: Sendable {
  associatedtype Answer: ScenarioAnswer

  /// The key in a scenario file.
  static var key: String { get }

  /// Reads the value under the key; nil when a fault was reported.
  static func read(_ node: ScenarioNode, _ context: PartContext) -> Self?

  /// The files that the part reads.
  var sources: [ScenarioSource] { get }

  /// What `corridor run --list` says of it, a line each.
  var plan: [String] { get }

  /// The report files that tell of it.
  var reports: [PartReport] { get }

  /// Computes the answer. What cannot be answered stands in it with its reason.
  func answer(_ run: PartRun) -> Answer

  /// The same, for a part that may take long: `progress` is called with the share that is done.
  func answer(_ run: PartRun, progress: (Double) -> Void) -> Answer
}

extension ScenarioPart {
  package func answer(_ run: PartRun, progress: (Double) -> Void) -> Answer { answer(run) }
}

/// What a part found.
package protocol ScenarioAnswer: Sendable {
  /// The plain sentences that the answer ends in, with what each is about.
  var verdicts: [PartVerdict] { get }

  /// The answers to quote, a row a question.
  var sheet: [AnswerRow] { get }
}

/// Why there is no answer.
package struct Insufficient: Error, Sendable {
  package let reason: String
}

/// One plain sentence.
package struct PartVerdict: Sendable, Equatable {
  package let subject: String
  package let text: String
  /// What a reader may want beneath it, such as the other courses' answers; nil for nothing.
  package let note: String?

  init(subject: String, text: String, note: String? = nil) {
    self.subject = subject
    self.text = text
    self.note = note
  }
}

/// A data file that a scenario reads.
package struct ScenarioSource: Sendable, Equatable {
  /// The file as the scenario names it, and its path.
  package let file: String
  package let path: String
  /// SHA-256 of the bytes as they were read.
  package let sha256: String
}

/// Every part, once.
enum PartCatalog {
  static let all: [any ScenarioPart.Type] = [SeriesPart.self] + beside

  /// The parts that may stand beside series and targets, or without any.
  static let beside: [any ScenarioPart.Type] = [
    RegressionPart.self,
    CapacityPart.self,
    RoutesPart.self,
    NetworkPart.self,
    ClaimsPart.self,
    ComparisonPart.self,
    MirrorPart.self,
    CounterfactualPart.self,
    HierarchyPart.self,
    NowcastPart.self,
    PipelinePart.self,
    PostMortemPart.self,
  ]
}

/// What a part may ask of the run that it belongs to.
package struct PartRun: Sendable {
  package let scenario: Scenario
  package let seed: UInt64
  package let paths: Int
  package let jobs: Int
  /// The period up to which data are used; nil for all.
  package let asOf: PeriodText?

  /// The names of the courses of events; the sentences that end a run are those of the first.
  package var courses: [String] { scenario.courses.map(\.name) }

  /// The series as it was known.
  package func known(_ series: TimeSeries) -> TimeSeries { series.known(asOf: asOf) }
}

extension TimeSeries {
  /// The ordinal at whose end the series is asked about; nil for all data.
  func placed(_ asOf: PeriodText?) -> Int? {
    asOf.flatMap { axis.ordinal(of: $0, periodEnd: true) }
  }

  /// What was known at the end of a period; all data for nil.
  package func known(asOf: PeriodText?) -> TimeSeries {
    placed(asOf).map { known(atEndOf: $0) } ?? self
  }
}

extension PartRun {
  /// The periods that all series with a target and this one's frequency have, and those that the series
  /// is compared with, so that two bases of one question are compared over the same years; nil for a series alone, or with too few in common.
  func commonPeriods(with spec: Scenario.SeriesSpec) -> Set<Int>? {
    let asked = Set(scenario.targets.map(\.target.seriesID))
    let others = scenario.series.filter {
      $0.id != spec.id && asked.contains($0.id) && $0.assumption == nil
        && $0.series.frequency == spec.series.frequency
    }
    let periods = others.map(\.series.ordinals) + spec.comparedWith
    guard !periods.isEmpty, spec.assumption == nil else { return nil }
    let common = periods.reduce(into: Set(spec.series.ordinals)) { $0.formIntersection($1) }
    let years = 5 * (spec.series.frequency.periodsPerYear ?? 1)
    guard let first = common.min(), let last = common.max(), Double(last - first) >= years else {
      return nil
    }
    return common
  }
}
