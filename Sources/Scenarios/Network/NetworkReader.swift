internal import Logistics
internal import SeriesCore

/// Reads the key `network` of a scenario file.
struct NetworkReader {
  let context: PartContext

  /// What a network says of itself, in the scenario or in the file that it includes.
  static let ownKeys = [
    "unit", "basis", "base_year", "routing", "waiting", "nodes", "links", "commodities", "reason",
  ]
  /// What a scenario says of a network, shared or its own.
  private static let courseKeys = ["name", "shared", "through", "changes"]

  func questions(_ list: ScenarioNode) -> [NetworkQuestion] { list.named("network", question) }

  private func question(_ own: ScenarioNode) -> NetworkQuestion? {
    own.allow(Self.courseKeys + Self.ownKeys)
    let before = own.faultCount
    var node = own
    if own.has("shared") {
      guard let shared = SharedNetwork.network(own, context) else { return nil }
      node = shared
    }
    // All keys are read before any is missed, so that all faults come at once.
    let (name, unitText) = (own.text("name"), context.copiedText(node, "unit"))
    let (basis, reason) = (context.copiedText(node, "basis"), context.copiedText(node, "reason"))
    let (base, through) = (year(node, "base_year"), year(own, "through"))
    let (choice, patience) = (choice(node), patience(node))
    let nodes = node["nodes"]?.named("node", name: Self.nodeName, self.node) ?? []
    if nodes.count < 2 { node.fault("at least two nodes are needed", advice: "nodes: [a, b]") }
    guard let base, let unitText else { return nil }
    let unit = SeriesUnit(unitText)
    let changes = own.list("changes")
    ScenarioNode.refuseTwice(changes, "change of the link") { $0["link"]?.scalar }
    let reader = NetworkLinkReader(
      context: context, unit: unit, base: base, nodes: nodes.map(\.name), changes: changes,
      network: name ?? "")
    let found = reader.links(node)
    let goods = NetworkCommodityReader(
      context: context, base: base, nodes: nodes.map(\.name), links: found.links,
      isComplete: found.links.count == node.list("links").count, choice: choice ?? .leastCost)
    let commodities = node.named(under: "commodities", "commodity", goods.commodity)
    if node.list("links").isEmpty { node.fault("no links", advice: "links: with name, between") }
    if node.list("commodities").isEmpty {
      node.fault("no commodities", advice: "commodities: with name, between, base, value")
    }
    guard let name, let basis, let reason, let through, let choice, let patience,
      own.faultCount == before
    else { return nil }
    let question = NetworkQuestion(
      name: name, unit: unit, basis: basis, baseYear: base, through: through, choice: choice,
      patience: patience, reason: reason, nodes: nodes, links: found.links,
      sources: found.sources, commodities: commodities)
    checkSpan(question, own)
    checkWorth(question, node)
    return own.faultCount == before ? question : nil
  }

  private static func nodeName(_ node: ScenarioNode) -> String? {
    node.scalar ?? node["name"]?.scalar
  }

  private func node(_ node: ScenarioNode) -> NetworkQuestion.Node? {
    if let name = node.scalar { return NetworkQuestion.Node(name: name, place: nil) }
    node.allow(["name", "at"])
    guard let name = context.copiedText(node, "name") else { return nil }
    guard node.has("at") else { return NetworkQuestion.Node(name: name, place: nil) }
    let numbers = node.list("at").compactMap { item in
      item.scalar.flatMap { try? NumberText.parse($0) }
    }
    guard numbers.count == 2, numbers.allSatisfy({ abs($0) < 1e6 }) else {
      node.fault(at: "at", "a place on the map is two numbers", advice: "at: [80, 45]")
      return nil
    }
    return NetworkQuestion.Node(name: name, place: (numbers[0], numbers[1]))
  }

  private func year(_ node: ScenarioNode, _ key: String) -> Int? {
    guard let text = node[key]?.scalar, let year = Int(text), (1800...2200).contains(year) else {
      (node[key] ?? node).fault("'\(key)' needs a year", advice: "write \(key): 2030")
      return nil
    }
    return year
  }

  private func choice(_ node: ScenarioNode) -> FlowChoice? {
    guard let child = node["routing"] else {
      node.fault(
        "the key 'routing' is missing", advice: "routing: {rule: logit, weight: 0.05}")
      return nil
    }
    child.allow(["rule", "weight"])
    switch child["rule"]?.scalar {
    case "least-cost":
      child["weight"]?.fault("least cost has no weight", advice: "rule: logit")
      return .leastCost
    case "logit":
      guard let weight = child.positive("weight") else { return nil }
      guard (1e-6...1e3).contains(weight) else {
        child.fault(at: "weight", "log odds a unit of cost, from 1e-6 to 1000")
        return nil
      }
      return .logit(weight: weight)
    case let other:
      child.fault("unknown rule '\(other ?? "…")'", advice: "least-cost or logit")
      return nil
    }
  }

