internal import SeriesCore

/// What the parts of a scenario file share while they are read: its data files, and the series,
/// courses of events and targets that it names.
package struct PartContext {
  let files: DataFiles
  /// The scenario's own series that could be read, in the order of the file.
  let series: [Scenario.SeriesSpec]
  /// The same by id.
  let known: [String: TimeSeries]
  /// The ids of all series of the file, those that could not be read among them.
  let names: Set<String>
  let courses: [Scenario.Course]
  /// The scenario's own targets that could be placed.
  let targets: [PlacedTarget]
  /// The links and markets of the file under `include`.
  let network: SharedNetwork?
  /// Whether the scenario includes a file: without a network it could not be read, which is told.
  let includes: Bool
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

  /// A scenario's own series named under a key; nil, and a fault there, for one that the file does not
  /// have, and nil for one that could not be read, whose fault stands where it is read.
  func series(_ node: ScenarioNode, _ key: String) -> TimeSeries? {
    guard let id = node.text(key) else { return nil }
    return known[id] ?? missing(id, node[key] ?? node)
  }

  /// The same of an item of a list, which might name another file instead.
  func series(named id: String, _ item: ScenarioNode) -> TimeSeries? {
    known[id] ?? missing(id, item, advice: "; write {file: …} for another file")
  }

  private func missing(_ id: String, _ node: ScenarioNode, advice: String = "") -> TimeSeries? {
    if !names.contains(id) { node.refuseSeries(id, among: names, advice: advice) }
    return nil
  }
}
