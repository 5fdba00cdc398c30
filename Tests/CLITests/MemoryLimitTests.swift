import Foundation
import Testing
import _TestSupport

/// With too little memory the program ends, says so, and leaves what was there: whatever asks in vain,
/// the reader, the numeric library or a thread.
@Suite struct MemoryLimitTests {
  static let data: String = {
    var rows = "unique_id,ds,y\n"
    for series in 0..<800 {
      for month in 0..<96 {
        rows += "series-\(series),\(2010 + month / 12)-\(month % 12 < 9 ? "0" : "")"
        rows += "\(month % 12 + 1),\(100 + series + month % 7).25\n"
      }
    }
    return rows
  }()

  /// Kilobytes of address space, from less than the program's own to more than it needs.
  static let limits = Array(stride(from: 120_000, through: 1_040_000, by: 40_000))

  @Test(arguments: [
    "forecast d.csv --horizon 2 --model naive --jobs 2 -o o.csv",
    "forecast d.csv --sorted --horizon 2 --model ses --jobs 2 -o o.csv",
    "run s.yaml --paths 20000 --jobs 2 --no-pages --quiet -o out",
  ]) func everyLimitEndsInAMessage(_ command: String) throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", Self.data)
    try runner.write(
      "s.yaml",
      """
      series: [{id: series-1, file: d.csv}]
      models: [drift]
      targets: [{name: t, series: series-1, level: 400, by: [2030-01]}]
      """)
    let whole = try runner.shell("\"$CORRIDOR\" \(command)")
    #expect(whole.status == 0, "\(whole.stderr)")
    let place = command.hasPrefix("run") ? "out/s/targets.csv" : "o.csv"
    let expected = try runner.readData(place)
    var ends: Set<Int32> = []
    for limit in Self.limits {
      try runner.write(place, "old\n")
      // A program that waits without end is killed: 137.
      let result = try runner.shell(
        "ulimit -v \(limit); exec timeout -s KILL 120 \"$CORRIDOR\" \(command)")
      ends.insert(result.status)
      let left = try runner.readData(place)
      if result.status == 0 {
        #expect(left == expected, "\(limit)")
      } else {
        // 127: there is not even room for the program's libraries.
        #expect([1, 127].contains(result.status), "\(limit): \(result.status) \(result.stderr)")
        #expect(!result.stderr.isEmpty && left == Data("old\n".utf8), "\(limit): \(result.stderr)")
      }
    }
    #expect(ends.contains(0) && ends.contains(1), "\(ends)")
    // What an end in want of memory could not remove the next call does.
    #expect(try runner.shell("\"$CORRIDOR\" \(command)").status == 0)
    #expect(!runner.listing().contains { $0.hasPrefix(".corridor") }, "\(runner.listing())")
  }
}
