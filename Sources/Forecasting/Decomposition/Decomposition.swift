internal import Glibc

/// A series taken apart into a season, a trend and what remains.
public struct Decomposition: Sendable, Equatable {
  /// How the parts make the data up.
  public enum Kind: String, Sendable {
    /// data = trend + seasonal + remainder.
    case additive
    /// data = trend × seasonal × remainder.
    case multiplicative
  }

  /// Whether the parts add up to the data or multiply to them.
  public let kind: Kind
  /// Length n, in the unit of the data (multiplicative: a factor around 1).
  public let seasonal: [Double]
  /// Length n, in the unit of the data; NaN where the method has no trend (classical, both ends).
  public let trend: [Double]
  /// Length n, in the unit of the data (multiplicative: a factor around 1); NaN with the trend.
  public let remainder: [Double]

  /// How strongly a season shows, in [0, 1]: 1 − Var(remainder) / Var(remainder + seasonal).
  ///
  /// Additive parts only; NaN otherwise. 0 where season and remainder together do not vary.
  ///
  /// Source: Wang, Smith & Hyndman (2006); Hyndman & Athanasopoulos (2021), 4.3.
  public var seasonalStrength: Double { strength(of: seasonal) }

  /// How strongly a trend shows, in [0, 1]: 1 − Var(remainder) / Var(remainder + trend).
  ///
  /// Additive parts only; NaN otherwise. Source: as `seasonalStrength`.
  public var trendStrength: Double { strength(of: trend) }

  /// The data without their season: data − seasonal, or data ÷ seasonal.
  public func seasonallyAdjusted(_ values: [Double]) -> [Double] {
    precondition(values.count == seasonal.count, "the data are not those of the decomposition")
    switch kind {
    case .additive: return zip(values, seasonal).map { $0 - $1 }
    case .multiplicative: return zip(values, seasonal).map { $0 / $1 }
    }
  }

  private func strength(of part: [Double]) -> Double {
    guard kind == .additive else { return .nan }
    let places = remainder.indices.filter { remainder[$0].isFinite && part[$0].isFinite }
    guard places.count > 1 else { return .nan }
    // Divided by a power of two near the largest part, so that no square overflows or vanishes.
    let size = places.reduce(0) {
      max($0, abs(remainder[$1]), abs(part[$1]), abs(trend[$1]))
    }
    guard size > 0 else { return 0 }
    let exponent = -Int(ilogb(size))
    let rest = places.map { scalbn(remainder[$0], exponent) }
    let together = places.map { scalbn(remainder[$0], exponent) + scalbn(part[$0], exponent) }
    let whole = Self.variance(together)
    // What varies less than the data are rounded shows nothing.
    guard whole > 0x1p-96 else { return 0 }
    return min(max(1 - Self.variance(rest) / whole, 0), 1)
  }

  private static func variance(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return square / Double(values.count - 1)
  }
}

extension Decomposition {
  /// - Throws: `.gapsNotTaken` for NaN, `.overflow` for an infinite value, `.tooShort`, and
  ///   `.badForm` for a season under two periods.
  static func check(
    _ values: [Double], seasonLength: Int, needed: Int, method: String
  ) throws(ForecastingError) {
    guard seasonLength >= 2 else {
      throw .badForm(
        model: method, form: "season \(seasonLength)", hint: "a season has two periods or more")
    }
    try SeriesValues.requireFinite(values)
    guard values.count >= needed else { throw .tooShort(needed: needed, found: values.count) }
  }
}
