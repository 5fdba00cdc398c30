import Logistics
import StatisticsCore
import Testing
import _TestSupport

/// Lists of projects: what they tell, and what cannot be.
@Suite struct ProjectPipelineTests {
  static func list(
    _ time: Double, _ listed: Int, _ finished: Int? = nil, removed: Int? = nil, added: Int? = 0,
    left: Int? = nil
  ) -> ListVintage {
    ListVintage(
      label: "\(time)", time: time, listed: listed, finished: finished, removed: removed,
      added: added, left: left)
  }

  @Test func countsBetweenLists() throws {
    let pipeline = try ProjectPipeline([
      Self.list(2020, 50, 5), Self.list(2021, 48, 9), Self.list(2023, 52, 20, removed: 3, added: 7),
    ])
    #expect(pipeline.intervals.map(\.finished) == [4, 11])
    #expect(pipeline.intervals.map(\.removed) == [2, 3])
    #expect(pipeline.intervals.map(\.open) == [45, 39])
    #expect(pipeline.removed == .init(count: 5, isComplete: true))
    #expect(pipeline.added == .init(count: 7, isComplete: true))
  }

  /// The lists of 2018 to 2024: 51, 55, 52, 45, 45, one count of finished.
  @Test func unknownAdditionsLeaveOnlyNetChanges() throws {
    let sizes = [(2018.1, 51), (2019.7, 55), (2023.8, 52), (2024.4, 45), (2024.5, 45)]
    let pipeline = try ProjectPipeline(
      sizes.map { Self.list($0.0, $0.1, $0.0 == 2024.4 ? 26 : nil, added: nil) })
    #expect(pipeline.removed == .init(count: 10, isComplete: false))
    #expect(pipeline.added == .init(count: 4, isComplete: false))
    #expect(pipeline.base?.listed == 45 && pipeline.base?.open == 19)
    #expect(throws: PipelineError.tooFewLists(needed: 4, found: 0)) {
      try PipelineHazards(pipeline)
    }
  }

  /// Lists of open projects: a sum of finished and removed leaves open which.
  @Test func onlySumsKnown() throws {
    let pipeline = try ProjectPipeline([
      ListVintage(label: "a", time: 1, listed: 60, added: nil, open: 30),
      ListVintage(label: "b", time: 2, listed: 58, added: nil, left: 8, open: 22),
    ])
    let interval = pipeline.intervals[0]
    #expect(interval.open == 30 && interval.left == 8)
    #expect(interval.finished == nil && interval.removed == nil)
    #expect(
      throws: PipelineError.openNotTheRest(at: "a", open: 4, listed: 9, finished: 6)
    ) { try ProjectPipeline([ListVintage(label: "a", time: 1, listed: 9, finished: 6, open: 4)]) }
  }

  @Test func whatCannotBe() {
    func fails(_ expected: PipelineError, _ lists: ListVintage...) {
      #expect(throws: expected) { try ProjectPipeline(lists) }
    }
    fails(.noLists)
    fails(.finishedOverListed(at: "2020.0", finished: 6, listed: 5), Self.list(2020, 5, 6))
    fails(.negative(at: "2020.0", what: "removed", value: -1), Self.list(2020, 5, removed: -1))
    fails(
      .unorderedDates(at: "2019.0", after: "2020.0"), Self.list(2020, 5), Self.list(2019, 5))
    fails(
      .finishedFalls(at: "2021.0", from: 3, to: 2), Self.list(2020, 5, 3), Self.list(2021, 5, 2))
    // Across a list that does not say.
    fails(
      .finishedFalls(at: "2022.0", from: 3, to: 2), Self.list(2020, 5, 3), Self.list(2021, 5),
      Self.list(2022, 5, 2))
    fails(
      .growsWithoutAdditions(at: "2021.0", from: 5, to: 6), Self.list(2020, 5),
      Self.list(2021, 6))
    fails(
      .doesNotAddUp(at: "2021.0", expected: 5, listed: 6), Self.list(2020, 5),
      Self.list(2021, 6, removed: 1, added: 1))
    fails(
      .moreLeftThanOpen(at: "2021.0", left: 4, open: 2), Self.list(2020, 5, 3),
      Self.list(2021, 7, 6, added: 3))
  }
}
