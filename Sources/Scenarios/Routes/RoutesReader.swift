internal import Logistics
internal import SeriesCore

/// Reads the key `routes` of a scenario file.
struct RoutesReader {
  let context: PartContext

  func problems(_ list: ScenarioNode) -> [RouteProblem] {
    list.named("problem", problem)
  }
  private func problem(_ node: ScenarioNode) -> RouteProblem? {
    node.allow([
      "name", "unit", "basis", "base_year", "periods", "cost", "routes", "markets", "reason",
    ])
    let before = node.faultCount
    guard let name = node.text("name"), let unitText = context.copiedText(node, "unit"),
      let basis = context.copiedText(node, "basis"),
      let reason = context.copiedText(node, "reason"),
      let base = year(node["base_year"], node, "base_year")
    else { return nil }
    let unit = SeriesUnit(unitText)
    let periods = node.list("periods").compactMap { item -> Int? in
      guard let year = year(item, node, "periods") else { return nil }
      if year < base { item.fault("\(year) is before the base year \(base)") }
      return year
    }
    if periods.isEmpty { node.fault("no years under 'periods'", advice: "periods: [2027, 2030]") }
    guard let cost = node["cost"] else {
      node.fault("the key 'cost' is missing", advice: "cost: {unit: days, weight: 0.05}")
      return nil
    }
    cost.allow(["unit", "weight"])
    guard let costUnit = context.copiedText(cost, "unit"), let weight = cost.positive("weight")
    else {
      return nil
    }
    guard node.list("routes").count <= RouteChoice.mostRoutes else {
      node.fault(
        at: "routes", "\(node.list("routes").count) routes to choose between",
        advice: "at most \(RouteChoice.mostRoutes)")
      return nil
    }
    var routes = node.named(under: "routes", "route") { route($0, unit: unit, base: base) }
    let markets = node.named(under: "markets", "market") { market($0, routes) }
    guard
      node.hasRoom(
        periods: periods.count,
        [
          ("scenarios", context.courses.count), ("routes", routes.count),
          ("markets", markets.count),
        ])
    else { return nil }
    for market in markets {
      for course in context.courses {
        let years = (periods.max() ?? base) - base
        let demand = market.wanted(
          after: years, in: course.name, ratios: routes.map { _ in 1 }
        ).reduce(0) { $0 + ($1 ?? 0) }
        guard demand == 0 || HorizonLimit.magnitudes.contains(demand) else {
          node.fault(
            at: "markets",
            "'\(market.name)' grows beyond 1e30 either way by \(periods.max() ?? base) in "
              + "'\(course.name)'", advice: "mend its growth")
          return nil
        }
      }
    }
    if routes.count < 2 { node.fault("at least two routes are needed to choose between") }
    if Set(periods).count < periods.count { node.fault(at: "periods", "a year stands twice") }
    for place in routes.indices where markets.count == node.list("markets").count {
      let flow = markets.reduce(0) {
        $0 + ($1.base.indices.contains(place) ? $1.base[place] ?? 0 : 0)
      }
      routes[place].carried = flow
      let route = routes[place]
      if let course = context.courses.first,
        let capacity = route.stated(base, in: course.name), flow > capacity
      {
        node.fault(
          at: "markets",
          "contradictory capacities: \(NumberText.shortest(flow)) took '\(route.name)' in "
            + "\(base), over its capacity \(NumberText.shortest(capacity))",
          advice: "mend one of the two")
      }
    }
    if markets.isEmpty { node.fault("no markets", advice: "markets: with name, base, growth") }
    guard node.faultCount == before else { return nil }
    return RouteProblem(
      name: name, unit: unit, basis: basis, baseYear: base, periods: periods, weight: weight,
      costUnit: costUnit, reason: reason, routes: routes, markets: markets)
  }

  private func year(_ node: ScenarioNode?, _ parent: ScenarioNode, _ key: String) -> Int? {
    guard let text = node?.scalar, let year = Int(text), (1800...2200).contains(year) else {
      (node ?? parent).fault("'\(key)' needs a year", advice: "write 2030")
      return nil
    }
    return year
  }

