internal import Glibc

/// The best break places for every number of breaks.
public struct BaiPerronFit: Sendable {
  /// The best places of one number of breaks.
  public struct Partition: Sendable, Equatable {
    /// The observations before each break, rising: the number of the last one of its segment.
    public let breakAfter: [Int]
    /// In the response's unit squared.
    public let residualSumOfSquares: Double
    /// n·(log(2π·RSS/n) + 1) + (k + 1)(m + 1)·log n: the coefficients, the places and the variance
    /// count. −∞ when nothing is left.
    public let bic: Double
    /// log(RSS/(n − q)) + 0.299·(log n)^2.1·q/n with q = (m + 1)·k + m (Liu, Wu & Zidek 1997, as
    /// Bai & Perron 2003 use it). −∞ when nothing is left; infinity when q ≥ n.
    public let lwz: Double
  }

  /// What decides on the number of breaks.
  public enum Criterion: Sendable {
    case bic
    case lwz
  }

  /// A stretch between breaks with its regression.
  public struct Segment: Sendable {
    /// The observations, from 0.
    public let observations: Range<Int>
    /// Least squares over these observations alone.
    public let fit: OLSFit
  }

  /// Where a break is likely to be.
  public struct BreakInterval: Sendable, Equatable {
    /// The observations before the break.
    public let breakAfter: Int
    /// The same at the lower end of the interval, which may lie before the sample.
    public let low: Int
    /// The same at the upper end, which may lie after the sample.
    public let high: Int
  }

  /// By number of breaks, from 0.
  public let partitions: [Partition]
  /// The shortest segment, in observations.
  public let minimumSegment: Int
  let sample: BreakSample

  init(sample: BreakSample, minimumSegment: Int, best: [(places: [Int], sum: Double)]) {
    let (n, k) = (Double(sample.count), Double(sample.terms))
    self.sample = sample
    self.minimumSegment = minimumSegment
    self.partitions = best.enumerated().map { m, entry in
      let breaks = Double(m)
      let isExact = entry.sum <= sample.exactLimit
      let parameters = (breaks + 1) * k + breaks
      let lwz =
        parameters < n
        ? log(entry.sum / (n - parameters)) + 0.299 * pow(log(n), 2.1) * parameters / n : .infinity
      return Partition(
        breakAfter: entry.places, residualSumOfSquares: entry.sum,
        bic: isExact
          ? -.infinity
          : n * (log(entry.sum) + 1 - log(n) + log(2 * .pi)) + log(n) * (k + 1) * (breaks + 1),
        lwz: isExact ? -.infinity : lwz)
    }
  }

  /// The number of breaks with the least criterion, the fewest of equals.
  public func breaks(by criterion: Criterion = .bic) -> Int {
    let values = partitions.map { criterion == .bic ? $0.bic : $0.lwz }
    var best = 0
    for m in values.indices where values[m] < values[best] { best = m }
    return best
  }

  /// The segments of the best places for `breaks` breaks, in time order.
  ///
  /// - Throws: `.invalid` when no partition has that many breaks.
  public func segments(breaks: Int) throws(RegressionError) -> [Segment] {
    let edges = [0] + (try partition(breaks)).breakAfter + [sample.count]
    var segments: [Segment] = []
    for (first, end) in zip(edges, edges.dropFirst()) {
      segments.append(Segment(observations: first..<end, fit: try sample.fullFit(first..<end)))
    }
    return segments
  }

  /// Intervals of the break places, the regressors' moments and the error variance free to differ
  /// between segments, errors uncorrelated.
  ///
  /// - Parameter level: percent, over 0 and under 100.
  /// - Returns: one a break, in time order; nil where the break is so one-sided that the distribution
  ///   has no such interval around it, or where a segment leaves no residual.
  /// - Throws: `.invalid` for a number of breaks no partition has, or a level out of range.
  ///
  /// `likelihoodIntervals` hold the place more often: of 90 % these hold 75 to 88.
  ///
  /// Source: Bai (1997), Bai & Perron (2003), 3.2. Checked: R strucchange `confint`.
  public func confidenceIntervals(
    breaks: Int, level: Double = 95
  ) throws(RegressionError) -> [BreakInterval?] {
    guard level > 0, level < 100 else {
      throw .invalid(argument: "level", detail: "\(level); over 0 and under 100 is possible")
    }
    let segments = try segments(breaks: breaks)
    let outside = (1 - level / 100) / 2
    return zip(segments, segments.dropFirst()).map { interval($0, $1, outside: outside) }
  }

  private func interval(_ before: Segment, _ after: Segment, outside: Double) -> BreakInterval? {
    let change = zip(before.fit.coefficients, after.fit.coefficients).map {
      $1.estimate - $0.estimate
    }
    let variances = (variance(before), variance(after))
    let moments = (
      sample.moment(before.observations, change), sample.moment(after.observations, change)
    )
    let limit = sample.exactLimit / Double(sample.count)
    guard variances.0 > limit, variances.1 > limit, moments.0 > 0, moments.1 > 0 else {
      return nil
    }
    let distribution = ArgmaxDistribution(ratio: moments.1 / moments.0, variances: variances)
    let atZero = distribution.cumulative(0)
    guard atZero >= outside, atZero <= 1 - outside,
      let lower = distribution.quantile(outside), let upper = distribution.quantile(1 - outside)
    else { return nil }
    // From the scale of the Brownian motion to observations.
    let unit = variances.0 / moments.0
    guard abs(lower * unit) < 1e12, abs(upper * unit) < 1e12 else { return nil }
    let place = before.observations.upperBound
    return BreakInterval(
      breakAfter: place, low: place - Int((upper * unit).rounded(.up)),
      high: place - Int((lower * unit).rounded(.down)))
  }

  private func variance(_ segment: Segment) -> Double {
    segment.fit.residualSumOfSquares / Double(segment.observations.count)
  }

  private func partition(_ breaks: Int) throws(RegressionError) -> Partition {
    guard partitions.indices.contains(breaks) else {
      throw .invalid(
        argument: "breaks", detail: "\(breaks); 0 to \(partitions.count - 1) are possible")
    }
    return partitions[breaks]
  }
}
