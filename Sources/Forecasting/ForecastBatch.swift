internal import Dispatch
public import SeriesCore
internal import Synchronization

/// One series and model that gave no forecast.
public struct FailedForecast: Sendable {
  public let id: String
  public let model: String
  /// A short word, such as `too_short`.
  public let reason: String
  /// The whole story, with the file.
  public let detail: String
  /// Whether the data are at fault, not the range of the arithmetic.
  public let isDataFault: Bool
}

/// Forecasts every series of a panel by every model, in parallel, in the order of the panel.
public struct ForecastBatch: Sendable {
  /// The file's name, for messages.
  let file: String
  let requests: [ModelRequest]
  /// The scale of requests that name none; nil takes logs when all values are positive.
  let defaultScale: Scale?
  let horizon: Int
  let seasonLength: Int?
  let levels: [Double]

  public struct Result: Sendable {
    /// The table of forecasts: `unique_id,ds,model,mean,median` and a pair of columns a level.
    public fileprivate(set) var csv: [UInt8]
    public fileprivate(set) var failures: [FailedForecast]
    public fileprivate(set) var forecastCount: Int
  }

  /// - Parameter levels: of the central intervals, percent, in the order of their columns.
  public init(
    file: String, requests: [ModelRequest], defaultScale: Scale?, horizon: Int,
    seasonLength: Int?, levels: [Double]
  ) {
    self.file = file
    self.requests = requests
    self.defaultScale = defaultScale
    self.horizon = horizon
    self.seasonLength = seasonLength
    self.levels = levels
  }

  /// Series that one piece of work holds: enough to outweigh the hand-over.
  private static let chunkSize = 64

  private var header: [String] {
    ["unique_id", "ds", "model", "mean", "median"]
      + levels.flatMap { ["lo-" + NumberText.shortest($0), "hi-" + NumberText.shortest($0)] }
  }

  /// - Parameter jobs: workers; the result does not depend on it.
  public func run(
    _ panel: SeriesPanel, jobs: Int, progress: (Double) -> Void = { _ in }
  ) -> Result {
    let entries = panel.entries
    let chunks = (entries.count + Self.chunkSize - 1) / Self.chunkSize
    let parts = Mutex<[Result?]>(Array(repeating: nil, count: chunks))
    var next = 0
    // In waves, so that progress can be shown between them.
    while next < chunks {
      let wave = next..<min(chunks, next + 16 * jobs)
      DispatchQueue.concurrentPerform(iterations: min(jobs, wave.count)) { worker in
        for chunk in stride(from: wave.lowerBound + worker, to: wave.upperBound, by: jobs) {
          let from = chunk * Self.chunkSize
          let part = forecast(entries[from..<min(entries.count, from + Self.chunkSize)])
          parts.withLock { $0[chunk] = part }
        }
      }
      next = wave.upperBound
      progress(Double(next) / Double(chunks))
    }
    var total = Result(csv: CSVWriter(header: header).bytes, failures: [], forecastCount: 0)
    for part in parts.withLock({ $0 }) {
      guard let part else { continue }
      total.csv += part.csv
      total.failures += part.failures
      total.forecastCount += part.forecastCount
    }
    return total
  }

  private func forecast(_ entries: ArraySlice<SeriesPanel.Entry>) -> Result {
    var writer = CSVWriter(header: header)
    _ = writer.takeBytes()
    var failures: [FailedForecast] = []
    var count = 0
    for entry in entries {
      switch entry {
      case .failure(let failure):
        for request in requests {
          failures.append(
            FailedForecast(
              id: failure.id, model: request.text, reason: failure.reason,
              detail: failure.fault.description, isDataFault: true))
        }
      case .series(let series):
        for request in requests {
          do throws(ForecastingError) {
            let fitted = try request.fit(
              to: series, defaultScale: defaultScale, seasonLength: seasonLength)
            write(try fitted.forecast(horizon: horizon), to: &writer)
            count += 1
          } catch {
            failures.append(
              FailedForecast(
                id: series.id, model: request.text, reason: error.reason,
                detail: "\(file): series '\(series.id)', \(request.text): \(error)",
                isDataFault: error.isDataFault))
          }
        }
      }
    }
    return Result(csv: writer.takeBytes(), failures: failures, forecastCount: count)
  }

  private func write(_ forecast: Forecast, to writer: inout CSVWriter) {
    for step in 1...forecast.horizon {
      let distribution = forecast.distributions[step - 1]
      writer.field(forecast.seriesID)
      writer.field(forecast.axis.text(forecast.start + step - 1))
      writer.field(forecast.model)
      writer.field(distribution.mean)
      writer.field(distribution.median)
      for level in levels {
        let interval = forecast.interval(step: step, level: level)
        writer.field(interval.low)
        writer.field(interval.high)
      }
      writer.endRow()
    }
  }
}
