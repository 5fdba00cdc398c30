internal import StatisticsCore

/// What the paths of a network did, by link and period, and what events on its links cost.
package struct NetworkTally: Sendable {
  /// Quantiles come from the first paths, means and probabilities from all.
  package static let keptPaths = 4000

  package enum Measure: Int, CaseIterable, Sendable {
    case capacity, flow, utilisation, price, queue, suppressed
  }

  /// What an event on a link costs over all periods.
  package enum Loss: Int, CaseIterable, Sendable {
    /// Tonnes less that arrive.
    case carried
    /// What all costs more, the worth of the tonnes that do not arrive in it; under logit the surplus that is
    /// lost.
    case cost
    /// Hours more that a tonne that arrives is under way.
    case hours

    fileprivate func value(_ loss: NetworkLoss) -> Double? {
      switch self {
      case .carried: loss.carried
      case .cost: loss.cost
      case .hours: loss.hours
      }
    }
  }

  private let links: Int
  private let periods: Int
  private let room: Int
  private var kept = 0
  /// Paths that were solved, and those that were not.
  package private(set) var paths = 0
  package private(set) var failed = 0
  /// The first reason of a failure.
  package private(set) var failure: LogisticsError?
  private var full: [Int]
  /// Paths in which the link is there.
  private var there: [Int]
  private var sums: [Double]
  private var samples: [Float]
  private let events: Int
  /// By event and kind of loss.
  private var losses: [[Float]]
  private var lossSums: [Double]
  /// Paths on which events were tried, and those on which that failed.
  package private(set) var eventPaths = 0
  package private(set) var failedEventPaths = 0

  struct Shape {
    let links: Int
    let periods: Int
    let events: Int
    let kept: Int
  }

  init(_ shape: Shape) {
    (links, periods, room, events) = (shape.links, shape.periods, shape.kept, shape.events)
    let cells = links * periods
    full = Array(repeating: 0, count: cells)
    there = full
    sums = Array(repeating: 0, count: Measure.allCases.count * cells)
    samples = Array(repeating: 0, count: sums.count * room)
    losses = (0..<events * Loss.allCases.count).map { _ in [] }
    lossSums = losses.map { _ in 0 }
  }

  mutating func count(_ world: NetworkWorld, _ passage: NetworkPassage, keeps: Bool) {
    paths += 1
    let cells = links * periods
    for l in 0..<links {
      for t in 0..<periods {
        let cell = l * periods + t
        let (capacity, flow) = (world.capacity[l][t], passage.flow[l][t])
        if capacity > 0 { there[cell] += 1 }
        // What is full to a part of all tonnes may not be to its own ninth digit; a price says it too.
        let isFull = flow >= capacity * (1 - 1e-9) || passage.price[l][t] > 0
        if capacity > 0, capacity.isFinite, isFull { full[cell] += 1 }
        for measure in Measure.allCases {
          let value: Double =
            switch measure {
            case .capacity: capacity
            case .flow: flow
            case .utilisation: capacity > 0 ? flow / capacity : 0
            // A link that is not there has no room to sell.
            case .price: capacity > 0 ? passage.price[l][t] : 0
            case .queue: passage.queue[l][t]
            case .suppressed: passage.suppressed[l][t]
            }
          let place = measure.rawValue * cells + cell
          sums[place] += value
          if keeps { samples[place * room + kept] = Float(value) }
        }
      }
    }
    if keeps { kept += 1 }
  }

  mutating func count(failure error: LogisticsError) {
    failed += 1
    if failure == nil { failure = error }
  }

  mutating func count(eventFailure error: LogisticsError) {
    failedEventPaths += 1
    if failure == nil { failure = error }
  }

  /// One path's losses by event; nil where an event cannot happen.
  mutating func count(losses path: [NetworkLoss?]) {
    eventPaths += 1
    for (event, loss) in path.enumerated() {
      guard let loss else { continue }
      for kind in Loss.allCases {
        guard let value = kind.value(loss) else { continue }
        let place = event * Loss.allCases.count + kind.rawValue
        losses[place].append(Float(value))
        lossSums[place] += value
      }
    }
  }

  mutating func add(_ other: NetworkTally) {
    paths += other.paths
    failed += other.failed
    if failure == nil { failure = other.failure }
    for i in full.indices {
      full[i] += other.full[i]
      there[i] += other.there[i]
    }
    for i in sums.indices {
      sums[i] += other.sums[i]
      for k in 0..<other.kept { samples[i * room + kept + k] = other.samples[i * other.room + k] }
    }
    kept += other.kept
    eventPaths += other.eventPaths
    failedEventPaths += other.failedEventPaths
    for i in losses.indices {
      losses[i] += other.losses[i]
      lossSums[i] += other.lossSums[i]
    }
  }

  private func cell(_ measure: Measure, _ link: Int, _ period: Int) -> Int {
    (measure.rawValue * links + link) * periods + period
  }

  /// P(flow is all that the link can carry); of paths in which it is not there it is not full.
  package func fullProbability(link: Int, period: Int) -> Double {
    Double(full[link * periods + period]) / Double(paths)
  }

  /// P(the link is there).
  package func openProbability(link: Int, period: Int) -> Double {
    Double(there[link * periods + period]) / Double(paths)
  }

  package func mean(_ measure: Measure, link: Int, period: Int) -> Double {
    sums[cell(measure, link, period)] / Double(paths)
  }

  package func quantiles(
    _ measure: Measure, link: Int, period: Int, _ probabilities: [Double]
  ) -> [Double] {
    let start = cell(measure, link, period) * room
    return Quantile.of(samples[start..<start + kept].map(Double.init), probabilities)
  }

  /// The mean and quantiles of what an event costs; nil for one that cannot happen, and hours where nothing arrives
  /// after it.
  package func loss(
    event: Int, _ kind: Loss, _ probabilities: [Double]
  ) -> (mean: Double, quantiles: [Double])? {
    let place = event * Loss.allCases.count + kind.rawValue
    guard !losses[place].isEmpty else { return nil }
    return (
      lossSums[place] / Double(losses[place].count),
      Quantile.of(losses[place].map(Double.init), probabilities)
    )
  }
}
