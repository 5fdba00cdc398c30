internal import Glibc
internal import SeriesCore
internal import StatisticsCore

/// A link: what wants to pass, what can pass, and where the rest goes.
package struct CapacityLink: Sendable {
  package let name: String
  /// The stream of random numbers, by the id of its series.
  package let seriesID: String
  package let demand: LinkDemand
  package let capacity: LinkCapacity
  /// The share of what does not pass that tries another link, which takes it when it has room.
  package let spill: Spill?
  /// Levels asked for.
  package let levels: [Double]

  package struct Spill: Sendable, Equatable {
    package let link: Int
    package let share: Double

    package init(link: Int, share: Double) {
      self.link = link
      self.share = share
    }
  }

  package init(
    name: String, seriesID: String, demand: LinkDemand, capacity: LinkCapacity,
    spill: Spill? = nil, levels: [Double] = []
  ) {
    self.name = name
    self.seriesID = seriesID
    self.demand = demand
    self.capacity = capacity
    self.spill = spill
    self.levels = levels
  }
}

/// What a course of events changes: factors on demand, and openings.
package struct CapacityCourse: Sendable, Equatable {
  /// For each link the factor on demand in each future period.
  package let factors: [[Double]]
  /// For each link and step the periods by which it is late; nil when it is not built.
  package let delays: [[Int?]]

  package init(factors: [[Double]], delays: [[Int?]]) {
    self.factors = factors
    self.delays = delays
  }
}

/// Simulates demand against capacity.
///
/// Path k of a link is made from the stream (seed, series, k) whatever else runs: all courses see
/// the same random numbers, and neither the number of workers nor their order leaves a trace. All
/// links end at the same observed period.
package struct CapacityExperiment: Sendable {
  package let links: [CapacityLink]
  package let courses: [CapacityCourse]
  /// The first future period.
  package let start: Int
  package let horizon: Int
  package let seed: UInt64
  package let paths: Int
  package let jobs: Int

  static let blockSize = 1024
  /// Blocks that are worked on at once: bounds memory whatever the number of paths.
  private static let window = 64

  package init(
    links: [CapacityLink], courses: [CapacityCourse], start: Int, horizon: Int, seed: UInt64,
    paths: Int, jobs: Int
  ) {
    precondition(paths >= 1 && horizon >= 1 && jobs >= 1, "an experiment needs paths and periods")
    precondition(
      courses.allSatisfy { $0.factors.allSatisfy { $0.count == horizon } },
      "factors for another horizon")
    self.links = links
    self.courses = courses
    self.start = start
    self.horizon = horizon
    self.seed = seed
    self.paths = paths
    self.jobs = jobs
  }

  /// Runs all paths under all courses.
  package func run() -> [CapacityTally] {
    let shape = CapacityTally.Shape(
      links: links, horizon: horizon, kept: min(paths, CapacityTally.keptPaths))
    var totals = courses.map { _ in CapacityTally(shape) }
    NumberedBlocks(paths, size: Self.blockSize, window: Self.window, jobs: jobs).fold(block) {
      for (i, tally) in $0.enumerated() { totals[i].add(tally) }
    }
    return totals
  }

  private func block(_ range: Range<Int>) -> [CapacityTally] {
    let kept = max(0, min(range.upperBound, CapacityTally.keptPaths) - range.lowerBound)
    let shape = CapacityTally.Shape(links: links, horizon: horizon, kept: kept)
    var tallies = courses.map { _ in CapacityTally(shape) }
    let world = CapacityWorld(self)
    for number in range {
      world.draw(number)
      for (i, course) in courses.enumerated() {
        world.pass(course)
        tallies[i].count(world, keeps: number < CapacityTally.keptPaths)
        for link in links.indices where !links[link].capacity.steps.isEmpty {
          let carried = world.totalCarried
          let earlier = world.totalCarried(course, shifting: link, by: -1)
          tallies[i].countEarlier(earlier - carried, link, number)
          let later = world.totalCarried(course, shifting: link, by: 1)
          tallies[i].countLater(carried - later, link, number)
        }
      }
    }
    return tallies
  }
}
