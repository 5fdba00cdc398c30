// Scenario files, beside a few data files: read, and asked what they would do.
import Scenarios
import SeriesCore

private let folder: String = {
  var long = "series,period,value,unit\n"
  for year in 2010...2023 {
    for (place, name) in ["a", "b"].enumerated() {
      long += "\(name),\(year),\(10 + place + (year - 2010) * 2 + year * 7 % 3),t\n"
    }
  }
  var quarters = "series,period,value,unit\n"
  for i in 0..<24 { quarters += "q,\(2018 + i / 4)-Q\(i % 4 + 1),\(20 + i),t\n" }
  FuzzFolder.write("d.csv", Array(long.utf8))
  FuzzFolder.write("q.csv", Array(quarters.utf8))
  FuzzFolder.write("tree.csv", Array("node,parent\na,all\nb,all\n".utf8))
  return FuzzFolder.path + "/"
}()

let fuzzScenario: @Sendable ([UInt8]) -> Void = { bytes in
  let path = folder + "s.yaml"
  FuzzFolder.write("s.yaml", bytes)
  do throws(ScenarioFaults) {
    let scenario = try ScenarioReader.read(path: path)
    let rows = ScenarioPlan(scenario).rows
    require(!scenario.courses.isEmpty && !rows.isEmpty, "a scenario that does nothing")
    let outside = scenario.dataFiles.filter { !$0.hasPrefix(folder) || $0.contains("/../") }
    require(outside.allSatisfy { $0.contains("/../corridor-fuzz-") }, "outside: \(outside)")
  } catch {
    require(!error.faults.isEmpty && error.faults.count <= 101, "\(error.faults.count) faults")
    for fault in error.faults {
      require(!fault.file.isEmpty && !fault.message.isEmpty, "a fault without file or words")
      require(
        fault.line != nil || fault.kind == .unreadable || !fault.file.hasSuffix("s.yaml")
          || fault.message.hasSuffix("more faults like these"),
        "a fault without a line: \(fault)")
    }
  }
}
