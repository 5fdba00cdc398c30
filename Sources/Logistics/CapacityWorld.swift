internal import Glibc
internal import StatisticsCore

/// One path: what is drawn once, and what follows from it under a course of events.
///
/// All arrays are by link, then by period.
struct CapacityWorld {
  private let experiment: CapacityExperiment
  private let streams: [UInt32]
  private let horizon: Int
  /// Demand before the factors of a course.
  private var drawn: [Double]
  private var noise: [Double]
  private var strain: [Double]
  private var base: [Double]
  private var openings: [[Int]]
  private var sizes: [[Double]]
  /// The share of a link's schedule that is realised.
  private var realised: [Double]

  private(set) var demand: [Double]
  private(set) var capacity: [Double]
  private(set) var carried: [Double]
  /// What neither passed nor found another link.
  private(set) var suppressed: [Double]
  /// What found another link.
  private(set) var spilled: [Double]
  /// The period in which the first step of each link opens; nil when none does.
  private(set) var firstOpening: [Int?]
  private var kept: (demand: [Double], capacity: [Double], carried: [Double])

  init(_ experiment: CapacityExperiment) {
    self.experiment = experiment
    horizon = experiment.horizon
    streams = experiment.links.map { stableHash("capacity/" + $0.seriesID) }
    let empty = [Double](repeating: 0, count: experiment.links.count * horizon)
    (drawn, noise, strain) = (empty, empty, empty)
    (demand, capacity, carried, suppressed, spilled) = (empty, empty, empty, empty, empty)
    base = [Double](repeating: 0, count: experiment.links.count)
    openings = experiment.links.map { $0.capacity.steps.map { _ in 0 } }
    sizes = experiment.links.map { $0.capacity.steps.map { _ in 0 } }
    firstOpening = experiment.links.map { _ in nil }
    realised = experiment.links.map { _ in 1 }
    kept = (empty, empty, empty)
  }

  /// Draws everything that courses share.
  mutating func draw(_ number: Int) {
    for (l, link) in experiment.links.enumerated() {
      var random = PhiloxGenerator(
        seed: experiment.seed, series: streams[l], path: UInt32(truncatingIfNeeded: number))
      // Drawn for demand from elsewhere too: capacity has the same numbers whatever demand is.
      let (u, v) = (random.uniform(), random.uniform())
      let own = link.demand.draw(u, v)
      base[l] = link.capacity.base(at: random.uniform(), offset: own?.offset)
      for s in link.capacity.steps.indices {
        openings[l][s] = link.capacity.steps[s].opening(at: random.uniform())
        sizes[l][s] = link.capacity.steps[s].size(at: random.uniform())
      }
      // Only where there is one: other links keep their numbers.
      if let schedule = link.capacity.schedule {
        realised[l] = schedule.realised.value(at: random.uniform())
      }
      for h in 0..<horizon {
        noise[l * horizon + h] = random.normal()
        strain[l * horizon + h] = link.capacity.strain(random.normal())
      }
      let range = l * horizon..<(l + 1) * horizon
      drawn.withUnsafeMutableBufferPointer { target in
        let path = UnsafeMutableBufferPointer(rebasing: target[range])
        switch link.demand.source {
        case .given(let paths): paths(number, path)
        case .censored(let posterior):
          guard let own else { return }
          noise.withUnsafeBufferPointer { noise in
            guard let start = noise.baseAddress else { return }
            posterior.path(own, noise: start + l * horizon, into: path)
          }
          for h in path.indices { path[h] = exp(path[h]) }
        }
      }
    }
  }

  /// Lets demand meet capacity under a course; with `shift`, the first step of that link opens so many
  /// periods later than the course has it, earlier where they are negative.
  mutating func pass(_ course: CapacityCourse, shift: (link: Int, periods: Int)? = nil) {
    if shift != nil { kept = (demand, capacity, carried) }
    for (l, link) in experiment.links.enumerated() {
      firstOpening[l] = nil
      for h in 0..<horizon {
        let i = l * horizon + h
        demand[i] = drawn[i] * course.factors[l][h]
        capacity[i] =
          link.capacity.schedule.map {
            link.capacity.base(base[l], added: $0.addition(h, realised: realised[l]))
          } ?? base[l]
      }
      for (s, step) in link.capacity.steps.enumerated() {
        guard let delay = course.delays[l][s] else { continue }
        let opening = openings[l][s] + delay
        firstOpening[l] = min(firstOpening[l] ?? opening, opening)
        let effective = opening + (shift?.link == l && s == 0 ? shift?.periods ?? 0 : 0)
        for h in 0..<horizon {
          capacity[l * horizon + h] +=
            sizes[l][s] * step.share(after: experiment.start + h - effective)
        }
      }
      for h in 0..<horizon {
        let i = l * horizon + h
        capacity[i] *= strain[i]
        carried[i] = min(demand[i], capacity[i])
        suppressed[i] = demand[i] - carried[i]
        spilled[i] = 0
      }
    }
    for (l, link) in experiment.links.enumerated() {
      guard let spill = link.spill else { continue }
      for h in 0..<horizon {
        let (i, j) = (l * horizon + h, spill.link * horizon + h)
        let moved = min(suppressed[i] * spill.share, max(0, capacity[j] - carried[j]))
        suppressed[i] -= moved
        spilled[i] = moved
        carried[j] += moved
      }
    }
  }

  /// Undoes the last pass with a shifted opening.
  mutating func restore() { (demand, capacity, carried) = kept }

  /// The first future period.
  var startOrdinal: Int { experiment.start }

  /// What all links carry over all periods.
  var totalCarried: Double { carried.reduce(0, +) }
}
