internal import Forecasting
internal import SeriesCore

/// Reads scenario files.
public enum ScenarioReader {
  private static let defaultPaths = 100_000
  private static let defaultModels = ["drift", "naive", "trend"]

  /// Reads a scenario file with the series it names, paths relative to the file.
  ///
  /// - Throws: `ScenarioFaults` with every fault, of the file and of the data, in order.
  public static func read(path: String) throws(ScenarioFaults) -> Scenario {
    let bytes: [UInt8]
    do throws(InputFault) { bytes = try ByteSource.readAll(path: path) } catch {
      throw ScenarioFaults([error])
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ScenarioFaults([
        InputFault(
          .malformed, file: path, "the text is not valid UTF-8", advice: "save it as UTF-8")
      ])
    }
    var dataFaults: [InputFault] = []
    let outcome: Result<Scenario, ScenarioFaults>
    do throws(ScenarioFaults) {
      outcome = .success(
        try ScenarioNode.parse(file: path, text: text) { node in
          scenario(node, file: path, dataFaults: &dataFaults)
        })
    } catch {
      outcome = .failure(error)
    }
    switch outcome {
    case .success(let scenario) where dataFaults.isEmpty: return scenario
    case .success: throw ScenarioFaults(dataFaults)
    case .failure(let error): throw ScenarioFaults(error.faults + dataFaults)
    }
  }

  private static func scenario(
    _ root: ScenarioNode, file: String, dataFaults: inout [InputFault]
  ) -> Scenario? {
    root.allow([
      "title", "question", "series", "scenarios", "targets", "models", "windows", "horizon",
      "paths", "seed", "levels", "as_of", "hold",
    ])
    let models = requests(root, "models") ?? defaultModels.compactMap { try? ModelRequest($0) }
    let windows = sampleWindows(root) ?? [.all]
    var known: [String: PeriodAxis] = [:]
    let seriesNodes = root.list("series")
    if seriesNodes.isEmpty {
      root.fault("no series", advice: "add series: with id and file")
    }
    let series = seriesNodes.compactMap { node -> Scenario.SeriesSpec? in
      guard
        let spec = seriesSpec(
          node, file: file, models: models, windows: windows, dataFaults: &dataFaults)
      else { return nil }
      if known.updateValue(spec.series.axis, forKey: spec.id) != nil {
        node.fault("the series '\(spec.id)' stands twice")
      }
      return spec
    }
    // With a series missing its name is still known, so that targets on it are not faults too.
    let names = Set(seriesNodes.compactMap { $0["id"]?.scalar })
    var courses = root.list("scenarios").compactMap { course($0, axes: known, names: names) }
    if courses.isEmpty, !root.has("scenarios") {
      courses = [Scenario.Course(name: "baseline", description: "", shocks: [:])]
    }
    refuseDuplicates(courses.map(\.name), root.list("scenarios"), "scenario")
    let hold = root.integer("hold", in: 1...1000) ?? 2
    let targets = root.list("targets").compactMap { target($0, hold: hold, names: names) }
    refuseDuplicates(targets.map(\.name), root.list("targets"), "target")
    let levels = root.list("levels").compactMap { node -> Double? in
      guard let text = node.scalar, let level = try? NumberText.parse(text), level > 0, level < 100
      else {
        node.fault("'\(node.scalar ?? "…")' is no level between 0 and 100")
        return nil
      }
      return level
    }
    return Scenario(
      name: ObservationReader.stem(file), title: root["title"]?.scalar ?? "",
      question: root["question"]?.scalar ?? "", series: series, courses: courses,
      targets: targets, horizon: root["horizon"].flatMap { $0.asPeriod() },
      paths: root.integer("paths", in: 100...100_000_000) ?? defaultPaths,
      seed: UInt64(root.integer("seed", in: 0...Int.max) ?? 1),
      levels: levels.isEmpty ? [50, 80, 95] : levels,
      vintages: root.list("as_of").compactMap { $0.asPeriod() })
  }

  private static func requests(_ node: ScenarioNode, _ key: String) -> [ModelRequest]? {
    guard node.has(key) else { return nil }
    return node.list(key).compactMap { item in
      do throws(ForecastingError) { return try ModelRequest(item.scalar ?? "") } catch {
        item.fault(error.description)
        return nil
      }
    }
  }

  private static func sampleWindows(_ node: ScenarioNode) -> [SampleWindow]? {
    guard node.has("windows") else { return nil }
    return node.list("windows").compactMap { item in
      if let window = SampleWindow(item.scalar ?? "") { return window }
      item.fault(
        "'\(item.scalar ?? "…")' is no window", advice: "write all, last 10 or from 2008")
      return nil
    }
  }

