import Foundation
import Scenarios
import SeriesCore
import Testing
import _TestSupport

/// A scenario reads in its tree and nowhere else, by whatever way its paths lead out.
@Suite struct ScenarioTreeTests {
  static let observations = "series,period,value\ny,2020,1\ny,2021,2\ny,2022,3\n"

  /// A project with a scenario in `plans`, and data beside it, above it and outside.
  static func project() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for place in ["in/plans/sub", "in/data"] {
      try FileManager.default.createDirectory(
        atPath: folder.path + "/" + place, withIntermediateDirectories: true)
    }
    for place in ["in/plans", "in/plans/sub", "in/data", "."] {
      try folder.write(place + "/y.csv", observations)
    }
    return folder
  }

  static func fault(
    _ name: String, in folder: TemporaryFolder, allowsOutside: Bool = false
  ) throws -> InputFault? {
    try folder.write("in/plans/s.yaml", "title: T\nseries:\n  - {id: y, file: '\(name)'}\n")
    do throws(ScenarioFaults) {
      _ = try ScenarioReader.read(
        path: folder.path + "/in/plans/s.yaml", allowsOutside: allowsOutside)
      return nil
    } catch {
      #expect(error.faults.count == 1)
      return error.faults.first
    }
  }

  @Test(arguments: ["y.csv", "./sub/../y.csv", "sub/y.csv", "sub//y.csv"])
  func whatIsBelowIsRead(_ name: String) throws {
    #expect(try Self.fault(name, in: Self.project()) == nil)
  }

  @Test(arguments: ["../data/y.csv", "../../y.csv", "sub/../../data/y.csv", "../none.csv"])
  func whatIsAboveIsRefusedAtItsLine(_ name: String) throws {
    let folder = try Self.project()
    let fault = try #require(try Self.fault(name, in: folder))
    #expect(fault.kind == .malformed && fault.line == 3 && fault.file.hasSuffix("s.yaml"))
    #expect(fault.message == "series[1].file: '\(name)' is outside of what the scenario may read")
    #expect(fault.advice == "put it below the scenario's folder, or give --allow-outside")
    let allowed = try Self.fault(name, in: folder, allowsOutside: true)
    #expect(allowed == nil || allowed?.message.hasPrefix("no such file") == true)
  }

  /// By its absolute path a file of the tree may be named, and no other.
  @Test func absolutePathsAreNoWayOut() throws {
    let folder = try Self.project()
    #expect(try Self.fault(folder.path + "/in/plans/y.csv", in: folder) == nil)
    for name in [folder.path + "/in/data/y.csv", "/etc/passwd", "/dev/zero", "/none/y.csv"] {
      let fault = try Self.fault(name, in: folder)
      #expect(fault?.message.contains("is outside") == true, "\(name)")
    }
  }

  /// A folder whose name begins like the tree's is another.
  @Test func aNeighbourOfALikeNameIsOutside() throws {
    let folder = try Self.project()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/in/plans2", withIntermediateDirectories: true)
    try folder.write("in/plans2/y.csv", Self.observations)
    #expect(try Self.fault("../plans2/y.csv", in: folder)?.message.contains("outside") == true)
  }

  @Test func linksAreResolved() throws {
    let folder = try Self.project()
    func link(_ name: String, _ target: String) throws {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/in/plans/" + name, withDestinationPath: target)
    }
    try link("out.csv", "../../y.csv")
    try link("outer", "../data")
    try link("chain.csv", "out.csv")
    try link("within.csv", "sub/y.csv")
    for name in ["out.csv", "outer/y.csv", "chain.csv"] {
      #expect(try Self.fault(name, in: folder)?.message.contains("is outside") == true, "\(name)")
    }
    #expect(try Self.fault("within.csv", in: folder) == nil)
  }

  /// The nearest descriptor above makes its folder the tree.
  @Test func aDataPackageIsATree() throws {
    let folder = try Self.project()
    try folder.write("in/datapackage.json", "{}")
    #expect(try Self.fault("../data/y.csv", in: folder) == nil)
    #expect(try Self.fault("../../y.csv", in: folder)?.message.contains("is outside") == true)
    try folder.write("in/plans/datapackage.json", "{}")
    #expect(try Self.fault("../data/y.csv", in: folder)?.message.contains("is outside") == true)
  }

  /// Every key that names a file, each once in the shipped scenarios.
  @Test(arguments: [
    "regressions", "claims", "mirror", "counterfactual", "hierarchies", "nowcasts", "pipelines",
  ]) func partsAreBoundToo(_ key: String) throws {
    let shipped = Repository.path("datasets/scenarios")
    let files = try FileManager.default.contentsOfDirectory(atPath: shipped)
      .filter { $0.hasSuffix(".yaml") }
    let texts = try files.map {
      try String(contentsOfFile: shipped + "/" + $0, encoding: .utf8)
    }
    let text = try #require(texts.first { $0.contains("\n\(key):\n") }, "\(key)")
    let faults = try ScenarioFaults.found(in: text)
    // Without its data package each `../` leads out; what does not is below, and missing here.
    let named = text.split(separator: "\n").filter { !$0.hasPrefix("#") && $0.contains(": ../") }
    #expect(!named.isEmpty)
    let outside = faults.filter { $0.message.contains("is outside of what") }
    #expect(outside.contains { $0.message.hasPrefix(key) }, "\(faults)")
    #expect(!faults.contains { $0.message.hasPrefix("no such file") && $0.file.contains("..") })
  }
}
