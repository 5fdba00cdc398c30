internal import Scenarios
package import SeriesCore

/// The rows of a ledger beside the values that came.
package struct LedgerJudgement: Sendable {
  package private(set) var forecasts: [KeptRow<LedgerForecast>]
  package private(set) var targets: [KeptRow<LedgerTarget>]
  /// Outcomes that differ from those that were kept, by id.
  package private(set) var changedForecasts: [Int64: LedgerOutcome] = [:]
  package private(set) var changedTargets: [Int64: LedgerOutcome] = [:]
  private let ledger: String
  private var revised = 0
  private var entries: [String: SeriesPanel.Entry] = [:]
  private var unknownSeries: Set<String> = []
  /// Targets that cannot be judged on these values, with the reason.
  private var unjudged: Set<String> = []

  package init(
    forecasts: [KeptRow<LedgerForecast>], targets: [KeptRow<LedgerTarget>], ledger: String
  ) {
    self.forecasts = forecasts
    self.targets = targets
    self.ledger = ledger
  }

  /// What a user must know beside the table.
  package var remarks: [String] {
    var lines: [String] = []
    if revised > 0 {
      lines.append("\(ledger): \(revised) outcomes replaced by those of a revised file")
    }
    if !unknownSeries.isEmpty {
      let names = unknownSeries.sorted().prefix(8).joined(separator: ", ")
      lines.append(
        "\(ledger): no values in this file for \(unknownSeries.count) series: \(names)")
    }
    return lines + unjudged.sorted()
  }

  /// Fills in what the values say.
  ///
  /// - Throws: `InputFault` when a series of the file is at fault, or its unit, basis or frequency is
  ///   not that of the forecasts.
  package mutating func fill(from panel: SeriesPanel) throws {
    if let fault = panel.wholeFault { throw fault }
    entries = Dictionary(
      panel.entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for place in forecasts.indices {
      let row = forecasts[place].row
      guard
        let series = try actual(row.series, unit: row.unit, basis: row.basis, in: panel)
      else { continue }
      let period = try ordinal(row.period, on: series, panel)
      guard let value = series.value(at: period) else { continue }
      let outcome = LedgerOutcome(actual: value)
      guard outcome != forecasts[place].outcome else { continue }
      if forecasts[place].outcome.actual != nil { revised += 1 }
      forecasts[place].outcome = outcome
      changedForecasts[forecasts[place].id] = outcome
    }
    for place in targets.indices {
      let row = targets[place].row
      guard
        let series = try actual(row.series, unit: row.unit, basis: row.basis, in: panel),
        let result = try result(row, series, panel)
      else { continue }
      let before = targets[place].outcome
      // What this file leaves open may have been seen in another.
      let outcome = LedgerOutcome(
        touched: result.touched ?? before.touched, atLevel: result.atLevel ?? before.atLevel)
      guard outcome != before else { continue }
      let replaces =
        (before.touched != nil && before.touched != outcome.touched)
        || (before.atLevel != nil && before.atLevel != outcome.atLevel)
      if replaces { revised += 1 }
      targets[place].outcome = outcome
      changedTargets[targets[place].id] = outcome
    }
  }

  /// The values of a series, checked to be of the same measure; nil when the file has none.
  private mutating func actual(
    _ id: String, unit: String?, basis: String?, in panel: SeriesPanel
  ) throws -> TimeSeries? {
    let series: TimeSeries
    switch entries[id] {
    case nil:
      unknownSeries.insert(id)
      return nil
    case .failure(let failure): throw failure.fault
    case .series(let found): series = found
    }
    func compare(_ what: String, _ kept: String?, _ given: String?) throws {
      // The output of 'corridor forecast' names neither.
      guard let kept, kept != given else { return }
      throw InputFault(
        .malformed, file: panel.name,
        "series '\(id)': its \(what) is '\(given ?? "none")', that of the forecasts '\(kept)'",
        advice: "never score across: give values on the same \(what)")
    }
    try compare("unit", unit, series.unit?.label)
    try compare("basis", basis, series.basis?.label)
    return series
  }

  private func ordinal(
    _ text: String, on series: TimeSeries, _ panel: SeriesPanel
  ) throws -> Int {
    guard let period = PeriodText(text), let ordinal = series.axis.ordinal(of: period) else {
      throw InputFault(
        .malformed, file: panel.name,
        "series '\(series.id)' is by \(series.frequency.rawValue), but '\(text)' was forecast",
        advice: "give values of the same frequency, or --freq")
    }
    return ordinal
  }

  /// What came of a target, asked as it was stated: in the money of each period, or as a sum.
  private mutating func result(
    _ row: LedgerTarget, _ series: TimeSeries, _ panel: SeriesPanel
  ) throws -> TargetResult? {
    let base = try ordinal(row.basePeriod, on: series, panel)
    let deadline = try ordinal(row.deadline, on: series, panel)
    guard let basePeriod = PeriodText(row.basePeriod), let last = PeriodText(row.deadline) else {
      return nil
    }
    let target = Target(
      name: row.target, seriesID: row.series, level: .value(row.level), deadlines: [last],
      deflator: row.deflatorRate.map { Target.Deflator(rate: $0, base: last) },
      cumulative: row.isCumulative
        ? Target.Cumulative(start: row.baseValue, through: basePeriod) : nil)
    do throws(TargetFault) {
      let placed = try PlacedTarget(target, on: series)
      return TargetProjection(placed, sample: series).result(after: base, by: deadline)
    } catch {
      unjudged.insert("\(row.target) by \(row.deadline): stays open, \(error.description)")
      return nil
    }
  }
}
