import Foundation
import Scenarios
import Testing
import _TestSupport

@testable import Reports

/// The descriptor above the scenarios' folders. `.ci/check-formats` holds all to the published profile.
@Suite struct RunPackageTests {
  static func json(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  static func reports(_ name: String, in folder: TemporaryFolder) throws -> RunReports {
    try folder.write("y.csv", "series,period,value\ny,2020,1\ny,2021,2\ny,2022,3\n")
    let path = folder.path + "/" + name
    try folder.write(
      name,
      """
      title: T
      series: [{id: y, file: y.csv}]
      models: [drift]
      paths: 100
      targets: [{name: five, series: y, level: 5, by: [2025]}]
      """)
    return RunReports(ScenarioRun(try ScenarioReader.read(path: path)))
  }

  @Test func itLeadsToEachScenarioAndNamesASourceOnce() throws {
    let folder = try TemporaryFolder()
    var package = RunPackage()
    for name in ["one.yaml", "two.yaml"] { package.add(try Self.reports(name, in: folder)) }
    let page = RunDocument(
      path: "index.html", title: "page", mediaType: "text/html", bytes: [])
    let json = try Self.json(package.descriptor(with: [page]))
    let resources = try #require(json["resources"] as? [[String: Any]])
    #expect(resources.map { $0["path"] as? String } == ["answers.csv", "index.html"])
    let fields = (resources[0]["schema"] as? [String: Any])?["fields"] as? [[String: Any]]
    let rows = String(decoding: package.answers.bytes, as: UTF8.self).split(separator: "\n")
    #expect(
      fields?.compactMap { $0["name"] as? String }.joined(separator: ",") == String(rows[0]))
    #expect(rows.dropFirst().map { $0.prefix(4) } == ["one,", "two,"])
    let own = json["corridor"] as? [String: Any]
    let packages = try #require(own?["packages"] as? [[String: String]])
    #expect(packages.map { $0["path"] } == ["one/datapackage.json", "two/datapackage.json"])
    #expect((json["sources"] as? [Any])?.count == 1)
    let tables = try Self.json(package.descriptor(with: []))
    #expect(tables["profile"] as? String == "tabular-data-package")
  }

  /// The profile of data packages takes lower case letters, digits and `-._/` for a name.
  @Test(arguments: [
    ("trade-doubling.v2_a.yaml", "trade-doubling.v2_a"), ("My Plan.yaml", "my-plan"),
    ("План.yaml", "scenario"),
  ]) func aScenarioOfAnyNameHasAPackageName(_ file: String, _ name: String) throws {
    let folder = try TemporaryFolder()
    let reports = try Self.reports(file, in: folder)
    #expect(try Self.json(reports.descriptor)["name"] as? String == name)
    let inputs =
      (try Self.json(reports.descriptor)["corridor"] as? [String: Any])?["inputs"]
      as? [[String: String]]
    #expect(inputs?.first?["path"] == file)
  }
}
