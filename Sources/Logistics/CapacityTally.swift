internal import StatisticsCore

/// What paths did, by link and period.
package struct CapacityTally: Sendable {
  /// Quantiles come from the first paths: their error is under that of the model by far.
  package static let keptPaths = 20_000

  /// A quantity that has quantiles.
  package enum Measure: Int, CaseIterable, Sendable {
    case demand, capacity, carried, suppressed, spilled, utilisation
  }

  private struct LevelCounts {
    var demand = 0
    var capacity = 0
    var carried = 0
    var touched = 0
  }

  struct Shape {
    let links: [CapacityLink]
    let horizon: Int
    /// Paths of which quantiles are made.
    let kept: Int
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
  private var atLevel: [LevelCounts]
  /// The place of each link's first level.
  private let firstLevel: [Int]
  /// By measure and cell, each with room for the paths that are kept.
  private var samples: [Float]
  private let room: Int
  private var kept = 0
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
    var (places, asked) = ([Int](), 0)
    for link in shape.links {
      places.append(asked)
      asked += link.levels.count
    }
    firstLevel = places
    atLevel = Array(repeating: LevelCounts(), count: asked * horizon)
    room = shape.kept
    samples = Array(repeating: 0, count: Measure.allCases.count * cells * room)
    earlier = shape.links.map { _ in [] }
    laterSums = earlierSums
    later = earlier
  }

  mutating func count(_ world: CapacityWorld, keeps: Bool) {
    paths += 1
    for l in levels.indices {
      countLevels(l, world)
      var isFullYet = false
      let before = world.firstOpening[l].map { $0 - world.startOrdinal } ?? 0
      for h in 0..<horizon {
        let i = l * horizon + h
        meanSums[i] += world.carried[i]
        guard world.demand[i] >= world.capacity[i] else { continue }
        full[i] += 1
        if h < before { isFullYet = true }
      }
      guard world.firstOpening[l] != nil else { continue }
      opened[l] += 1
      if isFullYet { fullBefore[l] += 1 }
    }
    if keeps { keep(world) }
  }

  private mutating func countLevels(_ l: Int, _ world: CapacityWorld) {
    for (k, level) in levels[l].enumerated() {
      var touched = false
      let start = (firstLevel[l] + k) * horizon
      for h in 0..<horizon {
        let i = l * horizon + h
        if world.demand[i] >= level { atLevel[start + h].demand += 1 }
        if world.capacity[i] >= level { atLevel[start + h].capacity += 1 }
        if world.carried[i] >= level {
          atLevel[start + h].carried += 1
          touched = true
        }
        if touched { atLevel[start + h].touched += 1 }
      }
    }
  }

  private mutating func keep(_ world: CapacityWorld) {
    let cells = full.count
    samples.withUnsafeMutableBufferPointer { samples in
      func keep(_ measure: Measure, _ value: (Int) -> Double) {
        let start = measure.rawValue * cells
        for i in 0..<cells { samples[(start + i) * room + kept] = Float(value(i)) }
      }
      keep(.demand) { world.demand[$0] }
      keep(.capacity) { world.capacity[$0] }
      keep(.carried) { world.carried[$0] }
      keep(.suppressed) { world.suppressed[$0] }
      keep(.spilled) { world.spilled[$0] }
      keep(.utilisation) { world.carried[$0] / world.capacity[$0] }
    }
    kept += 1
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
    }
    for cell in 0..<Measure.allCases.count * full.count {
      for k in 0..<other.kept {
        samples[cell * room + kept + k] = other.samples[cell * other.room + k]
      }
    }
    kept += other.kept
    for place in atLevel.indices {
      atLevel[place].demand += other.atLevel[place].demand
      atLevel[place].capacity += other.atLevel[place].capacity
      atLevel[place].carried += other.atLevel[place].carried
      atLevel[place].touched += other.atLevel[place].touched
    }
    for l in levels.indices {
      fullBefore[l] += other.fullBefore[l]
      opened[l] += other.opened[l]
      earlierSums[l] += other.earlierSums[l]
      earlier[l] += other.earlier[l]
      laterSums[l] += other.laterSums[l]
      later[l] += other.later[l]
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
    return (
      earlierSums[link] / Double(paths),
      Quantile.of(earlier[link].map(Double.init), probabilities)
    )
  }

  /// What all links carry less over all periods when the link's first step opens a period later: the
  /// mean, and quantiles.
  package func costOfLaterOpening(
    link: Int, _ probabilities: [Double]
  ) -> (mean: Double, quantiles: [Double])? {
    guard opened[link] > 0 else { return nil }
    return (
      laterSums[link] / Double(paths), Quantile.of(later[link].map(Double.init), probabilities)
    )
  }

  /// Shares of paths at a level in a period: demand, capacity, traffic, and traffic in it or before.
  package func levelProbabilities(
    link: Int, level: Int, step: Int
  ) -> (demand: Double, capacity: Double, carried: Double, touched: Double) {
    let counts = atLevel[(firstLevel[link] + level) * horizon + step]
    return (
      share(counts.demand), share(counts.capacity), share(counts.carried), share(counts.touched)
    )
  }

  /// Quantiles over the kept paths.
  package func quantiles(
    _ measure: Measure, link: Int, step: Int, _ probabilities: [Double]
  ) -> [Double] {
    let start = (measure.rawValue * full.count + link * horizon + step) * room
    return Quantile.of(samples[start..<start + kept].map(Double.init), probabilities)
  }
}
