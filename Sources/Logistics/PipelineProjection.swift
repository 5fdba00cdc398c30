internal import Glibc
internal import StatisticsCore

// From the last counted list on, every open project has the hazards (λ, μ) of its path: drawn once a
// path from the posterior of a fit, or from a stated range. It leaves after −ln(U)/(λ + μ) years and
// is finished with probability λ/(λ + μ). Given the hazards the number finished is binomial; over the
// draws it is wider, as a beta-binomial is.
//
// Values: the list's total V is known. The share of it that is finished already is known, or drawn
// from a stated range. What remains is cut into the open projects in proportion to lognormal numbers,
// so that it adds up on every path; a few large projects then carry most of it.

/// What the projects now on a list come to: finished and removed, in number and value.
package struct PipelineProjection: Sendable {
  /// A positive number known by a stated range: lognormal, below `low` with probability 10 % and above
  /// `high` with 10 %. Equal ends are a fixed number; both may be 0.
  package struct Range: Sendable, Equatable {
    /// The lower end, in the unit of the number.
    package let low: Double
    /// The upper end, at least `low`.
    package let high: Double

    /// - Precondition: 0 ≤ low ≤ high; a low end of 0 only for a fixed 0.
    package init(low: Double, high: Double) {
      precondition(low >= 0 && high >= low && (low > 0 || high == 0), "a range from low to high")
      self.low = low
      self.high = high
    }

    func draw(_ z: Double) -> Double {
      guard high > low else { return low }
      let (a, b) = (log(low), log(high))
      return exp((a + b) / 2 + (b - a) / (2 * Normal.quantile(0.9)) * z)
    }
  }

  /// Where the hazards come from.
  package enum Source: Sendable {
    case fitted(PipelineHazards)
    case assumed(completion: Range, removal: Range)
  }

  /// The money on the list.
  package struct Value: Sendable, Equatable {
    /// Of all projects on the list, finished ones in it; positive.
    package let total: Double
    /// The share of it that is finished already, a fraction: a stated range on the logit scale, read
    /// as `Range`; equal ends for a known share.
    package let finishedShare: (low: Double, high: Double)
    /// Standard deviation of the log of a project's size.
    package let logDeviation: Double

    /// Money on the list; a range of shares that touches 0 or 1 is taken at its middle.
    ///
    /// - Precondition: `total` > 0; 0 ≤ low ≤ high ≤ 1; `logDeviation` ≥ 0.
    package init(
      total: Double, finishedShare: (low: Double, high: Double), logDeviation: Double
    ) {
      precondition(
        total > 0 && finishedShare.low >= 0 && finishedShare.high <= 1
          && finishedShare.low <= finishedShare.high && logDeviation >= 0, "a value and its parts")
      self.total = total
      self.finishedShare = finishedShare
      self.logDeviation = logDeviation
    }

    /// Whether total, both ends of the share and deviation are the same.
    package static func == (a: Value, b: Value) -> Bool {
      a.total == b.total && a.finishedShare == b.finishedShare && a.logDeviation == b.logDeviation
    }

    func share(_ z: Double) -> Double {
      let (low, high) = finishedShare
      guard high > low, low > 0, high < 1 else { return (low + high) / 2 }
      let (a, b) = (log(low / (1 - low)), log(high / (1 - high)))
      return 1 / (1 + exp(-((a + b) / 2 + (b - a) / (2 * Normal.quantile(0.9)) * z)))
    }
  }

  /// The name of the list; together with the seed it fixes the random numbers.
  package let name: String
  /// Projects still to be finished.
  package let open: Int
  /// Projects that are finished already.
  package let finished: Int
  /// Where the hazards of completion and removal come from, a year.
  package let source: Source
  /// The money on the list; nil to project numbers only.
  package let value: Value?
  /// On both hazards: a course of events.
  package let factors: (completion: Double, removal: Double)
  /// Years after the last counted list, positive and rising.
  package let horizons: [Double]
  /// The number of simulated paths, at least 1.
  package let paths: Int
  /// The seed of the random numbers, the same for all paths.
  package let seed: UInt64

  /// A projection of a list from its counts.
  ///
  /// - Precondition: counts are not negative; one path or more; horizons are positive and rise.
  package init(
    name: String, open: Int, finished: Int, source: Source, value: Value?,
    factors: (completion: Double, removal: Double) = (1, 1), horizons: [Double], paths: Int,
    seed: UInt64
  ) {
    precondition(open >= 0 && finished >= 0 && paths >= 1, "counts of a list")
    precondition(
      horizons.allSatisfy { $0 > 0 } && zip(horizons, horizons.dropFirst()).allSatisfy { $0 < $1 },
      "horizons that rise")
    (self.name, self.open, self.finished, self.source) = (name, open, finished, source)
    (self.value, self.factors, self.horizons) = (value, factors, horizons)
    (self.paths, self.seed) = (paths, seed)
  }

  /// One horizon over all paths.
  package struct Outcome: Sendable {
    /// Of all projects on the list, sorted.
    let finishedCounts: [Int]
    let removedCounts: [Int]
    /// In the value's unit, sorted; empty without a value.
    let finishedValues: [Double]

    /// The mean number of finished projects over the paths, those finished already in it.
    package var meanFinished: Double { Self.mean(finishedCounts) }
    /// The mean number of projects removed by the horizon over the paths.
    package var meanRemoved: Double { Self.mean(removedCounts) }

    /// The least number of finished projects that at least a share p of the paths does not exceed.
    package func finished(_ p: Double) -> Int { Self.quantile(finishedCounts, p) }
    /// The least number of removed projects that at least a share p of the paths does not exceed.
    package func removed(_ p: Double) -> Int { Self.quantile(removedCounts, p) }

    /// The p-quantile of the value finished; nil without a value.
    package func value(_ p: Double) -> Double? {
      finishedValues.isEmpty ? nil : Quantile.ofSorted(finishedValues, p)
    }

    /// P(at least so many are finished).
    package func probability(finished count: Int) -> Double {
      Double(finishedCounts.count { $0 >= count }) / Double(finishedCounts.count)
    }

    /// P(at least that value is finished); nil without a value.
    package func probability(value: Double) -> Double? {
      finishedValues.isEmpty
        ? nil : Double(finishedValues.count { $0 >= value }) / Double(finishedValues.count)
    }

    private static func quantile(_ sorted: [Int], _ p: Double) -> Int {
      let place = Int((p * Double(sorted.count)).rounded(.up)) - 1
      return sorted[min(max(place, 0), sorted.count - 1)]
    }

    private static func mean(_ counts: [Int]) -> Double {
      Double(counts.reduce(0, +)) / Double(counts.count)
    }
  }

  /// Simulates all paths; path k is made from the stream (seed, name, k) alone, with as many random
  /// numbers whatever they are, so that courses of events differ by nothing but their factors.
  ///
  /// - Returns: an outcome a horizon.
  /// - Complexity: O(paths · open).
  package func outcomes() -> [Outcome] {
    let stream = stableHash(name)
    var finishedCounts = Array(repeating: [Int](repeating: 0, count: paths), count: horizons.count)
    var removedCounts = finishedCounts
    var values = Array(
      repeating: [Double](repeating: 0, count: value == nil ? 0 : paths), count: horizons.count)
    var sizes = [Double](repeating: 0, count: open)
    var exits = [(time: Double, isFinished: Bool)](repeating: (0, false), count: open)
    for path in 0..<paths {
      var random = PhiloxGenerator(seed: seed, series: stream, path: UInt32(path))
      let (completion, removal) = hazards(&random)
      let total = completion + removal
      let shareNormal = random.normal()
      var sum = 0.0
      for project in 0..<open {
        let (u, v) = (random.uniform(), random.uniform())
        exits[project] = (total > 0 ? -log(u) / total : .infinity, v * total < completion)
        if let value {
          sizes[project] = exp(value.logDeviation * random.normal())
          sum += sizes[project]
        }
      }
      for (place, horizon) in horizons.enumerated() {
        var (count, gone, amount) = (0, 0, 0.0)
        for project in 0..<open where exits[project].time <= horizon {
          if exits[project].isFinished {
            count += 1
            amount += sizes[project]
          } else {
            gone += 1
          }
        }
        finishedCounts[place][path] = finished + count
        removedCounts[place][path] = gone
        if let value {
          let share = open == 0 ? 1 : finished == 0 ? 0 : value.share(shareNormal)
          let rest = sum > 0 ? amount / sum : 0
          values[place][path] = value.total * (share + (1 - share) * rest)
        }
      }
    }
    return horizons.indices.map { place in
      Outcome(
        finishedCounts: finishedCounts[place].sorted(),
        removedCounts: removedCounts[place].sorted(), finishedValues: values[place].sorted())
    }
  }

  private func hazards(_ random: inout PhiloxGenerator) -> (completion: Double, removal: Double) {
    let drawn: (completion: Double, removal: Double)
    switch source {
    case .fitted(let hazards): drawn = hazards.draw(using: &random)
    case .assumed(let completion, let removal):
      drawn = (completion.draw(random.normal()), removal.draw(random.normal()))
    }
    return (drawn.completion * factors.completion, drawn.removal * factors.removal)
  }
}
