import Corridor

/// The series that failed, as rows of `--failures` or as lines on stderr.
enum FailureList {
  static let header = ["unique_id", "model", "reason", "detail"]

  static func rows(_ failures: [FailedForecast]) -> [UInt8] {
    guard !failures.isEmpty else { return [] }
    var writer = CSVWriter(header: header)
    _ = writer.takeBytes()
    for failure in failures {
      writer.field(failure.id)
      writer.field(failure.model)
      writer.field(failure.reason)
      writer.field(failure.detail)
      writer.endRow()
    }
    return writer.takeBytes()
  }
}
