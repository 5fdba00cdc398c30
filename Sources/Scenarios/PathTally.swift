/// How many paths did what, by future period (index 0 is the first).
package struct PathTally: Sendable, Equatable {
  package let paths: Int
  /// Paths at or over the level in the period.
  package private(set) var atLevel: [Int]
  /// Paths that were at or over the level in this period for the first time.
  package private(set) var firstTouch: [Int]
  /// Paths whose first run of `hold` periods at or over the level begins in this period (runs that
  /// began before the first future period count in the first).
  package private(set) var firstSustained: [Int]
  /// Beside the same level under the first course of events; nil where nothing is compared.
  private(set) var paired: PairedTally?

  init(paths: Int, horizon: Int, isPaired: Bool = false) {
    self.paths = paths
    paired = isPaired ? PairedTally(horizon: horizon) : nil
    atLevel = Array(repeating: 0, count: horizon)
    firstTouch = atLevel
    firstSustained = atLevel
  }

  /// Adds what a block of paths gave.
  mutating func add(_ counts: PathCounter.Counts) {
    for i in atLevel.indices {
      atLevel[i] += counts.atLevel[i]
      firstTouch[i] += counts.firstTouch[i]
      firstSustained[i] += counts.firstSustained[i]
    }
    if let pair = counts.paired { paired?.add(pair) }
  }

  /// P(at or over the level in the period).
  package var levelProbability: [Double] { atLevel.map { Double($0) / Double(paths) } }

  /// P(at or over the level in this period or an earlier future one).
  package var touchProbability: [Double] { cumulated(firstTouch) }

  /// P(a run of `hold` periods at or over the level has begun by this period).
  package var sustainedProbability: [Double] { cumulated(firstSustained) }

  private func cumulated(_ counts: [Int]) -> [Double] {
    var sum = 0
    return counts.map {
      sum += $0
      return Double(sum) / Double(paths)
    }
  }
}
