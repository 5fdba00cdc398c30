import Scenarios
import SeriesCore
import Testing
import _TestSupport

extension ScenarioFaults {
  /// What is wrong with a scenario, its data files beside it; nothing when it can be read.
  static func found(
    in yaml: String, data: [String: String] = [:], allowsOutside: Bool = false
  ) throws -> [InputFault] {
    try ScenarioFiles.with(yaml, data: data) { path in
      do throws(ScenarioFaults) {
        _ = try ScenarioReader.read(path: path, allowsOutside: allowsOutside)
        return []
      } catch { return error.faults }
    }
  }
}
