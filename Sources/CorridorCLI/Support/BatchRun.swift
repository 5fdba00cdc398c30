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

extension BatchPlaces {
  /// The columns of a batch's tables that hold texts and periods.
  static let texts: Set<String> = [
    "unique_id", "ds", "cutoff", "model", "form", "parameters", "reason", "detail",
  ]
}

extension BatchOptions {
  var places: BatchPlaces {
    BatchPlaces(
      file: file, isSorted: sorted, observations: input.observationOptions, jobs: jobs.count,
      output: output.output, failures: failures,
      dialect: spreadsheet.excel ? SpreadsheetCSV(texts: BatchPlaces.texts) : nil)
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
  private var failures: LateOutput
  private var progress: Progress
  private var doneCount = 0
  private var forecastCount = 0
  private var failureCount = 0
  private var spacedCount = 0
  private var spacingNote: String?
  private var isDataFault = false

  private init(
    _ batch: some SeriesBatch, _ places: BatchPlaces, details: String?, samples: String?,
    what: String
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
    failures = late(places.failures, FailureList.table.header)
    progress = Progress(what)
  }

  /// - Parameters:
  ///   - details: where the table of fits goes, when the batch gives one.
  ///   - samples: where the table of sample paths goes, when the batch gives one.
  static func run(
    _ batch: some SeriesBatch, _ places: BatchPlaces, details: String? = nil,
    samples: String? = nil, what: String
  ) throws {
    var run = BatchRun(batch, places, details: details, samples: samples, what: what)
    let source = try ByteSource(path: places.file)
    if places.isSorted {
      try run.stream(batch, source)
    } else {
      try run.group(batch, source)
    }
    try run.end()
  }

  private mutating func stream(_ batch: some SeriesBatch, _ source: consuming ByteSource) throws {
    var series = try SortedSeries(source, options: places.observations)
    var share: Double?
    var waiting: ArraySlice<SeriesDraft> = []
    try batch.run(
      jobs: places.jobs,
      next: { () throws(any Error) -> [SeriesDraft]? in
        defer { share = series.share }
        if waiting.isEmpty, let piece = try series.next() { waiting = piece[...] }
        defer { waiting = waiting.dropFirst(batch.pieceSeries) }
        return waiting.isEmpty ? nil : Array(waiting.prefix(batch.pieceSeries))
      }, take: { (part) throws(any Error) in try take(part, share: share) })
  }

  private mutating func group(_ batch: some SeriesBatch, _ source: consuming ByteSource) throws {
    var reading = Progress("reading")
    let drafts = try SeriesDraft.group(source, options: places.observations) {
      reading.update(share: $0)
    }
    reading.finish()
    var next = 0
    try batch.run(
      jobs: places.jobs,
      next: { () throws(any Error) -> [SeriesDraft]? in
        guard next < drafts.count else { return nil }
        defer { next += batch.pieceSeries }
        return Array(drafts[next..<min(drafts.count, next + batch.pieceSeries)])
      },
      take: { (part) throws(any Error) in
        try take(part, share: Double(doneCount + part.seriesCount) / Double(drafts.count))
      })
  }

  private mutating func take(_ part: BatchPart, share: Double?) throws {
    doneCount += part.seriesCount
    forecastCount += part.forecastCount
    failureCount += part.failures.count
    spacedCount += part.spacedCount
    if spacingNote == nil { spacingNote = part.spacingNote }
    if part.failures.contains(where: \.isDataFault) { isDataFault = true }
    try rows.write(part.rows)
    try details.write(part.details)
    try samples.write(part.samples)
    if places.failures != nil {
      try failures.write(FailureList.table.lines(part.failures))
    } else if !part.failures.isEmpty {
      progress.finish()
      StandardError.lines(part.failures.map(\.detail))
    }
    progress.update(done: doneCount, share: share)
  }

  private mutating func end() throws {
    progress.finish()
    if let spacingNote {
      let others = spacedCount > 1 ? "; so do \(spacedCount - 1) others" : ""
      StandardError.lines(["\(places.file): \(spacingNote)\(others)"])
    }
    var pending = PendingFiles()
    if places.failures != nil { try failures.open() }
    try failures.close(into: &pending)
    try details.close(into: &pending)
    try samples.close(into: &pending)
    try rows.close(into: &pending)
    if let (table, path) = places.statistical, let path {
      try pending.add(path, table.structure.document)
    }
    try pending.commit()
    guard forecastCount > 0 else {
      throw Stop(
        isDataFault ? .badInput : .failed, "\(places.file): no series could be \(places.done)")
    }
    if failureCount > 0 {
      throw Stop(.partlyDone, "\(failureCount) \(places.results) failed, the others were written")
    }
  }
}
