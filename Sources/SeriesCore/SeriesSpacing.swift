extension TimeSeries {
  /// A regular spacing that is no frequency of the calendar, so that the series is read with gaps.
  public enum Spacing: Sendable, Equatable {
    /// One observation in so many periods: every 14 days.
    case every(Int)
    /// Days from Monday to Friday.
    case workdays
  }

  /// The spacing of the observations where it is regular and no frequency of the calendar; nil where
  /// they follow one another, or have gaps here and there.
  public var spacing: Spacing? {
    guard count > 2 else { return nil }
    var gaps: Set<Int> = []
    for (a, b) in zip(ordinals, ordinals.dropFirst()) { gaps.insert(b - a) }
    if gaps.count == 1, let gap = gaps.first { return gap > 1 ? .every(gap) : nil }
    guard frequency == .day, gaps.contains(1), gaps.contains(3) else { return nil }
    // Day 0 was a Thursday: Saturdays and Sundays are 2 and 3 behind it. One weekday in five may be
    // a holiday.
    let isWeekend = ordinals.contains { (($0 % 7) + 7) % 7 == 2 || (($0 % 7) + 7) % 7 == 3 }
    guard !isWeekend, let first = ordinals.first, let last = ordinals.last else { return nil }
    let weekdays = (last - first + 1) * 5 / 7
    return count * 5 >= weekdays * 4 ? .workdays : nil
  }

  /// One sentence on a spacing that is no frequency of the calendar, and what to do; nil otherwise.
  ///
  /// - Parameter names: what the caller calls the settings of reading.
  public func spacingNote(_ names: SettingNames) -> String? {
    guard let spacing else { return nil }
    let what: String
    switch spacing {
    case .workdays: what = "stands on working days only"
    case .every(let gap): what = "has one value in \(gap) \(Self.plural(frequency))"
    }
    let advice = Remedy(nil, .give(.frequency, "integer")).worded(names)
    return "series '\(id)' \(what) and is read with gaps between"
      + (advice.map { " (\($0) to count its values)" } ?? "")
  }

  private static func plural(_ frequency: Frequency) -> String {
    switch frequency {
    case .annual: "years"
    case .half: "half-years"
    case .quarter: "quarters"
    case .month: "months"
    case .week: "weeks"
    case .day: "days"
    case .integer: "periods"
    }
  }
}
