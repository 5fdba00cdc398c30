import Corridor

/// The short table of verdicts that ends a run: the first scenario's sentence for each target, and
/// beneath it the other scenarios' probabilities to touch.
enum VerdictTable {
  static func text(_ run: ScenarioRun, folder: String) -> String {
    let title = run.scenario.title.isEmpty ? run.scenario.name : run.scenario.title
    var lines = ["", title, String(repeating: "-", count: title.count)]
    let first = run.scenario.courses.first?.name
    for row in run.targets where row.course == first {
      let vintage = row.vintage.asOf.map { ", \(row.vintage.label) \($0.written)" } ?? ""
      lines.append("* \(row.outcome.target.target.name)\(vintage): \(Verdict.text(row.outcome))")
      guard row.outcome.status == .projected else { continue }
      let others = run.targets.filter {
        $0.course != first && $0.vintage == row.vintage
          && $0.outcome.target.target.name == row.outcome.target.target.name
          && $0.outcome.deadline == row.outcome.deadline
          // Courses that do not touch the series say nothing of it.
          && $0.outcome.pTouch != row.outcome.pTouch
      }
      guard !others.isEmpty else { continue }
      let shares = others.map { "\($0.course) \(Verdict.share($0.outcome.pTouch))" }
      lines.append("    to touch: " + shares.joined(separator: ", "))
    }
    for verdict in run.answers.flatMap(\.verdicts) {
      lines.append("* \(verdict.subject): \(verdict.text)")
    }
    lines.append("reports in \(folder)")
    return lines.joined(separator: "\n") + "\n"
  }
}
