import Corridor
import Foundation
import Testing
import _TestSupport

extension SnippetTests {
  /// The Swift of the first guide, on the file and the scenario that its commands leave.
  @Test func gettingStarted() throws {
    let page = try GuidePage("GettingStarted", language: "swift")
    #expect(try GuidePage.compiled(in: #filePath) == page.pieces.map(\.code))
    func print(_ items: Any...) { page.print(items) }
    let folder = try TemporaryFolder()
    let data = try #require(try GuidePage("GettingStarted", language: "csv").pieces.first)
    try folder.write("exports.csv", data.code.joined(separator: "\n") + "\n")
    #expect(FileManager.default.changeCurrentDirectoryPath(folder.path))
    defer { _ = FileManager.default.changeCurrentDirectoryPath(Repository.path("")) }
    var options = ObservationOptions()
    (options.time, options.value, options.unit) = ("Year", "Exports", "USD bn")
    let panel = try SeriesPanel.read(path: "exports.csv", options: options)
    try folder.write(
      "exports.yaml", try ScenarioStarter.text(for: panel, file: "exports.csv", read: options))
    // snippet
    let exports = try TimeSeries(
      csv: "exports.csv", time: "Year", value: "Exports", unit: "USD bn")
    let forecast = try exports.forecast(through: "2027")
    if let then = forecast["2027"] {
      print(then.median, then.interval(80).low, then.interval(80).high)
    }
    let forty = try exports.target(40, by: "2030")
    print(forty.verdict)
    let run = try ScenarioRun(path: "exports.yaml")
    print(try run.target("exports at 34", by: "2029").touch ?? .nan)
    // end of snippet
    #expect(try page.difference() == nil)
  }
}
