internal import Glibc
package import StatisticsCore

// P_t  the flow from 1 January to a day of year t,   F_t  the flow of all of year t
//
// growth:  F̂_t = F_{t−1} · P_t / P_{t−1},      e_t = ln(F_t/F_{t−1}) − ln(P_t/P_{t−1})
// share:   F̂_t = P_t / exp(m),                  m = mean of ln(P_s/F_s) over past years s
//
// The growth method claims that e is zero on average, so its spread is measured about zero:
// s² = Σ e² / (n − 1) with n − 1 degrees of freedom. A mean error counts as spread and is reported,
// never corrected for: with a handful of years it is mostly noise. The share method estimates its
// mean, so a new year has the scale s·√(1 + 1/n), s² = Σ (ln share − m)² / (n − 1), t with n − 1.
//
// Neither multiplies a quarter by four: that takes every month alike, and a year's first months are
// mostly its smallest.

/// The flow of a part of a year and of all of it.
package struct YearSums: Sendable, Equatable {
  package let year: Int
  package let part: Double
  package let full: Double

  package init(year: Int, part: Double, full: Double) {
    self.year = year
    self.part = part
    self.full = full
  }
}

/// Carries the beginning of a year to its end.
package enum PartYearCarry {
  /// Past errors below which no spread is estimated.
  package static let minimumCount = 3

  /// The full year by the growth of its part: F_{t−1} · P_t / P_{t−1}, in the unit of `base`.
  ///
  /// - Parameters:
  ///   - part: P_t > 0; its unit is that of `previousPart`.
  ///   - previousPart: P_{t−1} > 0.
  ///   - base: F_{t−1} > 0.
  /// - Throws: `ForecastingError.nonPositiveValue`, `.overflow`.
  package static func byGrowth(
    part: Double, previousPart: Double, base: Double
  ) throws(ForecastingError) -> Double {
    for (name, value) in [("part", part), ("previous part", previousPart), ("base", base)]
    where !(value > 0) {
      throw .nonPositiveValue(period: name, value: value)
    }
    let year = base * (part / previousPart)
    guard year.isFinite, year > 0 else { throw .overflow }
    return year
  }

  /// e_t of every year that follows another one, in the order of years; no unit.
  ///
  /// - Parameter sums: past years in any order, each once.
  /// - Throws: `ForecastingError.nonPositiveValue`.
  package static func growthErrors(
    _ sums: [YearSums]
  ) throws(ForecastingError) -> [(year: Int, error: Double)] {
    let sorted = try checked(sums)
    return zip(sorted, sorted.dropFirst()).compactMap { before, now in
      guard now.year == before.year + 1 else { return nil }
      return (now.year, log(now.full / before.full) - log(now.part / before.part))
    }
  }

  /// The spread of the growth method over past years.
  ///
  /// - Throws: `ForecastingError.tooShort` with fewer than three pairs of years that follow each
  ///   other, `.nonPositiveValue`.
  package static func growthSpread(
    _ sums: [YearSums], origin: CarrySpread.Origin = .estimated
  ) throws(ForecastingError) -> CarrySpread {
    try spreadAboutZero(growthErrors(sums).map(\.error), origin: origin)
  }

  /// √(Σ e² / (n − 1)) with n − 1 degrees of freedom.
  ///
  /// - Throws: `ForecastingError.tooShort` for fewer than three errors.
  static func spreadAboutZero(
    _ errors: [Double], origin: CarrySpread.Origin
  ) throws(ForecastingError) -> CarrySpread {
    let n = errors.count
    guard n >= minimumCount else { throw .tooShort(needed: minimumCount, found: n) }
    let square = errors.reduce(0) { $0 + $1 * $1 }
    return CarrySpread(
      origin: origin, deviation: (square / Double(n - 1)).squareRoot(),
      degreesOfFreedom: Double(n - 1), count: n, bias: errors.reduce(0, +) / Double(n))
  }

  /// The share that a part usually has in its year.
  package struct Share: Sendable, Equatable {
    /// exp of the mean of logs, a fraction.
    package let share: Double
    package let count: Int
    /// Of a new year's share around it; nil with fewer than three years.
    package let spread: CarrySpread?
  }

  /// The part's share in past years.
  ///
  /// - Parameter sums: past years in any order, each once.
  /// - Throws: `ForecastingError.tooShort` without a year, `.nonPositiveValue`.
  package static func share(_ sums: [YearSums]) throws(ForecastingError) -> Share {
    let logs = try logShares(sums)
    guard !logs.isEmpty else { throw .tooShort(needed: 1, found: 0) }
    let spread =
      logs.count >= minimumCount ? try shareSpread(sums, around: logs.count) : nil
    return Share(share: exp(Descriptive(logs).mean), count: logs.count, spread: spread)
  }

  /// The spread of a new year's share around the mean of `count` years: s·√(1 + 1/count), s from the
  /// years given, which may be another flow's.
  ///
  /// - Throws: `ForecastingError.tooShort` with fewer than three years, `.nonPositiveValue`.
  package static func shareSpread(
    _ sums: [YearSums], around count: Int, origin: CarrySpread.Origin = .estimated
  ) throws(ForecastingError) -> CarrySpread {
    precondition(count >= 1, "a mean of at least one year")
    let logs = try logShares(sums)
    guard logs.count >= minimumCount else {
      throw .tooShort(needed: minimumCount, found: logs.count)
    }
    return CarrySpread(
      origin: origin,
      deviation: Descriptive(logs).standardDeviation * (1 + 1 / Double(count)).squareRoot(),
      degreesOfFreedom: Double(logs.count - 1), count: logs.count, bias: nil)
  }

  private static func logShares(_ sums: [YearSums]) throws(ForecastingError) -> [Double] {
    try checked(sums).map { log($0.part / $0.full) }
  }

  /// The distribution of ln of the full year.
  package static func logDistribution(estimate: Double, spread: CarrySpread) -> TMixture {
    TMixture(
      location: log(estimate), scale: spread.deviation,
      degreesOfFreedom: spread.degreesOfFreedom)
  }

  private static func checked(_ sums: [YearSums]) throws(ForecastingError) -> [YearSums] {
    for sum in sums {
      guard sum.part > 0 else {
        throw .nonPositiveValue(period: "part of \(sum.year)", value: sum.part)
      }
      guard sum.full > 0 else { throw .nonPositiveValue(period: "\(sum.year)", value: sum.full) }
    }
    return sums.sorted { $0.year < $1.year }
  }
}
