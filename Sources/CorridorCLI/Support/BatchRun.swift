import Corridor

/// From where a batch reads, where it writes, and how it is spoken of.
struct BatchPlaces {
  let file: String
  let isSorted: Bool
  let observations: ObservationOptions
  let jobs: Int
  let output: String
  let failures: String?
  /// How a spreadsheet wants the tables; nil for CSV as it is.
  var dialect: SpreadsheetCSV?
  /// SDMX of the table itself, and where its structure goes; nil for CSV.
  var statistical: (table: SDMXTable, structure: String?)?
  /// What was done with a series: `forecast`.
  var done = "forecast"
  /// What failed: `forecasts`.
  var results = "forecasts"
}

extension BatchOptions {
  var places: BatchPlaces {
    BatchPlaces(
      file: file, isSorted: sorted, observations: input.observationOptions, jobs: jobs.count,
      output: output.output, failures: failures,
      dialect: spreadsheet.excel ? SpreadsheetCSV(texts: BatchColumns.texts) : nil)
  }
}

/// Runs a batch from a file of observations to its outputs.
///
/// Rows go out as they come; all outputs are complete before any file appears.
struct BatchRun: ~Copyable {
  private let places: BatchPlaces
  private var rows: LateOutput
  private var details: LateOutput
  private var samples: LateOutput
  private var revisions: LateOutput
  private var failures: LateOutput
  private var progress: Progress
  private var tally = BatchTally()
  private let writesEmptyTables: Bool
  private let tablePaths: (details: Bool, samples: Bool, revisions: Bool)

  private init(
    _ batch: some SeriesBatch, _ places: BatchPlaces, details: String?, samples: String?,
    revisions: String?, what: String
  ) {
    self.places = places
    func late(_ path: String?, _ header: [String]) -> LateOutput {
      LateOutput(path: path ?? "-", header: header, dialect: places.dialect)
    }
    rows = LateOutput(
      path: places.output, header: batch.header,
      dialect: places.statistical?.table ?? places.dialect)
    self.details = late(details, batch.detailsHeader)
    self.samples = late(samples, batch.samplesHeader)
    self.revisions = late(revisions, batch.revisionsHeader)
    // A table that has no rows is an answer, such as no outlier: its header is written.
    writesEmptyTables = batch.writesEmptyTables
    tablePaths = (details != nil, samples != nil, revisions != nil)
    failures = late(places.failures, FailureList.table.header)
    progress = Progress(what)
  }

  /// - Parameters:
  ///   - details: where the table of fits goes, when the batch gives one.
  ///   - samples: where the table of sample paths, or of outliers, goes, when the batch gives one.
  ///   - revisions: where the table of revisions goes, when the batch gives one.
  static func run(
    _ batch: some SeriesBatch, _ places: BatchPlaces, details: String? = nil,
    samples: String? = nil, revisions: String? = nil, what: String
  ) throws {
    var run = BatchRun(
      batch, places, details: details, samples: samples, revisions: revisions, what: what)
    var reading = Progress("reading")
    var isReading = !places.isSorted
    try batch.run(
      ByteSource(path: places.file), isSorted: places.isSorted, observations: places.observations,
      jobs: places.jobs, reading: { reading.update(share: $0) },
      take: { part, share in
        if isReading { reading.finish() }
        isReading = false
        try run.take(part, share: share)
      })
    try run.end()
  }

  private mutating func take(_ part: BatchPart, share: Double?) throws {
    tally.add(part)
    try rows.write(part.rows)
    try details.write(part.details)
    try samples.write(part.samples)
    try revisions.write(part.revisions)
    if places.failures != nil {
      try failures.write(FailureList.table.lines(part.failures))
    } else if !part.failures.isEmpty {
      progress.finish()
      StandardError.lines(part.failures.map(\.detail))
    }
    progress.update(done: tally.doneCount, share: share)
  }

  private mutating func end() throws {
    progress.finish()
    StandardError.lines(tally.notes.map { "\(places.file): \($0)" })
    var pending = PendingFiles()
    if places.failures != nil { try failures.open() }
    try failures.close(into: &pending)
    if writesEmptyTables, tally.isAnyDone {
      if tablePaths.details { try details.open() }
      if tablePaths.samples { try samples.open() }
      if tablePaths.revisions { try revisions.open() }
    }
    try details.close(into: &pending)
    try samples.close(into: &pending)
    try revisions.close(into: &pending)
    try rows.close(into: &pending)
    if let (table, path) = places.statistical, let path {
      try pending.add(path, table.structure.document)
    }
    try pending.commit()
    let outcome = tally.outcome(file: places.file, done: places.done, results: places.results)
    if let message = outcome.message { throw Stop(outcome.status, message) }
  }
}
