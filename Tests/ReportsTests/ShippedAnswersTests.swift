import Foundation
import Scenarios
import SeriesCore
import Testing
import _TestSupport

@testable import Reports

/// Over all reports of the shipped scenarios: no question has two answers, and none is said in words that
/// a reader would not use.
@Suite struct ShippedAnswersTests {
  struct Row {
    let scenario: String
    let cells: [String: String]

    func number(_ column: String) -> Double? { cells[column].flatMap { Double($0) } }
  }

  /// Paths behind each probability: two of the same event from other seeds differ by up to four standard
  /// errors of the difference, 0.05 at one half.
  static let paths = 3000

  /// The rows of all shipped scenarios by report, run once.
  static let reports: [String: [Row]] = {
    let folder = Repository.path("datasets/scenarios")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var reports: [String: [Row]] = [:]
    for name in names.sorted() where name.hasSuffix(".yaml") {
      var options = ScenarioRun.Options()
      (options.paths, options.jobs) = (paths, 2)
      guard let scenario = try? ScenarioReader.read(path: folder + "/" + name) else { continue }
      for file in RunReports(ScenarioRun(scenario, options: options)).files {
        guard let records = try? csvRecords(ByteSource(name: file.name, bytes: file.bytes)),
          let header = records.first
        else { continue }
        reports[file.name, default: []] += records.dropFirst().map {
          Row(scenario: name, cells: Dictionary(uniqueKeysWithValues: zip(header, $0)))
        }
      }
    }
    return reports
  }()

  static func rows(_ report: String) throws -> [Row] {
    let rows = try #require(reports[report])
    try #require(!rows.isEmpty)
    return rows
  }

  /// One event, one probability, whichever file asks.
  @Test func oneEventHasOneProbability() throws {
    var known: [[String]: Double] = [:]
    var shared = 0
    for row in try Self.rows("targets.csv")
    where row.cells["scenario"] == "baseline" && row.cells["cumulative_through"] == "" {
      let event = ["series", "level", "deadline", "hold"].map { row.cells[$0] ?? "" }
      guard let p = row.number("p_touch_by_deadline") else { continue }
      if let other = known[event] {
        shared += 1
        #expect(abs(p - other) < 0.05, "\(row.scenario) \(event): \(p) and \(other)")
      }
      known[event] = p
    }
    #expect(shared >= 8)
  }

  /// A question has one row a deadline.
  @Test func oneQuestionHasOneRow() throws {
    var seen = Set<[String]>()
    for row in try Self.rows("answers.csv") {
      let key = [row.scenario, row.cells["question"] ?? "", row.cells["deadline"] ?? ""]
      #expect(seen.insert(key).inserted, "\(key)")
    }
    #expect(seen.count > 100)
  }

