internal import Forecasting
internal import SeriesCore

/// Reads the key `hierarchies` of a scenario file.
struct HierarchyReader {
  let context: PartContext

  func questions(_ list: ScenarioNode) -> [HierarchyQuestion] {
    list.named("hierarchy", question)
  }

  private func question(_ node: ScenarioNode) -> HierarchyQuestion? {
    node.allow(["name", "file", "series", "model", "method", "horizon", "nonnegative"])
    let before = node.faultCount
    let name = node.text("name")
    let file = hierarchy(node)
    let series = observations(node)
    let horizon = node.period("horizon")
    let request = model(node)
    let method = method(node)
    let isNonnegative = node.flag("nonnegative")
    if isNonnegative, let method, method.divides {
      node.fault(at: "nonnegative", "a bound at zero does not go with \(method.name)")
    }
    guard let name, let (rules, source) = file, let horizon, let request, let method,
      node.faultCount == before,
      // What is wrong with a file that could not be read is said of it, and not of its nodes.
      series.byID.count == node.list("series").count
    else { return nil }
    if let missing = rules.hierarchy.bottom.map({ rules.hierarchy.nodes[$0] })
      .first(where: { series.byID[$0] == nil })
    {
      node.fault(at: "series", "the bottom node '\(missing)' has no series", advice: "name it")
      return nil
    }
    if let stranger = series.byID.keys.sorted().first(where: { !rules.hierarchy.nodes.contains($0) }
    ) {
      let near = nearestName(to: stranger, among: rules.hierarchy.nodes)
      node.fault(
        at: "series", "'\(stranger)' is no node of \(source.file)",
        advice: near.map { "did you mean '\($0)'?" } ?? "take it out")
      return nil
    }
    var periods = 1
    for (_, one) in series.byID.sorted(by: { $0.key < $1.key }) {
      guard let end = one.end else { continue }
      guard let last = node["horizon"]?.deadline(on: one, isAhead: true) else { return nil }
      periods = max(periods, last - end)
    }
    guard
      (node["horizon"] ?? node).hasRoom(
        periods: periods, [("nodes", rules.hierarchy.count)])
    else { return nil }
    return HierarchyQuestion(
      name: name, hierarchy: rules.hierarchy, series: series.byID, request: request,
      method: method, horizon: horizon, isNonnegative: isNonnegative,
      sources: [source] + series.sources)
  }

  private func hierarchy(_ node: ScenarioNode) -> (HierarchyFile, ScenarioSource)? {
    guard let (bytes, source) = context.files.bytes(node, "file") else { return nil }
    do throws(InputFault) {
      let file = try HierarchyFile(
        ByteSource(name: source.path, bytes: bytes), allowsFormulas: context.allowsFormulas,
        settings: .scenario)
      return (file, source)
    } catch {
      context.files.add(error)
      return nil
    }
  }

  /// Items are ids of the scenario's own series, or mappings with `file` and perhaps `series`.
  private func observations(
    _ node: ScenarioNode
  ) -> (byID: [String: TimeSeries], sources: [ScenarioSource]) {
    var byID: [String: TimeSeries] = [:]
    var sources: [ScenarioSource] = []
    if node.list("series").isEmpty { node.fault("no series", advice: "name those of the nodes") }
    for item in node.list("series") {
      let found: TimeSeries?
      if let id = item.scalar {
        found = context.series(named: id, item)
      } else {
        item.allow(["file", "series"] + ObservationKeys.all)
        let read = context.files.series(item)
        found = read?.series
        if let read { sources.append(read.source) }
      }
      guard let found else { continue }
      if byID.updateValue(found, forKey: found.id) != nil {
        item.fault("the series '\(found.id)' stands twice", advice: "keep one")
      }
    }
    return (byID, sources)
  }

  private func model(_ node: ScenarioNode) -> ModelRequest? {
    do throws(ForecastingError) {
      return try ModelRequest(node["model"]?.scalar ?? "auto")
    } catch {
      node.fault(at: "model", error.description)
      return nil
    }
  }

  private func method(_ node: ScenarioNode) -> ReconciliationMethod? {
    let text = node["method"]?.scalar ?? ReconciliationMethod.mintShrink.name
    if let method = ReconciliationMethod(text) { return method }
    let near = nearestName(to: text, among: ReconciliationMethod.names)
    node.fault(
      at: "method", "unknown method '\(text)'",
      advice: near.map { "did you mean '\($0)'?" }
        ?? ReconciliationMethod.names.joined(separator: ", "))
    return nil
  }
}
