public import SeriesCore

/// A part of a scenario file beyond series and targets: one key, read, answered and reported on its
/// own.
///
/// A new part is one folder with a type of this kind, one line in `PartCatalog.all` and a report.
public protocol ScenarioPart: Sendable {
  associatedtype Answer: ScenarioAnswer

  /// The key in a scenario file.
  static var key: String { get }
  /// What the part asks, in a line.
  static var summary: String { get }

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
}

/// What a part found.
public protocol ScenarioAnswer: Sendable {
  /// The plain sentences that the answer ends in, with what each is about.
  var verdicts: [PartVerdict] { get }
}

/// One plain sentence.
public struct PartVerdict: Sendable, Equatable {
  public let subject: String
  public let text: String

  public init(subject: String, text: String) {
    self.subject = subject
    self.text = text
  }
}

/// A data file that a scenario reads.
public struct ScenarioSource: Sendable, Equatable {
  /// The file as the scenario names it, and its path.
  public let file: String
  public let path: String
  /// SHA-256 of the bytes as they were read.
  public let sha256: String
}

/// Every part, once.
public enum PartCatalog {
  public static let all: [any ScenarioPart.Type] = [
    RegressionPart.self,
    CapacityPart.self,
    RoutesPart.self,
    ClaimsPart.self,
    HierarchyPart.self,
    NowcastPart.self,
    PipelinePart.self,
    PostMortemPart.self,
  ]
}

/// What a part may ask of the run that it belongs to.
public struct PartRun: Sendable {
  public let scenario: Scenario
  public let seed: UInt64
  public let paths: Int
  public let jobs: Int
  /// The period up to which data are used; nil for all.
  public let asOf: PeriodText?

  /// The series as it was known.
  public func known(_ series: TimeSeries) -> TimeSeries { series.known(asOf: asOf) }
}

extension TimeSeries {
  /// The ordinal at whose end the series is asked about; nil for all data.
  func placed(_ asOf: PeriodText?) -> Int? {
    asOf.flatMap { axis.ordinal(of: $0, periodEnd: true) }
  }

  /// What was known at the end of a period; all data for nil.
  func known(asOf: PeriodText?) -> TimeSeries {
    placed(asOf).map { known(atEndOf: $0) } ?? self
  }
}
