package import SeriesCore

extension SeriesBatch {
  /// Works through a source of observations.
  ///
  /// - Parameters:
  ///   - isSorted: whether the source is sorted by series, so that it is read while it is worked on, in
  ///     bounded memory; else it is grouped in memory first.
  ///   - jobs: workers; what `take` is given does not depend on it.
  ///   - reading: is told now and then which share has been read before the work begins.
  ///   - take: is given what the pieces gave, in order, with the share of the work that is done.
  /// - Throws: `InputFault` when the source as a whole is at fault; what `take` throws.
  package func run(
    _ source: consuming ByteSource, isSorted: Bool, observations: ObservationOptions, jobs: Int,
    reading: (Double?) -> Void = { _ in }, take: (BatchPart, Double?) throws -> Void
  ) throws {
    if isSorted {
      try stream(source, observations, jobs: jobs, take: take)
    } else {
      let drafts = try SeriesDraft.group(source, options: observations, progress: reading)
      try work(on: drafts, jobs: jobs, take: take)
    }
  }

  private func stream(
    _ source: consuming ByteSource, _ observations: ObservationOptions, jobs: Int,
    take: (BatchPart, Double?) throws -> Void
  ) throws {
    var series = try SortedSeries(source, options: observations)
    var share: Double?
    var waiting: ArraySlice<SeriesDraft> = []
    try run(
      jobs: jobs,
      next: { () throws(any Error) -> [SeriesDraft]? in
        defer { share = series.share }
        if waiting.isEmpty, let piece = try series.next() { waiting = piece[...] }
        defer { waiting = waiting.dropFirst(pieceSeries) }
        return waiting.isEmpty ? nil : Array(waiting.prefix(pieceSeries))
      }, take: { (part) throws(any Error) in try take(part, share) })
  }

  private func work(
    on drafts: [SeriesDraft], jobs: Int, take: (BatchPart, Double?) throws -> Void
  ) throws {
    var (next, done) = (0, 0)
    try run(
      jobs: jobs,
      next: { () throws(any Error) -> [SeriesDraft]? in
        guard next < drafts.count else { return nil }
        defer { next += pieceSeries }
        return Array(drafts[next..<min(drafts.count, next + pieceSeries)])
      },
      take: { (part) throws(any Error) in
        done += part.seriesCount
        try take(part, Double(done) / Double(drafts.count))
      })
  }
}
