internal import Glibc
internal import StatisticsCore

/// A number that is known within a range and may change with time: from each period on another range, and
/// one draw for all of them.
package struct DatedRange: Sendable, Equatable {
  /// In order of time; the first holds before its period too.
  package let stretches: [(from: Int, range: Triangle)]

  package init(_ stretches: [(from: Int, range: Triangle)]) {
    precondition(!stretches.isEmpty, "a range has a value")
    self.stretches = stretches.sorted { $0.from < $1.from }
  }

  package static func constant(_ value: Double) -> DatedRange {
    DatedRange([(.min, Triangle(low: value, mode: value, high: value))])
  }

  package func range(at ordinal: Int) -> Triangle {
    (stretches.last { $0.from <= ordinal } ?? stretches[0]).range
  }

  package static func == (a: DatedRange, b: DatedRange) -> Bool {
    a.stretches.count == b.stretches.count
      && zip(a.stretches, b.stretches).allSatisfy { $0.from == $1.from && $0.range == $1.range }
  }
}

/// Nodes' links, what wants to pass them, and what is uncertain of both: what an experiment draws from.
package struct FlowNetwork: Sendable {
  /// What a link takes of a capacity that is drawn.
  package enum Part: Sendable, Equatable {
    /// No bound.
    case open
    /// All of a source.
    case whole(source: Int)
    /// One of the lines that make up what is there.
    case line(source: Int, line: Int)
    /// One of the steps.
    case step(source: Int, step: Int)

    package var source: Int? {
      switch self {
      case .open: nil
      case .whole(let source), .line(let source, _), .step(let source, _): source
      }
    }
  }

  package struct Link: Sendable {
    package let name: String
    package let part: Part
    /// What a tonne pays on it.
    package let cost: DatedRange
    package let hours: DatedRange
    /// The link that must be open before this one is; nil for none.
    package let after: Int?

    package init(
      name: String, part: Part, cost: DatedRange, hours: DatedRange, after: Int? = nil
    ) {
      (self.name, self.part, self.cost, self.hours) = (name, part, cost, hours)
      self.after = after
    }
  }

  /// A capacity that is drawn once a path for all the links that are parts of it, with the numbers that
  /// `CapacityExperiment` draws for a link of this series.
  package struct Source: Sendable {
    package let seriesID: String
    package let capacity: LinkCapacity
    /// The period from which it draws.
    package let start: Int
    /// For each line what it has of the stated capacity, and of what the schedule adds in each period.
    package let lines: [(stated: Double, additions: [Double])]
    /// Units of the network in one of the source.
    package let scale: Double

    package init(
      seriesID: String, capacity: LinkCapacity, start: Int,
      lines: [(stated: Double, additions: [Double])] = [], scale: Double = 1
    ) {
      (self.seriesID, self.capacity, self.start) = (seriesID, capacity, start)
      (self.lines, self.scale) = (lines, scale)
    }
  }

  package enum Demand: Sendable {
    /// Paths from `start` on, of `count` periods, each times `factor`.
    case paths(LinkDemand.Paths, start: Int, count: Int, factor: Double)
    /// Growth a period from a base, one draw a path.
    case growth(base: Double, from: Int, rate: Triangle)
  }

  package struct Commodity: Sendable {
    package let name: String
    package let demand: Demand
    /// What it is worth that a tonne arrives: above this cost it does not go.
    package let value: Triangle
    /// What an hour of a tonne costs.
    package let hourValue: Double
    /// The ways it may take, each as links.
    package let routes: [[Int]]
    /// Log odds of each way beside those of cost.
    package let logWeights: [Double]
    /// What each way costs where tonnes of demand are known to go: under logit those that stay away even there
    /// are not counted in it. Nil where demand is of all that might go.
    package let usualCosts: [Double]?

    package init(
      name: String, demand: Demand, value: Triangle, hourValue: Double, routes: [[Int]],
      logWeights: [Double]? = nil, usualCosts: [Double]? = nil
    ) {
      precondition(!routes.isEmpty, "a commodity has a way")
      (self.name, self.demand, self.value) = (name, demand, value)
      (self.hourValue, self.routes, self.usualCosts) = (hourValue, routes, usualCosts)
      self.logWeights = logWeights ?? routes.map { _ in 0 }
    }

    /// Tonnes that might go, for each of those that go at the usual costs.
    func potential(_ choice: FlowChoice, value: Double) -> Double {
      guard case .logit(let weight) = choice, let usualCosts else { return 1 }
      let odds = zip(logWeights, usualCosts).map { $0 - weight * $1 }
      let top = odds.max() ?? 0
      let going = odds.reduce(0) { $0 + exp($1 - top) }
      return 1 + exp(-weight * value - top) / going
    }
  }

  /// Tonnes that may wait for another period.
  package struct Patience: Sendable, Equatable {
    /// Periods that a tonne waits at most.
    package let periods: Int
    /// The share of what waits that is still there a period later.
    package let kept: Double
    /// What a period costs a tonne.
    package let cost: Double

    package init(periods: Int, kept: Double, cost: Double) {
      precondition(periods >= 0 && kept > 0 && kept <= 1 && cost >= 0, "waiting is not free")
      (self.periods, self.kept, self.cost) = (periods, kept, cost)
    }
  }

  package let links: [Link]
  package let sources: [Source]
  package let commodities: [Commodity]
  package let choice: FlowChoice
  package let patience: Patience
  /// The first period, and how many there are.
  package let start: Int
  package let count: Int

  /// - Precondition: `after` leads in no circle.
  package init(
    links: [Link], sources: [Source], commodities: [Commodity], choice: FlowChoice,
    patience: Patience = Patience(periods: 0, kept: 1, cost: 0), start: Int, count: Int
  ) {
    precondition(count >= 1 && !links.isEmpty && !commodities.isEmpty, "a network has flows")
    (self.links, self.sources, self.commodities) = (links, sources, commodities)
    (self.choice, self.patience, self.start, self.count) = (choice, patience, start, count)
  }

  /// The places of links in an order in which each stands behind the one that it opens after; nil where they
  /// lead in a circle.
  package static func order(after: [Int?]) -> [Int]? {
    var order: [Int] = []
    var isPlaced = after.map { _ in false }
    while order.count < after.count {
      let next = after.indices.filter { place in
        !isPlaced[place] && (after[place].map { isPlaced[$0] } ?? true)
      }
      guard !next.isEmpty else { return nil }
      for place in next { isPlaced[place] = true }
      order += next
    }
    return order
  }
}

