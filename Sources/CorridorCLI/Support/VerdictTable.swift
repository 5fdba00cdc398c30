import Corridor

/// The short table of verdicts that ends a run.
enum VerdictTable {
  static func text(_ run: ScenarioRun, folder: String) -> String {
    let title = run.scenario.title.isEmpty ? run.scenario.name : run.scenario.title
    var lines = ["", title, String(repeating: "-", count: title.count)]
    for row in run.targets {
      let vintage = row.vintage.asOf.map { ", as of \($0.written)" } ?? ""
      lines.append(
        "\(row.outcome.target.target.name) [\(row.course)\(vintage)] \(Verdict.text(row.outcome))")
    }
    lines.append("reports in \(folder)")
    return lines.joined(separator: "\n") + "\n"
  }
}
