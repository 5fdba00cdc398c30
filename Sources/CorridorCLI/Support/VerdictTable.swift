import Corridor

/// All verdicts of a run: the first scenario's sentences, and beneath a target's the other scenarios'
/// probabilities to touch.
enum VerdictTable {
  static func lines(_ run: ScenarioRun) -> [String] {
    run.answers.flatMap(\.verdicts).flatMap { verdict in
      ["* \(verdict.subject): \(verdict.text)"] + (verdict.note.map { ["    " + $0] } ?? [])
    }
  }
}
