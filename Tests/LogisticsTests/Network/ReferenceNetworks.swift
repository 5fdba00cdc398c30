import Testing
import _TestSupport

@testable import Logistics

/// The networks of `Fixtures/network`, whose solutions are those of others.
struct ReferenceNetwork {
  var periods = 1
  var kept = 1.0
  var wait = 0.0
  /// By link, then period.
  var ends: [(from: Int, to: Int)] = []
  var capacities: [[Double]] = []
  var costs: [[Double]] = []
  /// By commodity.
  var goods: [(from: Int, to: Int, value: Double)] = []
  var demands: [[Double]] = []

  static func all() throws -> [ReferenceNetwork] {
    var networks: [ReferenceNetwork] = []
    for row in try Repository.rows("network/networks.csv") {
      func whole(_ column: String) throws -> Int { try #require(row[column].flatMap { Int($0) }) }
      func number(_ column: String) throws -> Double {
        try #require(row[column].flatMap { Double($0) })
      }
      let (place, from, to) = (try whole("place"), try whole("from"), try whole("to"))
      if try whole("network") == networks.count { networks.append(ReferenceNetwork()) }
      let last = networks.count - 1
      let (first, second) = (try number("first"), try number("second"))
      switch row["kind"] {
      case "waiting":
        networks[last].periods = try whole("period")
        (networks[last].kept, networks[last].wait) = (first, second)
      case "link":
        if place == networks[last].ends.count {
          networks[last].ends.append((from, to))
          networks[last].capacities.append([])
          networks[last].costs.append([])
        }
        networks[last].capacities[place].append(first)
        networks[last].costs[place].append(second)
      default:
        if place == networks[last].goods.count {
          networks[last].goods.append((from, to, second))
          networks[last].demands.append([])
        }
        networks[last].demands[place].append(first)
      }
    }
    return networks
  }

  static func sure(_ value: Double) -> Triangle { Triangle(low: value, mode: value, high: value) }

  /// The same as a network of ours, in which nothing is uncertain.
  func network(_ choice: FlowChoice) -> FlowNetwork {
    let sources = capacities.enumerated().map { place, own in
      var capacity = LinkCapacity(stated: own[0], bound: .known, observedMost: 0, steps: [])
      capacity.schedule = ScheduledCapacity(
        additions: own.map { $0 - own[0] }, realised: Self.sure(1))
      return FlowNetwork.Source(seriesID: "l\(place)", capacity: capacity, start: 0)
    }
    let links = costs.enumerated().map { place, own in
      FlowNetwork.Link(
        name: "l\(place)", part: .whole(source: place),
        cost: DatedRange(own.enumerated().map { (from: $0, range: Self.sure($1)) }),
        hours: .constant(0))
    }
    let commodities = goods.enumerated().map { place, own in
      let demand = demands[place]
      return FlowNetwork.Commodity(
        name: "k\(place)",
        demand: .paths(
          { _, path in for t in path.indices { path[t] = demand[t] } }, start: 0, count: periods,
          factor: 1),
        value: Self.sure(own.value), hourValue: 0,
        routes: NetworkRoutes.all(ends, from: own.from, to: own.to))
    }
    return FlowNetwork(
      links: links, sources: sources, commodities: commodities, choice: choice,
      patience: .init(periods: periods - 1, kept: kept, cost: wait), start: 0, count: periods)
  }

  /// What passes.
  func passage(_ choice: FlowChoice) throws -> NetworkPassage {
    let network = network(choice)
    var world = NetworkWorld(network, name: "reference", seed: 1)
    world.draw(0)
    world.meet(NetworkCourse(plain: network))
    var passage = NetworkPassage(network)
    try passage.pass(world)
    return passage
  }
}
