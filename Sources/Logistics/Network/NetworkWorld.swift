internal import Glibc
internal import StatisticsCore

/// One path of a network: what is drawn once, and what can pass, costs and is wanted under a course.
///
/// Arrays are by link or commodity, then by period of the network.
struct NetworkWorld {
  let network: FlowNetwork
  private let seed: UInt64
  private let streams: [UInt32]
  private let ownStream: UInt32
  private let order: [Int]
  /// By source: the period of the network's first within the source's own.
  private let skips: [Int]

  /// Of the sources: openings and sizes by step; what is there, and strain, by period.
  private var openings: [[Int]]
  private var sizes: [[Double]]
  private var realised: [Double]
  private var there: [[Double]]
  private var strain: [[Double]]
  private var drawnDemand: [[Double]]
  private var drawnCost: [[Double]]
  private var drawnHours: [[Double]]
  /// What it is worth to each commodity that a tonne arrives.
  private(set) var values: [Double]

  /// What might go: under logit those too that would stay away at any price of room.
  private(set) var demand: [[Double]]
  private(set) var capacity: [[Double]]
  private(set) var cost: [[Double]]
  private(set) var hours: [[Double]]

  init(_ network: FlowNetwork, name: String, seed: UInt64) {
    self.network = network
    self.seed = seed
    streams = network.sources.map { stableHash("capacity/" + $0.seriesID) }
    ownStream = stableHash("network/" + name)
    guard let order = FlowNetwork.order(after: network.links.map(\.after)) else {
      preconditionFailure("openings lead in a circle")
    }
    self.order = order
    skips = network.sources.map { network.start - $0.start }
    precondition(skips.allSatisfy { $0 >= 0 }, "a capacity is drawn from an observed period on")
    let rows = Array(repeating: 0.0, count: network.count)
    openings = network.sources.map { $0.capacity.steps.map { _ in 0 } }
    sizes = network.sources.map { $0.capacity.steps.map { _ in 0 } }
    realised = network.sources.map { _ in 1 }
    there = network.sources.map { _ in rows }
    strain = there
    drawnDemand = network.commodities.map { _ in rows }
    drawnCost = network.links.map { _ in rows }
    drawnHours = drawnCost
    values = network.commodities.map { _ in 0 }
    demand = drawnDemand
    (capacity, cost, hours) = (drawnCost, drawnCost, drawnCost)
  }

  /// Draws everything that courses share: of a source what `CapacityWorld` draws of it, number by number.
  mutating func draw(_ number: Int) {
    let path = UInt32(truncatingIfNeeded: number)
    for g in network.sources.indices { draw(source: g, path) }
    var random = PhiloxGenerator(seed: seed, series: ownStream, path: path)
    for (l, link) in network.links.enumerated() {
      let (u, v) = (random.uniform(), random.uniform())
      for t in 0..<network.count {
        drawnCost[l][t] = link.cost.range(at: network.start + t).value(at: u)
        drawnHours[l][t] = link.hours.range(at: network.start + t).value(at: v)
      }
    }
    for (k, commodity) in network.commodities.enumerated() {
      values[k] = commodity.value.value(at: random.uniform())
      let u = random.uniform()
      switch commodity.demand {
      case .paths(let paths, let start, let count, let factor):
        let all = [Double](unsafeUninitializedCapacity: count) { buffer, filled in
          buffer.initialize(repeating: 0)
          paths(number, buffer)
          filled = count
        }
        for t in 0..<network.count {
          drawnDemand[k][t] = factor * all[network.start - start + t]
        }
      case .growth(let base, let from, let rate):
        let growth = 1 + rate.value(at: u)
        for t in 0..<network.count {
          drawnDemand[k][t] = base * pow(growth, Double(network.start + t - from))
        }
      }
      let potential = commodity.potential(network.choice, value: values[k])
      for t in 0..<network.count { drawnDemand[k][t] *= potential }
    }
  }

  private mutating func draw(source g: Int, _ path: UInt32) {
    let capacity = network.sources[g].capacity
    var random = PhiloxGenerator(seed: seed, series: streams[g], path: path)
    // Two for demand of the link's own.
    _ = (random.uniform(), random.uniform())
    let base = capacity.base(at: random.uniform())
    for s in capacity.steps.indices {
      openings[g][s] = capacity.steps[s].opening(at: random.uniform())
      sizes[g][s] = capacity.steps[s].size(at: random.uniform())
    }
    realised[g] = capacity.schedule?.realised.value(at: random.uniform()) ?? 1
    for h in 0..<skips[g] + network.count {
      // One for demand here too.
      _ = random.normal()
      let own = capacity.strain(random.normal())
      let t = h - skips[g]
      guard t >= 0 else { continue }
      strain[g][t] = own
      there[g][t] =
        capacity.schedule.map {
          capacity.base(base, added: $0.addition(h, realised: realised[g]))
        } ?? base
    }
  }

  /// Sets demand, capacities, costs and hours of a course.
  mutating func meet(_ course: NetworkCourse) {
    for k in demand.indices {
      for t in demand[k].indices { demand[k][t] = drawnDemand[k][t] * course.factors[k][t] }
    }
    for l in network.links.indices {
      for t in capacity[l].indices {
        cost[l][t] = drawnCost[l][t] + course.addedCost[l]
        hours[l][t] = drawnHours[l][t] + course.addedHours[l]
        capacity[l][t] = canPass(l, t, course)
      }
    }
    for l in order {
      guard let other = network.links[l].after else { continue }
      let opening = capacity[other].firstIndex { $0 > 0 } ?? network.count
      for t in 0..<opening { capacity[l][t] = 0 }
    }
    // What is out was built: links that open after it are there.
    for l in capacity.indices where course.isOut[l] {
      for t in capacity[l].indices { capacity[l][t] = 0 }
    }
  }

  private func canPass(_ l: Int, _ t: Int, _ course: NetworkCourse) -> Double {
    switch network.links[l].part {
    case .open: return .infinity
    case .whole(let g):
      var sum = there[g][t]
      for s in sizes[g].indices { sum += opened(g, s, t, course) }
      return network.sources[g].scale * strain[g][t] * sum
    case .line(let g, let line):
      // What is there, in the shares of the lines that the schedule has them in.
      let lines = network.sources[g].lines
      func planned(_ line: (stated: Double, additions: [Double])) -> Double {
        guard let last = line.additions.indices.last else { return line.stated }
        return line.stated + realised[g] * line.additions[min(skips[g] + t, last)]
      }
      let all = lines.reduce(0) { $0 + planned($1) }
      return network.sources[g].scale * strain[g][t] * there[g][t] * planned(lines[line]) / all
    case .step(let g, let s):
      return network.sources[g].scale * strain[g][t] * opened(g, s, t, course)
    }
  }

  private func opened(_ g: Int, _ s: Int, _ t: Int, _ course: NetworkCourse) -> Double {
    guard let delay = course.delays[g][s] else { return 0 }
    let step = network.sources[g].capacity.steps[s]
    return sizes[g][s] * step.share(after: network.start + t - openings[g][s] - delay)
  }
}
