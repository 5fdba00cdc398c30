import Corridor

/// The short table of verdicts that ends a run: the first scenario's sentences, and beneath a target's
/// the other scenarios' probabilities to touch.
enum VerdictTable {
  static func text(_ run: ScenarioRun, folder: String) -> String {
    let title = run.scenario.title.isEmpty ? run.scenario.name : run.scenario.title
    var lines = ["", title, String(repeating: "-", count: title.count)]
    for verdict in run.answers.flatMap(\.verdicts) {
      lines.append("* \(verdict.subject): \(verdict.text)")
      if let note = verdict.note { lines.append("    " + note) }
    }
    lines.append("reports in \(folder)")
    return lines.joined(separator: "\n") + "\n"
  }
}
