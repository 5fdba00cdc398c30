import Foundation
import Logistics
import Scenarios
import SeriesCore
import Testing
import _TestSupport

/// The key `pipelines`: the shipped lists, lists that carry a fit, and faults.
@Suite struct PipelineScenarioTests {
  static func answer(_ path: String, paths: Int = 2000, asOf: String? = nil) throws
    -> PipelineAnswer
  {
    var options = ScenarioRun.Options()
    options.paths = paths
    options.asOf = asOf.flatMap { PeriodText($0) }
    let run = ScenarioRun(try ScenarioReader.read(path: path), options: options)
    return try #require(run.pipelines.first)
  }

  static let shipped = Repository.path("datasets/scenarios/project-pipeline.yaml")

  /// 26 of 45: 0.43 to 0.71, no fit, at least 10 taken off.
  @Test func theShippedLists() throws {
    let answer = try Self.answer(Self.shipped)
    #expect(answer.status == .assumption && answer.fit == nil)
    let share = try #require(answer.share)
    #expect(abs(share.low - 0.43) < 0.005 && abs(share.high - 0.71) < 0.005)
    #expect(answer.pipeline?.removed == .init(count: 10, isComplete: false))
    #expect(answer.value?.amount == 14.5 && answer.base?.label == "2024-05")
    let byCourse = Dictionary(
      uniqueKeysWithValues: answer.rows.filter { $0.period == "2030" }.map { ($0.course, $0) })
    let base = try #require(byCourse["baseline"]?.outcome)
    for (course, isMore) in [("high", true), ("low", false), ("list-cut", false)] {
      let other = try #require(byCourse[course]?.outcome)
      #expect((other.meanFinished > base.meanFinished) == isMore, "\(course)")
    }
    #expect(base.value(0.999) ?? 99 <= 14.5)
    for row in answer.rows {
      let text = PipelineVerdict.text(answer, row)
      #expect(text.contains("hazards assumed, not fitted"))
      #expect(text.contains(", 45 finished with "))
      #expect(text.contains(", 14.5 USD bn of it finished with "))
    }
    // The count and the money, and how likely the goal of each is, are four questions.
    var options = ScenarioRun.Options()
    options.paths = 500
    let sheet = ScenarioRun(try ScenarioReader.read(path: Self.shipped), options: options).sheet
    let worth = sheet.filter { $0.question.hasSuffix(", value") }
    #expect(worth.count * 4 == sheet.count)
    let aims = sheet.filter { $0.question.hasSuffix("finished") }
    #expect(aims.count == 2 * worth.count && Set(aims.map(\.level)) == [45, 14.5])
    #expect(aims.allSatisfy { $0.probability != nil && $0.range == nil && $0.value == nil })
    #expect(worth.allSatisfy { $0.unit?.label == "USD bn" && $0.value ?? 99 <= 14.5 })
  }

  /// Before the one list that counts the finished there is no share and no projection.
  @Test func beforeTheCountThereIsNoAnswer() throws {
    let answer = try Self.answer(Self.shipped, asOf: "2023")
    #expect(answer.status == .insufficient && answer.share == nil)
    #expect(answer.rows.allSatisfy { $0.outcome == nil })
    #expect(PipelineVerdict.text(answer, try #require(answer.rows.first)).hasPrefix("no answer"))
  }

  static let lists = """
    scenarios: [{name: baseline}, {name: fast}]
    pipelines:
      - name: p
        until: [2026, 2030]
        vintages:
          - {date: 2019, listed: 60, finished: 10}
          - {date: 2020, listed: 58, finished: 15}
          - {date: 2021, listed: 57, finished: 19}
          - {date: 2022, listed: 54, finished: 27, removed: 3}
          - {date: 2023, listed: 53, finished: 29, value: 20}
          - {date: 2024, listed: 55, finished: 32, removed: 2, added: 4}
        unit: USD bn
        sizes: {finished_share: 0.5, log_sd: 1, reason: known}
        factors: {fast: {completion: 2}}

    """

