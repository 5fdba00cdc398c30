import Foundation
import Logistics
import SeriesCore
import StatisticsCore

/// How well demand is read from what was carried, by simulation: a random walk of ln demand that grows
/// past its capacity, seen as the lesser of the two.
///
/// `CensoredDemandBench [WORLDS] [--right] [--wobble DEVIATION]`
///
/// Prints a row a length, true kind of bound and kind that is taken: bias of yearly growth beside that of
/// the carried values', and how often the 80 % interval of demand held the truth at the last observation
/// and five years on (to 3 points of sampling error with 150 worlds), and that of an uncertain capacity
/// five years on. With `--right` only the kind that is the true one is taken. `--wobble` makes a capacity
/// that is one number in truth differ by so much from period to period.
@main enum CensoredDemandBench {
  static let (growth, noise, deviation) = (0.07, 0.10, 0.10)
  static let horizon = 5

  static let kinds: [(name: String, bound: CapacityBound)] = [
    ("known", .known), ("uncertain", .uncertain(deviation: deviation)),
    ("soft", .soft(deviation: deviation)),
  ]

  struct World {
    let carried: TimeSeries
    /// ln of demand, the observed periods and those to come.
    let demand: [Double]
    let stated: Double
    /// The capacity that stays, where it is one number.
    let capacity: Double
  }

  static func world(
    _ kind: String, count: Int, wobble: Double, _ random: inout PhiloxGenerator
  ) throws -> World {
    var demand = [log(10.0)]
    for _ in 1..<count + horizon { demand.append(demand.last! + growth + noise * random.normal()) }
    // Full from about three fifths of the sample on.
    let stated = exp(log(10) + growth * 0.6 * Double(count))
    let once = stated * exp(deviation * random.normal())
    var rows = ""
    for t in 0..<count {
      let strain = exp(abs(deviation * random.normal()))
      var capacity = kind == "known" ? stated : kind == "uncertain" ? once : stated * strain
      if wobble > 0, kind == "uncertain" { capacity *= exp(wobble * random.normal()) }
      rows += "y,\(2000 + t),\(min(exp(demand[t]), capacity))\n"
    }
    let panel = try SeriesPanel.read(
      ByteSource(name: "world", bytes: Array(("series,period,value\n" + rows).utf8)))
    guard let carried = panel.series.first else { fatalError("a world has a series") }
    return World(carried: carried, demand: demand, stated: stated, capacity: once)
  }

  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    func option(_ name: String) -> Bool {
      guard let place = arguments.firstIndex(of: name) else { return false }
      arguments.remove(at: place)
      return true
    }
    let onlyRight = option("--right")
    var wobble = 0.0
    if let place = arguments.firstIndex(of: "--wobble"), place + 1 < arguments.count {
      wobble = Double(arguments[place + 1]) ?? 0
      arguments.removeSubrange(place...place + 1)
    }
    let worlds = arguments.first.flatMap { Int($0) } ?? 150
    print(
      "n,true_bound,taken_bound,worlds,refused,growth_bias,carried_bias,cover_end,below_end,above_end,"
        + "cover_5,below_5,above_5,cover_capacity")
    for count in [15, 25] {
      for (truth, _) in kinds where wobble == 0 || truth == "uncertain" {
        for (taken, bound) in kinds where !onlyRight || taken == truth {
          try row(count, truth, taken, bound, worlds, wobble: wobble)
        }
      }
    }
  }

  static func row(
    _ count: Int, _ truth: String, _ taken: String, _ bound: CapacityBound, _ worlds: Int,
    wobble: Double
  ) throws {
    var refused = 0
    var (bias, naive) = (0.0, 0.0)
    var end = (below: 0, above: 0)
    var (later, able) = (end, end)
    var fitted = 0.0
    for number in 0..<worlds {
      var random = PhiloxGenerator(
        seed: 11, series: stableHash("\(count)/\(truth)"), path: UInt32(number))
      let world = try world(truth, count: count, wobble: wobble, &random)
      let posterior: DemandPosterior
      do {
        posterior = try CensoredDemand(growth: .drift, bound: bound)
          .fit(to: world.carried) { _ in world.stated }
      } catch {
        refused += 1
        continue
      }
      fitted += 1
      bias += posterior.growthRate.mean - growth
      let values = world.carried.values
      naive += log(values[count - 1] / values[0]) / Double(count - 1) - growth
      func tell(
        _ low: Double, _ high: Double, _ value: Double, _ tally: inout (below: Int, above: Int)
      ) {
        // A truth that was carried is told exactly, to the digits of a logarithm.
        if value < low * (1 - 1e-9) { tally.below += 1 }
        if value > high * (1 + 1e-9) { tally.above += 1 }
      }
      let ends = posterior.demandAtEnd([0.1, 0.9])
      tell(ends[0], ends[1], exp(world.demand[count - 1]), &end)
      let link = CapacityLink(
        name: "y", seriesID: "y", demand: LinkDemand(posterior),
        capacity: LinkCapacity(
          stated: world.stated, bound: bound, observedMost: values.max() ?? 0, steps: []))
      let tally = CapacityExperiment(
        links: [link],
        courses: [CapacityCourse(factors: [Array(repeating: 1, count: horizon)], delays: [[]])],
        start: 2000 + count, horizon: horizon, seed: 5, paths: 2000, jobs: 1
      ).run()[0]
      let ahead = tally.quantiles(.demand, link: 0, step: horizon - 1, [0.1, 0.9])
      tell(ahead[0], ahead[1], exp(world.demand[count + horizon - 1]), &later)
      let can = tally.quantiles(.capacity, link: 0, step: horizon - 1, [0.1, 0.9])
      tell(can[0], can[1], world.capacity, &able)
    }
    func share(_ count: Int) -> String { String(format: "%.3f", Double(count) / max(fitted, 1)) }
    func cover(_ tally: (below: Int, above: Int)) -> String {
      String(format: "%.3f", 1 - Double(tally.below + tally.above) / max(fitted, 1))
    }
    print(
      "\(count),\(truth),\(taken),\(worlds),\(refused)",
      String(format: "%.4f", bias / max(fitted, 1)), String(format: "%.4f", naive / max(fitted, 1)),
      cover(end), share(end.below), share(end.above), cover(later), share(later.below),
      share(later.above), truth == "uncertain" ? cover(able) : "", separator: ",")
  }
}
