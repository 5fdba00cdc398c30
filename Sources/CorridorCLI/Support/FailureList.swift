import Corridor

/// One series and model that gave no forecast.
struct FailedForecast: Sendable {
  let id: String
  let model: String
  let reason: String
  let detail: String
}

/// Writes the series that failed, to a file or to stderr.
enum FailureList {
  static func write(_ failures: [FailedForecast], to path: String?) throws {
    guard let path else {
      StandardError.lines(failures.map { $0.detail })
      return
    }
    var writer = CSVWriter(header: ["unique_id", "model", "reason", "detail"])
    for failure in failures {
      writer.field(failure.id)
      writer.field(failure.model)
      writer.field(failure.reason)
      writer.field(failure.detail)
      writer.endRow()
    }
    var file = try OutputFile(path: path)
    try file.write(writer.takeBytes())
    try file.commit()
  }
}
