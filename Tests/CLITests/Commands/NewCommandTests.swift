import Foundation
import Testing
import _TestSupport

/// `corridor new`, and `corridor run --list`.
@Suite struct NewCommandTests {
  static let monthly =
    "unique_id,ds,y\n"
    + (0..<30).map { i in
      let month = String(format: "%04d-%02d", 2021 + i / 12, i % 12 + 1)
      return "a,\(month),\(100 + i)\nb,\(month),\(50 - i)\n"
    }.joined()

  /// What it writes runs as it stands: annual, monthly with a negative series, two points.
  @Test(arguments: [
    ("annual", "period,value\n2018,4\n2019,5\n2020,5.5\n2021,6\n2022,7\n2023,7.5\n"),
    ("monthly", Self.monthly),
    ("short", "series,period,value,unit\n\"x \"\"y\"\"\",2022,3,Mt\n\"x \"\"y\"\"\",2023,4,Mt\n"),
  ])
  func itRunsAsItStands(_ name: String, _ data: String) throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("data/\(name).csv", data)
    let new = try runner.corridor("new", "data/\(name).csv", "-o", "plans/\(name).yaml")
    #expect(new.status == 73, "a folder that is missing is not made: \(new.stderr)")
    try runner.write("plans/keep", "")
    let again = try runner.corridor("new", "data/\(name).csv", "-o", "plans/\(name).yaml")
    #expect(again.status == 0 && again.stdout.isEmpty, "\(again.stderr)")
    #expect(try runner.read("plans/\(name).yaml").contains("file: \"../data/\(name).csv\""))
    let run = try runner.corridor(
      "run", "plans/\(name).yaml", "-o", "out", "--paths", "200")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(runner.exists("out/\(name)/targets.csv"))
  }

  @Test func badInputIsRefused() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("bad.csv", "period,value\n2020,1\n2021,much\n")
    let bad = try runner.corridor("new", "bad.csv")
    #expect(bad.status == 65 && bad.stdout.isEmpty && bad.stderr.contains("bad.csv:3: "))
    #expect(try runner.corridor("new", "none.csv").status == 66)
    #expect(try runner.corridor("new", "-").status == 64)
    #expect(try runner.corridor("new", "bad.csv", "-o", "bad.csv").status == 64)
  }

  @Test func listShowsAndDoesNothing() throws {
    let runner = try RunCommandTests.runner()
    defer { runner.clean() }
    let result = try runner.corridor("run", "in/small.yaml", "--list", "-o", "out")
    #expect(result.status == 0 && !runner.exists("out"))
    let lines = result.stdout.split(separator: "\n")
    #expect(lines.first == "file,kind,name,detail")
    #expect(lines.contains { $0.hasPrefix("small,series,") })
    #expect(lines.contains { $0.hasPrefix("small,scenario,baseline,0 shocks") })
    #expect(lines.contains { $0.hasPrefix("small,target,") })
    // The files that the run then writes, and which of them may be without a row.
    let reports = lines.filter { $0.hasPrefix("small,report,") }
    let files = reports.map { $0.split(separator: ",")[2] }.map(String.init)
    #expect(try runner.corridor("run", "in/small.yaml", "-o", "out", "--paths", "100").status == 0)
    // Pages and their charts are no reports.
    let beside = ["charts", "datapackage.json", "index.html"]
    #expect((files + beside).sorted() == runner.listing("out/small").sorted())
    for (file, line) in zip(files, reports) where !line.hasSuffix("may have no row") {
      let rows = try runner.read("out/small/" + file).split(separator: "\n").count
      #expect(rows > 1, "\(file)")
    }
    try runner.write("in/bad.yaml", "series: [{id: y, file: y.csv}]\nnix: 3\n")
    let mixed = try runner.corridor("run", "in/small.yaml", "in/bad.yaml", "--list")
    #expect(mixed.status == 3 && mixed.stdout.contains("small,series,"))
  }
}
