internal import Glibc
internal import LinearAlgebra
internal import StatisticsCore

/// The tests of one break, at a known place and at an unknown one, by the scores of the regression
/// without a break, whose autocorrelation the covariance allows for.
///
/// LM_b = S_b′ Ω⁻¹ S_b · n/(b(n − b)) with S_b the sum of the first b scores x_t ê_t and Ω their long-run
/// variance by a kernel. With residuals of the regression without a break Ω is not too small in short
/// samples, which one of residuals around the break is; the price is power, and Ω grows with the break.
/// Terms that trend have no such distribution.
///
/// Source: Andrews (1993), (4.2) and the LM form; p-values of Hansen (1997). Checked: R strucchange
/// `sctest(gefp(…), functional = supLM(…))` with sandwich `NeweyWest`.
package struct ScoreBreakTest: Sendable {
  /// LM_b at every place of the range, from `firstPlace` on.
  package let statistics: [Double]
  package let firstPlace: Int
  /// The observations before the break where the statistic is largest.
  package let breakAfter: Int
  package let supremum: SupFTest.Outcome
  package let average: SupFTest.Outcome
  package let exponential: SupFTest.Outcome
  /// The lag of Bartlett's kernel; nil for others.
  package let lag: Int?
  private let all: [Double]
  private let terms: Int

  /// - Parameters:
  ///   - frame: rows in the order of time.
  ///   - trimming: as of `SupFTest`.
  /// - Throws: `.unsupported` for a covariance that is singular; as `CoefficientCovariance`.
  init(
    _ frame: ModelFrame, _ weighting: KernelWeighting, trimming: Double
  ) throws(RegressionError) {
    let fit = try LinearRegression.fit(frame)
    let covariance = try CoefficientCovariance(fit, .kernel(weighting), findsLone: false)
    let (n, k) = (fit.count, fit.coefficients.count)
    // In units of the standard errors.
    let errors = covariance.standardErrors
    guard errors.allSatisfy({ $0 > 0 && $0.isFinite }) else { throw .exactFit }
    var unit = covariance.matrix
    for i in 0..<k { for j in 0..<k { unit[i, j] /= errors[i] * errors[j] } }
    let root: Matrix
    do throws(LinearAlgebraError) { root = try Cholesky(unit).factor } catch {
      throw .unsupported(
        "the covariance '\(CovarianceKind.kernel(weighting).name)' of the scores is singular")
    }
    let influences = fit.influences(nil)
    var sums = [Double](repeating: 0, count: k)
    // LM of the first b rows at place b.
    var all = [Double](repeating: 0, count: n)
    for b in 1..<n {
      for j in 0..<k { sums[j] += influences[j][b - 1] / errors[j] }
      var w = sums
      for i in 0..<k {
        for j in 0..<i { w[i] -= root[i, j] * w[j] }
        w[i] /= root[i, i]
      }
      let square = w.reduce(0) { $0 + $1 * $1 }
      all[b] = square * Double(n) / Double(b) * Double(n) / Double(n - b)
    }
    let margin = Int((trimming * Double(n)).rounded(.down))
    let (from, to) = (max(margin, k + 1), min(n - margin, n - k - 1))
    let statistics = Array(all[from...to])
    var best = 0
    for i in statistics.indices where statistics[i] > statistics[best] { best = i }
    let largest = statistics[best]
    let count = Double(statistics.count)
    let lambda = Double(n - from) * Double(to) / (Double(from) * Double(n - to))
    func outcome(_ kind: HansenDistribution, _ statistic: Double) -> SupFTest.Outcome {
      SupFTest.Outcome(
        statistic: statistic, pValue: kind.pValue(statistic, terms: k, lambda: max(lambda, 1)))
    }
    supremum = outcome(.supremum, largest)
    average = outcome(.average, statistics.reduce(0, +) / count)
    exponential = outcome(
      .exponential,
      largest / 2 + log(statistics.reduce(0) { $0 + exp(($1 - largest) / 2) } / count))
    self.statistics = statistics
    firstPlace = from
    breakAfter = from + best
    lag = covariance.lag
    self.all = all
    terms = k
  }

  /// The test of a break after so many observations: LM/k as F with k and n − 2k degrees of freedom, which
  /// allows a little for the estimated covariance.
  package func known(
    _ breakAfter: Int
  ) -> (statistic: Double, numerator: Int, denominator: Int, pValue: Double) {
    let statistic = all[breakAfter] / Double(terms)
    let rest = all.count - 2 * terms
    return (
      statistic, terms, rest,
      FDistribution.upperTail(
        statistic, numerator: Double(terms), denominator: Double(max(1, rest)))
    )
  }
}

/// How much larger the long-run variance of residuals is than their variance.
enum LongRunRatio {
  /// Bartlett's kernel with the lag of Newey & West (1994); 1 at the least.
  static func ratio(_ residuals: [[Double]]) -> Double {
    // Each regime in units of its own deviation.
    let scaled = residuals.flatMap { part -> [Double] in
      let size = (part.reduce(0) { $0 + $1 * $1 } / Double(max(1, part.count))).squareRoot()
      return size > 0 ? part.map { $0 / size } : part
    }
    let n = scaled.count
    let width = NeweyWest.bandwidth([scaled], names: ["(Intercept)"], observations: n)
    let lag = Int(max(0, width))
    func product(_ l: Int) -> Double {
      (l..<max(l, n)).reduce(0) { $0 + scaled[$1] * scaled[$1 - l] }
    }
    let variance = product(0)
    guard variance > 0 else { return 1 }
    var sum = variance
    for l in 0..<lag { sum += 2 * (1 - Double(l + 1) / Double(lag + 1)) * product(l + 1) }
    return max(1, sum / variance)
  }
}
