/// A forecast of one period, as it was made.
package struct LedgerForecast: Sendable, Equatable {
  package struct Interval: Sendable, Equatable {
    /// Percent.
    package let level: Double
    package let low: Double
    package let high: Double

    package init(level: Double, low: Double, high: Double) {
      self.level = level
      self.low = low
      self.high = high
    }
  }

  /// The course of events; empty where the file names none.
  package let course: String
  package let series: String
  package let model: String
  /// As it was written.
  package let period: String
  /// The point forecast, in `unit`.
  package let median: Double
  package let intervals: [Interval]
  package let unit: String?
  package let basis: String?

  package init(
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
package struct LedgerTarget: Sendable, Equatable {
  package let course: String
  package let target: String
  package let series: String
  package let model: String
  /// The level in the money of the deadline, in `unit`.
  package let level: Double
  package let deadline: String
  /// The last period that was known, and its value or the sum up to it.
  package let basePeriod: String
  package let baseValue: Double
  /// Price growth a year in the level; nil for a nominal one.
  package let deflatorRate: Double?
  /// Whether the running sum is compared.
  package let isCumulative: Bool
  package let pLevel: Double
  package let pTouch: Double
  package let unit: String?
  package let basis: String?

  package init(
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
package struct LedgerFile: Sendable {
  package enum Kind: String, Sendable {
    case forecast
    case targets
  }

  /// The scenario it belongs to, or what stands for it.
  package let scenario: String
  /// The file's name without folders.
  package let name: String
  /// Of the bytes: the same content is kept once.
  package let sha256: String
  package let kind: Kind
  package let forecasts: [LedgerForecast]
  package let targets: [LedgerTarget]
  /// Rows that are no forecast of the future and are not kept, by reason.
  package let skipped: [String: Int]

  package init(
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
package struct LedgerEntry: Sendable, Equatable {
  package let id: Int64
  /// Files that were added together have one number.
  package let run: Int64
  /// The day on which the forecasts were made, `2026-01-31`.
  package let made: String
  package let scenario: String
  package let file: String
  package let kind: String
  package let sha256: String
  package let rows: Int
  /// Rows of which it is known what came.
  package let scored: Int
}

/// A row that is kept, with what came.
package struct KeptRow<Row: Sendable>: Sendable {
  package let id: Int64
  package let run: Int64
  package let made: String
  package let scenario: String
  package let row: Row
  /// What came; nil while it is open.
  package var outcome: LedgerOutcome
}

/// What came of a row, as far as it is known.
package struct LedgerOutcome: Sendable, Equatable {
  /// Of a forecast: the value of the period.
  package var actual: Double?
  /// Of a target: whether it was reached by the deadline, and whether it was at or over the level in
  /// the deadline.
  package var touched: Bool?
  package var atLevel: Bool?

  package init(actual: Double? = nil, touched: Bool? = nil, atLevel: Bool? = nil) {
    self.actual = actual
    self.touched = touched
    self.atLevel = atLevel
  }
}
