import Foundation
import StatisticsCore
import Testing
import _TestSupport

@testable import Logistics

/// Constant competing hazards against R, and as properties.
@Suite struct PipelineHazardTests {
  /// Intervals as Fixtures/r/make_pipeline.R has them: years, open, finished, removed, sum.
  static func intervals(_ rows: [(Double, Int, Int?, Int?, Int?)]) -> [PipelineInterval] {
    rows.map {
      PipelineInterval(
        start: "a", end: "b", years: $0.0, open: $0.1, finished: $0.2, removed: $0.3, left: $0.4,
        added: 0)
    }
  }

  static func fit(_ rows: [(Double, Int, Int?, Int?, Int?)]) throws -> PipelineHazards {
    try PipelineHazards(PipelineLikelihood(intervals(rows)))
  }

  static let cases: [String: [(Double, Int, Int?, Int?, Int?)]] = [
    "both": [
      (1, 50, 5, 2, nil), (1, 43, 4, 1, nil), (1.5, 38, 8, 3, nil), (0.5, 27, 2, 1, nil),
      (1, 24, 3, 2, nil),
    ],
    "zero": [(1, 20, 2, 0, nil), (1, 18, 1, 0, nil), (1, 17, 2, 0, nil), (1, 15, 1, 0, nil)],
    "mixed": [
      (1, 60, 6, 2, nil), (2, 52, nil, nil, 12), (1, 40, 4, nil, nil), (1, 34, nil, 2, nil),
      (1, 30, 3, 1, nil),
    ],
  ]

  static func hazards(_ name: String) throws -> PipelineHazards {
    try fit(try #require(cases[name]))
  }

  static func expected(_ name: String) throws -> [String: Double] {
    var values: [String: Double] = [:]
    for row in try Repository.rows("r/pipeline.csv") where row["case"] == name {
      values[row["quantity"] ?? ""] = Double(row["value"] ?? "")
    }
    return values
  }

  /// The likelihood no worse than R's by 1e-8; estimates to 1e-5, where a search by values stops;
  /// posterior ends to 2e-4: a grid of 401 cells, halved errors at 801.
  @Test(arguments: ["both", "zero", "mixed"]) func asInR(_ name: String) throws {
    let fit = try Self.hazards(name)
    let expected = try Self.expected(name)
    #expect(fit.logLikelihood >= (expected["loglik"] ?? 0) - 1e-8)
    #expect(abs(fit.logLikelihood - (expected["loglik"] ?? 0)) < 1e-6)
    for (hazard, word) in [(fit.completion, "completion"), (fit.removal, "removal")] {
      #expect(abs(hazard.estimate - (expected[word] ?? .nan)) < 1e-5 * max(hazard.estimate, 0.01))
      let low = expected[word + " 0.025"] ?? .nan
      let high = expected[word + " 0.975"] ?? .nan
      #expect(relativeError(hazard.high, high) < 2e-4, "\(hazard.high) \(high)")
      // An end near zero is as good as the cell beside zero.
      #expect(abs(hazard.low - low) < 2e-4 * max(low, 0.02), "\(hazard.low) \(low)")
    }
    if name == "both" {
      let deviance = try #require(fit.deviance)
      #expect(relativeError(deviance.value, expected["deviance"] ?? .nan) < 1e-6)
      #expect(relativeError(deviance.pValue, expected["deviance_p"] ?? .nan) < 1e-6)
      #expect(deviance.freedom == 8 && fit.finished == 22 && fit.removed == 9)
    }
  }

  /// Equal intervals with everything counted: π̂ = finished/left, e^{−θ̂Δ} = share that stays.
  @Test func closedFormForEqualIntervals() throws {
    let fit = try Self.fit([
      (0.5, 40, 4, 2, nil), (0.5, 34, 3, 1, nil), (0.5, 30, 4, 2, nil), (0.5, 24, 2, 2, nil),
    ])
    let theta = -2 * log1p(-20.0 / 128)
    #expect(relativeError(fit.completion.estimate, theta * 13 / 20) < 1e-6)
    #expect(relativeError(fit.removal.estimate, theta * 7 / 20) < 1e-6)
  }

  /// Ten times the projects: the same hazards, intervals narrower by about √10.
  @Test func moreProjectsNarrowTheIntervals() throws {
    let rows = try #require(Self.cases["both"])
    let many = rows.map { row -> (Double, Int, Int?, Int?, Int?) in
      (row.0, 10 * row.1, row.2.map { 10 * $0 }, row.3.map { 10 * $0 }, nil)
    }
    let large = try Self.fit(many)
    let small = try Self.hazards("both")
    #expect(relativeError(large.completion.estimate, small.completion.estimate) < 1e-6)
    let ratio =
      (small.completion.high - small.completion.low)
      / (large.completion.high - large.completion.low)
    #expect(abs(ratio - 10.0.squareRoot()) < 0.15)
  }

  @Test func whatIsNotIdentified() throws {
    #expect(throws: PipelineError.notIdentified) {
      try Self.fit((0..<5).map { _ in (1.0, 40, nil, nil, 5) })
    }
    #expect(throws: PipelineError.tooFewLists(needed: 4, found: 3)) {
      try Self.fit((0..<3).map { _ in (1.0, 40, 4, 1, nil) })
    }
    #expect(throws: PipelineError.unbounded) {
      try Self.fit((0..<4).map { _ in (1.0, 10, 6, 4, nil) })
    }
  }

  /// Lists give the same fit as the intervals between them.
  @Test func fromLists() throws {
    var lists = [ListVintage(label: "0", time: 2020, listed: 60, finished: 10)]
    var (time, listed, finished) = (2020.0, 60, 10)
    for (years, _, done, out, _) in try #require(Self.cases["both"]) {
      time += years
      listed -= out ?? 0
      finished += done ?? 0
      lists.append(ListVintage(label: "\(time)", time: time, listed: listed, finished: finished))
    }
    let fit = try PipelineHazards(ProjectPipeline(lists))
    #expect(relativeError(fit.logLikelihood, try Self.hazards("both").logLikelihood) < 1e-12)
    #expect(fit.removed == 9 && fit.finished == 22)
  }

  /// Draws follow the posterior: quantiles of 20,000 within 4 standard errors of its ends.
  @Test func drawsFollowThePosterior() throws {
    let fit = try Self.hazards("mixed")
    var random = PhiloxGenerator(seed: 3)
    let draws = (0..<20_000).map { _ in fit.draw(using: &random) }
    // The standard error of a share of 2.5 %: 0.0011.
    for (hazard, values) in [
      (fit.completion, draws.map(\.completion)), (fit.removal, draws.map(\.removal)),
    ] {
      let below = Double(values.count { $0 < hazard.low }) / 20_000
      let above = Double(values.count { $0 > hazard.high }) / 20_000
      #expect(abs(below - 0.025) < 0.0045 && abs(above - 0.025) < 0.0045)
    }
  }
}