  private func patience(_ node: ScenarioNode) -> FlowNetwork.Patience? {
    guard let child = node["waiting"] else { return .init(periods: 0, kept: 1, cost: 0) }
    child.allow(["periods", "kept", "cost", "reason"])
    let periods = child.integer("periods", in: 0...10)
    if !child.has("periods") { child.fault("the key 'periods' is missing", advice: "add it") }
    let (kept, cost) = (child.positive("kept"), child.number("cost"))
    guard let periods, let kept, let cost else { return nil }
    guard kept <= 1, cost >= 0 else {
      child.fault("'kept' is a share, at most 1, and 'cost' not negative")
      return nil
    }
    return .init(periods: periods, kept: kept, cost: cost)
  }

  /// The last year lies after all that is observed, and there is room for all paths.
  private func checkSpan(_ question: NetworkQuestion, _ node: ScenarioNode) {
    let end = max(question.baseYear, question.series.compactMap(\.end).max() ?? 0)
    guard question.through > end else {
      node.fault(at: "through", "not after \(end), the last observed year")
      return
    }
    guard question.through - end <= 100 else {
      node.fault(at: "through", "more than 100 years after \(end)")
      return
    }
    let periods = question.through - end
    guard
      node.hasRoom(
        periods: periods,
        [("scenarios", context.courses.count), ("links", question.links.count)],
        limit: HorizonLimit.sampledCells)
    else { return }
    // With waiting all years are one programme, whose ways are tried on every path.
    let waits = min(question.patience.periods, periods - 1) + 1
    guard waits > 1 else { return }
    let ways = question.commodities.reduce(0) { $0 + $1.routes.count }
    if periods * question.links.count > Self.mostRows || periods * waits * ways > Self.mostWays {
      node.fault(
        at: "through",
        "\(periods) years of \(question.links.count) links and of \(ways) ways with up to "
          + "\(waits - 1) years of waiting are more than one programme of \(Self.mostRows) links "
          + "and \(Self.mostWays) ways",
        advice: "ask less far ahead, wait for fewer years, or list routes")
    }
  }

  /// Links by year and ways by year and wait that one programme may have: a step of the logit takes their cube
  /// at worst, on every path. A judgement, no measured time.
  private static let (mostRows, mostWays) = (400, 4_000)
  /// Log odds between staying and going up to which a logit is not least cost to the last digit.
  private static let mostOdds = 1e5

  /// What is known to go is worth its way, and prices in log odds have their digits.
  private func checkWorth(_ question: NetworkQuestion, _ node: ScenarioNode) {
    for (commodity, own) in zip(question.commodities, node.list("commodities")) {
      let cost = question.usualCost(commodity)
      if commodity.value.low < cost {
        own.fault(
          at: "value",
          "what a tonne is worth that arrives is under \(NumberText.shortest(cost)), what the way of "
            + "the base year's tonnes costs, hours in it", advice: "a greater 'low'")
      }
      if case .logit(let weight) = question.choice, weight * commodity.value.high > Self.mostOdds {
        own.fault(
          at: "value",
          "log odds of more than \(NumberText.shortest(Self.mostOdds)): weight × value",
          advice: "rule: least-cost")
      }
    }
  }
}

extension ScenarioNode {
  /// A number, or a range `{low, mode, high}`; nil when a fault was reported.
  func range(_ key: String, least: Double = 0) -> Triangle? {
    guard let child = self[key] else {
      fault("the key '\(key)' is missing", advice: "add it")
      return nil
    }
    guard child.scalar == nil else {
      guard let value = number(key) else { return nil }
      guard value >= least else {
        child.fault("\(NumberText.shortest(value)) is under \(NumberText.shortest(least))")
        return nil
      }
      return Triangle(low: value, mode: value, high: value)
    }
    return child.asRange(least: least)
  }

  /// This mapping as a range.
  func asRange(least: Double) -> Triangle? {
    allow(["low", "mode", "high", "reason"])
    let ends = ["low", "mode", "high"].map { number($0) }
    guard let low = ends[0], let mode = ends[1], let high = ends[2] else { return nil }
    guard low >= least, mode >= low, high >= mode else {
      fault(
        "a range runs from low over mode up to high, not below \(NumberText.shortest(least))")
      return nil
    }
    return Triangle(low: low, mode: mode, high: high)
  }

  /// A range, or ranges by the year from which they hold; 0 where the key is absent, nil when a fault was
  /// reported.
  func datedRange(_ key: String) -> DatedRange? {
    guard let child = self[key] else { return .constant(0) }
    let names = ["low", "mode", "high", "reason"]
    guard child.scalar == nil, !child.keys.allSatisfy(names.contains) else {
      return range(key).map { DatedRange([(.min, $0)]) }
    }
    var stretches: [(from: Int, range: Triangle)] = []
    for name in child.keys {
      guard let year = Int(name), (1800...2200).contains(year) else {
        child.key(name).fault("'\(name)' is no year", advice: "\(key): {2024: 30, 2028: 25}")
        return nil
      }
      guard let range = child.range(name) else { return nil }
      stretches.append((year, range))
    }
    return stretches.isEmpty ? nil : DatedRange(stretches)
  }
}
