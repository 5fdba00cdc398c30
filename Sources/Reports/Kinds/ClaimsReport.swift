public import Claims
internal import Scenarios

/// One row a check of stated figures against each other.
public enum ClaimsReport {
  static let kind = ReportKind(
    file: "claims.csv", summary: "checks of stated figures against each other, a row each",
    columns: columns, isWanted: ReportKind.has(ClaimsPart.self)
  ) { run in
    run.part(ClaimsPart.self).map { rows($0.answer.audit) } ?? []
  }

  /// The table of `corridor audit`.
  public static func table(_ audit: ClaimAudit) -> ReportTable {
    ReportTable(columns: columns, rows: rows(audit))
  }

  private static let columns: [ReportTable.Column] = [
    .text("check", "rule that ties the claims"),
    .text(
      "verdict", "agreement, contradiction, different-basis, different-units or implied"),
    .text("claims", "ids of the claims"), .text("series", "their series"),
    .text("period", "period of the figure that is checked or implied"),
    .number("stated", "figure as stated; empty when one is only implied"),
    .number("implied", "what the other claims imply for it"),
    .number("low", "least value that their rounding and wording allow; empty for no bound"),
    .number("high", "greatest such value; empty for no bound"),
    .text("unit", "unit of the four"), .text("basis", "bases that the claims state"),
    .text("explanation", "the row in a plain sentence, with its sources"),
  ]

  private static func rows(_ audit: ClaimAudit) -> [[ReportTable.Cell]] {
    audit.findings.map { finding in
      func end(_ value: Double?) -> ReportTable.Cell {
        .rounded(value.flatMap { $0.isFinite ? $0 : nil })
      }
      let sources = finding.sources.isEmpty ? "" : " Sources: \(joined(finding.sources))."
      return [
        .text(finding.check), .text(finding.verdict.rawValue), .text(joined(finding.ids)),
        .text(joined(finding.series)), .text(finding.period), .rounded(finding.stated),
        .rounded(finding.implied), end(finding.interval?.low), end(finding.interval?.high),
        .text(finding.unit), .text(joined(finding.bases)), .text(finding.explanation + sources),
      ]
    }
  }

  private static func joined(_ texts: [String]) -> String { texts.joined(separator: ";") }
}