  @Test func fiveCountedListsCarryAFit() throws {
    let answer = try ScenarioFiles.with(Self.lists) { try Self.answer($0) }
    #expect(answer.status == .fitted && answer.reason == nil)
    let fit = try #require(answer.fit)
    #expect(fit.intervals == 5 && fit.finished == 22 && fit.removed == 9)
    #expect(answer.base?.listed == 55 && answer.base?.open == 23)
    let (slow, fast) = (answer.rows[0], answer.rows[2])
    #expect(slow.course == "baseline" && fast.course == "fast" && slow.period == fast.period)
    #expect(fast.completion?.estimate == 2 * (slow.completion?.estimate ?? 0))
    #expect(PipelineVerdict.text(answer, slow).contains("hazards fitted, 5 intervals"))
    #expect(answer.value?.amount == 20)
    // Same file, same numbers.
    let again = try ScenarioFiles.with(Self.lists) { try Self.answer($0) }
    #expect(again.rows[1].outcome?.meanFinished == answer.rows[1].outcome?.meanFinished)
    // As of 2022 four lists are left: no fit, and nothing is stated instead.
    let early = try ScenarioFiles.with(Self.lists) { try Self.answer($0, asOf: "2022") }
    #expect(early.status == .insufficient && early.share != nil)
    #expect(early.reason?.contains("3 intervals") == true)
  }

  @Test func aCourseTakesTheFactorsOfItsNearestAncestor() throws {
    let text = Self.lists.replacing(
      "{name: fast}]", with: "{name: fast}, {name: later, inherits: fast}]")
    let rows = try ScenarioFiles.with(text) { try Self.answer($0) }.rows
    func completion(_ course: String) -> Double? {
      rows.first { $0.course == course }?.completion?.estimate
    }
    #expect(completion("later") == completion("fast"))
    #expect(completion("later") != completion("baseline"))
  }

  @Test(arguments: [
    ("finished: 15}", "finished: 59}", "59 finished of 58 listed", 7),
    ("listed: 57,", "listed: 59,", "grows from 58 to 59 without additions", 8),
    ("date: 2021", "date: 2018", "stands after list", 8),
    ("finished: 19", "finished: 9", "finished projects fall from 15 to 9", 8),
    ("listed: 57,", "listed: -57,", "no whole number from 0", 8),
    ("removed: 3", "removed: 5", "plus added is 52, listed are 54", 9),
    ("    unit: USD bn\n", "", "the value has no unit", 3),
    ("until: [2026, 2030]", "until: [2024, 2030]", "does not end after the list of 2024", 4),
    ("until: [2026, 2030]", "until: [2030, 2026]", "does not follow '2030'", 4),
    ("finished_share: 0.5", "finished_share: 1.5", "a share of the value between 0 and 1", 13),
    ("reason: known", "resaon: known", "did you mean 'reason'?", 13),
    ("fast: {completion: 2}", "fats: {completion: 2}", "no scenario 'fats' in this file", 14),
    ("{completion: 2}", "{completion: -2}", "-2 is not positive", 14),
    ("{fast: {completion: 2}}", "2", "a mapping of keys is needed", 14),
    ("date: 2019,", "", "the key 'date' is missing", 6),
  ])
  func faultsHaveTheirLine(_ old: String, _ new: String, _ message: String, _ line: Int) throws {
    let faults = try ScenarioFaults.found(
      in: Self.lists.replacing(old, with: new, maxReplacements: 1))
    let fault = try #require(
      faults.first { $0.message.contains(message) || $0.advice?.contains(message) == true },
      "\(faults)")
    #expect(fault.line == line, "\(faults)")
  }

  /// The shipped lists without a word on additions: 51 grow to 55.
  @Test func growthNeedsAWordOnAdditions() throws {
    let text = try String(contentsOfFile: Self.shipped, encoding: .utf8)
      .replacing("    added: unknown\n", with: "")
      .replacing("file: ../", with: "file: " + Repository.path("datasets/"))
    let faults = try ScenarioFaults.found(in: text, allowsOutside: true)
    #expect(faults.count == 1)
    #expect(faults.first?.message.contains("grows from 51 to 55 without additions") == true)
  }
}
