internal import SeriesCore

/// What the parts of a scenario file share while they are read: where the file stands, the series
/// and courses of events that it names, and the faults of data files.
package final class PartContext {
  /// The scenario file.
  let file: String
  /// How data files are read where a part does not say otherwise.
  let observations: ObservationOptions
  /// The scenario's own series that could be read, by id.
  let known: [String: TimeSeries]
  let courses: [Scenario.Course]
  /// The scenario's own targets that could be placed.
  let targets: [PlacedTarget]
  /// The scenario's `horizon`, and where it stands.
  let horizon: (period: PeriodText, node: ScenarioNode)?
  /// Faults inside data files, which stand after those of the scenario file.
  private(set) var dataFaults: [InputFault] = []
  /// Data files read so far, by path, so that each is read once.
  private var files: [String: [UInt8]] = [:]

  init(
    file: String, observations: ObservationOptions, known: [String: TimeSeries],
    courses: [Scenario.Course], targets: [PlacedTarget],
    horizon: (period: PeriodText, node: ScenarioNode)? = nil
  ) {
    self.file = file
    self.observations = observations
    self.known = known
    self.courses = courses
    self.targets = targets
    self.horizon = horizon
  }

  var allowsFormulas: Bool { observations.allowsFormulas }

  func add(_ fault: InputFault) { dataFaults.append(fault) }

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

  /// The bytes of a data file named under a key, its path relative to the scenario's file.
  func bytes(_ node: ScenarioNode, _ key: String) -> (bytes: [UInt8], source: ScenarioSource)? {
    guard let name = node.text(key) else { return nil }
    let path = ScenarioReader.resolve(name, beside: file)
    do throws(InputFault) {
      let bytes: [UInt8]
      if let read = files[path] { bytes = read } else { bytes = try ScenarioText.dataBytes(path) }
      files[path] = bytes
      return (bytes, ScenarioSource(file: name, path: path, sha256: SHA256.hexDigest(bytes)))
    } catch {
      add(error)
      return nil
    }
  }

  /// All series of an observations file named under a key, read as the keys beside it say.
  func panel(
    _ node: ScenarioNode, _ key: String
  ) -> (panel: SeriesPanel, source: ScenarioSource)? {
    let options = ObservationKeys.options(node, on: observations)
    guard let (bytes, source) = bytes(node, key) else { return nil }
    do throws(InputFault) {
      return (
        try SeriesPanel.read(ByteSource(name: source.path, bytes: bytes), options: options), source
      )
    } catch {
      add(error)
      return nil
    }
  }

  /// One series of an observations file: the one named under `series`, or the file's only one.
  func fileSeries(_ node: ScenarioNode) -> (series: TimeSeries, source: ScenarioSource)? {
    guard let (panel, source) = panel(node, "file") else { return nil }
    guard let wanted = node["series"]?.scalar ?? panel.entries.first?.id else { return nil }
    if !node.has("series"), panel.entries.count > 1 {
      node.fault(
        "'\(source.file)' holds \(panel.entries.count) series",
        advice: "name one: series: \(wanted)")
      return nil
    }
    guard panel.entries.contains(where: { $0.id == wanted }) else {
      let absence = panel.absence(of: wanted)
      node.fault(absence.message + " in " + source.file, advice: absence.advice)
      return nil
    }
    do throws(InputFault) { return (try panel.series(named: wanted), source) } catch {
      add(error)
      return nil
    }
  }
}
