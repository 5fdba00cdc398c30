package import SeriesCore

/// One series and model that gave no forecast.
package struct FailedForecast: Sendable {
  package let id: String
  package let model: String
  /// A short word, such as `too_short`.
  package let reason: String
  /// The whole story, with the file.
  package let detail: String
  /// Whether the data are at fault, not the range of the arithmetic.
  package let isDataFault: Bool
}

/// What many series are forecast with.
package struct BatchSettings: Sendable {
  /// The file's name, for messages.
  let file: String
  let requests: [ModelRequest]
  let horizon: Int
  let seasonLength: Int?
  let levels: [Double]
  let quantiles: [Double]
  let holidays: [MovingHoliday]
  let allowsNegative: Bool

  /// - Parameters:
  ///   - levels: of the central intervals, percent, in the order of their columns.
  ///   - quantiles: shares over 0 and under 1, in the order of their columns behind the intervals.
  ///   - holidays: moving holidays whose effects are estimated and forecast with each series.
  ///   - allowsNegative: whether series of positive values may be forecast under zero.
  package init(
    file: String, requests: [ModelRequest], horizon: Int,
    seasonLength: Int?, levels: [Double], quantiles: [Double] = [],
    holidays: [MovingHoliday] = [], allowsNegative: Bool = false
  ) {
    self.file = file
    self.requests = requests
    self.horizon = horizon
    self.seasonLength = seasonLength
    self.levels = levels
    self.quantiles = quantiles
    self.holidays = holidays
    self.allowsNegative = allowsNegative
  }

  /// `lo-80,hi-80` and so on, then `q-0.05` and so on.
  var quantileColumns: [String] {
    IntervalColumn.names(levels) + quantiles.map { "q-" + NumberText.shortest($0) }
  }

  /// The shares of these columns.
  var shares: [Double] {
    levels.flatMap { level in
      let tail = (1 - level / 100) / 2
      return [tail, 1 - tail]
    } + quantiles
  }

  func failure(
    _ error: ForecastingError, of id: String, model: String, cutoff: String? = nil
  ) -> FailedForecast {
    let place = cutoff.map { ", cutoff \($0)" } ?? ""
    return FailedForecast(
      id: id, model: model, reason: error.reason,
      detail: "\(file): series '\(id)', \(model)\(place): \(error)",
      isDataFault: error.isDataFault)
  }
}

/// What a piece of many series gave.
package struct BatchPart: Sendable {
  /// Rows of the table, without its header.
  package let rows: [UInt8]
  /// Rows of the table of fits, without its header.
  package let details: [UInt8]
  /// Rows of the table of sample paths, without its header.
  package let samples: [UInt8]
  /// Rows of the table of revisions, without its header.
  package let revisions: [UInt8]
  package let failures: [FailedForecast]
  package let seriesCount: Int
  package let forecastCount: Int
  /// Of series whose regular spacing is no frequency of the calendar.
  package let spacing: CountedNote
  /// Of series with negative parts of benchmarks that are not negative.
  package let negativeParts: CountedNote
}

/// Something done with each of many series by itself, in parallel, with rows in their order.
package protocol SeriesBatch: Sendable {
  var settings: BatchSettings { get }

  /// The columns of the rows.
  var header: [String] { get }

  /// The columns of the table of fits; empty when there is none.
  var detailsHeader: [String] { get }

  /// The columns of the sample paths; empty when there are none.
  var samplesHeader: [String] { get }

  /// The columns of the table of revisions; empty when there is none.
  var revisionsHeader: [String] { get }

  /// Whether a table beside the rows is written though it has none.
  var writesEmptyTables: Bool { get }

  /// Series in one piece of work, at most.
  var pieceSeries: Int { get }

  /// What a series without values fails at: the models, in the order of their rows.
  var names: [String] { get }

  /// Writes the rows and failures of one series.
  func process(_ series: TimeSeries, into writer: inout BatchWriter)
}

extension SeriesBatch {
  package var detailsHeader: [String] { [] }

  package var samplesHeader: [String] { [] }

  package var revisionsHeader: [String] { [] }

  package var writesEmptyTables: Bool { false }

  package var pieceSeries: Int { 64 }

  package var names: [String] { settings.requests.map(\.text) }

  /// Works through pieces of series with workers while further pieces are read.
  ///
  /// - Parameters:
  ///   - jobs: workers; what `take` is given does not depend on it.
  ///   - next: reads the next series; nil at the end.
  ///   - take: is given what the pieces gave, in order, on the calling thread.
  /// - Throws: what `next` throws, once the pieces before it are taken; what `take` throws, at once.
  package func run<Fault: Error>(
    jobs: Int, next: () throws(Fault) -> [SeriesDraft]?,
    take: (BatchPart) throws(Fault) -> Void
  ) throws(Fault) {
    try OrderedWork.run(jobs: jobs, next: next, work: { part(of: $0) }, take: take)
  }

  /// What one piece of series gives.
  package func part(of drafts: [SeriesDraft]) -> BatchPart {
    var writer = BatchWriter(
      shares: settings.shares, header: header, detailsHeader: detailsHeader,
      samplesHeader: samplesHeader, revisionsHeader: revisionsHeader)
    for draft in drafts {
      switch draft.entry() {
      case .series(let series):
        writer.spacing.note(series.spacingNote(draft.names))
        process(series, into: &writer)
      case .failure(let failure):
        for name in names {
          writer.fail(
            FailedForecast(
              id: failure.id, model: name, reason: failure.reason.rawValue,
              detail: failure.fault.description, isDataFault: true))
        }
      }
    }
    return writer.part(series: drafts.count)
  }
}
