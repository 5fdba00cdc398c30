import Scenarios
import SeriesCore
import Testing
import _TestSupport

@testable import Reports

/// What the shipped scenarios say of links: no report contradicts another, or what was carried.
@Suite struct ShippedNetworkTests {
  /// The rows of a report, by column.
  static func rows(_ scenario: String, _ report: String) throws -> [[String: String]] {
    var options = ScenarioRun.Options()
    options.paths = 4000
    let path = Repository.path("datasets/scenarios/\(scenario).yaml")
    let run = ScenarioRun(try ScenarioReader.read(path: path), options: options)
    let file = try #require(RunReports(run).files.first { $0.name == report })
    let records = try csvRecords(ByteSource(name: report, bytes: file.bytes))
    return records.dropFirst().map {
      Dictionary(uniqueKeysWithValues: zip(records[0], $0))
    }
  }

  static func number(_ row: [String: String], _ column: String) -> Double? {
    row[column].flatMap { Double($0) }
  }

  /// The railways sent 35.2 Mt in 2025 by eight months, 35.9 by the Chinese count: the two crossings
  /// alone carry as much in 2030.
  @Test func theCrossingsCarryWhatTheyCarried() throws {
    let rows = try Self.rows("rail-freight", "capacity.csv").filter {
      $0["scenario"] == "no-crossing" && $0["period"] == "2030"
    }
    #expect(rows.count == 3)
    for row in rows { #expect(try #require(Self.number(row, "carried")) > 35.9) }
  }

  /// Waiting stands in every row that is not full.
  @Test func waitingStandsWhereALinkIsNotFull() throws {
    let rows = try Self.rows("rail-freight", "capacity.csv")
    for row in rows {
      // Rounded to six digits, 1 may be a little less.
      guard try #require(Self.number(row, "utilisation")) < 1 else { continue }
      #expect(Self.number(row, "wait_hours") != nil, "\(row)")
    }
    #expect(rows.count { $0["wait_hours"] != "" } > 50)
  }

  /// A year's delay has its cost and an interval of 80 % wherever a step is built.
  @Test func delaysHaveTheirCost() throws {
    let rows = try Self.rows("rail-freight", "openings.csv")
    for row in rows {
      let ends = ["delay_cost_p10", "delay_cost", "delay_cost_p90"].map { Self.number(row, $0) }
      guard row["status"] == "projected" else {
        #expect(ends.allSatisfy { $0 == nil })
        continue
      }
      let costs = ends.compactMap { $0 }
      #expect(costs.count == 3 && costs == costs.sorted() && costs[0] >= 0)
      #expect(try #require(Self.number(row, "delay_cost_mean")) > 0)
    }
  }
}
