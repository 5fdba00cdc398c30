public import SeriesCore

/// The period or date that a claim is about.
///
/// One period (`2023`, `2023-S1`, `2023-Q1`, `2023-05`, `2023-W05`, `2023-05-01`), a window between
/// two of a kind (`2009/2023`, both ends in it) or one without an end (`2024-07-03/..`).
public struct ClaimPeriod: Sendable, Hashable {
  /// As the file has it.
  public let written: String
  /// The frequency of the period, or of the ends of the window.
  public let frequency: Frequency
  /// The first period, and the last one, as ordinals of `frequency`; no last one when open.
  public let first: Int
  /// The last period; nil for a window without an end.
  public let last: Int?

  /// Reads a period; nil when the text is none.
  public init?(_ text: String) {
    let ends = text.split(separator: "/", omittingEmptySubsequences: false)
    guard ends.count <= 2, let (frequency, first) = Self.end(ends[0]) else { return nil }
    written = text
    self.frequency = frequency
    self.first = first
    guard ends.count == 2 else {
      last = first
      return
    }
    guard ends[1] != ".." else {
      last = nil
      return
    }
    guard let end = Self.end(ends[1]), end.0 == frequency, end.1 >= first else { return nil }
    last = end.1
  }

  private init(_ frequency: Frequency, _ ordinal: Int) {
    written = PeriodAxis(frequency).text(ordinal)
    self.frequency = frequency
    first = ordinal
    last = ordinal
  }

  /// A calendar year.
  static func year(_ year: Int) -> ClaimPeriod { ClaimPeriod(.annual, year) }

  private static func end(_ text: Substring) -> (Frequency, Int)? {
    guard let period = PeriodText(text) else { return nil }
    let frequency: Frequency
    switch period.kind {
    case .number:
      // A plain number is a year here.
      guard (1000...9999).contains(period.value) else { return nil }
      frequency = .annual
    case .half: frequency = .half
    case .quarter: frequency = .quarter
    case .month: frequency = .month
    case .week: frequency = .week
    case .day: frequency = .day
    case .interval: return nil
    }
    return (frequency, period.value)
  }

  /// Whether the period has no end.
  public var isOpen: Bool { last == nil }
  /// Whether it is one period, not a window.
  public var isSingle: Bool { last == first }
  /// Whether both have the same first and last period, however they are written.
  func isSame(as other: ClaimPeriod) -> Bool {
    frequency == other.frequency && first == other.first && last == other.last
  }

  /// The days from the first to the last, as day numbers; a period without end reaches far.
  public var days: Range<Int> {
    let axis = PeriodAxis(frequency)
    // Not nil: no frequency here is that of plain numbers.
    let start = axis.days(of: first)?.lowerBound ?? 0
    let end = last.flatMap { axis.days(of: $0)?.upperBound } ?? Int.max / 2
    return start..<max(start + 1, end)
  }

  /// The number of periods from the first to the last, both counted.
  public var length: Int? { last.map { $0 - first + 1 } }

  /// The year, for a single year.
  public var year: Int? { frequency == .annual && isSingle ? first : nil }

  /// The same period a year before; nil for windows, weeks and days.
  public var yearBefore: ClaimPeriod? {
    guard isSingle else { return nil }
    switch frequency {
    case .annual, .half, .quarter, .month:
      return ClaimPeriod(frequency, first - frequency.seasonLength)
    case .week, .day, .integer: return nil
    }
  }

  /// For a half-year, a quarter or a window of months inside one year: the year and the share of its
  /// months. Single months and days are dates as often as periods and are left out.
  public var partOfYear: (year: Int, share: Double)? {
    let months: Range<Int>
    switch frequency {
    case .half where isSingle: months = first * 6..<first * 6 + 6
    case .quarter:
      guard let last else { return nil }
      months = first * 3..<last * 3 + 3
    case .month where !isSingle:
      guard let last else { return nil }
      months = first..<last + 1
    default: return nil
    }
    let year = months.lowerBound / 12
    guard months.count < 12, (months.upperBound - 1) / 12 == year else { return nil }
    return (year, Double(months.count) / 12)
  }

  /// Days between the two, 0 when they meet or overlap.
  func gap(to other: ClaimPeriod) -> Int {
    let (a, b) = (days, other.days)
    return max(0, max(b.lowerBound - a.upperBound, a.lowerBound - b.upperBound))
  }

  /// Whether every day of the other lies in this one.
  func contains(_ other: ClaimPeriod) -> Bool {
    days.lowerBound <= other.days.lowerBound && other.days.upperBound <= days.upperBound
  }

  /// `in 2023`, `over 2009/2023`, `as of 2024-05`, for sentences.
  public var phrase: String {
    if isOpen { return "as of \(PeriodAxis(frequency).text(first))" }
    if !isSingle { return "over \(written)" }
    switch frequency {
    case .month, .week, .day: return "as of \(written)"
    default: return "in \(written)"
    }
  }
}
