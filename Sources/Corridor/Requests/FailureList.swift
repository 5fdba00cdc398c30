package import Forecasting
package import Reports

/// The series that failed, as rows of `--failures`.
package enum FailureList {
  package static let table: Table<FailedForecast> = [
    .text("unique_id", "series id") { $0.id },
    .text("model", "model") { $0.model },
    .text("reason", "a short word, such as too_short") { $0.reason },
    .text("detail", "the whole story, with the file") { $0.detail },
  ]
}
