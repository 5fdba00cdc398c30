import Scenarios
import SeriesCore
import Testing
import _TestSupport

/// The keys beside `file:` say what the options of the commands say.
@Suite struct ObservationKeysTests {
  static let settings = InputSetting.allCases.filter { ![.formulas, .sorted].contains($0) }

  /// A setting that comes new is a key of a series, or this fails.
  @Test(arguments: settings) func everySettingIsAKey(_ setting: InputSetting) throws {
    let faults = try ScenarioFaults.found(
      in: "series: [{id: y, file: d.csv, \(setting.key): none}]",
      data: ["d.csv": "ds,y\n2020,1\n2021,2\n"])
    #expect(!faults.contains { $0.message.contains("unknown key") }, "\(faults)")
  }

  /// What `new` writes into a scenario for a file, the scenario reads.
  @Test func whatIsWrittenIsRead() throws {
    let data = "port;day;tonnes\nAktau;31/12/2020;1 000,5 p\nAktau;31/12/2021;2 000,5\n"
    var options = ObservationOptions()
    options.id = "port"
    options.time = "day"
    options.value = "tonnes"
    options.unit = "t"
    options.frequency = .annual
    options.decimal = .comma
    options.thousands = .space
    options.timeFormat = .dayFirst
    options.encoding = .utf8
    options.dropsFlags = true
    options.referenceClass = .volume
    #expect(options.given.map(\.setting).count == Self.settings.count - 1)
    let panel = try SeriesPanel.read(
      ByteSource(name: "d.csv", bytes: Array(data.utf8)), options: options)
    let text = try ScenarioStarter.text(for: panel, file: "d.csv", read: options)
    for (setting, _) in options.given {
      #expect(text.contains("    \(setting.key): "), "\(setting)")
    }
    let scenario = try ScenarioFiles.with(text, data: ["d.csv": data]) {
      try ScenarioReader.read(path: $0)
    }
    #expect(scenario.series.map(\.series.values) == [[1000.5, 2000.5]])
    #expect(scenario.series[0].series.unit == SeriesUnit("t") && scenario.warnings.isEmpty)
  }
}
