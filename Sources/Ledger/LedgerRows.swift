/// A forecast of one period, as it was made.
public struct LedgerForecast: Sendable, Equatable {
  public struct Interval: Sendable, Equatable {
    /// Percent.
    public let level: Double
    public let low: Double
    public let high: Double

    public init(level: Double, low: Double, high: Double) {
      self.level = level
      self.low = low
      self.high = high
    }
  }

  /// The course of events; empty where the file names none.
  public let course: String
  public let series: String
  public let model: String
  /// As it was written.
  public let period: String
  /// The point forecast, in `unit`.
  public let median: Double
  public let intervals: [Interval]
  public let unit: String?
  public let basis: String?

  public init(
    course: String, series: String, model: String, period: String, median: Double,
    intervals: [Interval], unit: String? = nil, basis: String? = nil
  ) {
    self.course = course
    self.series = series
    self.model = model
    self.period = period
    self.median = median
    self.intervals = intervals
    self.unit = unit
    self.basis = basis
  }
}

/// The probability of a target by one deadline, as it was stated.
public struct LedgerTarget: Sendable, Equatable {
  public let course: String
  public let target: String
  public let series: String
  public let model: String
  /// The level in the money of the deadline, in `unit`.
  public let level: Double
  public let deadline: String
  /// The last period that was known, and its value or the sum up to it.
  public let basePeriod: String
  public let baseValue: Double
  /// Price growth a year in the level; nil for a nominal one.
  public let deflatorRate: Double?
  /// Whether the running sum is compared.
  public let isCumulative: Bool
  public let pLevel: Double
  public let pTouch: Double
  public let unit: String?
  public let basis: String?

  public init(
    course: String, target: String, series: String, model: String, level: Double,
    deadline: String, basePeriod: String, baseValue: Double, deflatorRate: Double? = nil,
    isCumulative: Bool = false, pLevel: Double, pTouch: Double, unit: String? = nil,
    basis: String? = nil
  ) {
    self.course = course
    self.target = target
    self.series = series
    self.model = model
    self.level = level
    self.deadline = deadline
    self.basePeriod = basePeriod
    self.baseValue = baseValue
    self.deflatorRate = deflatorRate
    self.isCumulative = isCumulative
    self.pLevel = pLevel
    self.pTouch = pTouch
    self.unit = unit
    self.basis = basis
  }
}

/// One file of forecasts or targets on its way into a ledger.
public struct LedgerFile: Sendable {
  public enum Kind: String, Sendable {
    case forecast
    case targets
  }

  /// The scenario it belongs to, or what stands for it.
  public let scenario: String
  /// The file's name without folders.
  public let name: String
  /// Of the bytes: the same content is kept once.
  public let sha256: String
  public let kind: Kind
  public let forecasts: [LedgerForecast]
  public let targets: [LedgerTarget]
  /// Rows that are no forecast of the future and are not kept, by reason.
  public let skipped: [String: Int]

  public init(
    scenario: String, name: String, sha256: String, kind: Kind, forecasts: [LedgerForecast] = [],
    targets: [LedgerTarget] = [], skipped: [String: Int] = [:]
  ) {
    self.scenario = scenario
    self.name = name
    self.sha256 = sha256
    self.kind = kind
    self.forecasts = forecasts
    self.targets = targets
    self.skipped = skipped
  }
}

/// One file that a ledger keeps.
public struct LedgerEntry: Sendable, Equatable {
  public let id: Int64
  /// Files that were added together have one number.
  public let run: Int64
  /// The day on which the forecasts were made, `2026-01-31`.
  public let made: String
  public let scenario: String
  public let file: String
  public let kind: String
  public let sha256: String
  public let rows: Int
  /// Rows of which it is known what came.
  public let scored: Int
}

/// A row that is kept, with what came.
public struct KeptRow<Row: Sendable>: Sendable {
  public let id: Int64
  public let run: Int64
  public let made: String
  public let scenario: String
  public let row: Row
  /// What came; nil while it is open.
  public var outcome: LedgerOutcome
}

/// What came of a row, as far as it is known.
public struct LedgerOutcome: Sendable, Equatable {
  /// Of a forecast: the value of the period.
  public var actual: Double?
  /// Of a target: whether it was reached by the deadline, and whether it was at or over the level in
  /// the deadline.
  public var touched: Bool?
  public var atLevel: Bool?

  public init(actual: Double? = nil, touched: Bool? = nil, atLevel: Bool? = nil) {
    self.actual = actual
    self.touched = touched
    self.atLevel = atLevel
  }
}
