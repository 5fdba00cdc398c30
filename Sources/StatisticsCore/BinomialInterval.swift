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

  /// Wilson's interval for a share that need not be a whole number of trials.
  ///
  /// - Parameters:
  ///   - share: of the trials that succeeded, from 0 to 1.
  ///   - trials: n, at least 1.
  ///   - level: percent, in (0, 100).
  ///
  /// Source: Wilson (1927); Newcombe (1998), method 3. Checked: his table I.
  public static func wilson(
    share: Double, of trials: Int, level: Double = 95
  ) -> ClosedRange<Double> {
    precondition(trials >= 1 && (0...1).contains(share), "a share of n trials, n at least 1")
    let z = Normal.quantile(1 - (1 - level / 100) / 2)
    let n = Double(trials)
    let middle = share + z * z / (2 * n)
    let reach = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    let whole = 1 + z * z / n
    return max(0, (middle - reach) / whole)...min(1, (middle + reach) / whole)
  }
}
