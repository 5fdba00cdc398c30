extension PeriodAxis {
  /// The days of a period as day numbers (0 is 1970-01-01); nil on an axis of plain numbers.
  public func days(of ordinal: Int) -> Range<Int>? {
    switch frequency {
    case .integer: return nil
    case .day: return ordinal..<(ordinal + 1)
    case .week: return (ordinal * 7 - 3)..<(ordinal * 7 + 4)
    case .annual, .half, .quarter, .month:
      let months = monthsPerPeriod ?? 12
      return Self.firstDay(
        ofMonth: ordinal * months)..<Self.firstDay(ofMonth: (ordinal + 1) * months)
    }
  }

  /// - Parameter month: months since January of year 0.
  private static func firstDay(ofMonth month: Int) -> Int {
    let year = CalendarArithmetic.floorDivide(month, 12)
    return CalendarArithmetic.dayNumber(year: year, month: month - year * 12 + 1, day: 1)
  }

  /// The period that holds a day; nil on an axis of plain numbers.
  public func ordinal(ofDay day: Int) -> Int? {
    ordinal(of: PeriodText(kind: .day, value: day))
  }
}

extension PeriodText {
  /// The last day of the period as a day number; a plain number is read as a year, an interval ends
  /// with its last period. nil for years that no calendar has.
  public var lastDay: Int? {
    if let interval { return interval.last.lastDay }
    return days.map { $0.upperBound - 1 }
  }

  /// The first day of the period; nil for intervals and for years that no calendar has.
  package var firstDay: Int? { days?.lowerBound }

  /// The days of the period; nil for an interval.
  private var days: Range<Int>? {
    let frequency: Frequency
    switch kind {
    case .number: frequency = .annual
    case .half: frequency = .half
    case .quarter: frequency = .quarter
    case .month: frequency = .month
    case .week: frequency = .week
    case .day: frequency = .day
    case .interval: return nil
    }
    if kind == .number, !(1...9999).contains(value) { return nil }
    return PeriodAxis(frequency).days(of: value)
  }
}
