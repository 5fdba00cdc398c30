/// A report file that a scenario, or a part of it, asks for.
package struct PartReport: Sendable, Equatable {
  /// The file's name, such as `capacity.csv`.
  package let file: String
  /// Whether the scenario asks for a row: a file without this may hold its header alone.
  package let hasRows: Bool

  init(_ file: String, hasRows: Bool = true) {
    self.file = file
    self.hasRows = hasRows
  }
}

extension Scenario {
  /// The reports that a run writes: those of series and targets, then those of the parts.
  package var reports: [PartReport] { seriesReports + parts.flatMap(\.reports) }

  private var seriesReports: [PartReport] {
    guard !series.isEmpty else { return [] }
    // Without a fitted model nothing is compared: every series rests on an assumption.
    let isFitted = series.contains { $0.assumption == nil }
    return [
      PartReport("forecast.csv"), PartReport("targets.csv", hasRows: !targets.isEmpty),
      PartReport("hitting.csv", hasRows: !targets.isEmpty),
      PartReport("sensitivity.csv", hasRows: isFitted && !targets.isEmpty),
      PartReport("models.csv"), PartReport("coefficients.csv", hasRows: false),
      PartReport("accuracy.csv", hasRows: isFitted),
    ]
  }
}
