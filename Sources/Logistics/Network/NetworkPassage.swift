internal import Glibc

/// Lets what is wanted meet what can pass: the flows of one path under one course of events.
///
/// Without patience each period is a programme of its own; with it all periods are one, in which tonnes of a
/// period choose a way and a time to take it.
struct NetworkPassage {
  private struct Alternative {
    /// The place of the way among those of the commodity; nil for not to go.
    let route: Int?
    let wait: Int
  }

  private let network: FlowNetwork
  /// Periods in one programme.
  private let span: Int
  private var program: FlowProgram
  private var alternatives: [Alternative] = []
  private var leastCost = LeastCostFlows()
  private let logit = LogitFlows()
  /// By alternative, shares of a set were there room for all.
  private var freeShares: [Double]

  /// By link and period.
  private(set) var flow: [[Double]]
  private(set) var price: [[Double]]
  /// What full links make wait at the end of a period, and what they make of it stay away, beside what would do so
  /// were there room for all: each tonne stands at the links that are full on the way it would take, in
  /// proportion to their prices.
  private(set) var queue: [[Double]]
  private(set) var suppressed: [[Double]]
  /// By commodity and period, of the tonnes that are wanted then: what would arrive had links no bound but does
  /// not.
  private(set) var suppressedDemand: [[Double]]
  private(set) var carried: [[Double]]
  /// Over all periods the value of the programmes: for least cost what all costs, the worth of what stays away in
  /// it; for a logit that less what having a choice is worth, so that differences are those of surplus.
  private(set) var totalCost = 0.0
  /// By commodity hours of the tonnes that arrive, over all periods.
  private(set) var totalHours: [Double]

  init(_ network: FlowNetwork) {
    self.network = network
    let longest = min(network.patience.periods, network.count - 1)
    span = longest == 0 ? 1 : network.count
    let links = network.links.count
    var sets: [[[FlowProgram.Use]]] = []
    for period in 0..<span {
      for commodity in network.commodities {
        var set: [[FlowProgram.Use]] = []
        for wait in 0...min(longest, span - 1 - period) {
          let kept = pow(network.patience.kept, Double(wait))
          for (place, route) in commodity.routes.enumerated() {
            set.append(
              route.map { FlowProgram.Use(row: (period + wait) * links + $0, amount: kept) })
            alternatives.append(Alternative(route: place, wait: wait))
          }
        }
        set.append([])
        alternatives.append(Alternative(route: nil, wait: 0))
        sets.append(set)
      }
    }
    program = FlowProgram(sets, rows: span * links, choice: network.choice)
    let rows = Array(repeating: 0.0, count: network.count)
    flow = network.links.map { _ in rows }
    (price, queue, suppressed) = (flow, flow, flow)
    suppressedDemand = network.commodities.map { _ in rows }
    carried = suppressedDemand
    totalHours = network.commodities.map { _ in 0 }
    freeShares = alternatives.map { _ in 0 }
  }

  /// Solves all periods of a path whose course is set.
  mutating func pass(_ world: NetworkWorld) throws(LogisticsError) {
    totalCost = 0
    for l in queue.indices {
      for t in queue[l].indices {
        queue[l][t] = 0
        suppressed[l][t] = 0
      }
    }
    for k in carried.indices {
      totalHours[k] = 0
      for t in carried[k].indices { carried[k][t] = 0 }
    }
    var before: [Double]?
    for first in stride(from: 0, to: network.count, by: span) {
      fill(world, first)
      let solution: FlowSolution
      switch network.choice {
      case .leastCost: solution = try leastCost.solve(program)
      case .logit(let weight):
        solution = try logit.solve(program, weight: weight, from: before)
        before = solution.prices
      }
      read(world, first, solution)
    }
  }

  private mutating func fill(_ world: NetworkWorld, _ first: Int) {
    let links = network.links.count
    for t in 0..<span {
      for l in 0..<links { program.capacities[t * links + l] = world.capacity[l][first + t] }
    }
    for s in 0..<program.setCount {
      let (period, k) = s.quotientAndRemainder(dividingBy: network.commodities.count)
      let commodity = network.commodities[k]
      program.demands[s] = world.demand[k][first + period]
      for j in program.alternatives(of: s) {
        guard let route = alternatives[j].route else {
          program.costs[j] = world.values[k]
          program.logWeights[j] = 0
          continue
        }
        let wait = alternatives[j].wait
        let t = first + period + wait
        var way = 0.0
        for l in commodity.routes[route] {
          way += world.cost[l][t] + commodity.hourValue * world.hours[l][t]
        }
        // Those that are still there pay for the wait; those that are not are lost.
        var (kept, waited) = (1.0, 0.0)
        for _ in 0..<wait {
          waited += kept * network.patience.cost
          kept *= network.patience.kept
        }
        program.costs[j] = kept * way + (1 - kept) * world.values[k] + waited
        program.logWeights[j] = commodity.logWeights[route]
      }
    }
  }

