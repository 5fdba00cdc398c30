internal import Glibc
internal import StatisticsCore

// r_t = ln(value on the other basis ÷ value on this basis), over the years that both measure.
//
// `last` keeps the ratio of the base year: its error in the next year is a change of r, with
// s² = Σ (r_t − r_{t−1})² / (n − 1) over years that follow each other, n − 1 degrees of freedom.
// `mean` takes exp(mean r): a new year has s·√(1 + 1/n), s² the variance of r, n − 1.
//
// Last is right when the gap between the bases moves slowly, mean when it swings around a level.
// Both stand in the reports: which holds is a judgement that a handful of years does not settle.

/// The ratio between two bases of one flow, estimated from the years that both measure.
package struct BasisBridge: Sendable, Equatable {
  /// Which ratio a year is bridged by.
  package enum Rule: String, Sendable, CaseIterable {
    /// That of the year from which growth is carried.
    case last
    /// The mean of logs over the overlap.
    case mean
  }

  package struct Ratio: Sendable, Equatable {
    package let rule: Rule
    /// Other basis ÷ this basis.
    package let ratio: Double
    /// Errors behind the spread: overlap years, or changes between years that follow each other.
    package let count: Int
    /// nil where fewer than three errors are known.
    package let spread: CarrySpread?
  }

  /// Overlap years, rising, and ln of the ratio in each.
  package let years: [Int]
  package let logRatios: [Double]

  /// The least and the greatest ratio in the overlap.
  package var range: ClosedRange<Double> {
    exp(logRatios.min() ?? .nan)...exp(logRatios.max() ?? .nan)
  }

  /// - Parameters:
  ///   - from: values by year on this basis.
  ///   - to: values by year on the other basis, in the same unit.
  ///   - last: the last year to use; a bridge never looks past what it serves.
  /// - Throws: `ForecastingError.tooShort` without a common year, `.nonPositiveValue`.
  package init(
    from: [Int: Double], to: [Int: Double], through last: Int
  ) throws(ForecastingError) {
    let years = from.keys.filter { $0 <= last && to[$0] != nil }.sorted()
    guard !years.isEmpty else { throw .tooShort(needed: 1, found: 0) }
    var ratios: [Double] = []
    for year in years {
      guard let a = from[year], let b = to[year] else { continue }
      guard a > 0, b > 0 else { throw .nonPositiveValue(period: "\(year)", value: min(a, b)) }
      ratios.append(log(b / a))
    }
    self.years = years
    logRatios = ratios
  }

  /// The ratio for the year after `base`.
  ///
  /// - Throws: `ForecastingError.tooShort` for the rule `last` when the base year is no overlap year.
  package func ratio(_ rule: Rule, base: Int) throws(ForecastingError) -> Ratio {
    switch rule {
    case .last:
      guard let place = years.firstIndex(of: base) else { throw .tooShort(needed: 1, found: 0) }
      let changes = years.indices.dropFirst().filter { years[$0] == years[$0 - 1] + 1 }.map {
        logRatios[$0] - logRatios[$0 - 1]
      }
      let spread = try? PartYearCarry.spreadAboutZero(changes, origin: .estimated)
      return Ratio(
        rule: rule, ratio: exp(logRatios[place]), count: changes.count, spread: spread)
    case .mean:
      let description = Descriptive(logRatios)
      let n = Double(logRatios.count)
      var spread: CarrySpread?
      if logRatios.count >= PartYearCarry.minimumCount {
        spread = CarrySpread(
          origin: .estimated,
          deviation: description.standardDeviation * (1 + 1 / n).squareRoot(),
          degreesOfFreedom: n - 1, count: logRatios.count, bias: nil)
      }
      return Ratio(
        rule: rule, ratio: exp(description.mean), count: logRatios.count, spread: spread)
    }
  }
}
