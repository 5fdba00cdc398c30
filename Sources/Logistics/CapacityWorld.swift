internal import Glibc
internal import StatisticsCore

/// One path: what is drawn once, and what follows from it under a course of events.
///
/// All arrays are by link, then by period.
///
/// A class of plain numbers in memory of its own: what happens here happens a hundred million times, and an
/// array would be asked each time whether others hold it.
final class CapacityWorld {
  typealias Numbers = UnsafeMutableBufferPointer<Double>

  /// Where what does not pass tries again.
  private struct Detour {
    let link, other: Int
    let share: Double
  }

  private let experiment: CapacityExperiment
  private let streams: [UInt32]
  private let horizon: Int
  private let detours: [Detour]
  /// By link and step, the share of the step that is open so many periods after its opening.
  private let ramps: [[[Double]]]
  /// Demand before the factors of a course.
  private let drawn: Numbers
  private let noise, strain: Numbers
  /// Capacity of what is there, with the dated changes of it.
  private let unstepped: Numbers
  private var openings: [[Int]]
  private var sizes: [[Double]]

  let demand, capacity, carried: Numbers
  /// What neither passed nor found another link.
  let suppressed: Numbers
  /// What found another link.
  let spilled: Numbers
  /// What passes of a link's own demand.
  private let own: Numbers
  /// The period in which the first step of each link opens; nil when none does.
  private(set) var firstOpening: [Int?]
  /// Of a link whose first step opens in another period.
  private let shiftedCapacity, shiftedCarried, shiftedRest: Numbers

  init(_ experiment: CapacityExperiment) {
    self.experiment = experiment
    horizon = experiment.horizon
    streams = experiment.links.map { stableHash("capacity/" + $0.seriesID) }
    detours = experiment.links.enumerated().compactMap { l, link in
      link.spill.map { Detour(link: l, other: $0.link, share: $0.share) }
    }
    ramps = experiment.links.map { $0.capacity.steps.map { $0.ramp.indices.map($0.share) } }
    let count = experiment.links.count * horizon
    func numbers(_ count: Int) -> Numbers {
      let numbers = Numbers.allocate(capacity: count)
      numbers.initialize(repeating: 0)
      return numbers
    }
    (drawn, noise, strain) = (numbers(count), numbers(count), numbers(count))
    unstepped = numbers(count)
    (demand, capacity, carried) = (numbers(count), numbers(count), numbers(count))
    (suppressed, spilled, own) = (numbers(count), numbers(count), numbers(count))
    (shiftedCapacity, shiftedCarried) = (numbers(horizon), numbers(count))
    shiftedRest = numbers(count)
    openings = experiment.links.map { $0.capacity.steps.map { _ in 0 } }
    sizes = experiment.links.map { $0.capacity.steps.map { _ in 0 } }
    firstOpening = experiment.links.map { _ in nil }
  }

  deinit {
    for numbers in [
      drawn, noise, strain, unstepped, demand, capacity, carried, suppressed, spilled, own,
      shiftedCapacity, shiftedCarried, shiftedRest,
    ] { numbers.deallocate() }
  }

  /// Draws everything that courses share.
  func draw(_ number: Int) {
    for (l, link) in experiment.links.enumerated() {
      var random = PhiloxGenerator(
        seed: experiment.seed, series: streams[l], path: UInt32(truncatingIfNeeded: number))
      // Drawn for demand from elsewhere too: capacity has the same numbers whatever demand is.
      let (u, v) = (random.uniform(), random.uniform())
      let own = link.demand.draw(u, v)
      let base = link.capacity.base(at: random.uniform(), offset: own?.offset)
      for s in link.capacity.steps.indices {
        openings[l][s] = link.capacity.steps[s].opening(at: random.uniform())
        sizes[l][s] = link.capacity.steps[s].size(at: random.uniform())
      }
      // Only where there is one: other links keep their numbers.
      let realised = link.capacity.schedule?.realised.value(at: random.uniform()) ?? 1
      for h in 0..<horizon {
        noise[l * horizon + h] = random.normal()
        strain[l * horizon + h] = link.capacity.strain(random.normal())
        unstepped[l * horizon + h] =
          link.capacity.schedule.map {
            link.capacity.base(base, added: $0.addition(h, realised: realised))
          } ?? base
      }
      let range = l * horizon..<(l + 1) * horizon
      let path = Numbers(rebasing: drawn[range])
      switch link.demand.source {
      case .given(let paths): paths(number, path)
      case .censored(let posterior):
        guard let own, let start = noise.baseAddress else { continue }
        posterior.path(own, noise: start + l * horizon, into: path)
        VectorExponential.apply(to: path)
      }
    }
  }

