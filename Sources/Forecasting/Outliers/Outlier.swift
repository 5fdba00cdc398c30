extension SeasonalAdjustment {
  /// A value, or a level, that the rest of a series does not account for.
  public struct Outlier: Sendable, Equatable {
    /// What the outlier does to the periods from its own on.
    public enum Kind: String, Sendable, CaseIterable {
      /// One period alone.
      case additive = "AO"
      /// All periods from this one on.
      case levelShift = "LS"
      /// This period, and those behind it by 0.7 of the one before.
      case temporaryChange = "TC"
    }

    /// What it does.
    public let kind: Kind
    /// The period in which it begins, on the axis of the series.
    public let ordinal: Int
    /// On the working scale: on logs it multiplies by exp(estimate).
    public let estimate: Double
    /// By generalised least squares at the estimated moving averages.
    public let standardError: Double
    /// Estimate ÷ standard error.
    public var statistic: Double { estimate / standardError }

    /// How much of a temporary change is left a period later.
    static let decay = 0.7

    /// The effect of a unit outlier on each period, by place from 0.
    static func column(_ kind: Kind, at place: Int, count: Int) -> [Double] {
      var column = [Double](repeating: 0, count: count)
      switch kind {
      case .additive: column[place] = 1
      case .levelShift: for t in place..<count { column[t] = 1 }
      case .temporaryChange:
        var left = 1.0
        for t in place..<count {
          column[t] = left
          left *= decay
        }
      }
      return column
    }
  }
}

package typealias Outlier = SeasonalAdjustment.Outlier
