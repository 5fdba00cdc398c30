package import Forecasting
internal import SeriesCore
internal import StatisticsCore
internal import Synchronization

/// What is asked of every sample path: when does it reach a level, and does it stay?
package struct PathQuestion: Sendable {
  /// What exp(log y) may lack of y, several times over.
  static let rounding = 1e-13

  /// The level to reach in each future period; it varies when the target is stated in real terms.
  package var thresholds: [Double]
  /// A scenario's factor on the value of each future period.
  package var factors: [Double]
  /// When set, the running sum of the values from this start is compared, not the value.
  package var cumulativeFrom: Double?
  /// Periods in a row at or over the level that count as sustained.
  package var hold: Int
  /// When set, the totals of calendar years are compared: one threshold a year, one factor a period.
  package var years: YearSums?
  /// How many of the last observed periods, in a row, were at or over the level.
  package var trailingRun: Int

  package init(
    thresholds: [Double], factors: [Double], cumulativeFrom: Double? = nil, hold: Int = 2,
    trailingRun: Int = 0, years: YearSums? = nil
  ) {
    precondition(
      thresholds.count == years?.ends.count ?? factors.count, "one threshold a compared period")
    precondition(hold >= 1, "at least one period must hold")
    self.thresholds = thresholds
    self.factors = factors
    self.cumulativeFrom = cumulativeFrom
    self.hold = hold
    self.trailingRun = trailingRun
    self.years = years
  }
}

/// Simulates the sample paths of a fitted series and answers questions about all of them.
///
/// Path k is made from the stream (seed, series, k) whatever else runs, so that all scenarios see
/// the same random numbers and the answer depends neither on the number of workers nor their order.
package struct PathExperiment: Sendable {
  package let source: FittedSeries
  package let seed: UInt64
  package let paths: Int
  package let horizon: Int
  package let jobs: Int
  private let stream: UInt32

  package init(source: FittedSeries, seed: UInt64, paths: Int, horizon: Int, jobs: Int) {
    precondition(paths >= 1 && horizon >= 1 && jobs >= 1, "an experiment needs paths and periods")
    self.source = source.prepared(horizon: horizon)
    stream = stableHash(source.seriesID)
    self.seed = seed
    self.paths = paths
    self.horizon = horizon
    self.jobs = jobs
  }

  private static let blockSize = 2048

  /// Answers each question, in order.
  ///
  /// - Parameter baselines: for each question the place of the one that it is compared with, path by
  ///   path; empty, or nil for a question that is compared with none.
  package func tally(_ questions: [PathQuestion], baselines: [Int?] = []) -> [PathTally] {
    precondition(
      questions.allSatisfy { $0.factors.count == horizon }, "factors for another horizon")
    let pairs = baselines.enumerated().compactMap { own, first in
      first.map { PathCounter.Pair(own: own, first: $0) }
    }
    let compared = Set(pairs.map(\.own))
    let empty = questions.enumerated().map {
      PathTally(
        paths: paths, horizon: $0.element.thresholds.count, isPaired: compared.contains($0.offset))
    }
    guard !questions.isEmpty else { return empty }
    let total = Mutex(empty)
    forEachBlock { range in
      let counter = PathCounter(questions, pairs: pairs)
      simulate(range) { _, path in counter.count(path) }
      let counted = counter.counts
      // Sums of integers: the order in which blocks arrive leaves no trace.
      total.withLock { total in
        for i in total.indices { total[i].add(counted[i]) }
      }
    }
    return total.withLock { $0 }
  }

  /// Quantiles over the paths of the running sum from `start`, by period.
  ///
  /// - Returns: for each future period one value a probability.
  package func cumulativeQuantiles(
    start: Double, factors: [Double], _ probabilities: [Double]
  ) -> [[Double]] {
    var sums = Array(repeating: [Double](repeating: 0, count: paths), count: horizon)
    simulate(0..<paths) { number, path in
      var sum = start
      for i in path.indices {
        sum += path[i] * factors[i]
        sums[i][number] = sum
      }
    }
    return sums.map { column in
      let sorted = column.sorted()
      return probabilities.map { Quantile.ofSorted(sorted, $0) }
    }
  }

  private func forEachBlock(_ body: @Sendable (Range<Int>) -> Void) {
    let blocks = (paths + Self.blockSize - 1) / Self.blockSize
    let workers = min(jobs, blocks)
    Workers.perform(workers) { worker in
      for block in stride(from: worker, to: blocks, by: workers) {
        let start = block * Self.blockSize
        body(start..<min(paths, start + Self.blockSize))
      }
    }
  }

  private func simulate(
    _ range: Range<Int>, _ body: (Int, UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: horizon)
    buffer.initialize(repeating: 0)
    defer { buffer.deallocate() }
    for number in range {
      path(number, into: buffer)
      body(number, buffer)
    }
  }
  /// Writes one path: of one number the same values whatever else runs.
  func path(_ number: Int, into buffer: UnsafeMutableBufferPointer<Double>) {
    var random = PhiloxGenerator(seed: seed, series: stream, path: UInt32(number))
    source.simulate(into: buffer, using: &random)
  }
}
