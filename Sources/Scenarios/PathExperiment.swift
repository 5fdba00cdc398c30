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

  /// What is asked of the paths of an experiment.
  package struct Inquiry: Sendable {
    let experiment: PathExperiment
    let questions: [PathQuestion]
    let pairs: [PathCounter.Pair]

    /// - Parameter baselines: for each question the place of the one that it is compared with, path by
    ///   path; empty, or nil for a question that is compared with none.
    package init(
      _ experiment: PathExperiment, _ questions: [PathQuestion], baselines: [Int?] = []
    ) {
      precondition(
        questions.allSatisfy { $0.factors.count == experiment.horizon },
        "factors for another horizon")
      self.experiment = experiment
      self.questions = questions
      pairs = baselines.enumerated().compactMap { own, first in
        first.map { PathCounter.Pair(own: own, first: $0) }
      }
    }

    fileprivate var empty: [PathTally] {
      let compared = Set(pairs.map(\.own))
      return questions.enumerated().map {
        PathTally(
          paths: experiment.paths, horizon: $0.element.thresholds.count,
          isPaired: compared.contains($0.offset))
      }
    }
  }

  private static let blockSize = 2048

  /// Answers each question, in order.
  package func tally(_ questions: [PathQuestion], baselines: [Int?] = []) -> [PathTally] {
    Self.tally([Inquiry(self, questions, baselines: baselines)])[0]
  }

  /// Answers the questions of experiments with the same random numbers, which are made once for all.
  ///
  /// - Precondition: all have the same series, seed, number of paths and workers.
  package static func tally(_ inquiries: [Inquiry]) -> [[PathTally]] {
    let empty = inquiries.map(\.empty)
    let asked = inquiries.indices.filter { !inquiries[$0].questions.isEmpty }
    guard let first = asked.first.map({ inquiries[$0].experiment }) else { return empty }
    precondition(
      inquiries.allSatisfy {
        let own = $0.experiment
        return own.stream == first.stream && own.seed == first.seed && own.paths == first.paths
      }, "one series, seed and number of paths")
    let total = Mutex(empty)
    first.forEachBlock { range in
      let counters = asked.map { PathCounter(inquiries[$0].questions, pairs: inquiries[$0].pairs) }
      first.count(range, asked.map { inquiries[$0].experiment }, counters)
      let counted = counters.map(\.counts)
      // Sums of integers: the order in which blocks arrive leaves no trace.
      total.withLock { total in
        for (place, counts) in zip(asked, counted) {
          for i in counts.indices { total[place][i].add(counts[i]) }
        }
      }
    }
    return total.withLock { $0 }
  }

  /// Counts a block of paths of each experiment by its own counter.
  private func count(
    _ range: Range<Int>, _ experiments: [PathExperiment], _ counters: [PathCounter]
  ) {
    let tapes = (0..<min(PathGroup.width, range.count)).map { _ in RandomTape() }
    let longest = experiments.map(\.horizon).max() ?? 1
    let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: longest)
    buffer.initialize(repeating: 0)
    defer { buffer.deallocate() }
    var group = PathGroup(horizon: longest)
    for start in stride(from: range.lowerBound, to: range.upperBound, by: PathGroup.width) {
      let end = min(start + PathGroup.width, range.upperBound)
      // Generators know a tape by its address alone.
      defer { withExtendedLifetime(tapes) {} }
      for number in start..<end {
        tapes[number - start].wind(seed: seed, series: stream, path: UInt32(number))
      }
      for (experiment, counter) in zip(experiments, counters) {
        let path = UnsafeMutableBufferPointer(rebasing: buffer[..<experiment.horizon])
        group.removeAll()
        for tape in tapes[..<(end - start)] {
          var random = tape.generator
          experiment.source.simulate(into: path, using: &random)
          group.add(path)
        }
        counter.count(group)
      }
    }
  }

  /// Quantiles over the paths of the running sum from `start`, by period.
  ///
  /// - Parameter step: the first period that is asked for, from 0.
  /// - Returns: for each future period from there one value a probability.
  package func cumulativeQuantiles(
    start: Double, factors: [Double], _ probabilities: [Double], from step: Int = 0
  ) -> [[Double]] {
    var sums = Array(repeating: [Double](repeating: 0, count: paths), count: horizon - step)
    simulate(0..<paths) { number, path in
      var sum = start
      for i in path.indices {
        sum += path[i] * factors[i]
        if i >= step { sums[i - step][number] = sum }
      }
    }
    return sums.map { Quantile.of($0, probabilities) }
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