  private mutating func read(_ world: NetworkWorld, _ first: Int, _ solution: FlowSolution) {
    let links = network.links.count
    totalCost += solution.value
    let loads = program.loads(solution.flows)
    for t in 0..<span {
      for l in 0..<links {
        flow[l][first + t] = loads[t * links + l]
        price[l][first + t] = solution.prices[t * links + l]
      }
    }
    for s in 0..<program.setCount {
      let (period, k) = s.quotientAndRemainder(dividingBy: network.commodities.count)
      let commodity = network.commodities[k]
      share(s)
      // What arrives, and by how long they wait the tonnes that are still there at the end of each period; of
      // both what is less or more than with room for all.
      var away = 0.0
      var waiting = [Double](repeating: 0, count: network.patience.periods + 1)
      for j in program.alternatives(of: s) {
        guard let route = alternatives[j].route else { continue }
        let wait = alternatives[j].wait
        let kept = pow(network.patience.kept, Double(wait))
        let tonnes = solution.flows[j] * kept
        let more = solution.flows[j] - freeShares[j] * program.demands[s]
        away -= more * kept
        carried[k][first + period + wait] += tonnes
        for l in commodity.routes[route] {
          totalHours[k] += tonnes * world.hours[l][first + period + wait]
        }
        for w in 0..<wait { waiting[w] += more * pow(network.patience.kept, Double(w)) }
      }
      // What rounding leaves of nothing.
      let least = 1e-12 * program.demands[s]
      suppressedDemand[k][first + period] = away > least ? away : 0
      blame(s, first, period, solution, waiting.map { $0 > least ? $0 : 0 })
    }
  }

  /// Shares of a set's alternatives were there room for all on every link that is there.
  private mutating func share(_ s: Int) {
    let set = program.alternatives(of: s)
    for j in set {
      let isThere = (program.useStarts[j]..<program.useStarts[j + 1]).allSatisfy {
        program.capacities[program.uses[$0].row] > 0
      }
      switch network.choice {
      case _ where !isThere: freeShares[j] = -.infinity
      case .leastCost: freeShares[j] = -program.costs[j]
      case .logit(let weight):
        freeShares[j] = program.logWeights[j] - weight * program.costs[j]
      }
    }
    // Not to go stands last of a set: who may as well go does.
    var best = set.lowerBound
    for j in set where freeShares[j] > freeShares[best] { best = j }
    let top = freeShares[best]
    var total = 0.0
    for j in set {
      freeShares[j] =
        network.choice == .leastCost ? (j == best ? 1 : 0) : exp(freeShares[j] - top)
      total += freeShares[j]
    }
    for j in set { freeShares[j] /= total }
  }

  /// Puts what waits and what stays away at the full links of the ways that it would take.
  private mutating func blame(
    _ s: Int, _ first: Int, _ period: Int, _ solution: FlowSolution, _ waiting: [Double]
  ) {
    let k = s % network.commodities.count
    let away = suppressedDemand[k][first + period]
    guard away > 0 || waiting.contains(where: { $0 > 0 }) else { return }
    let links = network.links.count
    let ways = network.commodities[k].routes.indices
    let start = program.starts[s]
    // The ways without waiting stand first.
    var shares = ways.map { place -> Double in
      let isOpen = network.commodities[k].routes[place].allSatisfy {
        program.capacities[period * links + $0] > 0
      }
      guard isOpen else { return -.infinity }
      switch network.choice {
      case .leastCost: return -program.costs[start + place]
      case .logit(let weight):
        return program.logWeights[start + place] - weight * program.costs[start + place]
      }
    }
    guard let top = shares.max(), top.isFinite else { return }
    let isSharp = network.choice == .leastCost
    for place in shares.indices {
      shares[place] = isSharp ? (shares[place] == top ? 1 : 0) : exp(shares[place] - top)
    }
    let total = shares.reduce(0, +)
    for place in ways where shares[place] > 0 {
      let route = network.commodities[k].routes[place]
      let sum = route.reduce(0) { $0 + solution.prices[period * links + $1] }
      guard sum > 0 else { continue }
      for l in route {
        let share = shares[place] / total * solution.prices[period * links + l] / sum
        guard share > 0 else { continue }
        suppressed[l][first + period] += share * away
        for (w, tonnes) in waiting.enumerated() where first + period + w < network.count {
          queue[l][first + period + w] += share * tonnes
        }
      }
    }
  }
}
