internal import Corridor
internal import Glibc

/// Forecasts of every series of a batch.
enum ForecastCall {
  static func run(
    _ batch: ArrowBatch, _ name: String, _ options: inout OptionList
  ) throws -> CallResult.Content {
    guard let horizon = try options.whole("horizon") else {
      throw UsageFault("the option --horizon is missing")
    }
    let season = try options.whole("season")
    try RequestLimits.requireHorizon(horizon)
    try RequestLimits.requireSeason(season)
    let settings = BatchSettings(
      file: name, requests: try ModelList.read(options.text("model")), horizon: horizon,
      seasonLength: season,
      levels: try options.text("levels").map(LevelList.read)?.values ?? [80, 95],
      quantiles: try options.text("quantiles").map(QuantileList.read)?.values ?? [],
      holidays: try MovingHolidayList.parse(options.text("holidays")).load(),
      allowsNegative: try options.flag("allow-negative"))
    let total = try options.text("total").map { text throws(UsageFault) in
      guard let span = TotalSpan(rawValue: text) else {
        throw UsageFault("--total is horizon or year, not '\(text)'")
      }
      return span
    }
    let isSorted = try options.flag("sorted")
    let details = try options.flag("details")
    let reading = try ReadingOptions.observations(&options)
    let jobs = try Workers.count(&options)
    let forecasts = ForecastBatch(
      settings, details: details ? .fits : .none,
      paths: ForecastBatch.Paths(total: total, seed: try options.seed()))
    try options.requireAllKnown()
    return try run(
      forecasts, batch, name, isSorted: isSorted, reading, jobs: jobs)
  }

  private static func run(
    _ forecasts: ForecastBatch, _ batch: ArrowBatch, _ name: String, isSorted: Bool,
    _ reading: ObservationOptions, jobs: Int
  ) throws -> CallResult.Content {
    var tally = BatchTally()
    var rows = ArrowTable(header: forecasts.header, texts: BatchColumns.texts)
    var fits = ArrowTable(header: forecasts.detailsHeader, texts: BatchColumns.texts)
    var failures = ArrowTable(header: FailureList.table.header, texts: BatchColumns.texts)
    try forecasts.run(
      batch.source(name: name), isSorted: isSorted, observations: reading, jobs: jobs
    ) { part, _ in
      tally.add(part)
      try rows.append(lines: part.rows)
      try fits.append(lines: part.details)
      try failures.append(lines: FailureList.table.lines(part.failures))
    }
    let outcome = tally.outcome(file: name)
    var content = CallResult.Content(status: outcome.status)
    content.messages = [outcome.message].compactMap { $0 }
    content.notes = tally.notes.map { "\(name): \($0)" }
    content.tables = ["forecasts": rows, "failures": failures]
    if !forecasts.detailsHeader.isEmpty { content.tables["details"] = fits }
    return content
  }
}

/// How many workers a call has.
enum Workers {
  static func count(_ options: inout OptionList) throws(UsageFault) -> Int {
    let asked = try options.whole("jobs")
    try RequestLimits.requireJobs(asked)
    return asked ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }
}
