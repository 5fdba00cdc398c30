internal import Logistics
internal import SeriesCore

/// Reads the commodities of a network: what wants to go, and which ways it has.
struct NetworkCommodityReader {
  let context: PartContext
  let base: Int
  let nodes: [String]
  let links: [NetworkQuestion.Link]
  /// Whether all links could be read: without one of them a way may be missing that is there.
  let isComplete: Bool
  let choice: FlowChoice

  private static let keys = [
    "name", "between", "base", "series", "growth", "value", "hour", "routes", "reason",
  ]

  func commodity(_ node: ScenarioNode) -> NetworkQuestion.Commodity? {
    node.allow(Self.keys)
    let before = node.faultCount
    let (name, ends) = (context.copiedText(node, "name"), NetworkLinkReader.ends(node, nodes))
    _ = context.copiedText(node, "reason")
    let value = node.range("value")
    if let value, value.low <= 0 {
      node.fault(at: "value", "what a tonne is worth that arrives is positive")
    }
    let hour = node.has("hour") ? node.number("hour") : 0
    if let hour, hour < 0 { node.fault(at: "hour", "what an hour of a tonne costs, 0 or more") }
    let (spec, rate) = growth(node)
    let ways = ends.flatMap { self.ways(node, $0) }
    let tonnes = self.base(node, ways)
    guard let name, let ends, let value, let hour, let ways, let tonnes,
      node.faultCount == before
    else { return nil }
    return NetworkQuestion.Commodity(
      name: name, from: ends.from, to: ends.to, base: tonnes, spec: spec, rate: rate,
      value: value, hourValue: hour, routes: ways.routes, shares: ways.shares)
  }

  /// Growth by a series, or one that is stated.
  private func growth(_ node: ScenarioNode) -> (Scenario.SeriesSpec?, Triangle?) {
    switch (node.has("series"), node.has("growth")) {
    case (true, false):
      guard let spec = NetworkSeries(context: context).spec(node) else { return (nil, nil) }
      guard let place = spec.series.ordinals.firstIndex(of: base), spec.series.values[place] > 0
      else {
        node.fault(
          at: "series", "'\(spec.id)' has no positive value of the base year \(base)",
          advice: "base_year: one that it has")
        return (nil, nil)
      }
      return (spec, nil)
    case (false, true):
      node.warnOfPercent("growth")
      guard let rate = node.range("growth", least: -0.9) else { return (nil, nil) }
      if rate.high > 1 { node.fault(at: "growth", "a rate is a fraction, at most 1 a year") }
      return (nil, rate)
    default:
      node.fault(
        "either 'series' or 'growth' is needed",
        advice: "growth: {low: 0.02, mode: 0.05, high: 0.08}")
      return (nil, nil)
    }
  }

  /// The ways that are listed, else all that meet no node twice.
  private func ways(
    _ node: ScenarioNode, _ ends: (from: Int, to: Int)
  ) -> (routes: [[Int]], shares: [Double]?)? {
    let pairs = links.map { (from: $0.from, to: $0.to) }
    guard node.has("routes") else {
      guard isComplete else { return nil }
      let routes = NetworkRoutes.all(pairs, from: ends.from, to: ends.to)
      if routes.isEmpty {
        node.fault(
          "no route from '\(nodes[ends.from])' to '\(nodes[ends.to])'",
          advice: "add links, or mend 'between'")
        return nil
      }
      guard routes.count <= NetworkRoutes.most else {
        node.fault(
          "more than \(NetworkRoutes.most) routes from '\(nodes[ends.from])' to "
            + "'\(nodes[ends.to])'", advice: "list them: routes: [{via: [a, b]}]")
        return nil
      }
      return (routes, nil)
    }
    let items = node.list("routes")
    var routes: [[Int]] = []
    var shares: [Double] = []
    for item in items {
      item.allow(["via", "base"])
      if item.has("base"), let share = item.positive("base") { shares.append(share) }
      guard let route = route(item, pairs, ends) else { continue }
      if routes.contains(route) { item.fault("this route stands twice", advice: "keep one") }
      routes.append(route)
    }
    let stated = items.count { $0.has("base") }
    if stated > 0, stated < items.count {
      node.fault(at: "routes", "some routes have a 'base' and some have none")
    }
    if stated > 0, choice == .leastCost {
      node.fault(
        at: "routes", "least cost knows no shares of a base year", advice: "rule: logit")
    }
    guard routes.count == items.count, !routes.isEmpty else { return nil }
    guard stated == 0 || shares.count == items.count else { return nil }
    return (routes, stated == 0 ? nil : shares)
  }

  private func route(
    _ node: ScenarioNode, _ pairs: [(from: Int, to: Int)], _ ends: (from: Int, to: Int)
  ) -> [Int]? {
    let items = node.list("via")
    if items.isEmpty { node.fault("the key 'via' is missing", advice: "via: [a link, the next]") }
    let names = links.map(\.name)
    let places = items.map { item -> Int? in
      let name = item.scalar ?? "…"
      if let place = names.firstIndex(of: name) { return place }
      // A link that could not be read has its own fault.
      if isComplete {
        item.fault(
          "no link '\(name)' in the network",
          advice: choiceAdvice(for: name, among: names, called: "links"))
      }
      return nil
    }
    let route = places.compactMap { $0 }
    guard route.count == items.count, !items.isEmpty else { return nil }
    guard NetworkRoutes.leads(route, pairs, from: ends.from, to: ends.to) else {
      node.fault(
        at: "via",
        "these links do not lead from '\(nodes[ends.from])' to '\(nodes[ends.to])'",
        advice: "give them in order, each where the one before ends")
      return nil
    }
    return route
  }

  /// The tonnes of the base year: stated, or the sum of the routes'.
  private func base(
    _ node: ScenarioNode, _ ways: (routes: [[Int]], shares: [Double]?)?
  ) -> Double? {
    if let shares = ways?.shares {
      node["base"]?.fault("the routes say it already", advice: "take the key out")
      return shares.reduce(0, +)
    }
    // Where the routes have it and could not be read, it is not missing.
    if node.list("routes").contains(where: { $0.has("base") }) { return nil }
    return node.positive("base")
  }
}
