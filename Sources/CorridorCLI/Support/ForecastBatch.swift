import Corridor
import Dispatch
import Synchronization

/// Forecasts every series of a panel by every model, in parallel, in the order of the panel.
struct ForecastBatch: Sendable {
  let requests: [ModelRequest]
  let horizon: Int
  let seasonLength: Int?
  let levels: [Double]

  struct Result: Sendable {
    var csv: [UInt8]
    var failures: [FailedForecast]
    var forecastCount: Int
  }

  /// Series that one piece of work holds: enough to outweigh the hand-over.
  private static let chunkSize = 64

  private var header: [String] {
    ["unique_id", "ds", "model", "mean", "median"]
      + levels.flatMap { ["lo-" + NumberText.shortest($0), "hi-" + NumberText.shortest($0)] }
  }

  func run(_ panel: SeriesPanel, jobs: Int, progress: (Double) -> Void) -> Result {
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
              detail: failure.fault.description))
        }
      case .series(let series):
        for request in requests {
          do throws(ForecastingError) {
            let fitted = try request.fit(
              to: series, defaultScale: .level, seasonLength: seasonLength)
            write(try fitted.forecast(horizon: horizon), to: &writer)
            count += 1
          } catch {
            failures.append(
              FailedForecast(
                id: series.id, model: request.text, reason: error.reason,
                detail: "series '\(series.id)', \(request.text): \(error)"))
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
