import Foundation
import Scenarios
import SeriesCore
import Testing
import _TestSupport

/// Each number of the shipped scenarios gives way to an extreme one: the file is read or its faults
/// are told. A trap would end the test process.
@Suite struct ScenarioExtremesTests {
  static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: Repository.path("datasets/scenarios")))
    ?? []).filter { $0.hasSuffix(".yaml") }.sorted()

  @Test func thereAreNumbersToReplace() throws {
    #expect(Self.names.count == 15)
    let all = try Self.names.map { name in
      ScenarioVariants.of(
        try String(contentsOfFile: Repository.path("datasets/scenarios/\(name)"), encoding: .utf8))
    }
    #expect(all.joined().count > 300)
  }

  @Test(arguments: names) func everyNumberIsReadOrRefused(_ name: String) throws {
    let text = try String(
      contentsOfFile: Repository.path("datasets/scenarios/\(name)"), encoding: .utf8)
    let runner = try CommandRunner()
    defer { runner.clean() }
    try FileManager.default.createSymbolicLink(
      at: runner.folder.appending(path: "datasets"),
      withDestinationURL: URL(
        filePath: Repository.path("datasets")))
    // The panel has 4 MB and is read for each of its numbers: its beginning will do.
    let panel = try String(
      contentsOfFile: Repository.path("datasets/gravity-panel/data.csv"), encoding: .utf8)
    try runner.write("panel.csv", panel.split(separator: "\n").prefix(200).joined(separator: "\n"))
    let local = text.replacing("../gravity-panel/data.csv", with: "panel.csv")
      .replacing("../", with: "datasets/")
    // The paths of what it includes change too.
    let shared = runner.folder.appending(path: "shared")
    try FileManager.default.createDirectory(at: shared, withIntermediateDirectories: true)
    let network = try String(
      contentsOfFile: Repository.path("datasets/scenarios/shared/network.yaml"), encoding: .utf8)
    try network.replacing("../", with: "datasets/")
      .write(to: shared.appending(path: "network.yaml"), atomically: true, encoding: .utf8)
    for (what, variant) in ScenarioVariants.of(local) {
      try runner.write("s.yaml", variant)
      let path = runner.folder.appending(path: "s.yaml").path(percentEncoded: false)
      do throws(ScenarioFaults) {
        let scenario = try ScenarioReader.read(path: path, allowsOutside: true)
        #expect(!scenario.courses.isEmpty, "\(name), \(what)")
      } catch {
        #expect(!error.faults.isEmpty && error.faults.count <= 101, "\(name), \(what)")
        // A year that the beginning of the panel lacks has no line.
        #expect(
          error.faults.allSatisfy { $0.line != nil || $0.file.hasSuffix("panel.csv") },
          "\(name), \(what): \(error.faults)")
      }
    }
  }
}
