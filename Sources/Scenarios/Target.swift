internal import Glibc
public import SeriesCore

/// A level that a series is to reach, and by when.
public struct Target: Sendable {
  /// What is to be reached; a value is in the unit of the series.
  public enum Level: Sendable, Equatable {
    case value(Double)
    /// A multiple of the value observed in a base period.
    case multiple(Double, base: PeriodText)

    var isMultiple: Bool {
      if case .multiple = self { true } else { false }
    }
  }

  /// A stated path of prices, when the level is meant in the prices of a base period.
  public struct Deflator: Sendable, Equatable {
    /// Price growth a year, such as 0.025.
    public let rate: Double
    /// The period in whose prices the level is stated.
    public let base: PeriodText

    /// States prices that change by the fraction `rate` a year, compound, and are 1 in `base`.
    public init(rate: Double, base: PeriodText) {
      self.rate = rate
      self.base = base
    }
  }

  /// The running sum from a known amount is compared instead of each period's value.
  public struct Cumulative: Sendable, Equatable {
    /// The sum up to and with `through`, in the unit of the series.
    public let start: Double
    /// The last period that the start includes.
    public let through: PeriodText

    /// States the sum up to and with the period `through`.
    public init(start: Double, through: PeriodText) {
      self.start = start
      self.through = through
    }
  }

  /// The name under which reports show it.
  public let name: String
  /// The series that is to reach the level.
  public let seriesID: String
  /// The level, in the prices of the deflator's base where there is one.
  public let level: Level
  /// The periods by which; each is answered for itself.
  public let deadlines: [PeriodText]
  /// Periods in a row that count as sustained.
  public let hold: Int
  /// The path of prices; nil for a nominal level.
  public let deflator: Deflator?
  /// The sum to compare; nil to compare the value of each period.
  public let cumulative: Cumulative?
  /// Whether an earlier time at the level counts as nothing once the series has fallen under it again:
  /// "back over 2500".
  public let regain: Bool
  /// Whether a calendar year's total is compared, of a series by month, quarter or another part of it.
  public let yearTotal: Bool

  /// Makes a target; `hold` is 1 or more. Whether a series can be asked shows in `PlacedTarget`.
  public init(
    name: String, seriesID: String, level: Level, deadlines: [PeriodText], hold: Int = 2,
    deflator: Deflator? = nil, cumulative: Cumulative? = nil, regain: Bool = false,
    yearTotal: Bool = false
  ) {
    self.name = name
    self.seriesID = seriesID
    self.level = level
    self.deadlines = deadlines
    self.hold = hold
    self.deflator = deflator
    self.cumulative = cumulative
    self.regain = regain
    self.yearTotal = yearTotal
  }
}

/// Why a target cannot be asked of a series.
public enum TargetFault: Error, Equatable, Sendable {
  case baseNotObserved(series: String, period: String)
  /// The base of a multiple lies after what was known when the target was asked.
  case baseNotKnown(period: String)
  /// A target, course of events or deadline that a scenario does not have.
  case unknown(String, String, nearest: String?)
  /// A text that is no period.
  case notAPeriod(String)
  case periodNotOnAxis(series: String, period: String, frequency: Frequency)
  /// A period without a value after the start of a cumulative target: the sum is not known.
  case gapInSum(series: String, period: String)
  /// A multiple of a value that is not positive says nothing.
  case baseNotPositive(series: String, period: String, value: Double)
  /// A level that is no finite number in some deadline's money.
  case levelNotFinite(period: String)
  /// The year that has begun lacks a past period: its total is not known.
  case yearNotKnown(series: String)
  /// A year's total of a series that has no parts of years.
  case noPartsOfYears(series: String, frequency: Frequency)
  /// A base that is several periods of the series: which of them is meant?
  case baseSpansPeriods(series: String, period: String, frequency: Frequency, first: String)
  /// A deadline more periods ahead than can be simulated.
  case deadlineTooFar(period: String)
  /// A level ≤ 0 for a model on logs.
  case notPositive(level: Double)
}

extension TargetFault: CustomStringConvertible {
  /// Why, in one sentence.
  public var description: String {
    switch self {
    case .baseNotObserved(let series, let period):
      "series '\(series)' has no value at the base period \(period)"
    case .baseNotKnown(let period): "the base \(period) was not known yet"
    case .unknown(let what, let name, let nearest):
      "no \(what) '\(name)'" + (nearest.map { " (did you mean '\($0)'?)" } ?? "")
    case .notAPeriod(let text): "'\(text)' is no period (write 2030, 2030-Q1, 2030-05 …)"
    case .periodNotOnAxis(let series, let period, let frequency):
      "'\(period)' is no period of the \(frequency.rawValue) series '\(series)'"
    case .gapInSum(let series, let period):
      "series '\(series)' has no value at \(period), so that its sum is not known"
    case .baseNotPositive(let series, let period, let value):
      "series '\(series)' is \(NumberText.shortest(value)) at the base period \(period): a multiple "
        + "of it is no target (give a level)"
    case .levelNotFinite(let period): "the level at \(period) is beyond every number"
    case .yearNotKnown(let series):
      "the year that has begun lacks a value of series '\(series)', or none ends within the horizon"
    case .noPartsOfYears(let series, let frequency):
      "a year's total needs a series by parts of years, '\(series)' is \(frequency.rawValue) "
        + "(leave 'total' out)"
    case .baseSpansPeriods(let series, let period, let frequency, let first):
      "the base \(period) spans several periods of the \(frequency.rawValue) series '\(series)' "
        + "(write one, such as \(first), or compare a year's total)"
    case .deadlineTooFar(let period):
      "the deadline \(period) is more than \(HorizonLimit.periods) periods ahead"
    case .notPositive(let level):
      "the target \(NumberText.shortest(level)) is not positive, which a log model never reaches "
        + "(ask with a +level model)"
    }
  }
}

