internal import StatisticsCore

/// What paths did, by link and period.
package struct CapacityTally: Sendable {
  /// Quantiles come from the first paths: their error is under that of the model by far.
  package static let keptPaths = 20_000

  /// A quantity that has quantiles.
  package enum Measure: Int, CaseIterable, Sendable {
    case demand, capacity, carried, suppressed, spilled, utilisation
  }

  struct Shape {
    let links: [CapacityLink]
    let horizon: Int
    let paths: Int
  }

  private let horizon: Int
  private let levels: [[Double]]
  package private(set) var paths = 0
  private var full: [Int]
  private var fullBefore: [Int]
  private var opened: [Int]
  private var meanSums: [Double]
  private var earlierSums: [Double]
  /// By link, level and period: demand, capacity and traffic at the level, traffic there by then.
  private var atLevel: [[[(demand: Int, capacity: Int, carried: Int, touched: Int)]]]
  private var samples: [[[Float]]]
  private var earlier: [[Float]]
  private var laterSums: [Double]
  private var later: [[Float]]

  init(_ shape: Shape) {
    horizon = shape.horizon
    levels = shape.links.map(\.levels)
    let cells = shape.links.count * horizon
    full = Array(repeating: 0, count: cells)
    meanSums = Array(repeating: 0, count: cells)
    fullBefore = shape.links.map { _ in 0 }
    opened = fullBefore
    earlierSums = shape.links.map { _ in 0 }
    let empty = Array(
      repeating: (demand: 0, capacity: 0, carried: 0, touched: 0), count: shape.horizon)
    atLevel = shape.links.map { $0.levels.map { _ in empty } }
    samples = Measure.allCases.map { _ in Array(repeating: [], count: cells) }
    earlier = shape.links.map { _ in [] }
    laterSums = earlierSums
    later = earlier
  }

  mutating func count(_ world: CapacityWorld, keeps: Bool) {
    paths += 1
    for l in levels.indices {
      var isFullYet = false
      var touched = levels[l].map { _ in false }
      let start = world.startOrdinal
      for h in 0..<horizon {
        let i = l * horizon + h
        let isFull = world.demand[i] >= world.capacity[i]
        if isFull { full[i] += 1 }
        meanSums[i] += world.carried[i]
        if let opening = world.firstOpening[l], start + h < opening, isFull { isFullYet = true }
        for (k, level) in levels[l].enumerated() {
          if world.demand[i] >= level { atLevel[l][k][h].demand += 1 }
          if world.capacity[i] >= level { atLevel[l][k][h].capacity += 1 }
          if world.carried[i] >= level {
            atLevel[l][k][h].carried += 1
            touched[k] = true
          }
          if touched[k] { atLevel[l][k][h].touched += 1 }
        }
        guard keeps else { continue }
        samples[Measure.demand.rawValue][i].append(Float(world.demand[i]))
        samples[Measure.capacity.rawValue][i].append(Float(world.capacity[i]))
        samples[Measure.carried.rawValue][i].append(Float(world.carried[i]))
        samples[Measure.suppressed.rawValue][i].append(Float(world.suppressed[i]))
        samples[Measure.spilled.rawValue][i].append(Float(world.spilled[i]))
        samples[Measure.utilisation.rawValue][i].append(
          Float(world.carried[i] / world.capacity[i]))
      }
      guard world.firstOpening[l] != nil else { continue }
      opened[l] += 1
      if isFullYet { fullBefore[l] += 1 }
    }
  }

  mutating func countEarlier(_ difference: Double, _ link: Int, _ number: Int) {
    earlierSums[link] += difference
    if number < Self.keptPaths { earlier[link].append(Float(difference)) }
  }

  mutating func countLater(_ difference: Double, _ link: Int, _ number: Int) {
    laterSums[link] += difference
    if number < Self.keptPaths { later[link].append(Float(difference)) }
  }

  mutating func add(_ other: CapacityTally) {
    paths += other.paths
    for i in full.indices {
      full[i] += other.full[i]
      meanSums[i] += other.meanSums[i]
      for m in samples.indices { samples[m][i] += other.samples[m][i] }
    }
    for l in levels.indices {
      fullBefore[l] += other.fullBefore[l]
      opened[l] += other.opened[l]
      earlierSums[l] += other.earlierSums[l]
      earlier[l] += other.earlier[l]
      laterSums[l] += other.laterSums[l]
      later[l] += other.later[l]
      for k in levels[l].indices {
        for h in 0..<horizon {
          atLevel[l][k][h].demand += other.atLevel[l][k][h].demand
          atLevel[l][k][h].capacity += other.atLevel[l][k][h].capacity
          atLevel[l][k][h].carried += other.atLevel[l][k][h].carried
          atLevel[l][k][h].touched += other.atLevel[l][k][h].touched
        }
      }
    }
  }

  private func share(_ count: Int) -> Double { Double(count) / Double(paths) }

  /// P(demand ≥ capacity) of a link in a future period, counted from 0.
  package func fullProbability(link: Int, step: Int) -> Double {
    share(full[link * horizon + step])
  }

  /// The mean of what is carried: it exists because capacity bounds it.
  package func meanCarried(link: Int, step: Int) -> Double {
    meanSums[link * horizon + step] / Double(paths)
  }

  /// P(full in some period before the first step opens); nil when no step opens.
  package func fullBeforeOpening(link: Int) -> Double? {
    opened[link] == 0 ? nil : Double(fullBefore[link]) / Double(opened[link])
  }

  /// What all links carry more over all periods when the link's first step opens a period earlier:
  /// the mean, and quantiles.
  package func gainOfEarlierOpening(
    link: Int, _ probabilities: [Double]
  ) -> (mean: Double, quantiles: [Double])? {
    guard opened[link] > 0 else { return nil }
    let sorted = earlier[link].map(Double.init).sorted()
    return (
      earlierSums[link] / Double(paths), probabilities.map { Quantile.ofSorted(sorted, $0) }
    )
  }

  /// What all links carry less over all periods when the link's first step opens a period later: the
  /// mean, and quantiles.
  package func costOfLaterOpening(
    link: Int, _ probabilities: [Double]
  ) -> (mean: Double, quantiles: [Double])? {
    guard opened[link] > 0 else { return nil }
    let sorted = later[link].map(Double.init).sorted()
    return (laterSums[link] / Double(paths), probabilities.map { Quantile.ofSorted(sorted, $0) })
  }

  /// Shares of paths at a level in a period: demand, capacity, traffic, and traffic in it or before.
  package func levelProbabilities(
    link: Int, level: Int, step: Int
  ) -> (demand: Double, capacity: Double, carried: Double, touched: Double) {
    let counts = atLevel[link][level][step]
    return (
      share(counts.demand), share(counts.capacity), share(counts.carried), share(counts.touched)
    )
  }

  /// Quantiles over the kept paths.
  package func quantiles(
    _ measure: Measure, link: Int, step: Int, _ probabilities: [Double]
  ) -> [Double] {
    let sorted = samples[measure.rawValue][link * horizon + step].map(Double.init).sorted()
    return probabilities.map { Quantile.ofSorted(sorted, $0) }
  }
}
