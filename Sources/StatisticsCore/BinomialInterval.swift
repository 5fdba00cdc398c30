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
  /// Source: Brown, Cai & DasGupta (2001). A Beta(a, b) is a·F/(b + a·F) with F of 2a and 2b degrees
  /// of freedom. Checked: R `qbeta`.
  public static func jeffreys(
    successes: Int, of trials: Int, level: Double = 95
  ) -> ClosedRange<Double> {
    precondition(trials >= 1 && (0...trials).contains(successes), "k of n trials, n at least 1")
    let tail = (1 - level / 100) / 2
    let (a, b) = (Double(successes) + 0.5, Double(trials - successes) + 0.5)
    func quantile(_ p: Double) -> Double {
      let f = FDistribution.quantile(p, numerator: 2 * a, denominator: 2 * b)
      return a * f / (b + a * f)
    }
    let low = successes == 0 ? 0 : quantile(tail)
    let high = successes == trials ? 1 : quantile(1 - tail)
    return low...high
  }
}
