/// How far apart the periods of a series are.
public enum Frequency: String, Sendable, CaseIterable {
  case annual
  case half
  case quarter
  case month
  case week
  case day
  /// Periods that are only numbered.
  case integer

  /// The usual season: 1, 2, 4, 12, 52, 7, 1 periods.
  public var seasonLength: Int {
    switch self {
    case .annual, .integer: 1
    case .half: 2
    case .quarter: 4
    case .month: 12
    case .week: 52
    case .day: 7
    }
  }

  /// Periods in a year, for growth "a year"; nil for numbered periods.
  public var periodsPerYear: Double? {
    switch self {
    case .annual: 1
    case .half: 2
    case .quarter: 4
    case .month: 12
    case .week: 365.2425 / 7
    case .day: 365.2425
    case .integer: nil
    }
  }
}
