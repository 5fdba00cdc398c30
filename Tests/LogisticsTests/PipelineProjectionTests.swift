import Logistics
import Testing
import _TestSupport

/// Simulated projects against closed forms.
@Suite struct PipelineProjectionTests {
  static func projection(
    completion: (Double, Double) = (0.12, 0.12), removal: (Double, Double) = (0.05, 0.05),
    value: PipelineProjection.Value? = nil, factors: (Double, Double) = (1, 1), open: Int = 19,
    horizons: [Double] = [2, 6], seed: UInt64 = 1
  ) -> PipelineProjection {
    PipelineProjection(
      name: "p", open: open, finished: 26,
      source: .assumed(
        completion: .init(low: completion.0, high: completion.1),
        removal: .init(low: removal.0, high: removal.1)),
      value: value, factors: (factors.0, factors.1), horizons: horizons, paths: 20_000, seed: seed)
  }

  /// Fixed hazards give binomial counts: R's `qbinom` and `pbinom` (make_pipeline.R).
  @Test func fixedHazardsAreBinomial() throws {
    let outcomes = Self.projection().outcomes()
    for (outcome, time) in zip(outcomes, [2, 6]) {
      let expected = try PipelineHazardTests.expected("binomial \(time)")
      for (name, p) in [("q0.1", 0.1), ("q0.5", 0.5), ("q0.9", 0.9)] {
        #expect(Double(outcome.finished(p)) == expected[name])
      }
      // Standard errors: √(19 · 0.25)/√20000 = 0.015 at most, and 0.0035 of a share.
      #expect(abs(outcome.meanFinished - (expected["mean"] ?? 0)) < 0.062)
      #expect(abs(outcome.probability(finished: 35) - (expected["p35"] ?? 0)) < 0.0142)
      let removed = (outcome.meanFinished - 26) * 0.05 / 0.12
      #expect(abs(outcome.meanRemoved - removed) < 0.06)
    }
  }

  /// Uncertain hazards widen the counts beyond the binomial ones.
  @Test func uncertainHazardsWiden() {
    let fixed = Self.projection().outcomes()[1]
    let wide = Self.projection(completion: (0.04, 0.36), removal: (0.02, 0.125)).outcomes()[1]
    #expect(wide.finished(0.9) - wide.finished(0.1) > fixed.finished(0.9) - fixed.finished(0.1))
  }

  @Test func countsAndValuesOnlyRise() {
    let value = PipelineProjection.Value(
      total: 14.5, finishedShare: (0.25, 0.6), logDeviation: 1)
    let outcomes = Self.projection(value: value, horizons: [1, 3, 9, 400]).outcomes()
    for (a, b) in zip(outcomes, outcomes.dropFirst()) {
      for p in [0.05, 0.5, 0.95] {
        #expect(a.finished(p) <= b.finished(p) && a.removed(p) <= b.removed(p))
        #expect(a.value(p) ?? 1 <= b.value(p) ?? 0)
      }
    }
    for outcome in outcomes {
      #expect(outcome.value(0) ?? -1 > 0 && outcome.value(1) ?? 99 <= 14.5 * (1 + 1e-12))
    }
    // In the end every project is finished or removed: shares λ : μ.
    let last = outcomes[3]
    #expect(abs(last.meanFinished + last.meanRemoved - 45) < 1e-9)
    #expect(abs((last.meanFinished - 26) / 19 - 0.12 / 0.17) < 0.004)
  }

  /// Nothing is removed and all is finished: the value is the whole list's on every path.
  @Test func theValueAddsUp() {
    let value = PipelineProjection.Value(total: 14.5, finishedShare: (0.4, 0.4), logDeviation: 1.5)
    let outcome = Self.projection(
      completion: (50, 50), removal: (0, 0), value: value, horizons: [100]
    ).outcomes()[0]
    #expect(outcome.finished(0) == 45 && outcome.removed(1) == 0)
    #expect(abs((outcome.value(0) ?? 0) - 14.5) < 1e-12)
    // Sizes do not move the mean: 0.4 + 0.6 · p of the value.
    let some = Self.projection(value: value, horizons: [2]).outcomes()[0]
    let share = (some.meanFinished - 26) / 19
    let values = (1..<2000).map { some.value(Double($0) / 2000) ?? 0 }
    let mean = values.reduce(0, +) / Double(values.count)
    // A path's share of the value has a deviation near 0.15; over 20,000 paths 0.001 · 8.7.
    #expect(abs(mean - 14.5 * (0.4 + 0.6 * share)) < 0.05)
  }

  /// Courses of events share their random numbers: faster completion never finishes fewer.
  @Test func coursesShareTheirNumbers() {
    let base = Self.projection().outcomes()
    let again = Self.projection().outcomes()
    let fast = Self.projection(factors: (1.5, 1)).outcomes()
    for (i, outcome) in base.enumerated() {
      #expect(outcome.meanFinished == again[i].meanFinished)
      #expect(fast[i].meanFinished > outcome.meanFinished)
    }
    #expect(Self.projection(seed: 2).outcomes()[0].meanFinished != base[0].meanFinished)
    let none = Self.projection(open: 0).outcomes()[0]
    #expect(none.finished(0.5) == 26 && none.removed(0.5) == 0)
  }
}
