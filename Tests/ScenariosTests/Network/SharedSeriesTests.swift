import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

/// Series of an included file: one sample, one reading of the current period.
@Suite struct SharedSeriesTests {
  static let network = """
    series:
      - id: y
        file: d.csv
        from: 2016
        breaks: [{at: 2016, reason: another scope}]
        current:
          period: 2025
          routes: [{name: eight months, growth: 0.1, sd: 0.03, reason: r}]

    """

  static func with<Value>(
    _ series: String, network: String = network, _ body: (String) throws -> Value
  ) throws -> Value {
    try ScenarioFiles.with(
      """
      include: net.yaml
      series:
      \(series)
      targets: [{name: t, series: y, level: 40, by: [2030]}]

      """,
      data: ["d.csv": CapacityScenarioTests.data, "net.yaml": network], body)
  }

  static func faults(_ series: String, network: String = network) throws -> [InputFault] {
    try with(series, network: network) { path in
      do throws(ScenarioFaults) {
        _ = try ScenarioReader.read(path: path)
        return []
      } catch { return error.faults }
    }
  }

  @Test func aScenarioTakesItByName() throws {
    let scenario = try Self.with("  - {shared: y, windows: [last 6]}") {
      try ScenarioReader.read(path: $0)
    }
    let spec = try #require(scenario.series.first)
    #expect(spec.id == "y" && spec.from == 2016 && spec.breaks.map(\.at) == [2016])
    #expect(spec.current != nil && spec.windows.map(\.text) == ["last 6"])
    #expect(scenario.targets.count == 1)
  }

  @Test(arguments: [
    ("  - {shared: q}", "no series 'q' in net.yaml", 3),
    ("  - {shared: y, from: 2018}", "the shared series says it already", 3),
    ("  - {shared: y, id: z}", "the shared series says it already", 3),
    ("  - {shared: y, speed: 3}", "unknown key 'speed'", 3),
    ("  - {shared: y}\n  - {id: y, file: d.csv}", "the series 'y' stands twice", 4),
  ])
  func faultsOfTheScenarioHaveItsLine(_ series: String, _ message: String, _ line: Int) throws {
    let faults = try Self.faults(series)
    let fault = try #require(
      faults.first { $0.file.hasSuffix("s.yaml") && $0.message.contains(message) }, "\(faults)")
    #expect(fault.line == line)
  }

  @Test(arguments: [
    ("from: 2016", "from: soon", "soon", 4),
    ("sd: 0.03", "sd: -1", "a standard deviation of the logarithm", 8),
    ("at: 2016, reason: another scope", "at: 2016", "'reason' is missing", 5),
  ])
  func faultsOfTheIncludedFileHaveItsLine(
    _ old: String, _ new: String, _ message: String, _ line: Int
  ) throws {
    let faults = try Self.faults("  - shared: y", network: Self.network.replacing(old, with: new))
    let fault = try #require(
      faults.first { $0.file.hasSuffix("net.yaml") && $0.message.contains(message) }, "\(faults)")
    #expect(fault.line == line)
  }
}
