/// What a table of forecasts calls the running sum of a series:
/// `exports (cumulative, 120 through 2023)`.
///
/// Such rows stand among those of series; the name is all that tells them apart, so that it is
/// written and read here.
package struct RunningSumName: Equatable, Sendable {
  package let seriesID: String
  /// The sum up to and with the last period that counts as its start.
  package let start: Double
  /// That period, as it is written.
  package let through: String

  package init(seriesID: String, start: Double, through: String) {
    self.seriesID = seriesID
    self.start = start
    self.through = through
  }

  /// Reads a name; nil for that of a series.
  package init?(_ text: String) {
    let parts = text.dropLast().split(separator: " ", omittingEmptySubsequences: false)
    guard text.hasSuffix(")"), parts.count >= 5, parts[parts.count - 4] == "(cumulative,",
      let start = try? NumberText.parse(String(parts[parts.count - 3])),
      parts[parts.count - 2] == "through", PeriodText(String(parts[parts.count - 1])) != nil
    else { return nil }
    self.init(
      seriesID: parts.dropLast(4).joined(separator: " "), start: start,
      through: String(parts[parts.count - 1]))
  }

  package var text: String {
    "\(seriesID) (cumulative, \(NumberText.shortest(start)) through \(through))"
  }
}
