internal import Logistics
internal import SeriesCore

/// Reads the links of a network and the capacities that they have, or are parts of.
struct NetworkLinkReader {
  let context: PartContext
  let unit: SeriesUnit
  let base: Int
  let nodes: [String]
  /// What the scenario says of links in its courses of events.
  let changes: [ScenarioNode]
  /// The name of the network.
  let network: String

  private static let keys = [
    "name", "between", "cost", "hours", "after", "reason", "of", "part", "series",
  ]
  private static let capacityKeys = [
    "capacity", "trains", "realised", "bound", "deviation", "unit", "steps",
  ]
  private static let changeKeys = ["link", "steps", "cost", "hours", "reason"]

  func links(
    _ node: ScenarioNode
  ) -> (links: [NetworkQuestion.Link], sources: [NetworkQuestion.Source]) {
    let items = node.list("links")
    let names = items.compactMap { $0["name"]?.scalar }
    ScenarioNode.refuseTwice(items, "link")
    for change in changes {
      change.allow(Self.changeKeys)
      guard let name = change.text("link"), !names.contains(name) else { continue }
      change.fault(
        at: "link", "no link '\(name)' in the network",
        advice: names.isEmpty ? nil : choiceAdvice(for: name, among: names, called: "links"))
    }
    var sources: [NetworkQuestion.Source] = []
    var places: [String: Int] = [:]
    let links = items.compactMap { link($0, items, names, &sources, &places) }
    refuseSharedTwice(items)
    refuseCircles(items)
    return (links, sources)
  }

  private func link(
    _ node: ScenarioNode, _ all: [ScenarioNode], _ names: [String],
    _ sources: inout [NetworkQuestion.Source], _ places: inout [String: Int]
  ) -> NetworkQuestion.Link? {
    node.allow(Self.keys + Self.capacityKeys)
    let before = node.faultCount
    let (name, ends) = (context.copiedText(node, "name"), self.ends(node))
    let (cost, hours) = (node.datedRange("cost"), node.datedRange("hours"))
    _ = context.copiedText(node, "reason")
    let change = changes.first { $0["link"]?.scalar == node["name"]?.scalar }
    let added = zip(["cost", "hours"], [cost, hours]).map { key, range in
      change.map { changes($0, key, range) } ?? [:]
    }
    let after = node.optionalText("after").flatMap { other -> Int? in
      if let place = names.firstIndex(of: other) { return place }
      node.fault(
        at: "after", "no link '\(other)' in the network",
        advice: choiceAdvice(for: other, among: names, called: "links"))
      return nil
    }
    let part = self.part(node, all, change, &sources, &places)
    guard let name, let ends, let cost, let hours, let part, node.faultCount == before else {
      return nil
    }
    return NetworkQuestion.Link(
      name: name, from: ends.from, to: ends.to, part: part, cost: cost, hours: hours,
      costChanges: added[0], hourChanges: added[1], after: after)
  }

  /// What is added to a range by course, which may not lead below 0.
  private func changes(
    _ node: ScenarioNode, _ key: String, _ range: DatedRange?
  ) -> [String: Double] {
    guard let child = node[key] else { return [:] }
    let least = range?.stretches.map(\.range.low).min()
    return child.byCourse(context.courses) { course in
      guard let added = child.number(course) else { return nil }
      guard let least, least + added < 0 else { return added }
      child.fault(
        at: course,
        "\(NumberText.shortest(added)) leads below 0: the least is \(NumberText.shortest(least))")
      return nil
    }
  }

  /// Room of a shared link that two links would have, each all of it.
  private func refuseSharedTwice(_ items: [ScenarioNode]) {
    var taken: [String: [(part: String?, name: String)]] = [:]
    for item in items {
      guard let shared = item["of"]?.scalar else { continue }
      let part = item["part"]?.scalar
      let others = taken[shared, default: []]
      if let other = others.first(where: { $0.part == part || $0.part == nil || part == nil }) {
        item.fault(
          at: part == nil ? "of" : "part",
          "'\(other.name)' has \(other.part.map { "'\($0)'" } ?? "all") of '\(shared)' already",
          advice: "each line and step once, or one link that has all of it")
      }
      taken[shared, default: []].append((part, item["name"]?.scalar ?? "…"))
    }
  }

  /// The two nodes under `between`.
  private func ends(_ node: ScenarioNode) -> (from: Int, to: Int)? {
    Self.ends(node, nodes)
  }

  static func ends(_ node: ScenarioNode, _ nodes: [String]) -> (from: Int, to: Int)? {
    let items = node.list("between")
    guard items.count == 2 else {
      node.fault(at: "between", "two nodes are needed", advice: "between: [a, b]")
      return nil
    }
    let places = items.map { item -> Int? in
      let name = item.scalar ?? "…"
      if let place = nodes.firstIndex(of: name) { return place }
      item.fault(
        "no node '\(name)'",
        advice: nodes.isEmpty ? nil : choiceAdvice(for: name, among: nodes, called: "nodes"))
      return nil
    }
    guard let from = places[0], let to = places[1] else { return nil }
    guard from != to else {
      node.fault(at: "between", "both ends are '\(nodes[from])'", advice: "between: [a, b]")
      return nil
    }
    return (from, to)
  }

