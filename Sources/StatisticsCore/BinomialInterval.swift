/// Intervals for a share of which some of n independent trials are known.
public enum BinomialInterval {
  /// Jeffreys' equal-tailed interval: quantiles of Beta(k + ½, n − k + ½); the lower end is 0 for
  /// k = 0, the upper 1 for k = n.
  ///
  /// - Parameters:
  ///   - successes: k, from 0 to n.
  ///   - trials: n, at least 1.
  ///   - level: percent, in (0, 100).
  ///
  /// Source: Brown, Cai & DasGupta (2001), with their two end corrections. Checked: R `qbeta`.
  public static func jeffreys(
    successes: Int, of trials: Int, level: Double = 95
  ) -> ClosedRange<Double> {
    precondition(trials >= 1 && (0...trials).contains(successes), "k of n trials, n at least 1")
    let tail = (1 - level / 100) / 2
    let (a, b) = (Double(successes) + 0.5, Double(trials - successes) + 0.5)
    let low = successes == 0 ? 0 : BetaDistribution.quantile(tail, a: a, b: b)
    let high = successes == trials ? 1 : BetaDistribution.quantile(1 - tail, a: a, b: b)
    return low...high
  }
}
