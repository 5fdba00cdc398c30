import Foundation
import StatisticsCore
import Testing
import _TestSupport

@testable import Logistics

/// Random networks against closed forms and against the capacities that `capacity` draws.
@Suite struct NetworkExperimentTests {
  static func sure(_ value: Double) -> Triangle { ReferenceNetwork.sure(value) }

  /// ln of demand is N(ln 20, 0.3²) in each period apart.
  static func demand(_ name: String, value: Double = 100, routes: [[Int]]) -> FlowNetwork.Commodity
  {
    FlowNetwork.Commodity(
      name: name,
      demand: .paths(
        { number, path in
          var random = PhiloxGenerator(
            seed: 99, series: stableHash(name), path: UInt32(truncatingIfNeeded: number))
          for t in path.indices { path[t] = 20 * exp(0.3 * random.normal()) }
        }, start: 0, count: 3, factor: 1), value: sure(value), hourValue: 0, routes: routes)
  }

  static func source(_ name: String, _ stated: Double, _ bound: CapacityBound)
    -> FlowNetwork.Source
  {
    FlowNetwork.Source(
      seriesID: name,
      capacity: LinkCapacity(stated: stated, bound: bound, observedMost: 0, steps: []), start: 0)
  }

  static func link(_ name: String, _ part: FlowNetwork.Part, cost: Double) -> FlowNetwork.Link {
    FlowNetwork.Link(
      name: name, part: part, cost: .constant(cost), hours: .constant(10 * cost))
  }

  /// Two links side by side, the cheap one of an uncertain capacity.
  static let two = FlowNetwork(
    links: [
      link("cheap", .whole(source: 0), cost: 10), link("dear", .whole(source: 1), cost: 30),
    ], sources: [source("a", 22, .uncertain(deviation: 0.2)), source("b", 6, .known)],
    commodities: [demand("goods", routes: [[0], [1]])], choice: .leastCost, start: 0, count: 3)

  static func run(
    _ network: FlowNetwork, paths: Int = 20_000, events: Int = 0, jobs: Int = 1
  ) -> NetworkTally {
    NetworkExperiment(
      network, name: "test", courses: [NetworkCourse(plain: network)], seed: 5, paths: paths,
      eventPaths: events, jobs: jobs
    ).run()[0]
  }

  /// The cheap link is full when demand is over its capacity: of two lognormal numbers a normal probability. The
  /// dear one when it is over both: by quadrature over the capacity. 4.5 standard errors of 20,000 paths.
  @Test func twoLinksAreFullAsOftenAsInClosedForm() {
    let tally = Self.run(Self.two)
    #expect(tally.paths == 20_000 && tally.failed == 0)
    // A wobble of each period of a third of 0.2, at most 0.04, comes on top.
    let spread = (0.2 * 0.2 + 0.04 * 0.04).squareRoot()
    let both = (spread * spread + 0.3 * 0.3).squareRoot()
    let cheap = Normal.cumulative(log(20.0 / 22) / both)
    var dear = 0.0
    for node in 0..<4000 {
      let z = -8 + 16 * (Double(node) + 0.5) / 4000
      let capacity = 22 * exp(spread * z) + 6
      dear += 16.0 / 4000 * Normal.density(z) * Normal.cumulative(log(20 / capacity) / 0.3)
    }
    for period in 0..<3 {
      for (link, expected) in [cheap, dear].enumerated() {
        let error = (expected * (1 - expected) / 20_000).squareRoot()
        let found = tally.fullProbability(link: link, period: period)
        #expect(abs(found - expected) < 4.5 * error, "\(link): \(found) of \(expected)")
      }
      // Room on the cheap link saves 20 while the dear one has some, 90 when nothing else does.
      let price = tally.mean(.price, link: 0, period: period)
      let expected = 20 * (cheap - dear) + 90 * dear
      let deviation = 40.0
      #expect(abs(price - expected) < 4.5 * deviation / 20_000.0.squareRoot())
    }
  }

