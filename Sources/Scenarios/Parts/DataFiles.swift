internal import SeriesCore

/// The data files that a scenario file names, each read once, and the faults inside them.
final class DataFiles {
  /// The scenario file; paths in it are relative to it.
  let scenario: String
  /// How data files are read where nothing beside their name says otherwise.
  let options: ObservationOptions
  /// Where they may be; nil for anywhere.
  private let tree: ScenarioTree?
  /// Each once, whichever part meets it; they stand after the faults of the scenario file.
  private(set) var faults: [InputFault] = []
  private var contents: [String: [UInt8]] = [:]

  init(of scenario: String, options: ObservationOptions, allowsOutside: Bool) {
    self.scenario = scenario
    self.options = options
    tree = allowsOutside ? nil : ScenarioTree(of: scenario)
  }

  func add(_ fault: InputFault) {
    if !faults.contains(fault) { faults.append(fault) }
  }

  /// The bytes of the file named under a key.
  func bytes(_ node: ScenarioNode, _ key: String) -> (bytes: [UInt8], source: ScenarioSource)? {
    guard let (name, path) = file(node, key) else { return nil }
    do throws(InputFault) {
      let bytes: [UInt8]
      if let known = contents[path] {
        bytes = known
      } else {
        bytes = try ScenarioText.dataBytes(path)
        contents[path] = bytes
      }
      return (bytes, ScenarioSource(file: name, path: path, sha256: SHA256.hexDigest(bytes)))
    } catch {
      add(Self.located(error, node[key] ?? node))
      return nil
    }
  }

  /// A fault of a file that cannot be read, with where the scenario names it.
  private static func located(_ fault: InputFault, _ node: ScenarioNode) -> InputFault {
    guard fault.kind == .unreadable else { return fault }
    let place = node.collector.file + (node.line.map { ":\($0)" } ?? "")
    return InputFault(
      .unreadable, file: fault.file, line: fault.line, fault.message + ", named in " + place,
      remedy: fault.remedy, names: fault.names)
  }

  /// All series of the observations file under `file`.
  func panel(
    _ node: ScenarioNode, _ options: ObservationOptions
  ) -> (panel: SeriesPanel, source: ScenarioSource)? {
    guard let (bytes, source) = bytes(node, "file") else { return nil }
    do throws(InputFault) {
      return (
        try SeriesPanel.read(ByteSource(name: source.path, bytes: bytes), options: options), source
      )
    } catch {
      add(error)
      return nil
    }
  }

  /// All series of the observations file under `file`, read as the keys beside it say.
  ///
  /// - Parameter keys: the keys of observations that may stand there.
  func panel(
    _ node: ScenarioNode, keys: [String] = ObservationKeys.all
  ) -> (panel: SeriesPanel, source: ScenarioSource)? {
    let options = ObservationKeys.options(node, keys: keys, on: options)
    return panel(node, options)
  }

  private func series(
    _ wanted: String, of read: (panel: SeriesPanel, source: ScenarioSource), _ node: ScenarioNode
  ) -> TimeSeries? {
    guard read.panel.entries.contains(where: { $0.id == wanted }) else {
      let absence = read.panel.absence(of: wanted)
      node.fault(absence.message + " in " + read.source.file, advice: absence.advice)
      return nil
    }
    do throws(InputFault) { return try read.panel.series(named: wanted) } catch {
      add(error)
      return nil
    }
  }

  /// The series that the scenario calls by a name: the one under `series`, the only one of a file that
  /// names none, since any name will do for it, or the one that the file calls the same.
  func series(
    called name: String, of read: (panel: SeriesPanel, source: ScenarioSource), _ node: ScenarioNode
  ) -> TimeSeries? {
    let only = read.panel.hasImpliedID ? read.panel.entries.first?.id : nil
    return series(node["series"]?.scalar ?? only ?? name, of: read, node)
  }

  /// One series of the observations file under `file`: the one named under `series`, or the only one.
  ///
  /// - Parameter keys: the keys of observations that may stand there.
  func series(
    _ node: ScenarioNode, keys: [String] = ObservationKeys.all
  ) -> (series: TimeSeries, source: ScenarioSource)? {
    guard let read = panel(node, keys: keys) else { return nil }
    guard let wanted = node["series"]?.scalar ?? read.panel.entries.first?.id else { return nil }
    if !node.has("series"), read.panel.entries.count > 1 {
      node.fault(
        "'\(read.source.file)' holds \(read.panel.entries.count) series",
        advice: "name one: series: \(wanted)")
      return nil
    }
    return series(wanted, of: read, node).map { ($0, read.source) }
  }

  /// The file named under a key, and its path; nil, and a fault, for one outside of the tree.
  func file(_ node: ScenarioNode, _ key: String) -> (name: String, path: String)? {
    guard let name = node.text(key) else { return nil }
    let path = path(name)
    guard tree?.holds(name, at: path) ?? true else {
      node.fault(
        at: key, "'\(name)' is outside of what the scenario may read",
        advice: "put it below the scenario's folder, or give --allow-outside")
      return nil
    }
    return (name, path)
  }

  /// A path inside a scenario is relative to the scenario's file.
  private func path(_ name: String) -> String {
    guard !name.hasPrefix("/"), let slash = scenario.lastIndex(of: "/") else { return name }
    return String(scenario[...slash]) + name
  }
}
