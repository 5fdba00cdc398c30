internal import SeriesCore

/// What the parts of a scenario file share while they are read: its data files, and the series,
/// courses of events and targets that it names.
package struct PartContext {
  let files: DataFiles
  /// The scenario's own series that could be read, in the order of the file.
  let series: [Scenario.SeriesSpec]
  /// The same by id.
  let known: [String: TimeSeries]
  let courses: [Scenario.Course]
  /// The scenario's own targets that could be placed.
  let targets: [PlacedTarget]
  /// The scenario's `horizon`, and where it stands.
  let horizon: (period: PeriodText, node: ScenarioNode)?

  var allowsFormulas: Bool { files.options.allowsFormulas }

  /// A text under a key that is copied to reports: none that a spreadsheet would run as a formula, or
  /// that would steer a terminal.
  func copiedText(_ node: ScenarioNode, _ key: String) -> String? {
    guard let text = node.text(key) else { return nil }
    let gate = CopyGate(allowsFormulas: allowsFormulas, names: .scenario)
    if let objection = gate.objection(text, what: "the text", verb: "reword it") {
      node.fault(at: key, objection.message, advice: objection.advice)
      return nil
    }
    return text
  }

  /// A scenario's own series named under a key; a fault for one that the file does not have.
  func series(_ node: ScenarioNode, _ key: String) -> TimeSeries? {
    guard let id = node.text(key) else { return nil }
    if let series = known[id] { return series }
    node.fault(
      at: key, "no series '\(id)' in this file",
      advice: known.isEmpty
        ? "name one under series:"
        : choiceAdvice(for: id, among: known.keys.sorted(), called: "series"))
    return nil
  }
}
