/// How many paths reached a level under one course of events and not under the first, and the other way
/// round, by future period: both see the same random numbers.
package struct PairedTally: Sendable, Equatable {
  /// Paths that are there by a period under one and not under the other.
  private var gained: [Int]
  private var lost: [Int]

  init(horizon: Int) {
    gained = Array(repeating: 0, count: horizon)
    lost = gained
  }

  /// Counts the paths of a group at a period; one bit a path.
  ///
  /// - Parameters:
  ///   - own: the paths that reached the level by then.
  ///   - first: the same under the first course.
  mutating func count(_ own: UInt64, beside first: UInt64, step: Int) {
    gained[step] += (own & ~first).nonzeroBitCount
    lost[step] += (first & ~own).nonzeroBitCount
  }

  mutating func add(_ other: PairedTally) {
    for i in gained.indices {
      gained[i] += other.gained[i]
      lost[i] += other.lost[i]
    }
  }

  /// What the course adds to P(level reached by a period), with the 95 % interval that the number of
  /// paths leaves it.
  ///
  /// The difference of each path is 1, 0 or −1: its variance comes from the counts, and paths that agree
  /// add nothing to it.
  func difference(step: Int, paths: Int) -> PairedDifference {
    let (more, less) = (Double(gained[step - 1]), Double(lost[step - 1]))
    let count = Double(paths)
    let value = (more - less) / count
    let variance = max(0, (more + less) / count - value * value)
    let reach = 1.959963984540054 * (variance / count).squareRoot()
    return PairedDifference(value: value, low: value - reach, high: value + reach)
  }
}

/// A difference to the first course of events with its 95 % interval.
package struct PairedDifference: Sendable, Equatable {
  package let value, low, high: Double
}
