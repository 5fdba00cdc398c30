import Foundation
import Testing
import _TestSupport

/// Names come from data, and files are made in their name: none lies outside of the output folder, and
/// none of them steers a path.
@Suite struct NamesStayInsideTests {
  static let names = [
    "../../escaped", "/escaped", "..", ".", "a/b/c", "~", "a\\..\\b", "$HOME", "%2e%2e%2f",
    "con:aux|?*", String(repeating: "long", count: 200), "..%00", ".hidden", "x.csv", "-rf",
  ]

  static func data(_ name: String) -> String {
    let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
    return "unique_id,ds,y\n" + (2010...2023).map { "\(quoted),\($0),\($0 - 2000)\n" }.joined()
  }

  /// Every file below the temporary folder, hidden ones too.
  static func files(_ runner: CommandRunner) -> Set<String> {
    let found = FileManager.default.enumerator(atPath: runner.folder.path(percentEncoded: false))
    return Set((found?.allObjects as? [String] ?? []))
  }

  @Test(arguments: names) func aRunWritesIntoItsFolder(_ name: String) throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("in/deep/d.csv", Self.data(name))
    let text = "'" + name.replacing("'", with: "''") + "'"
    try runner.write(
      "in/deep/s.yaml",
      """
      title: T
      series: [{id: \(text), file: d.csv}]
      models: [drift]
      paths: 100
      scenarios: [{name: \(text)}]
      targets: [{name: \(text), series: \(text), level: 40, by: [2030]}]
      """)
    let before = Self.files(runner)
    let run = try runner.corridor(
      "run", "in/deep/s.yaml", "-o", "in/deep/out", "--excel", "--format", "sdmx-csv",
      "--allow-formulas")
    #expect(run.status == 0, "\(run.stderr)")
    let notebook = try runner.corridor("notebook", "in/deep/s.yaml", "-o", "in/deep/books")
    // Some of these a spreadsheet would run; the command has no option for them.
    #expect(notebook.status == 0 || notebook.stderr.contains("formula"), "\(notebook.stderr)")
    let new = Self.files(runner).subtracting(before)
    #expect(new.contains("in/deep/out/s/index.html"))
    for file in new {
      #expect(file.hasPrefix("in/deep/out") || file.hasPrefix("in/deep/books"), "\(file)")
      #expect(!file.contains("escaped/") && !file.contains(".hidden"), "\(file)")
    }
    #expect(!FileManager.default.fileExists(atPath: "/escaped"))
    // Charts are named after the words of a name alone.
    let charts = try FileManager.default.contentsOfDirectory(
      atPath: runner.folder.appending(path: "in/deep/out/s/charts").path(percentEncoded: false))
    #expect(!charts.isEmpty)
    for chart in charts {
      #expect(
        chart.utf8.count < 120
          && chart.unicodeScalars.allSatisfy {
            ("a"..."z") ~= $0 || ("0"..."9") ~= $0 || $0 == "-" || $0 == "."
          }, "\(chart)")
    }
  }

  /// A zero byte ends a path for the system: no name has one.
  @Test func aZeroByteIsRefused() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", Self.data("a\0../../b"))
    let forecast = try runner.corridor("forecast", "d.csv", "--horizon", "1", "-o", "o.csv")
    #expect(forecast.status == 65 && !runner.exists("o.csv"), "\(forecast.stderr)")
    try runner.write("s.yaml", "series: [{id: \"a\\0b\", file: d.csv}]\n")
    let run = try runner.corridor("run", "s.yaml", "-o", "out")
    #expect(run.status == 65 && !runner.exists("out"), "\(run.stderr)")
  }
}
