package import Claims
internal import Scenarios

/// One row a check of stated figures against each other.
package enum ClaimsReport {
  static let kind = ReportKind(
    file: "claims.csv", summary: "checks of stated figures against each other, a row each",
    table: table
  ) { run in run.part(ClaimsPart.self)?.answer.audit.findings ?? [] }

  /// Also the table of `corridor audit`.
  package static let table: Table<ClaimFinding> = [
    .text("check", "rule that ties the claims") { $0.check },
    .text(
      "verdict", "agreement, contradiction, different-basis, different-units or implied"
    ) { $0.verdict.rawValue },
    .text("claims", "ids of the claims") { joined($0.ids) },
    .text("series", "their series") { joined($0.series) },
    .text("period", "period of the figure that is checked or implied") { $0.period },
    .rounded("stated", "figure as stated; empty when one is only implied") { $0.stated },
    .rounded("implied", "what the other claims imply for it") { $0.implied },
    .rounded("low", "least value that their rounding and wording allow; empty for no bound") {
      $0.interval?.low
    },
    .rounded("high", "greatest such value; empty for no bound") { $0.interval?.high },
    .text("unit", "unit of the four") { $0.unit },
    .text("basis", "bases that the claims state") { joined($0.bases) },
    .text("explanation", "the row in a plain sentence, with its sources") { finding in
      finding.explanation
        + (finding.sources.isEmpty ? "" : " Sources: \(joined(finding.sources)).")
    },
  ]

  private static func joined(_ texts: [String]) -> String { texts.joined(separator: ";") }
}