/// What a course of events changes in a network.
package struct NetworkCourse: Sendable, Equatable {
  /// By commodity and period a factor on demand.
  package var factors: [[Double]]
  /// By source and step the periods by which it is late; nil when it is not built.
  package var delays: [[Int?]]
  /// By link, added to cost and hours.
  package var addedCost: [Double]
  package var addedHours: [Double]
  /// By link, whether it is out in all periods.
  package var isOut: [Bool]

  package init(
    factors: [[Double]], delays: [[Int?]], addedCost: [Double], addedHours: [Double],
    isOut: [Bool]? = nil
  ) {
    (self.factors, self.delays) = (factors, delays)
    (self.addedCost, self.addedHours) = (addedCost, addedHours)
    self.isOut = isOut ?? addedCost.map { _ in false }
  }

  /// The course in which nothing happens.
  package init(plain network: FlowNetwork) {
    self.init(
      factors: network.commodities.map { _ in Array(repeating: 1, count: network.count) },
      delays: network.sources.map { $0.capacity.steps.map { _ in 0 } },
      addedCost: network.links.map { _ in 0 }, addedHours: network.links.map { _ in 0 })
  }
}

/// What may happen to one link, beside a course of events.
package enum LinkEvent: String, CaseIterable, Sendable {
  /// It is out in all periods.
  case out
  /// Its steps open a period later.
  case delayed
  /// Its steps are not built.
  case cancelled

  /// The course in which that happens too; nil for steps of a link that has none to come.
  package func applied(
    to course: NetworkCourse, _ link: Int, of network: FlowNetwork
  ) -> NetworkCourse? {
    var changed = course
    if self == .out {
      changed.isOut[link] = true
      return changed
    }
    switch network.links[link].part {
    case .whole(let source):
      for step in changed.delays[source].indices { apply(&changed.delays[source][step]) }
    case .step(let source, let step): apply(&changed.delays[source][step])
    case .open, .line: return nil
    }
    return changed == course ? nil : changed
  }

  private func apply(_ delay: inout Int?) {
    delay = self == .cancelled ? nil : delay.map { $0 + 1 }
  }
}