/// A target on the axis of a series: levels by period, deadlines as ordinals.
public struct PlacedTarget: Sendable {
  /// The target as it was stated.
  public let target: Target
  /// The level in the prices of the base, or nominal without a deflator.
  public let level: Double
  /// The deadlines as ordinals on the axis of the series, rising.
  public let deadlines: [Int]
  private var deflatorBase: Int?
  private let periodsPerYear: Double
  let cumulativeThrough: Int?
  /// The base of a multiple: what was reached up to it is no multiple of it; nil for others.
  let countsAfter: Int?

  /// - Parameter whole: the whole series, for the base of a multiple; a target on a year's total is placed
  ///   on its years.
  /// - Throws: `TargetFault`: `.periodNotOnAxis` for a base, deadline or start that is no period of the
  ///   series; `.baseNotObserved` and `.baseNotPositive` for the base of a multiple; `.levelNotFinite`
  ///   and `.deadlineTooFar` for a deadline; `.startNotObserved` and `.gapInSum` for a sum.
  public init(_ target: Target, on whole: TimeSeries) throws(TargetFault) {
    var series = whole
    if target.yearTotal {
      guard let years = whole.yearTotals() else {
        throw .noPartsOfYears(series: whole.id, frequency: whole.frequency)
      }
      series = years
    }
    let axis = series.axis
    func place(_ text: PeriodText, _ periodEnd: Bool) throws(TargetFault) -> Int {
      guard let ordinal = axis.ordinal(of: text, periodEnd: periodEnd) else {
        throw .periodNotOnAxis(
          series: series.id, period: text.written, frequency: axis.frequency)
      }
      return ordinal
    }
    var countsAfter: Int?
    switch target.level {
    case .value(let value): level = value
    case .multiple(let multiple, let base):
      if axis.ordinal(of: base) == nil, let first = axis.firstOrdinal(of: base),
        axis.ordinal(of: base, periodEnd: true) != nil
      {
        throw .baseSpansPeriods(
          series: series.id, period: base.written, frequency: axis.frequency,
          first: axis.text(first))
      }
      let ordinal = try place(base, false)
      countsAfter = ordinal
      guard let value = series.value(at: ordinal) else {
        throw .baseNotObserved(series: series.id, period: axis.text(ordinal))
      }
      guard value > 0 else {
        throw .baseNotPositive(series: series.id, period: axis.text(ordinal), value: value)
      }
      level = multiple * value
    }
    var deadlines: [Int] = []
    for deadline in target.deadlines { deadlines.append(try place(deadline, true)) }
    self.deadlines = deadlines.sorted()
    var deflatorBase: Int?
    if let deflator = target.deflator { deflatorBase = try place(deflator.base, false) }
    self.deflatorBase = deflatorBase
    var through: Int?
    if let cumulative = target.cumulative { through = try place(cumulative.through, false) }
    self.cumulativeThrough = through
    self.countsAfter = countsAfter
    self.periodsPerYear = series.frequency.periodsPerYear ?? 1
    self.target = target
    for deadline in self.deadlines {
      guard self.level(at: deadline).isFinite else {
        throw .levelNotFinite(period: axis.text(deadline))
      }
      if let end = series.end, deadline - end > HorizonLimit.periods {
        throw .deadlineTooFar(period: axis.text(deadline))
      }
    }
    if let through, let end = series.end, end > through {
      for ordinal in (through + 1)...end where series.value(at: ordinal) == nil {
        throw .gapInSum(series: series.id, period: axis.text(ordinal))
      }
    }
  }

  /// The level to reach at a period, in the money of that period.
  public func level(at ordinal: Int) -> Double {
    guard let deflator = target.deflator, let deflatorBase else { return level }
    return level * pow(1 + deflator.rate, Double(ordinal - deflatorBase) / periodsPerYear)
  }
}

extension PlacedTarget {
  /// The same level without a deflator: in current prices.
  var nominal: PlacedTarget {
    var copy = self
    copy.deflatorBase = nil
    return copy
  }
}

extension TargetFault {
  /// The ordinal of a deadline that a text names.
  static func ordinal(_ text: String, on series: TimeSeries) throws(TargetFault) -> Int {
    guard let period = PeriodText(text), period.kind != .interval else { throw .notAPeriod(text) }
    guard let ordinal = series.axis.ordinal(of: period, periodEnd: true) else {
      throw .periodNotOnAxis(series: series.id, period: text, frequency: series.frequency)
    }
    return ordinal
  }
}
