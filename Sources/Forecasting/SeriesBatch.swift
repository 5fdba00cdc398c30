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
  /// The scale of requests that name none.
  let scaleRule: ScaleRule
  let horizon: Int
  let seasonLength: Int?
  let levels: [Double]
  let holidays: [MovingHoliday]

  /// - Parameters:
  ///   - levels: of the central intervals, percent, in the order of their columns.
  ///   - holidays: moving holidays whose effects are estimated and forecast with each series.
  package init(
    file: String, requests: [ModelRequest], scaleRule: ScaleRule, horizon: Int,
    seasonLength: Int?, levels: [Double], holidays: [MovingHoliday] = []
  ) {
    self.file = file
    self.requests = requests
    self.scaleRule = scaleRule
    self.horizon = horizon
    self.seasonLength = seasonLength
    self.levels = levels
    self.holidays = holidays
  }

  /// The requests with their scales for one series.
  func requests(for series: TimeSeries) -> [ModelRequest] {
    requests.map { $0.named(for: series, by: scaleRule) }
  }

  /// `lo-80,hi-80` and so on.
  var levelColumns: [String] { IntervalColumn.names(levels) }

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
  package let failures: [FailedForecast]
  package let seriesCount: Int
  package let forecastCount: Int
  /// Series whose regular spacing is no frequency of the calendar, and a sentence on the first.
  package let spacedCount: Int
  package let spacingNote: String?
}

/// Something done with each of many series by itself, in parallel, with rows in their order.
package protocol SeriesBatch: Sendable {
  var settings: BatchSettings { get }

  /// The columns of the rows.
  var header: [String] { get }

  /// The columns of the table of fits; empty when there is none.
  var detailsHeader: [String] { get }

  /// What a series without values fails at: the models, in the order of their rows.
  var names: [String] { get }

  /// Writes the rows and failures of one series.
  func process(_ series: TimeSeries, into writer: inout BatchWriter)
}

extension SeriesBatch {
  package var detailsHeader: [String] { [] }

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
      levels: settings.levels, header: header, detailsHeader: detailsHeader)
    for draft in drafts {
      switch draft.entry() {
      case .series(let series):
        writer.note(series.spacingNote(draft.names))
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
