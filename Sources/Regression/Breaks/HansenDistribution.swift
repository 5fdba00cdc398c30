internal import StatisticsCore

/// The asymptotic distributions of the largest, the average and the exponential average F statistic
/// over unknown break places.
///
/// The p-value at x is P(χ²_ν > b₀ + b₁x + b₂x² + b₃x³), with coefficients fitted by Hansen for 1 to
/// 40 terms and 25 trimmings, linear in the trimming between them. Where such a cubic turns back for
/// large x, its value at the turning point stands: the p-value is then an upper bound and never rises
/// with x. At a trimming of ½ all three are χ² of the one F statistic.
///
/// Source: Hansen (1997), "Approximate asymptotic p values for structural-change tests", Journal of
/// Business & Economic Statistics 15, 60–67; the table as R strucchange 1.5-3 carries it. Checked:
/// its `pvalue.Fstats`, which the exponential average at trimmings over 0.49 departs from: the
/// statistic there is half of F, and R takes it for F.
enum HansenDistribution {
  case supremum
  case average
  case exponential

  /// The smallest p-value that the approximation was fitted for: tails beyond are extrapolated, and
  /// are printed as this bound.
  static let leastPValue = 1e-4

  private var rows: [HansenTable.Row] {
    switch self {
    case .supremum: HansenTable.shared.supremum
    case .average: HansenTable.shared.average
    case .exponential: HansenTable.shared.exponential
    }
  }

  /// P(statistic > x) when nothing breaks.
  ///
  /// - Parameters:
  ///   - x: the statistic, in units of k·F.
  ///   - terms: k, the coefficients that may break.
  ///   - lambda: π₂(1 − π₁)/(π₁(1 − π₂)) for a search from share π₁ to share π₂ of the sample.
  /// - Returns: nil for more terms than the table has.
  func pValue(_ x: Double, terms: Int, lambda: Double) -> Double? {
    guard (1...HansenTable.maximumTerms).contains(terms), lambda >= 1, !x.isNaN else { return nil }
    let trimmings = HansenTable.trimmings
    let trimming = 1 / (1 + lambda.squareRoot())
    let block = rows[((terms - 1) * trimmings)..<(terms * trimmings)]
    func tail(_ row: Int) -> Double {
      let entry = block[block.startIndex + row]
      return ChiSquared.upperTail(
        Self.rising(entry.coefficients, x), degreesOfFreedom: entry.degrees)
    }
    let single = ChiSquared.upperTail(
      self == .exponential ? 2 * x : x, degreesOfFreedom: Double(terms))
    if trimming <= 0.01 { return tail(trimmings - 1) }
    if trimming >= 0.49 {
      let share = (trimming - 0.49) * 100
      return (1 - share) * tail(0) + share * single
    }
    // Row i from 0 has the trimming 0.49 − 0.02·i.
    let place = (0.49 - trimming) * 50
    let row = min(Int(place), trimmings - 2)
    let share = place - Double(row)
    return (1 - share) * tail(row) + share * tail(row + 1)
  }

  /// The largest value of the cubic on [0, x], at least 0.
  private static func rising(_ b: [Double], _ x: Double) -> Double {
    func value(_ x: Double) -> Double { ((b[3] * x + b[2]) * x + b[1]) * x + b[0] }
    var best = max(0, value(max(x, 0)))
    // Where b₁ + 2b₂x + 3b₃x² = 0.
    var turns: [Double] = []
    if b[3] == 0 {
      if b[2] != 0 { turns = [-b[1] / (2 * b[2])] }
    } else {
      let discriminant = b[2] * b[2] - 3 * b[1] * b[3]
      if discriminant >= 0 {
        let root = discriminant.squareRoot()
        turns = [(-b[2] - root) / (3 * b[3]), (-b[2] + root) / (3 * b[3])]
      }
    }
    for turn in turns where turn > 0 && turn < x { best = max(best, value(turn)) }
    return best
  }
}
