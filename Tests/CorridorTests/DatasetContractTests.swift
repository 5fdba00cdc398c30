import Corridor
import Foundation
import Testing
import _TestSupport

/// Every dataset of the project is readable, cited and described.
@Suite struct DatasetContractTests {
  static let folders: [String] = {
    let all = try? FileManager.default.contentsOfDirectory(atPath: Repository.path("datasets"))
    return (all ?? []).filter {
      FileManager.default.fileExists(atPath: Repository.path("datasets/\($0)/data.csv"))
    }.sorted()
  }()

  /// Lists and panels with columns of their own.
  static let tables: Set<String> = [
    "claims", "distances-central-asia", "gravity-cross-section-2006", "gravity-panel",
    "scenario-inputs", "trade-gacc-central-asia-2024",
  ]

  static func records(_ folder: String) throws -> [[String]] {
    try csvRecords(path: Repository.path("datasets/\(folder)/data.csv"))
  }

  @Test func thereAreDatasets() { #expect(Self.folders.count >= 40) }

  @Test(arguments: folders) func theReadmeSaysWhatOneNeeds(_ folder: String) throws {
    let text = try String(
      contentsOfFile: Repository.path("datasets/\(folder)/README.md"), encoding: .utf8)
    for heading in ["Source", "Licence", "Unit", "Basis", "Caveats", "Changes made"]
    where !Self.tables.contains(folder) {
      #expect(text.contains("## " + heading), "\(folder): \(heading)")
    }
    #expect(text.contains("Licence") && text.contains("Source"), "\(folder)")
  }

  @Test(arguments: folders.filter { !tables.contains($0) })
  func rowsAreCitedAndConsistent(_ folder: String) throws {
    let records = try Self.records(folder)
    #expect(records[0] == ["series", "period", "value", "unit", "basis", "source", "status"])
    var labels: [String: Set<String>] = [:]
    var seen = Set<String>()
    for record in records.dropFirst() {
      #expect(record.count == 7 && record.allSatisfy { !$0.isEmpty }, "\(folder): \(record)")
      let period = try #require(PeriodText(record[1]), "\(folder): \(record[1])")
      #expect(
        (period.kind == .interval) == folder.hasSuffix("-partial-year") || period.kind != .interval)
      #expect(throws: Never.self) { try NumberText.parse(record[2]) }
      let status = ValueStatus(rawValue: record[6])
      #expect(status != nil, "\(folder): \(record[6])")
      // What a source itself calls secondary is marked so.
      #expect((status == .secondary) == record[5].contains("secondary"), "\(folder): \(record)")
      #expect(
        seen.insert(record[0] + "\u{0}" + record[1]).inserted, "\(folder): \(record[1]) twice")
      labels[record[0], default: []].insert(record[3] + "\u{0}" + record[4])
    }
    #expect(labels.values.allSatisfy { $0.count == 1 }, "\(folder): one unit and basis a series")
  }

  @Test func seriesIDsStandInOneFolderOnly() throws {
    var home: [String: String] = [:]
    for folder in Self.folders where !Self.tables.contains(folder) {
      for id in Set(try Self.records(folder).dropFirst().map { $0[0] }) {
        #expect(home.updateValue(folder, forKey: id) == nil, "\(id)")
      }
    }
  }

  @Test func theDescriptorListsThemAll() throws {
    let data = try Data(contentsOf: Repository.root.appending(path: "datasets/datapackage.json"))
    let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    let resources = try #require(json?["resources"] as? [[String: Any]])
    let paths = Set(resources.compactMap { $0["path"] as? String })
    #expect(paths == Set(Self.folders.map { $0 + "/data.csv" }))
    for resource in resources {
      let folder = ((resource["path"] as? String) ?? "").split(separator: "/").first.map(
        String.init)
      let fields = (resource["schema"] as? [String: Any])?["fields"] as? [[String: Any]]
      let header = try Self.records(folder ?? "")[0]
      #expect(fields?.compactMap { $0["name"] as? String } == header)
      #expect((resource["licenses"] as? [Any])?.isEmpty == false)
    }
  }

  @Test func theSeriesOfTheStatedFactsAgree() throws {
    // 41 × 2 = 82 on the Chinese count; the 28 Mt of 2023; the gross inflow of 1.81 at +16 %.
    func series(_ folder: String) throws -> TimeSeries {
      let panel = try SeriesPanel.read(path: Repository.path("datasets/\(folder)/data.csv"))
      return try #require(panel.series.first { $0.id == folder })
    }
    let trade = try series("trade-gacc-turnover")
    #expect(trade.count == 17 && trade.value(at: 2023) == 41.02 && trade.value(at: 2024) == 43.82)
    #expect(trade.hasGaps && trade.unit == .usdBillions)
    let own = try series("trade-kazside-turnover")
    #expect(own.count == 31 && !own.hasGaps && own.value(at: 2023) == 31_500)
    #expect(throws: SeriesError.self) { try trade.adding(own) }
    #expect(try series("rail-kaz-chn").value(at: 2023) == 28)
    #expect(try series("fdi-gross-inflow").value(at: 2023) == 1.81)
    #expect(try series("titr-cargo").values == [759, 783, 586, 1485, 2764, 4484, 4119])
  }

  @Test func everyShippedScenarioIsRead() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: Repository.path("datasets/scenarios")
    ).filter { $0.hasSuffix(".yaml") }
    #expect(
      Set(names).isSuperset(of: [
        "trade-doubling.yaml", "rail-freight.yaml", "investment.yaml", "middle-corridor.yaml",
      ]))
    for name in names {
      let scenario = try ScenarioReader.read(path: Repository.path("datasets/scenarios/" + name))
      // A scenario of stated or reported figures alone projects nothing.
      if ["border-cost.yaml", "claims.yaml", "mirror.yaml"].contains(name) { continue }
      #expect(scenario.courses.count >= 3 && scenario.courses[0].name == "baseline", "\(name)")
      #expect(
        !scenario.targets.isEmpty || scenario.parts.contains { !($0 is SeriesPart) }, "\(name)")
      #expect(!scenario.title.isEmpty && !scenario.question.isEmpty, "\(name)")
    }
  }
}