  private static func seriesSpec(
    _ node: ScenarioNode, file: String, models: [ModelRequest], windows: [SampleWindow],
    dataFaults: inout [InputFault]
  ) -> Scenario.SeriesSpec? {
    node.allow(["id", "file", "series", "models", "windows", "assumption", "season"])
    guard let id = node.text("id"), let data = node.text("file") else { return nil }
    let ownModels = requests(node, "models") ?? models
    let ownWindows = sampleWindows(node) ?? windows
    let assumption = node["assumption"].flatMap(assumedGrowth)
    let path = resolve(data, beside: file)
    let wanted = node["series"]?.scalar ?? id
    do throws(InputFault) {
      let panel = try SeriesPanel.read(path: path)
      guard let entry = panel.entries.first(where: { $0.id == wanted }) else {
        let near = nearestName(to: wanted, among: panel.entries.map(\.id))
        node.fault(
          "no series '\(wanted)' in \(data)",
          advice: near.map { "did you mean '\($0)'?" }
            ?? "series: " + panel.entries.prefix(8).map(\.id).joined(separator: ", "))
        return nil
      }
      switch entry {
      case .failure(let failure): throw failure.fault
      case .series(let series):
        for window in ownWindows {
          if case .from(let period) = window, series.axis.ordinal(of: period) == nil {
            node.fault("the window '\(window.text)' is no period of series '\(wanted)'")
          }
        }
        return Scenario.SeriesSpec(
          id: id, series: series, file: data, path: path, models: ownModels, windows: ownWindows,
          assumption: assumption, line: node.line)
      }
    } catch {
      dataFaults.append(error)
      return nil
    }
  }

  private static func assumedGrowth(_ node: ScenarioNode) -> AssumedGrowth? {
    node.allow(["growth_low", "growth_high", "volatility", "reason"])
    guard let low = node.number("growth_low"), let high = node.number("growth_high"),
      let volatility = node.number("volatility"), let reason = node.text("reason")
    else { return nil }
    guard low > -1, high >= low, volatility >= 0 else {
      node.fault("growth must run from low (over -1) up to high, volatility must not be negative")
      return nil
    }
    return AssumedGrowth(low: low, high: high, volatility: volatility, reason: reason)
  }

  private static func course(
    _ node: ScenarioNode, axes: [String: PeriodAxis], names: Set<String>
  ) -> Scenario.Course? {
    node.allow(["name", "description", "shocks"])
    guard let name = node.text("name") else { return nil }
    var shocks: [String: [any Shock]] = [:]
    for item in node.list("shocks") {
      item.allow(ShockCatalog.all.map(\.name) + ["series"])
      var scope = Array(axes.keys)
      if let only = item["series"]?.scalar {
        if !names.contains(only) { unknownSeries(item, "series", only, names) }
        scope = axes.keys.contains(only) ? [only] : []
      }
      let kinds = ShockCatalog.all.filter { item.has($0.name) }
      if kinds.count != 1 {
        item.fault(
          "one shock is needed, \(kinds.count) found",
          advice: "kinds: " + ShockCatalog.all.map(\.name).joined(separator: ", "))
        continue
      }
      guard let kind = kinds.first, let body = item[kind.name] else { continue }
      // Read once a series: periods mean different ordinals on different axes.
      for (place, id) in scope.sorted().enumerated() {
        guard let axis = axes[id], let shock = kind.read(body, axis) else {
          if place == 0 { break } else { continue }
        }
        shocks[id, default: []].append(shock)
      }
    }
    return Scenario.Course(
      name: name, description: node["description"]?.scalar ?? "", shocks: shocks)
  }

  private static func target(
    _ node: ScenarioNode, hold: Int, names: Set<String>
  ) -> Target? {
    node.allow([
      "name", "series", "level", "multiple", "base", "by", "hold", "deflator", "cumulative",
    ])
    guard let name = node.text("name"), let seriesID = node.text("series") else { return nil }
    if !names.contains(seriesID) { unknownSeries(node, "series", seriesID, names) }
    let level: Target.Level
    switch (node.has("level"), node.has("multiple")) {
    case (true, false):
      guard let value = node.positive("level") else { return nil }
      level = .value(value)
    case (false, true):
      guard let multiple = node.positive("multiple"), let base = node.period("base") else {
        return nil
      }
      level = .multiple(multiple, base: base)
    default:
      node.fault("either 'level' or 'multiple' with 'base' is needed")
      return nil
    }
    let deadlines = node.list("by").compactMap { $0.asPeriod() }
    if deadlines.isEmpty, !node.has("by") {
      node.fault("the key 'by' is missing", advice: "give the deadlines: by: [2030, 2035]")
    }
    var deflator: Target.Deflator?
    if let item = node["deflator"] {
      item.allow(["rate", "base", "reason"])
      guard let rate = item.number("rate"), let base = item.period("base") else { return nil }
      deflator = Target.Deflator(rate: rate, base: base)
    }
    var cumulative: Target.Cumulative?
    if let item = node["cumulative"] {
      item.allow(["start", "through"])
      guard let start = item.number("start"), let through = item.period("through") else {
        return nil
      }
      cumulative = Target.Cumulative(start: start, through: through)
    }
    return Target(
      name: name, seriesID: seriesID, level: level, deadlines: deadlines,
      hold: node.integer("hold", in: 1...1000) ?? hold, deflator: deflator, cumulative: cumulative)
  }

  private static func unknownSeries(
    _ node: ScenarioNode, _ key: String, _ name: String, _ names: Set<String>
  ) {
    let near = nearestName(to: name, among: names.sorted()).map { "did you mean '\($0)'?" }
    node.fault(
      at: key, "no series '\(name)' in this file",
      advice: near ?? "series: " + names.sorted().joined(separator: ", "))
  }

  private static func refuseDuplicates(
    _ names: [String], _ nodes: [ScenarioNode], _ what: String
  ) {
    var seen = Set<String>()
    for node in nodes {
      guard let name = node["name"]?.scalar, !seen.insert(name).inserted else { continue }
      node.fault("the \(what) '\(name)' stands twice", advice: "give each its own name")
    }
  }

  /// A path inside a scenario is relative to the scenario's file.
  static func resolve(_ path: String, beside file: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return String(file[...slash]) + path
  }
}
