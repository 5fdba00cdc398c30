/// How far a project is, by the words about it.
public enum WorkStage: Int, Sendable, Comparable, CaseIterable {
  case considered
  case negotiated
  case agreed
  case underWay
  case finished

  /// Whether `a` is an earlier stage than `b`.
  public static func < (a: WorkStage, b: WorkStage) -> Bool { a.rawValue < b.rawValue }

  /// For sentences.
  public var phrase: String {
    switch self {
    case .considered: "under consideration"
    case .negotiated: "being negotiated"
    case .agreed: "agreed or planned"
    case .underWay: "under way"
    case .finished: "finished"
    }
  }

  private var phrases: [String] {
    switch self {
    case .considered:
      ["considering", "considered", "proposed", "proposing", "discussing", "under discussion"]
    case .negotiated: ["negotiating", "negotiated", "negotiations", "negotiation", "in talks"]
    case .agreed: ["agreed", "planned", "approved", "decision to", "plans to", "plan to"]
    case .underWay:
      [
        "being implemented", "implementing", "under construction", "construction of",
        "construction underway", "construction works", "being built", "under way", "underway",
        "in progress", "building",
      ]
    case .finished:
      [
        "finalized", "finalised", "completed", "finished", "commissioned", "put into operation",
        "opened", "been implemented", "built",
      ]
    }
  }

  /// The stage that a quotation speaks of; nil when it speaks of none.
  ///
  /// What is only talked about has not begun, whatever it is that is talked about (`negotiating the
  /// construction of`): the earliest such stage counts. Else the last one does.
  init?(_ quotation: Quotation) {
    let found = Self.allCases.filter {
      quotation.says($0.phrases, notAfter: $0 == .finished ? ["be", "being", "not"] : [])
    }
    guard let stage = found.first(where: { $0 <= .agreed }) ?? found.last else { return nil }
    self = stage
  }

  /// Ends of series names that say how far the counted part is, with the stage.
  static let suffixes: [(suffix: String, stage: WorkStage?)] = [
    ("finalised", .finished), ("finalized", .finished), ("finished", .finished),
    ("completed", .finished), ("commissioned", .finished), ("launched", .finished),
    ("ongoing", .underWay), ("under_way", .underWay), ("under_construction", .underWay),
    ("in_progress", .underWay), ("remaining", nil), ("removed", nil), ("cancelled", nil),
  ]
}
