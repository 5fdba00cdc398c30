import Foundation
import Testing
import _TestSupport

/// The notebooks that the repository holds, against those that the program writes.
@Suite struct NotebookCommandTests {
  static let folder = "notebooks-export"
  /// As the Makefile has it.
  static let paths = "20000"

  static let scenarios: [String] = {
    let all = try? FileManager.default.contentsOfDirectory(
      atPath: Repository.path("datasets/scenarios"))
    return (all ?? []).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }()

  static func kept(_ name: String) throws -> Data {
    try Data(contentsOf: URL(filePath: Repository.path(folder + "/" + name)))
  }

  /// What is committed is what the command writes; last digits may differ between processors.
  @Test(arguments: scenarios) func theExportIsFresh(_ scenario: String) throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let file = Repository.path("datasets/scenarios/\(scenario).yaml")
    let result = try runner.corridor("notebook", file, "-o", "out", "--paths", Self.paths)
    #expect(result.status == 0, "\(result.stderr)")
    let tables = runner.listing("out/" + scenario)
    let committed = try FileManager.default.contentsOfDirectory(
      atPath: Repository.path(Self.folder + "/" + scenario))
    #expect(tables == committed.sorted())
    for name in tables.map({ scenario + "/" + $0 }) + [scenario + ".ipynb", scenario + ".qmd"] {
      let (fresh, kept) = (try runner.readData("out/" + name), try Self.kept(name))
      #expect(
        CaseText.agree([UInt8](fresh), [UInt8](kept), ["rounded"]),
        "\(name) is not what the program writes: 'make notebooks' writes the export again")
    }
  }

  /// Nothing but what belongs there, no outputs, and small enough to be mailed.
  @Test func theExportIsSmallAndWhole() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Repository.path(Self.folder))
    #expect(
      Set(names)
        == Set(Self.scenarios.flatMap { [$0, $0 + ".ipynb", $0 + ".qmd"] })
        .union(["README.md", "requirements.txt"]))
    #expect(Self.scenarios.count >= 14)
    var total = 0
    for name in names where name.hasSuffix(".ipynb") || name.hasSuffix(".qmd") {
      let bytes = try Self.kept(name)
      #expect(bytes.count < 40_000, "\(name) has \(bytes.count) bytes")
      total += bytes.count
    }
    for scenario in Self.scenarios {
      let folder = Self.folder + "/" + scenario
      for table in try FileManager.default.contentsOfDirectory(atPath: Repository.path(folder)) {
        total += try Self.kept(scenario + "/" + table).count
      }
    }
    #expect(total < 3_000_000)
  }
}