  /// What a link's loss costs: of the cheap one, path by path, all but what the dear one carries.
  @Test func aLossIsWhatNoOtherLinkCarries() throws {
    let tally = Self.run(Self.two, paths: 2000, events: 2000)
    let loss = try #require(
      tally.loss(event: NetworkExperiment.place(.out, link: 0), .carried, [0.5]))
    // Least of demand and all capacity less least of demand and 6, three periods.
    var (sum, cost) = (0.0, 0.0)
    var world = NetworkWorld(Self.two, name: "test", seed: 5)
    for number in 0..<2000 {
      world.draw(number)
      world.meet(NetworkCourse(plain: Self.two))
      for t in 0..<3 {
        let (d, a, b) = (world.demand[0][t], world.capacity[0][t], world.capacity[1][t])
        sum += min(d, a + b) - min(d, b)
        let before = 10 * min(d, a) + 30 * min(b, max(0, d - a)) + 100 * max(0, d - a - b)
        cost += 30 * min(d, b) + 100 * max(0, d - b) - before
      }
    }
    #expect(relativeError(loss.mean, sum / 2000) < 1e-9)
    let priced = try #require(
      tally.loss(event: NetworkExperiment.place(.out, link: 0), .cost, [0.5]))
    #expect(relativeError(priced.mean, cost / 2000) < 1e-9)
    let hours = try #require(
      tally.loss(event: NetworkExperiment.place(.out, link: 0), .hours, [0.5]))
    // All go by the dear link then, 300 hours each instead of 100 to 300.
    #expect(hours.mean > 0 && hours.mean < 200)
    #expect(tally.loss(event: NetworkExperiment.place(.delayed, link: 0), .carried, [0.5]) == nil)
  }

  /// What is wanted is carried or stays away, no link carries more than it can, and what stays away stands at the
  /// links that are full.
  @Test(arguments: [FlowChoice.leastCost, .logit(weight: 0.1)], [0, 2])
  func nothingIsLost(_ choice: FlowChoice, _ wait: Int) throws {
    let network = FlowNetwork(
      links: Self.two.links + [Self.link("on", .whole(source: 2), cost: 5)],
      sources: Self.two.sources + [Self.source("c", 24, .known)],
      commodities: [
        Self.demand("goods", routes: [[0], [1]]),
        Self.demand("far", value: 200, routes: [[0, 2], [1, 2]]),
      ], choice: choice, patience: .init(periods: wait, kept: 0.7, cost: 3), start: 0, count: 3)
    var world = NetworkWorld(network, name: "test", seed: 5)
    var passage = NetworkPassage(network)
    var waited = 0.0
    for number in 0..<200 {
      world.draw(number)
      world.meet(NetworkCourse(plain: network))
      try passage.pass(world)
      var (wanted, away, blamed) = (0.0, 0.0, 0.0)
      for t in 0..<3 {
        for k in 0..<2 {
          wanted += world.demand[k][t]
          away += passage.suppressedDemand[k][t]
        }
        for l in 0..<3 {
          #expect(passage.flow[l][t] <= world.capacity[l][t] * (1 + 1e-9))
          #expect(passage.price[l][t] >= 0)
          blamed += passage.suppressed[l][t]
          waited += passage.queue[l][t]
        }
      }
      let arrived = passage.carried.joined().reduce(0, +)
      if choice == .leastCost {
        #expect(relativeError(arrived + away, wanted) < 1e-9)
      } else {
        #expect(arrived + away < wanted)
      }
      #expect(blamed <= away * (1 + 1e-9))
    }
    #expect(wait == 0 ? waited == 0 : waited > 0)
  }

  /// With the only way out all tonnes stay away, of a worth whose sum has no number: such paths count as failed,
  /// and none takes their place.
  @Test(arguments: [1, 2]) func eventsThatHaveNoSolutionAreCounted(_ jobs: Int) {
    let network = FlowNetwork(
      links: [Self.link("a", .whole(source: 0), cost: 10)],
      sources: [Self.source("a", 1e6, .known)],
      commodities: [Self.demand("goods", value: 1e308, routes: [[0]])],
      choice: .leastCost, start: 0, count: 3)
    let tally = Self.run(network, paths: 600, events: 40, jobs: jobs)
    #expect(tally.paths == 600 && tally.failed == 0)
    #expect(tally.eventPaths == 0 && tally.failedEventPaths == 40)
    #expect(tally.failure != nil)
  }

  /// What stays away for want of room is none of what would stay away at any: with one way, demand × share of
  /// those that go, less the capacity. With room for all nothing waits or stays away for it.
  @Test(arguments: [0, 1]) func whoWouldNotGoIsNotSuppressed(_ wait: Int) throws {
    func network(_ capacity: Double) -> FlowNetwork {
      FlowNetwork(
        links: [Self.link("a", .whole(source: 0), cost: 10)],
        sources: [Self.source("a", capacity, .known)],
        commodities: [Self.demand("goods", value: 30, routes: [[0]])],
        choice: .logit(weight: 0.05), patience: .init(periods: wait, kept: 0.5, cost: 1), start: 0,
        count: 3)
    }
    for capacity in [9.0, 1e9] {
      let network = network(capacity)
      var world = NetworkWorld(network, name: "test", seed: 5)
      var passage = NetworkPassage(network)
      for number in 0..<50 {
        world.draw(number)
        world.meet(NetworkCourse(plain: network))
        try passage.pass(world)
        for t in 0..<3 where wait == 0 || capacity > 1e6 {
          let going = world.demand[0][t] / (1 + exp(-0.05 * 20))
          let away = max(0, wait == 0 ? going - capacity : 0)
          #expect(abs(passage.suppressed[0][t] - away) < 1e-9 * world.demand[0][t])
          #expect(passage.queue[0][t] == 0)
        }
      }
    }
  }

  /// Where costs are those of the base year, what goes under logit is what went then, way by way, whatever a tonne
  /// is worth.
  @Test(arguments: [12.0, 30, 200]) func theBaseYearIsReproduced(_ value: Double) throws {
    let costs = [10.0, 14]
    let shares = [0.7, 0.3]
    let mean = shares[0] * costs[0] + shares[1] * costs[1]
    let network = FlowNetwork(
      links: [Self.link("a", .open, cost: costs[0]), Self.link("b", .open, cost: costs[1])],
      sources: [],
      commodities: [
        FlowNetwork.Commodity(
          name: "k", demand: .growth(base: 50, from: 0, rate: Self.sure(0)),
          value: Self.sure(value), hourValue: 0, routes: [[0], [1]],
          logWeights: zip(shares, costs).map { log($0) + 0.1 * ($1 - mean) }, usualCosts: costs)
      ], choice: .logit(weight: 0.1), start: 0, count: 1)
    var world = NetworkWorld(network, name: "test", seed: 1)
    var passage = NetworkPassage(network)
    world.draw(0)
    world.meet(NetworkCourse(plain: network))
    try passage.pass(world)
    for link in 0..<2 { #expect(relativeError(passage.flow[link][0], 50 * shares[link]) < 1e-12) }
    #expect(passage.suppressedDemand[0][0] == 0)
  }

  /// Hours of a loss are of one mix of commodities: where the slow one cannot go any more, the fast one takes no less
  /// time for it. Where nothing arrives there are none.
  @Test func hoursKeepTheMix() throws {
    func goods(_ name: String, _ routes: [[Int]]) -> FlowNetwork.Commodity {
      Self.demand(name, routes: routes)
    }
    let links = [
      Self.link("slow", .whole(source: 0), cost: 50), Self.link("fast", .whole(source: 1), cost: 5),
    ]
    let sources = [Self.source("a", 100, .known), Self.source("b", 100, .known)]
    let both = FlowNetwork(
      links: links, sources: sources, commodities: [goods("x", [[0]]), goods("y", [[1]])],
      choice: .leastCost, start: 0, count: 3)
    let out = NetworkExperiment.place(.out, link: 0)
    let hours = try #require(
      Self.run(both, paths: 50, events: 50).loss(event: out, .hours, [0.5]))
    #expect(abs(hours.mean) < 1e-9)
    let one = FlowNetwork(
      links: links, sources: sources, commodities: [goods("x", [[0]])], choice: .leastCost,
      start: 0, count: 3)
    let tally = Self.run(one, paths: 50, events: 50)
    #expect(tally.loss(event: out, .hours, [0.5]) == nil)
    #expect(tally.loss(event: out, .carried, [0.5]) != nil)
  }

  /// A small link is full when its own tonnes are, beside ever so many others.
  @Test func aSmallLinkIsFullToo() {
    let network = FlowNetwork(
      links: Self.two.links + [Self.link("small", .whole(source: 2), cost: 1)],
      sources: [
        Self.source("a", 1e9, .known), Self.source("b", 1e9, .known),
        Self.source("c", 1e-6, .known),
      ],
      commodities: [
        Self.demand("goods", routes: [[0], [1]]), Self.demand("few", routes: [[2], [1]]),
      ], choice: .logit(weight: 0.1), start: 0, count: 3)
    let tally = Self.run(network, paths: 200)
    #expect(tally.fullProbability(link: 2, period: 0) == 1)
    #expect(tally.fullProbability(link: 0, period: 0) == 0)
  }

  /// The same bits whatever the number of workers.
  @Test func workersLeaveNoTrace() {
    let one = Self.run(Self.two, paths: 3000, events: 500)
    let three = Self.run(Self.two, paths: 3000, events: 500, jobs: 3)
    for measure in NetworkTally.Measure.allCases {
      #expect(
        one.mean(measure, link: 0, period: 1) == three.mean(measure, link: 0, period: 1))
      #expect(
        one.quantiles(measure, link: 1, period: 2, [0.1, 0.5, 0.9])
          == three.quantiles(measure, link: 1, period: 2, [0.1, 0.5, 0.9]))
    }
    let place = NetworkExperiment.place(.out, link: 1)
    #expect(
      one.loss(event: place, .cost, [0.5])?.mean == three.loss(event: place, .cost, [0.5])?.mean)
  }

  /// Parts of one capacity add up to what `CapacityExperiment` draws of it, path by path, and a delay of the step
  /// is a delay of its part.
  @Test func partsAddUpToTheCapacityThatIsDrawn() throws {
    var capacity = LinkCapacity(
      stated: 28, bound: .soft(deviation: 0.1), observedMost: 32,
      steps: [CapacityExperimentTests.step])
    capacity.schedule = ScheduledCapacity(
      additions: (0..<10).map { 5 + Double($0) }, realised: Triangle(low: 0.3, mode: 0.7, high: 1))
    let source = FlowNetwork.Source(
      seriesID: "rail", capacity: capacity, start: 2025,
      lines: [
        (18, (0..<10).map { 4 + Double($0) }), (10, (0..<10).map { _ in 1 }),
      ])
    let network = FlowNetwork(
      links: [
        Self.link("a", .line(source: 0, line: 0), cost: 1),
        Self.link("b", .line(source: 0, line: 1), cost: 1),
        Self.link("c", .step(source: 0, step: 0), cost: 1),
        Self.link("all", .whole(source: 0), cost: 1),
      ], sources: [source],
      commodities: [
        FlowNetwork.Commodity(
          name: "k", demand: .growth(base: 10, from: 2026, rate: Self.sure(0.1)),
          value: Self.sure(9), hourValue: 0, routes: [[0], [1], [2], [3]])
      ], choice: .leastCost, start: 2027, count: 8)
    let link = CapacityLink(
      name: "rail", seriesID: "rail", demand: .none(from: 2025), capacity: capacity)
    let experiment = CapacityExperimentTests.experiment([link])
    let other = CapacityWorld(experiment)
    var world = NetworkWorld(network, name: "test", seed: 7)
    for number in 0..<100 {
      world.draw(number)
      world.meet(NetworkCourse(plain: network))
      other.draw(number)
      other.pass(experiment.courses[0])
      for t in 0..<8 {
        let parts = (0..<3).reduce(0) { $0 + world.capacity[$1][t] }
        #expect(relativeError(world.capacity[3][t], other.capacity[2 + t]) < 1e-12)
        #expect(relativeError(parts, other.capacity[2 + t]) < 1e-12)
      }
    }
    #expect(relativeError(world.demand[0][7], 10 * pow(1.1, 8)) < 1e-12)
    let late = try #require(
      LinkEvent.delayed.applied(to: NetworkCourse(plain: network), 2, of: network))
    #expect(late.delays == [[1]])
    #expect(LinkEvent.cancelled.applied(to: late, 2, of: network)?.delays == [[nil]])
    #expect(LinkEvent.delayed.applied(to: late, 0, of: network) == nil)
  }

  /// A link that opens after another is closed until that one is there.
  @Test func aLinkOpensAfterAnother() {
    let step = CapacityStep(
      name: "s", low: 5, mode: 5, high: 5, openings: [.init(ordinal: 1, probability: 1)],
      ramp: [1])
    let first = FlowNetwork.Source(
      seriesID: "a",
      capacity: LinkCapacity(stated: 1, bound: .known, observedMost: 0, steps: [step]), start: 0)
    let network = FlowNetwork(
      links: [
        FlowNetwork.Link(
          name: "late", part: .whole(source: 1), cost: .constant(1), hours: .constant(0), after: 1),
        Self.link("first", .step(source: 0, step: 0), cost: 1),
      ], sources: [first, Self.source("b", 30, .known)],
      commodities: [Self.demand("goods", routes: [[0], [1]])], choice: .leastCost, start: 0,
      count: 3)
    var world = NetworkWorld(network, name: "test", seed: 1)
    world.draw(0)
    world.meet(NetworkCourse(plain: network))
    #expect(world.capacity == [[0, 30, 30], [0, 5, 5]])
    // Once built it stays, also where that one is out.
    var out = NetworkCourse(plain: network)
    out.isOut[1] = true
    world.meet(out)
    #expect(world.capacity == [[0, 30, 30], [0, 0, 0]])
  }
}
