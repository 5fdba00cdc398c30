internal import Glibc
internal import StatisticsCore

/// Whether values come from a normal distribution: the squared correlation of the sorted values with
/// weights close to the expected normal order statistics.
///
/// With m_i = Φ⁻¹((i − 3/8)/(n + 1/4)) the weights are m_i over a scale, but for the two outermost on
/// each side, which are polynomials in n^(−1/2). The p-value takes ln(1 − W), or −ln(γ − ln(1 − W))
/// for n ≤ 11, as normal with mean and log standard deviation polynomial in ln n or n; for n = 3 it is
/// exact.
///
/// Source: Shapiro & Wilk (1965); Royston (1992; 1995, algorithm AS R94). Checked: R `shapiro.test`.
public struct ShapiroWilk: Sendable, Equatable {
  /// W, at most 1, which it is for values that lie as normal ones do on average.
  public let statistic: Double
  /// The probability of a smaller W when the values are normal.
  public let pValue: Double

  /// The polynomials are fitted for these counts.
  public static let counts = 3...5_000

  /// - Parameter values: n, finite, of any unit and order; 3 to 5,000.
  /// - Throws: `.tooShort`, `.nonFinite`; `.invalid` for more than 5,000 values and for equal ones.
  public init(_ values: [Double]) throws(RegressionError) {
    let n = values.count
    guard n >= Self.counts.lowerBound else {
      throw .tooShort(needed: Self.counts.lowerBound, found: n)
    }
    guard n <= Self.counts.upperBound else {
      throw .invalid(
        argument: "values", detail: "Shapiro–Wilk is known for up to 5,000 values, \(n) given")
    }
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw .nonFinite(term: "values", observation: place)
    }
    let sorted = values.sorted()
    // Half the range, which no finite values take out of the range of doubles.
    let range = sorted[n - 1] / 2 - sorted[0] / 2
    guard range > 0 else { throw .invalid(argument: "values", detail: "all are equal") }
    let deviation = Self.deviation(sorted, range: range)
    statistic = 1 - deviation
    pValue = Self.pValue(deviation: deviation, n: n)
  }

  /// 1 − W, from the product (1 − r)(1 + r) so that a W near 1 keeps its digits.
  private static func deviation(_ sorted: [Double], range: Double) -> Double {
    let n = sorted.count
    let half = weights(n)
    // Antisymmetric: the weights' mean is zero.
    let a = (0..<n).map { i in
      i < n / 2 ? -half[i] : i >= n - n / 2 ? half[n - 1 - i] : 0
    }
    let middle = sorted[n / 2]
    let x = sorted.map { $0 / range - middle / range }
    let mean = x.reduce(0, +) / Double(n)
    var (aa, xx, ax) = (0.0, 0.0, 0.0)
    for i in 0..<n {
      let d = x[i] - mean
      aa += a[i] * a[i]
      xx += d * d
      ax += a[i] * d
    }
    let both = (aa * xx).squareRoot()
    return max(0, (both - ax) * (both + ax) / (aa * xx))
  }

  /// The weights of the greatest values, greatest first; those of the smallest are their negatives.
  private static func weights(_ n: Int) -> [Double] {
    guard n > 3 else { return [sqrt(0.5)] }
    let m = (1...n / 2).map { -Normal.quantile((Double($0) - 0.375) / (Double(n) + 0.25)) }
    let squares = 2 * m.reduce(0) { $0 + $1 * $1 }
    let root = squares.squareRoot()
    let u = 1 / Double(n).squareRoot()
    let first =
      m[0] / root + polynomial([0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056], u)
    guard n > 5 else {
      let scale = ((squares - 2 * m[0] * m[0]) / (1 - 2 * first * first)).squareRoot()
      return [first] + m.dropFirst().map { $0 / scale }
    }
    let second =
      m[1] / root + polynomial([0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], u)
    let scale =
      ((squares - 2 * m[0] * m[0] - 2 * m[1] * m[1])
      / (1 - 2 * first * first - 2 * second * second)).squareRoot()
    return [first, second] + m.dropFirst(2).map { $0 / scale }
  }

  private static func pValue(deviation: Double, n: Int) -> Double {
    if n == 3 {
      // W of three values lies between 3/4 and 1.
      let w = 1 - deviation
      let p = 6 / Double.pi * (asin(w.squareRoot()) - asin(sqrt(0.75)))
      return min(1, max(0, p))
    }
    let (count, logCount) = (Double(n), log(Double(n)))
    var y = log(deviation)
    let (mean, scale): (Double, Double)
    if n <= 11 {
      let gamma = -2.273 + 0.459 * count
      // As far from normal as n values can be.
      guard y < gamma else { return 0 }
      y = -log(gamma - y)
      mean = polynomial([0.544, -0.39978, 0.025054, -6.714e-4], count)
      scale = exp(polynomial([1.3822, -0.77857, 0.062767, -0.0020322], count))
    } else {
      mean = polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], logCount)
      scale = exp(polynomial([-0.4803, -0.082676, 0.0030302], logCount))
    }
    return Normal.cumulative(-(y - mean) / scale)
  }

  private static func polynomial(_ c: [Double], _ x: Double) -> Double {
    c.reversed().reduce(0) { $0 * x + $1 }
  }
}
