package import Forecasting

/// What a batch has done so far, and what that means at its end.
package struct BatchTally: Sendable {
  package private(set) var doneCount = 0
  private var forecastCount = 0
  private var failureCount = 0
  /// Whether at least one result was written.
  package var isAnyDone: Bool { forecastCount > 0 }
  private var spacing = CountedNote()
  private var negativeParts = CountedNote()
  private var isDataFault = false

  package init() {}

  package mutating func add(_ part: BatchPart) {
    doneCount += part.seriesCount
    forecastCount += part.forecastCount
    failureCount += part.failures.count
    spacing.add(part.spacing)
    negativeParts.add(part.negativeParts)
    if part.failures.contains(where: \.isDataFault) { isDataFault = true }
  }

  /// A sentence each on series whose regular spacing is no frequency of the calendar, and on those that have
  /// negative parts of what is not negative.
  package var notes: [String] { [spacing.text, negativeParts.text].compactMap { $0 } }

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
