/// One way in which stated figures must fit together.
///
/// A new rule is one file and one line in `ClaimRuleCatalog.all`.
protocol ClaimRule: Sendable {
  /// Its name in the column `check`.
  static var name: String { get }
  /// What it checks, in a line.
  static var summary: String { get }

  static func findings(_ book: ClaimBook) -> [ClaimFinding]
}

/// Every rule, once, in the order of the report.
package enum ClaimRuleCatalog {
  static let all: [any ClaimRule.Type] = [
    SameFigureRule.self,
    GrowthRule.self,
    SumRule.self,
    PartOfYearRule.self,
    CumulativeWindowRule.self,
    CumulativeLevelRule.self,
    PartOfWholeRule.self,
    ShareRule.self,
    AverageWorthRule.self,
    StatusRule.self,
    StockRule.self,
    RankRule.self,
    TargetMultipleRule.self,
    TargetLevelRule.self,
    LeadTimeRule.self,
    RecordRule.self,
    WindowLengthRule.self,
    MeasuredFigureRule.self,
  ]

  /// Names and summaries, for help and documentation.
  package static let names: [(name: String, summary: String)] = all.map { ($0.name, $0.summary) }
}