  /// Of one event one probability is quoted, whichever scenario and part answers.
  @Test func oneEventIsQuotedOnce() throws {
    var known: [[String]: Double] = [:]
    for row in try Self.rows("answers.csv") where row.cells["level"] != "" {
      guard let p = row.number("probability") else { continue }
      let event = ["basis", "unit", "level", "deadline"].map { row.cells[$0] ?? "" }
      if let other = known[event] { #expect(abs(p - other) < 0.05, "\(row.cells)") }
      known[event] = known[event] ?? p
    }
    #expect(known.count > 40)
  }

  /// Later is likelier, more is less likely, to have been there is likelier than to be there.
  @Test func probabilitiesAreCoherent() throws {
    let rows = try Self.rows("targets.csv").filter { $0.cells["status"] == "projected" }
    for row in rows {
      let (touch, level) = (row.number("p_touch_by_deadline"), row.number("p_level_at_deadline"))
      #expect(try #require(touch) >= #require(level))
      for other in rows
      where other.scenario == row.scenario && other.cells["scenario"] == row.cells["scenario"]
        && other.cells["series"] == row.cells["series"]
        && other.cells["cumulative_through"] == row.cells["cumulative_through"]
      {
        guard let p = touch, let q = other.number("p_touch_by_deadline"),
          let a = row.cells["deadline"], let b = other.cells["deadline"],
          let x = row.number("level"), let y = other.number("level")
        else { continue }
        if a <= b, x >= y, row.cells["deflator_rate"] == "", other.cells["deflator_rate"] == "" {
          #expect(p <= q + 1e-9, "\(row.cells["target"] ?? "") \(other.cells["target"] ?? "")")
        }
      }
    }
  }

  /// What is carried on a link is never likelier than what the answers to the same series' targets want,
  /// in any report; no answer rests on another demand.
  @Test func carriedIsNotLikelierThanWanted() throws {
    var compared = 0
    let names = ["scenario", "series", "level", "deadline"]
    for row in try Self.rows("capacity_levels.csv")
    where row.cells["model"] == "headline" && row.cells["status"] == "projected" {
      let targets = try Self.rows("targets.csv").filter { target in
        target.scenario == row.scenario && names.allSatisfy { target.cells[$0] == row.cells[$0] }
      }
      for target in targets {
        compared += 1
        let carried = try #require(row.number("p_touch_by_deadline"))
        #expect(carried <= (try #require(target.number("p_touch_by_deadline"))), "\(row.cells)")
        #expect(row.number("p_demand") == target.number("p_level_at_deadline"))
      }
    }
    #expect(compared >= 8)
    for row in try Self.rows("answers.csv") where row.cells["members"]?.contains("demand") == true {
      #expect(row.cells["members"] == "headline demand under capacity")
    }
  }

  /// The network carries what the links' series are forecast to carry, where no cost changes and no
  /// route is full.
  @Test func routesCarryTheForecasts() throws {
    let routes = try Self.rows("routes.csv").filter {
      $0.cells["scenario"] == "baseline" && $0.number("price") == 0
    }
    let series = ["northern": ("rail-kaz-chn", 1.0), "Trans-Caspian": ("titr-cargo", 1e3)]
    for row in routes {
      let (id, scale) = try #require(series[row.cells["route"] ?? ""])
      let forecasts = try Self.rows("forecast.csv").filter {
        $0.cells["series"] == id && $0.cells["scenario"] == "baseline"
          && $0.cells["as_of"] == "" && $0.cells["period"] == row.cells["period"]
      }
      #expect(!forecasts.isEmpty)
      for forecast in forecasts {
        let flow = try #require(row.number("route_flow")) * scale
        // Flows of the base year have three digits in the file.
        #expect(abs(flow / (try #require(forecast.number("median"))) - 1) < 2e-3, "\(row.cells)")
      }
    }
    #expect(routes.count >= 4)
  }

  /// The range that is printed holds the number that is printed.
  @Test func theRangeHoldsTheNumber() throws {
    for row in try Self.rows("answers.csv") {
      guard let p = row.number("probability"), let low = row.number("low"),
        let high = row.number("high")
      else { continue }
      #expect(low <= p && p <= high, "\(row.cells)")
    }
    for row in try Self.rows("combined.csv") {
      let passed = row.cells["passed"] == "yes"
      #expect(passed || (row.number("weight") ?? 0) == 0 || row.number("weight") ?? 0 >= 0.5)
    }
  }

  /// Spans of growth that cross a break say so, and the sentence uses those that do not.
  @Test func spansKnowTheirBreaks() throws {
    let rail = try Self.rows("targets.csv").filter {
      $0.cells["series"] == "rail-kaz-chn" && $0.cells["status"] == "projected"
    }
    for row in rail {
      #expect(row.cells["crosses_break"] == "2015")
      #expect(row.cells["span_since_break"] == "2015/2024")
      #expect(row.cells["trailing_span"] == "2015/2024")
      #expect(row.cells["verdict"]?.contains("2013 to") == false)
    }
    #expect(!rail.isEmpty)
    // Two bases of one question over the same years.
    let spans = Set(
      try Self.rows("targets.csv").filter {
        $0.scenario == "trade-doubling.yaml" && $0.cells["status"] == "projected"
      }.map { $0.cells["span_10y"] ?? "" })
    #expect(spans == ["2013/2024"])
  }

  /// One event, one past, whichever file asks.
  @Test func oneEventHasOnePast() throws {
    let columns = [
      "growth_5y", "span_5y", "growth_10y", "span_10y", "growth_peak_to_peak", "span_peak_to_peak",
    ]
    var known: [[String]: [String]] = [:]
    var shared = 0
    for row in try Self.rows("targets.csv") where row.cells["status"] == "projected" {
      let event = ["series", "level", "deadline", "hold"].map { row.cells[$0] ?? "" }
      let past = columns.map { row.cells[$0] ?? "" }
      if let other = known[event], row.cells["scenario"] == "baseline" {
        shared += 1
        #expect(past == other, "\(row.scenario) \(event)")
      }
      known[event] = past
    }
    #expect(shared >= 6)
  }

  /// Sentences say amounts as a reader would, and words that mean what they say.
  @Test func sentencesAreForReaders() throws {
    for report in ["targets.csv", "answers.csv"] {
      for row in try Self.rows(report) {
        let verdict = row.cells["verdict"] ?? ""
        #expect(!verdict.isEmpty)
        for words in ["to hold at", "to touch", "gdp_o", "gdp_d", "other fits"] {
          #expect(!verdict.contains(words), "\(verdict)")
        }
        let matched = verdict.firstMatch(of: /[0-9]{4,}(\.[0-9]+)? (USD million|thousand t|kt)\b/)
        #expect(matched == nil, "\(verdict)")
      }
    }
  }

  /// The level that a sentence says is that of the row, in the row's unit.
  @Test func levelsAreThoseOfTheSentences() throws {
    var compared = 0
    for row in try Self.rows("answers.csv") {
      guard let level = row.number("level"), let verdict = row.cells["verdict"],
        let unit = row.cells["unit"], !unit.isEmpty, unit != "projects"
      else { continue }
      let printed = Verdict.amount(level, SeriesUnit(unit))
      let words = verdict.split(separator: " ")
      let said = words.first.flatMap { Double($0) } ?? .nan
      let asked = printed.split(separator: " ").first.flatMap { Double($0) } ?? .nan
      // A sentence has more digits than three; what follows is the unit of the same size.
      #expect(
        verdict.contains(printed) || abs(said / asked - 1) < 0.005, "\(printed): \(verdict)")
      if let value = row.number("value"), row.number("probability") != nil {
        // Of one size: no row has a level in millions beside a value in billions.
        #expect((1e-2...1e2).contains(value / level), "\(row.cells)")
      }
      compared += 1
    }
    #expect(compared > 40)
  }