  /// Lets demand meet capacity under a course.
  func pass(_ course: CapacityCourse) {
    for l in ramps.indices {
      let range = l * horizon..<(l + 1) * horizon
      course.factors[l].withUnsafeBufferPointer { factors in
        for (i, factor) in zip(range, factors) { demand[i] = drawn[i] * factor }
      }
      firstOpening[l] = nil
      for s in ramps[l].indices {
        guard let delay = course.delays[l][s] else { continue }
        let opening = openings[l][s] + delay
        firstOpening[l] = min(firstOpening[l] ?? opening, opening)
      }
      open(l, course, shift: 0, into: Numbers(rebasing: capacity[range]))
      for i in range {
        own[i] = min(demand[i], capacity[i])
        carried[i] = own[i]
        suppressed[i] = demand[i] - own[i]
        spilled[i] = 0
      }
    }
    for detour in detours {
      for h in 0..<horizon {
        let (i, j) = (detour.link * horizon + h, detour.other * horizon + h)
        let moved = min(suppressed[i] * detour.share, max(0, capacity[j] - carried[j]))
        suppressed[i] -= moved
        spilled[i] = moved
        carried[j] += moved
      }
    }
  }

  /// What all links would carry over all periods if the first step of a link opened so many periods later
  /// than the course that was passed has it, earlier where they are negative.
  func totalCarried(_ course: CapacityCourse, shifting link: Int, by periods: Int) -> Double {
    open(link, course, shift: periods, into: shiftedCapacity)
    for i in own.indices {
      shiftedCarried[i] = own[i]
      shiftedRest[i] = demand[i] - own[i]
    }
    let start = link * horizon
    for h in 0..<horizon {
      shiftedCarried[start + h] = min(demand[start + h], shiftedCapacity[h])
      shiftedRest[start + h] = demand[start + h] - shiftedCarried[start + h]
    }
    for detour in detours {
      let room =
        detour.other == link
        ? shiftedCapacity
        : Numbers(rebasing: capacity[detour.other * horizon..<(detour.other + 1) * horizon])
      for h in 0..<horizon {
        let (i, j) = (detour.link * horizon + h, detour.other * horizon + h)
        let moved = min(shiftedRest[i] * detour.share, max(0, room[h] - shiftedCarried[j]))
        shiftedRest[i] -= moved
        shiftedCarried[j] += moved
      }
    }
    return shiftedCarried.reduce(0, +)
  }

  /// A link's capacity with the steps that are open under a course, the first of them shifted.
  private func open(_ l: Int, _ course: CapacityCourse, shift: Int, into result: Numbers) {
    let start = l * horizon
    for h in 0..<horizon { result[h] = unstepped[start + h] }
    for s in ramps[l].indices {
      guard let delay = course.delays[l][s] else { continue }
      let opening = openings[l][s] + delay + (s == 0 ? shift : 0)
      let size = sizes[l][s]
      ramps[l][s].withUnsafeBufferPointer { ramp in
        let first = opening - experiment.start
        for h in max(0, first)..<max(horizon, first) {
          result[h] += size * ramp[min(h - first, ramp.count - 1)]
        }
      }
    }
    for h in 0..<horizon { result[h] *= strain[start + h] }
  }

  /// The first future period.
  var startOrdinal: Int { experiment.start }

  /// What all links carry over all periods.
  var totalCarried: Double { carried.reduce(0, +) }
}
