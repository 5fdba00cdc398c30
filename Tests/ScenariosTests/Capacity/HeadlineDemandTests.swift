import Logistics
import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

/// Links whose demand is the headline of their series, so that one question has one answer.
@Suite struct HeadlineDemandTests {
  static let link = """
    targets:
      - {name: goal, series: y, level: 40, by: [2026, 2030]}
    capacity:
      - name: a
        series: y
        capacity: 36
        bound: soft
        deviation: 0.1
        steps: [{name: s, adds: 20, opens: 2029}]
        levels: [{level: 40, by: [2026, 2030]}]

    """

  static func run(_ yaml: String, paths: Int = 4000) throws -> ScenarioRun {
    try ScenarioFiles.with(
      CapacityScenarioTests.head + yaml, data: ["d.csv": CapacityScenarioTests.data]
    ) { path in
      var options = ScenarioRun.Options()
      options.paths = paths
      return ScenarioRun(try ScenarioReader.read(path: path), options: options)
    }
  }

  /// Demand reaches a level with the probability that the target has, to the last path, and what is
  /// carried never with a higher one.
  @Test func demandIsTheTargets() throws {
    let run = try Self.run(Self.link)
    let answer = try #require(run.part(CapacityPart.self)?.answer)
    let link = try #require(answer.links.first)
    let outcome = try link.result.get()
    for row in run.targets where row.course == "baseline" {
      let deadline = row.outcome.deadline
      let standing = CapacityAnswer.standing(
        outcome, outcome.tallies[0].tally, level: 0, value: 40, deadline: deadline)
      guard case .projected(let demand, _, let carried, let touched) = standing else {
        Issue.record("\(deadline) is projected")
        continue
      }
      #expect(demand == row.outcome.pLevel)
      #expect(carried <= demand)
      #expect(touched <= (try #require(row.outcome.pTouch)))
    }
    #expect(outcome.tallies.map(\.course) == ["baseline"])
    #expect(outcome.tallies[0].alike == ["late"])
    #expect(answer.sheet.first?.members == "headline demand under capacity")
  }

  /// With room for all, all that is wanted is carried.
  @Test func withoutALimitAllIsCarried() throws {
    let run = try Self.run(Self.link.replacing("capacity: 36", with: "capacity: 9000"))
    let answer = try #require(run.part(CapacityPart.self)?.answer)
    for (row, target) in zip(answer.sheet, run.targets.filter { $0.course == "baseline" }) {
      #expect(row.probability == target.outcome.pTouch)
    }
  }

  /// Alternatives stand beside a link: their own demand, the first course only, no row of the sheet and no
  /// range.
  @Test func alternativesHaveNoAnswerOfTheirOwn() throws {
    let yaml =
      Self.link
        + """
            alternatives:
              - {name: drift, demand: drift, from: 2016}
              - {name: uncertain, demand: drift, bound: uncertain}
              - {name: stated, bound: uncertain, deviation: 0.3}

        """.replacing("    alternatives", with: "    alternatives")
    let alone = try Self.run(Self.link)
    let run = try Self.run(yaml)
    let answer = try #require(run.part(CapacityPart.self)?.answer)
    #expect(
      answer.links.map(\.question.name) == ["a", "a, drift", "a, uncertain", "a, stated"])
    #expect(
      answer.links.map(\.question.demand.name) == ["headline", "drift", "drift", "headline"])
    #expect(answer.links[1].question.from == 2016 && answer.links[2].question.from == nil)
    #expect(answer.links[3].question.bound == .uncertain(deviation: 0.3))
    #expect(try answer.links[1].result.get().tallies.map(\.course) == ["baseline"])
    let before = try #require(alone.part(CapacityPart.self)?.answer).sheet
    #expect(answer.sheet.count == before.count)
    for (row, other) in zip(answer.sheet, before) {
      #expect(row.probability == other.probability && row.range == nil)
    }
    #expect(answer.sheet.first?.whyRange?.contains("no backtest has judged") == true)
  }

  /// Values that are not positive have no demand in logs; the rows say so.
  @Test func withoutAHeadlineThereIsNoAnswer() throws {
    let data = CapacityScenarioTests.data.replacing("2018,13.9", with: "2018,-1")
    let run = try ScenarioFiles.with(
      CapacityScenarioTests.head + "capacity: [{name: a, series: y, capacity: 60}]\n",
      data: ["d.csv": data]
    ) { path in
      var options = ScenarioRun.Options()
      options.paths = 200
      return ScenarioRun(try ScenarioReader.read(path: path), options: options)
    }
    let link = try #require(run.part(CapacityPart.self)?.answer.links.first)
    guard case .failure(let error) = link.result else {
      Issue.record("a negative value was taken as demand")
      return
    }
    #expect(error.reason.contains("-1"))
  }
}
