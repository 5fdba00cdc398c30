import Corridor

/// Writes the series that failed, to a file or to stderr.
enum FailureList {
  ///
  /// - Returns: the rename that puts the file in its place, when it is a regular file.
  static func write(_ failures: [FailedForecast], to path: String?) throws -> PendingRename? {
    guard let path else {
      StandardError.lines(failures.map { $0.detail })
      return nil
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
    return try file.close()
  }
}
