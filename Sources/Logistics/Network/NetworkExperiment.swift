internal import SeriesCore
internal import StatisticsCore

/// Simulates a network under courses of events, and what events on its links cost.
///
/// Path k is made from streams of (seed, name, k) whatever else runs: all courses see the same random numbers,
/// and neither the number of workers nor their order leaves a trace.
package struct NetworkExperiment: Sendable {
  package let network: FlowNetwork
  /// The stream of the numbers that are the network's own.
  package let name: String
  package let courses: [NetworkCourse]
  package let seed: UInt64
  package let paths: Int
  /// The first paths, on which events are tried too.
  package let eventPaths: Int
  package let jobs: Int

  private static let blockSize = 256
  /// Blocks that are worked on at once: bounds memory whatever the number of paths.
  private static let window = 16

  package init(
    _ network: FlowNetwork, name: String, courses: [NetworkCourse], seed: UInt64, paths: Int,
    eventPaths: Int, jobs: Int
  ) {
    precondition(paths >= 1 && jobs >= 1, "an experiment needs paths")
    (self.network, self.name, self.courses, self.seed) = (network, name, courses, seed)
    (self.paths, self.eventPaths, self.jobs) = (paths, min(eventPaths, paths), jobs)
  }

  /// The place of an event on a link among the events of a tally.
  package static func place(_ event: LinkEvent, link: Int) -> Int {
    let kinds = LinkEvent.allCases
    return link * kinds.count + (kinds.firstIndex(of: event) ?? 0)
  }

  /// Runs all paths under all courses.
  package func run() -> [NetworkTally] {
    var totals = courses.map { _ in
      NetworkTally(shape(kept: min(paths, NetworkTally.keptPaths)))
    }
    NumberedBlocks(paths, size: Self.blockSize, window: Self.window, jobs: jobs).fold(block) {
      for (i, tally) in $0.enumerated() { totals[i].add(tally) }
    }
    return totals
  }

  private func shape(kept: Int) -> NetworkTally.Shape {
    NetworkTally.Shape(
      links: network.links.count, periods: network.count,
      events: network.links.count * LinkEvent.allCases.count, kept: kept)
  }

  private func block(_ range: Range<Int>) -> [NetworkTally] {
    let kept = max(0, min(range.upperBound, NetworkTally.keptPaths) - range.lowerBound)
    var tallies = courses.map { _ in NetworkTally(shape(kept: kept)) }
    var world = NetworkWorld(network, name: name, seed: seed)
    var passage = NetworkPassage(network)
    let events = courses.map { course in
      network.links.indices.flatMap { link in
        LinkEvent.allCases.map { $0.applied(to: course, link, of: network) }
      }
    }
    for number in range {
      world.draw(number)
      for (i, course) in courses.enumerated() {
        world.meet(course)
        do throws(LogisticsError) {
          try passage.pass(world)
        } catch {
          tallies[i].count(failure: error)
          continue
        }
        tallies[i].count(world, passage, keeps: number < NetworkTally.keptPaths)
        guard number < eventPaths else { continue }
        do throws(LogisticsError) {
          tallies[i].count(losses: try losses(events[i], &world, &passage))
        } catch {
          tallies[i].count(eventFailure: error)
        }
      }
    }
    return tallies
  }

  /// What each event changes; nil for one that cannot happen.
  private func losses(
    _ events: [NetworkCourse?], _ world: inout NetworkWorld, _ passage: inout NetworkPassage
  ) throws(LogisticsError) -> [NetworkLoss?] {
    let before = NetworkSums(passage)
    var result: [NetworkLoss?] = []
    for event in events {
      guard let event else {
        result.append(nil)
        continue
      }
      world.meet(event)
      try passage.pass(world)
      result.append(NetworkLoss(before, NetworkSums(passage)))
    }
    return result
  }
}

/// What one path carries over all periods, by commodity.
private struct NetworkSums {
  let carried: [Double]
  let hours: [Double]
  let cost: Double

  init(_ passage: NetworkPassage) {
    carried = passage.carried.map { $0.reduce(0, +) }
    (hours, cost) = (passage.totalHours, passage.totalCost)
  }
}

/// What an event on a link costs one path over all periods.
struct NetworkLoss {
  /// Tonnes less that arrive.
  let carried: Double
  /// By how much the value of the programmes rises.
  let cost: Double
  /// Hours more a tonne, over the commodities that arrive with and without the event, each with the tonnes
  /// that arrive after it: not what another mix of them would take. Nil where nothing arrives.
  let hours: Double?

  fileprivate init(_ before: NetworkSums, _ after: NetworkSums) {
    carried = before.carried.reduce(0, +) - after.carried.reduce(0, +)
    cost = after.cost - before.cost
    var (tonnes, hours) = (0.0, 0.0)
    for k in after.carried.indices where after.carried[k] > 0 && before.carried[k] > 0 {
      tonnes += after.carried[k]
      hours += after.hours[k] - after.carried[k] * before.hours[k] / before.carried[k]
    }
    self.hours = tonnes > 0 ? hours / tonnes : nil
  }
}
