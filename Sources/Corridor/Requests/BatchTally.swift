package import Forecasting

/// What a batch has done so far, and what that means at its end.
package struct BatchTally: Sendable {
  package private(set) var doneCount = 0
  private var forecastCount = 0
  private var failureCount = 0
  /// Whether at least one result was written.
  package var isAnyDone: Bool { forecastCount > 0 }
  private var spacedCount = 0
  private var firstSpacing: String?
  private var isDataFault = false

  package init() {}

  package mutating func add(_ part: BatchPart) {
    doneCount += part.seriesCount
    forecastCount += part.forecastCount
    failureCount += part.failures.count
    spacedCount += part.spacedCount
    if firstSpacing == nil { firstSpacing = part.spacingNote }
    if part.failures.contains(where: \.isDataFault) { isDataFault = true }
  }

  /// A sentence on series whose regular spacing is no frequency of the calendar; nil without any.
  package var spacingNote: String? {
    firstSpacing.map { note in
      note + (spacedCount > 1 ? "; so do \(spacedCount - 1) others" : "")
    }
  }

  /// The status at the end, with a sentence where not all is done.
  ///
  /// - Parameters:
  ///   - file: where the series come from.
  ///   - done: what was done with a series: `forecast`.
  ///   - results: what failed: `forecasts`.
  package func outcome(
    file: String, done: String = "forecast", results: String = "forecasts"
  ) -> (status: ExitStatus, message: String?) {
    guard forecastCount > 0 else {
      return (isDataFault ? .badInput : .failed, "\(file): no series could be \(done)")
    }
    guard failureCount > 0 else { return (.done, nil) }
    return (.partlyDone, "\(failureCount) \(results) failed, the others were written")
  }
}

/// The columns of a batch's tables.
package enum BatchColumns {
  /// Those that hold texts and periods; the others hold numbers.
  package static let texts: Set<String> = [
    "unique_id", "ds", "cutoff", "model", "form", "parameters", "reason", "detail",
  ]
}
