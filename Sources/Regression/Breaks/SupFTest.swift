internal import Glibc
internal import StatisticsCore

/// The test of one break at an unknown place: the F statistics of all places within a trimmed range.
///
/// Source: Andrews (1993) for the largest, Andrews & Ploberger (1994) for the averages; p-values of
/// Hansen (1997). Checked: R strucchange `Fstats`, `sctest`.
public struct SupFTest: Sendable {
  /// A statistic and P(larger) when nothing breaks.
  public struct Outcome: Sendable, Equatable {
    /// In units of k·F (a Wald statistic), k the terms; the exponential one of half of that.
    public let statistic: Double
    /// nil with more than 40 terms, which Hansen's table does not cover. Far in the tail it is
    /// extrapolated: take `reportedPValue` to print.
    public let pValue: Double?

    /// The p-value, or 1e-4 where it is less: the approximation was not made for less.
    public var reportedPValue: Double? {
      pValue.map { max($0, HansenDistribution.leastPValue) }
    }
  }

  /// k·F at every place of the range, from `firstPlace` on.
  public let statistics: [Double]
  /// The observations before the break at `statistics[0]`.
  public let firstPlace: Int
  /// The observations before the break where the statistic is largest: the least squares estimate.
  public let breakAfter: Int
  /// The largest k·F.
  public let supremum: Outcome
  /// The mean of k·F.
  public let average: Outcome
  /// log of the mean of exp(k·F/2).
  public let exponential: Outcome

  /// - Parameters:
  ///   - design: n × k, rows in time order.
  ///   - response: y, length n.
  ///   - trimming: the share of observations left out at both ends, over 0 and under ½; the range
  ///     begins at the place floor(trimming·n) and leaves k + 1 observations at least on both sides.
  /// - Throws: `RegressionError.invalid`, `.tooShort`, `.collinear` naming the first segment in which
  ///   the terms are collinear, `.exactFit`, `.lengthMismatch`, `.nonFinite`.
  /// - Complexity: O(n·k²).
  public init(
    _ design: Design, response: [Double], trimming: Double = 0.15
  ) throws(RegressionError) {
    guard trimming > 0, trimming < 0.5 else {
      throw .invalid(argument: "trimming", detail: "\(trimming); over 0 and under 0.5 is possible")
    }
    let sample = try BreakSample(design, response)
    let (n, k) = (sample.count, sample.terms)
    let margin = Int((trimming * Double(n)).rounded(.down))
    let from = max(margin, k + 1)
    let to = min(n - margin, n - k - 1)
    let before = try Self.sums(sample, from...to, backward: false)
    let after = try Self.sums(sample, from...to, backward: true)
    let whole = try sample.fullFit(0..<n).residualSumOfSquares
    var statistics: [Double] = []
    for (first, second) in zip(before, after) {
      let split = first + second
      guard split > sample.exactLimit else { throw .exactFit }
      statistics.append(max(0, whole - split) / (split / Double(n - 2 * k)))
    }
    let lambda = Double(n - from) * Double(to) / (Double(from) * Double(n - to))
    var best = 0
    for i in statistics.indices where statistics[i] > statistics[best] { best = i }
    let count = Double(statistics.count)
    let largest = statistics[best]
    // The largest exponent is taken out, so that none overflows.
    let exponential =
      largest / 2 + log(statistics.reduce(0) { $0 + exp(($1 - largest) / 2) } / count)
    func outcome(_ kind: HansenDistribution, _ statistic: Double) -> Outcome {
      Outcome(
        statistic: statistic, pValue: kind.pValue(statistic, terms: k, lambda: max(lambda, 1)))
    }
    self.statistics = statistics
    self.firstPlace = from
    self.breakAfter = from + best
    self.supremum = outcome(.supremum, largest)
    self.average = outcome(.average, statistics.reduce(0, +) / count)
    self.exponential = outcome(.exponential, exponential)
  }

  /// The residual sums of squares of the segment before (or after) each place of the range.
  private static func sums(
    _ sample: BreakSample, _ range: ClosedRange<Int>, backward: Bool
  ) throws(RegressionError) -> [Double] {
    let n = sample.count
    var state = UpdatedQR(terms: sample.terms)
    var result = [Double](repeating: 0, count: range.count)
    for step in 1..<n {
      let place = backward ? n - step : step
      state.add(backward ? n - step : step - 1, rows: sample.rows)
      guard range.contains(place) else { continue }
      guard state.hasFullRank else {
        throw .collinear(observations: backward ? place..<n : 0..<place)
      }
      result[place - range.lowerBound] = state.residualSumOfSquares
    }
    return result
  }
}
