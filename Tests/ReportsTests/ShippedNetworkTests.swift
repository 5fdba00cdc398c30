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
    #expect(rows.count == 1)
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

  static let scenarios = ["rail-freight", "middle-corridor"]

  /// No link carries more than it can, path by path: quantiles keep that order.
  @Test(arguments: scenarios) func noLinkCarriesMoreThanItCan(_ name: String) throws {
    let rows = try Self.rows(name, "capacity.csv")
    #expect(rows.count > 50)
    for row in rows where row["status"] == "projected" {
      for quantile in ["", "_p10", "_p90"] {
        let carried = try #require(Self.number(row, "carried" + quantile))
        let capacity = try #require(Self.number(row, "capacity" + quantile))
        #expect(carried <= capacity * (1 + 1e-5), "\(row)")
      }
    }
  }

  /// Routes put no more on a link than it can carry, nor than the other scenario says that it can.
  @Test func routesKeepWithinTheirLinks() throws {
    let capacities = try Self.scenarios.flatMap { try Self.rows($0, "capacity.csv") }
    let links = [
      "northern": ("Dostyk and Altynkol", 1.0), "Trans-Caspian": ("Trans-Caspian route", 1e3),
    ]
    let rows = try Self.rows("middle-corridor", "routes.csv")
    #expect(!rows.isEmpty)
    for row in rows {
      let flow = try #require(Self.number(row, "route_flow"))
      #expect(flow <= (try #require(Self.number(row, "capacity"))) * (1 + 1e-6), "\(row)")
      let (link, scale) = try #require(links[row["route"] ?? ""])
      let same = try #require(
        capacities.first {
          $0["link"] == link && $0["period"] == row["period"] && $0["scenario"] == "baseline"
        })
      // The median of a sum is not the sum of medians, by a hundredth here.
      // A course of events may delay the expansion: the baseline's capacity is the most.
      let capacity = try #require(Self.number(same, "capacity")) / scale
      #expect(flow <= capacity * 1.02, "\(row)")
    }
  }

  /// One capacity of a link in a year, whichever report and scenario prints it: `routes` has the medians
  /// of the draws that `capacity` makes, from the same seed in both scenarios.
  @Test func everyReportPrintsOneCapacity() throws {
    let rows = try Self.rows("middle-corridor", "routes.csv")
    func capacity(_ scenario: String, _ link: String, _ row: [String: String]) throws -> Double {
      let same = try Self.rows(scenario, "capacity.csv").filter {
        $0["link"] == link && $0["period"] == row["period"]
      }
      let own = same.first { $0["scenario"] == row["scenario"] } ?? same.first
      return try #require(own.flatMap { Self.number($0, "capacity") })
    }
    for row in rows where row["market"] == "transit" {
      let own = try #require(Self.number(row, "capacity"))
      if row["route"] == "northern" {
        let other = try capacity("rail-freight", "Dostyk and Altynkol", row)
        #expect(abs(own - other) < 2e-6 * other, "\(row)")
      } else if row["scenario"] == "baseline" {
        // Six digits are printed of either.
        let same = try capacity("middle-corridor", "Trans-Caspian route", row) / 1000
        #expect(abs(own - same) < 2e-6 * same, "\(row)")
      }
    }
  }

  /// The network that two scenarios share has one number for each of its questions.
  @Test(arguments: ["network.csv", "network_value.csv"])
  func bothScenariosSayOneNetwork(_ report: String) throws {
    let all = try Self.scenarios.map { name in
      try Self.rows(name, report).filter { $0["scenario"] == "baseline" }
    }
    #expect(all[0].count > 10)
    for (a, b) in zip(all[0], all[1]) {
      for (column, value) in a where column != "also" {
        #expect(value == b[column], "\(column) \(a)")
      }
    }
    #expect(all[0].count == all[1].count)
  }

  /// A look back and the vintages of a forecast answer one event from one sample, the shared series' own:
  /// over the break of 2015 the one said .28 of 28 Mt in 2023 at the end of 2022, the other .18. With
  /// 4,000 paths and two seeds a probability is off by .011, and by less than five times that.
  @Test func aLookBackAsksWhatTheForecastAsks() throws {
    let vintages = try Self.rows("rail-freight", "targets_vintages.csv").filter {
      $0["scenario"] == "baseline" && $0["target"] == "28 Mt in 2023"
    }
    let looks = try Self.rows("rail-postmortem", "postmortem.csv").filter {
      $0["model"] == "mixture+log" && $0["target"] == "28 Mt in 2023"
    }
    var compared = 0
    for look in looks {
      #expect(try #require(Self.number(look, "sample_start")) >= 2015, "\(look)")
      guard let same = vintages.first(where: { $0["as_of"] == look["vintage"] }),
        let forecast = Self.number(same, "p_touch_by_deadline"),
        let own = Self.number(look, "p_touch")
      else { continue }
      #expect(abs(own - forecast) < 0.055, "\(look)")
      compared += 1
    }
    #expect(compared >= 2)
  }
}