  private func part(
    _ node: ScenarioNode, _ all: [ScenarioNode], _ change: ScenarioNode?,
    _ sources: inout [NetworkQuestion.Source], _ places: inout [String: Int]
  ) -> FlowNetwork.Part? {
    guard node.has("of") else {
      node["part"]?.fault("a part is one of a shared link", advice: "of: name of a shared link")
      guard node.has("capacity") || node.has("trains") else {
        for key in Self.capacityKeys where node.has(key) {
          node.fault(at: key, "this link has no bound", advice: "give 'capacity' or 'trains'")
        }
        return .open
      }
      let steps = merged(node.list("steps"), change)
      let series = node.has("series") ? self.series(node) : nil
      guard
        let plan = LinkPlan.read(node, node, context, unit: unit, base: base, steps: steps)
      else { return nil }
      sources.append(
        .init(name: network + "/" + (node["name"]?.scalar ?? ""), plan: plan, series: series))
      return .whole(source: sources.count - 1)
    }
    for key in Self.capacityKeys where node.has(key) {
      node.fault(at: key, "the shared link says it already", advice: "take the key out")
    }
    guard let name = node.text("of"),
      let shared = SharedNetwork.link(named: "of", node, context), let series = series(node)
    else { return nil }
    let place: Int
    if let known = places[name] {
      place = known
      if sources[known].series?.id != series.id {
        node.fault(
          at: "series", "another link of '\(name)' has another series", advice: "give them one")
      }
    } else {
      let own = all.filter { $0["of"]?.scalar == name }.compactMap { $0["name"]?.scalar }
      let said = changes.filter { change in
        change.has("steps") && (change["link"]?.scalar).map(own.contains) == true
      }
      for other in said.dropFirst() {
        other.fault(
          at: "steps", "the steps of '\(name)' are said twice", advice: "say all under one link")
      }
      let steps = merged(shared.list("steps"), said.first)
      guard
        let plan = LinkPlan.read(node, shared, context, unit: unit, base: base, steps: steps)
      else { return nil }
      sources.append(.init(name: name, plan: plan, series: series))
      place = sources.count - 1
      places[name] = place
    }
    return part(node, place, sources[place].plan)
  }

  private func part(_ node: ScenarioNode, _ source: Int, _ plan: LinkPlan) -> FlowNetwork.Part? {
    guard node.has("part") else { return .whole(source: source) }
    guard let name = node.text("part") else { return nil }
    if let line = plan.lineNames.firstIndex(of: name) { return .line(source: source, line: line) }
    if let step = plan.stepNames.firstIndex(of: name) { return .step(source: source, step: step) }
    node.fault(
      at: "part", "no line or step '\(name)' of the shared link",
      advice: choiceAdvice(for: name, among: plan.lineNames + plan.stepNames, called: "parts"))
    return nil
  }

  /// The series of what a link carried: one of the scenario's, or of the file that it includes.
  private func series(_ node: ScenarioNode) -> TimeSeries? {
    NetworkSeries(context: context).spec(node)?.series
  }

  /// Steps, each with what the scenario says of it under the same name.
  private func merged(_ steps: [ScenarioNode], _ change: ScenarioNode?) -> [ScenarioNode] {
    ScenarioNode.refuseTwice(steps, "step")
    let own = change?.list("steps") ?? []
    ScenarioNode.refuseTwice(own, "step")
    let names = steps.compactMap { $0["name"]?.scalar }
    for item in own {
      item.allow(["name", "delay", "cancelled"])
      guard let name = item["name"]?.scalar, !names.contains(name) else { continue }
      item.fault(
        "the link has no step '\(name)'",
        advice: names.isEmpty ? nil : choiceAdvice(for: name, among: names, called: "steps"))
    }
    return steps.map { step in
      own.first { $0["name"]?.scalar == step["name"]?.scalar }?.falling(backOn: step) ?? step
    }
  }

  /// Links that open after each other.
  private func refuseCircles(_ items: [ScenarioNode]) {
    let names = items.map { $0["name"]?.scalar ?? "" }
    let after = items.map { item in item["after"]?.scalar.flatMap { names.firstIndex(of: $0) } }
    for start in items.indices {
      var circle = [start]
      while let last = circle.last, let next = after[last], next != start {
        // A way into another circle, which has its own fault.
        if circle.contains(next) { break }
        circle.append(next)
      }
      guard let last = circle.last, after[last] == start, circle.min() == start else { continue }
      items[start].fault(
        at: "after",
        "openings go round in a circle: "
          + (circle + [start]).map { "'\(names[$0])'" }.joined(separator: " after "),
        advice: "take one 'after' out")
    }
  }
}

/// Series that a network names: the scenario's own, else those of the file that it includes.
struct NetworkSeries {
  let context: PartContext

  /// The series under `series`; nil, and a fault, for one that there is not.
  func spec(_ node: ScenarioNode) -> Scenario.SeriesSpec? {
    guard let id = node.text("series") else { return nil }
    let found: Scenario.SeriesSpec?
    if let own = context.series.first(where: { $0.id == id }) {
      found = own
    } else if context.names.contains(id) {
      // It could not be read, which is told where it stands.
      return nil
    } else if let shared = context.network?.series(id: id) {
      found = SeriesReader(
        files: context.files, models: Scenario.defaultModels, windows: [.all],
        network: context.network, includes: context.includes
      ).series(shared)
    } else {
      let names = context.names.union(context.network?.seriesNames ?? [])
      (node["series"] ?? node).refuseSeries(id, among: names)
      return nil
    }
    guard let found else { return nil }
    guard found.series.frequency == .annual else {
      node.fault(at: "series", "networks are of years; '\(id)' is not yearly")
      return nil
    }
    return found
  }
}