  /// The questions that the shipped scenarios put have answers.
  @Test func theQuestionsAreAnswered() throws {
    let rows = try Self.rows("answers.csv")
    func row(_ scenario: String, _ question: String) throws -> Row {
      try #require(
        rows.first { $0.scenario == scenario + ".yaml" && $0.cells["question"] == question },
        "\(scenario): \(question)")
    }
    // 4 × 200,000 with a spread of a fourth on logs: the chance of 600,000 is that of −1.15 spreads.
    let high = try row("border-traffic", "a new high of trips")
    #expect(abs((high.number("probability") ?? 0) - 0.875) < 0.001)
    // 655 of 367 thousand and 837 of 445: +78 % and +88 %, as the sources print them.
    for (question, times) in [
      ("Chinese visitors over those of 2023", "1.78 times 2023"),
      ("crossings at Nur Zholy over those of 2023", "1.88 times 2023"),
    ] {
      let visitors = try row("border-traffic", question)
      #expect(visitors.cells["status"] == "met")
      #expect(visitors.cells["verdict"]?.contains(times) == true)
    }
    // Met on the Chinese count, open on Kazakhstan's.
    #expect(try row("trade-postmortem", "40 by 2030").cells["status"] == "met")
    let own = try row("trade-postmortem", "40 by 2030, Kazakhstan's count")
    #expect(own.cells["status"] != "met" && own.cells["basis"] == "KAZ-side nominal")
    #expect(own.cells["verdict"]?.contains("the last from a secondary source") == true)
    // 4,484 beside 3,300 where 2,764 stood beside 2,750.
    let measures = try row("middle-corridor", "the ministry's figure beside the association's")
    #expect(measures.cells["verdict"]?.contains("35.9 % more") == true)
    #expect(measures.cells["verdict"]?.contains("grew by 62.2 %, the other by 20.0 %") == true)
    let june = try row("nowcast", "trade with all partners from six months of 2026")
    #expect(june.cells["verdict"]?.contains("2026-06 is preliminary") == true)
    let may = try row("nowcast", "trade with all partners from five months of 2026")
    #expect(may.cells["verdict"]?.contains("preliminary") == false)
  }

  /// No course repeats the rows of another one: a course that does not touch a series has none of its own,
  /// and the first one's rows name it.
  @Test func noCourseRepeatsAnother() throws {
    for report in [
      "targets.csv", "forecast.csv", "hitting.csv", "sensitivity.csv", "capacity.csv",
      "capacity_levels.csv", "openings.csv",
    ] {
      var blocks: [[String]: [String: [String]]] = [:]
      for row in try Self.rows(report) {
        var cells = row.cells
        let course = cells.removeValue(forKey: "scenario") ?? ""
        cells["also"] = nil
        let names = ["series", "as_of"].map { row.cells[$0] ?? "" }
        blocks[[row.scenario] + names, default: [:]][course, default: []]
          .append(cells.sorted { $0.key < $1.key }.map(\.value).joined(separator: ","))
      }
      for (name, courses) in blocks where courses.count > 1 {
        let texts = courses.values.map { $0.joined(separator: "\n") }
        #expect(Set(texts).count == texts.count, "\(report) \(name)")
      }
    }
    #expect(try Self.rows("forecast.csv").contains { $0.cells["also"] != "" })
  }

  /// A missed target asks nothing of later periods; earlier data have a file of their own.
  @Test func whatIsOverIsOver() throws {
    #expect(try Self.rows("targets.csv").allSatisfy { $0.cells["vintage"] == "latest" })
    #expect(
      try Self.rows("targets_vintages.csv").allSatisfy { $0.cells["vintage"] != "latest" })
    let missed = Set(
      try Self.rows("targets.csv").filter { $0.cells["status"] == "missed" }.map {
        [$0.scenario, $0.cells["target"] ?? ""]
      })
    #expect(!missed.isEmpty)
    for row in try Self.rows("hitting.csv") {
      #expect(!missed.contains([row.scenario, row.cells["target"] ?? ""]))
    }
  }

  /// What is known of a current period is the same wherever its series is asked.
  @Test func oneSeriesHasOneCurrentYear() throws {
    var known: [[String]: [String: String]] = [:]
    for row in try Self.rows("current_year.csv")
    where !(row.cells["route"] ?? "").hasPrefix("model") {
      let key = [row.cells["series"] ?? "", row.cells["route"] ?? ""]
      if let other = known[key] { #expect(other == row.cells) }
      known[key] = row.cells
    }
    #expect(known.count >= 6)
  }

  /// A nowcast of a year is never under what is counted already.
  @Test func aYearIsNotLessThanItsPart() throws {
    for row in try Self.rows("nowcast.csv") {
      guard let part = row.number("part_value"), let low = row.number("lo-95"),
        row.cells["bridge"] ?? "" == ""
      else { continue }
      #expect(low >= part - 1e-9, "\(row.cells)")
    }
  }
}