  private func route(
    _ node: ScenarioNode, unit: SeriesUnit, base: Int
  ) -> RouteProblem.Route? {
    node.allow(["name", "capacity", "delay", "change", "link", "steps", "series"])
    guard let name = context.copiedText(node, "name") else { return nil }
    var series: TimeSeries?
    if node.has("series") {
      guard let named = context.series(node, "series") else { return nil }
      guard named.frequency == .annual else {
        node.fault(at: "series", "routes are of years; '\(named.id)' is not yearly")
        return nil
      }
      series = named
    }
    var plan: LinkPlan?
    if node.has("link") {
      if node.has("delay") {
        node.fault(
          at: "delay", "the steps of a shared link are late one by one",
          advice: "steps: [{name: …, delay: {…}}]")
      }
      guard let link = SharedNetwork.link(node, context),
        let read = LinkPlan.read(node, link, context, unit: unit, base: base)
      else { return nil }
      plan = read
    } else if node.has("steps") {
      node.fault(
        at: "steps", "only a shared link has steps", advice: "capacity: {2025: 6, 2027: 10}")
    }
    var capacities: [(year: Int, capacity: Double)] = []
    if let child = node["capacity"] {
      if child.scalar != nil {
        guard let capacity = node.positive("capacity") else { return nil }
        capacities = [(base, capacity)]
      } else {
        for key in child.keys {
          guard let year = Int(key), (1800...2200).contains(year) else {
            child.fault("'\(key)' is no year", advice: "capacity: {2025: 6, 2027: 10}")
            return nil
          }
          guard let capacity = child.positive(key) else { return nil }
          capacities.append((year, capacity))
        }
        capacities.sort { $0.year < $1.year }
        guard let first = capacities.first, first.year <= base else {
          child.fault(
            "the capacity of the base year \(base) is missing",
            advice: "capacity: {\(base): …}, or leave the key out for no bound")
          return nil
        }
      }
    }
    let delays = node["delay"].map { child in
      child.byCourse(context.courses) { child.integer($0, in: 0...100) }
    }
    let changes = node["change"].map { child in
      child.byCourse(context.courses) { child.number($0) }
    }
    return RouteProblem.Route(
      name: name, capacities: capacities, delays: delays ?? [:], changes: changes ?? [:],
      plan: plan, series: series)
  }

  private func market(
    _ own: ScenarioNode, _ routes: [RouteProblem.Route]
  ) -> RouteProblem.Market? {
    own.allow(["name", "base", "growth", "market"])
    var node = own
    if own.has("market") {
      guard let shared = SharedNetwork.market(own, context) else { return nil }
      node = own.falling(backOn: shared)
    }
    guard let name = context.copiedText(node, "name"), let base = node["base"] else {
      if !node.has("base") { node.fault("the key 'base' is missing", advice: "base: {route: 5}") }
      return nil
    }
    base.allow(routes.map(\.name))
    let flows = routes.map { base.has($0.name) ? base.positive($0.name) : nil }
    guard flows.contains(where: { $0 != nil }) else {
      base.fault("the market uses no route")
      return nil
    }
    guard let growth = node["growth"] else {
      // Every route that it takes must then say how it grows.
      let silent = zip(routes, flows).first { $0.series == nil && $1 != nil }?.0
      guard let silent else { return RouteProblem.Market(name: name, base: flows, growth: nil) }
      node.fault(
        "the key 'growth' is missing, and '\(silent.name)' has no series that tells it",
        advice: "growth: {baseline: 0.03}, or series: … under the route")
      return nil
    }
    var rates = growth.byCourse(context.courses) { course -> Double? in
      guard let rate = growth.number(course) else { return nil }
      if rate <= -1 || rate > 10 { growth.fault(at: course, "a rate is a fraction over -1") }
      growth.warnOfPercent(course)
      return rate
    }
    let usual = context.courses.first.flatMap { rates[$0.name] }
    for course in context.courses where rates[course.name] == nil {
      guard let usual else {
        growth.fault("no growth for '\(course.name)'", advice: "give it, or the first scenario's")
        return nil
      }
      rates[course.name] = usual
    }
    return RouteProblem.Market(name: name, base: flows, growth: rates)
  }
}
