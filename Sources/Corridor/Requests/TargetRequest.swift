package import Forecasting
package import Reports
package import Scenarios
package import SeriesCore

/// The question by when one series reaches a level, as it is asked for before the series is read.
package struct TargetRequest: Sendable {
  /// The id of the series; nil where there is one only.
  package var series: String?
  /// Either this or `multiple` with `base`.
  package var level: Double?
  package var multiple: Double?
  package var base: PeriodText?
  /// Empty for the horizon's end.
  package var deadlines: [PeriodText] = []
  /// Periods after the last observation; nil for five past the last deadline.
  package var horizon: Int?
  /// nil for the headline.
  package var model: ModelRequest?
  package var from: PeriodText?
  package var asOf: PeriodText?
  /// Periods in a row that count as sustained.
  package var hold = 2
  package var regain = false
  /// Whether calendar years' totals are compared.
  package var sumsYears = false
  /// Of the intervals at the deadlines, in percent; empty for none.
  package var levels: [Double] = []
  package var paths = 100_000
  package var season: Int?
  package var jobs = 1
  package var seed: UInt64 = 1

  package init() {}

  /// Reads deadlines, `2030,2035`.
  package static func deadlines(_ text: String?) throws(UsageFault) -> [PeriodText] {
    guard let text else { return [] }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard Set(parts).count == parts.count else {
      throw UsageFault("a deadline stands twice in --by")
    }
    var deadlines: [PeriodText] = []
    for part in parts {
      guard let period = PeriodText(part), period.kind != .interval else {
        throw UsageFault("'\(part)' is no period (write 2030, 2030-Q1, 2030-05 …)")
      }
      deadlines.append(period)
    }
    return deadlines
  }

  /// Checks what needs no series.
  package func validate() throws(UsageFault) {
    try RequestLimits.requireHorizon(horizon)
    try RequestLimits.requirePaths(paths)
    guard (level == nil) != (multiple == nil) else {
      throw UsageFault("give either --level or --multiple with --base")
    }
    guard (multiple == nil) == (base == nil) else {
      throw UsageFault("--multiple and --base go together")
    }
    if let value = level ?? multiple, !value.isFinite {
      throw UsageFault("the target must be finite")
    }
    guard !sumsYears || (!deadlines.isEmpty && levels.isEmpty) else {
      throw UsageFault(
        deadlines.isEmpty
          ? "--total year needs years as deadlines: --by 2030"
          : "--levels is of single periods: 'corridor forecast --total year' has those of sums")
    }
    guard (1...1000).contains(hold) else { throw UsageFault("--hold is from 1 to 1000") }
    guard !deadlines.isEmpty || horizon != nil else {
      throw UsageFault("give deadlines with --by, or a --horizon")
    }
  }

  /// The series that is asked about.
  package func chosen(from panel: SeriesPanel) throws(InputFault) -> TimeSeries {
    if let series { return try panel.series(named: series) }
    guard panel.entries.count == 1, let only = panel.entries.first else {
      let ids = panel.entries.prefix(8).map(\.id).joined(separator: ", ")
      throw InputFault(
        .malformed, file: panel.name, "the file holds \(panel.entries.count) series",
        advice: "name one with --series: " + ids)
    }
    return try panel.series(named: only.id)
  }

  /// - Parameters:
  ///   - whole: the series that was chosen.
  ///   - file: where it comes from, for messages.
  /// - Throws: `UsageFault` for what does not fit the series, `InputFault`, `TargetFault`,
  ///   `ForecastingError`.
  package func answer(_ whole: TimeSeries, file: String) throws -> TargetReply {
    var options = try options(whole)
    // What the model sees.
    let sample = whole.known(asOf: options.asOf).restricted(
      to: (options.from ?? Int.min)...Int.max)
    guard let end = sample.end else {
      let reason = ForecastingError.tooShort(needed: 1, found: 0)
      throw InputFault(.malformed, file: file, "series '\(whole.id)': \(reason)")
    }
    var deadlines = deadlines
    if let horizon {
      guard let last = PeriodText(sample.axis.text(end + horizon)) else {
        throw UsageFault("the horizon leaves the calendar")
      }
      options.horizon = last
      if deadlines.isEmpty { deadlines = [last] }
    }
    let placed = try placed(on: whole, deadlines)
    // Of a year's total the year's last period counts.
    if let horizon, let last = placed.deadlines(on: whole.axis).last, last > end + horizon {
      let deadline = placed.deadlines.last.map { sumsYears ? "\($0)" : whole.axis.text($0) }
      throw UsageFault("the deadline \(deadline ?? "") lies past the --horizon of \(horizon)")
    }
    let inquiry = try ask(placed, whole, options, file: file)
    if inquiry.fit.scale.needsPositiveValues, placed.level <= 0 {
      throw TargetFault.notPositive(level: placed.level)
    }
    return TargetReply(inquiry: inquiry, levels: levels)
  }

  private func placed(
    on whole: TimeSeries, _ deadlines: [PeriodText]
  ) throws -> PlacedTarget {
    let aim: Target.Level
    switch (level, multiple, base) {
    case (let level?, _, _): aim = .value(level)
    case (nil, let multiple?, let base?): aim = .multiple(multiple, base: base)
    default: throw UsageFault("--multiple and --base go together")
    }
    return try PlacedTarget(
      Target(
        name: "target", seriesID: whole.id, level: aim, deadlines: deadlines, hold: hold,
        regain: regain, yearTotal: sumsYears),
      on: whole)
  }

  private func options(_ whole: TimeSeries) throws -> TargetInquiry.Options {
    func ordinal(_ period: PeriodText, _ end: Bool, _ option: String) throws(UsageFault) -> Int {
      guard let ordinal = whole.axis.ordinal(of: period, periodEnd: end) else {
        throw UsageFault(
          "\(option) \(period.written) is no period of the \(whole.frequency.rawValue) series")
      }
      return ordinal
    }
    var options = TargetInquiry.Options()
    options.model = model.map { $0.named(for: whole, by: .logsOfPositive) }
    options.from = try from.map { try ordinal($0, false, "--from") }
    if let asOf {
      _ = try ordinal(asOf, true, "--as-of")
      options.asOf = asOf
    }
    options.season = season
    (options.paths, options.seed, options.jobs) = (paths, seed, jobs)
    return options
  }

  private func ask(
    _ placed: PlacedTarget, _ whole: TimeSeries, _ options: TargetInquiry.Options, file: String
  ) throws -> TargetInquiry {
    do {
      return try TargetInquiry([placed], of: whole, options: options)
    } catch {
      if case .numeric = error { throw error }
      let name =
        try options.model?.text ?? Headline.request(for: whole, seasonLength: season).text
      throw InputFault(.malformed, file: file, "series '\(whole.id)', \(name): \(error)")
    }
  }
}

/// The answer to a `TargetRequest`.
package struct TargetReply: Sendable {
  package let inquiry: TargetInquiry
  private let levels: [Double]

  fileprivate init(inquiry: TargetInquiry, levels: [Double]) {
    (self.inquiry, self.levels) = (inquiry, levels)
  }

  private var table: Table<TargetOutcome> {
    TargetsReport.table(forecast: inquiry.forecast, levels: levels)
  }

  package var columns: [ColumnDescription] { table.descriptions }

  /// A row a deadline, as CSV.
  package func csv() -> [UInt8] { table.csv(inquiry.outcomes) }
}
