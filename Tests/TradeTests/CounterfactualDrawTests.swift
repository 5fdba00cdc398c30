import Foundation
import LinearAlgebra
import StatisticsCore
import Testing
import _TestSupport

@testable import Trade

@Suite struct CounterfactualDrawTests {
  static func question(
    draws: Int, deviation: Double = 0.1, sigma: Elasticity = Elasticity(5, deviation: 0.5),
    seed: UInt64 = 5
  ) -> CounterfactualQuestion {
    let (economy, term) = EquilibriumTests.economy(5, seed: 8)
    let experiment = TradeExperiment(
      economy, terms: [term], changedTerms: [term.map { 0.8 * $0 }])
    var question = CounterfactualQuestion(
      experiment,
      costs: CostTerms(names: ["t"], coefficients: [-2], deviations: [deviation]), sigma: sigma)
    (question.draws, question.seed) = (draws, seed)
    return question
  }

  @Test func workersDoNotMatter() throws {
    var question = Self.question(draws: 30)
    let one = try question.answer()
    question.jobs = 3
    let three = try question.answer()
    #expect(one.draws.map(\.sigma) == three.draws.map(\.sigma))
    #expect(one.draws.map(\.coefficients) == three.draws.map(\.coefficients))
    for measure in TradeEffect.Measure.allCases {
      for i in 0..<5 {
        let (a, b) = (one.intervals?.change(measure, i), three.intervals?.change(measure, i))
        #expect(a?.low == b?.low && a?.high == b?.high && a != nil)
      }
    }
    question.seed = 6
    #expect(try question.answer().draws.map(\.sigma) != one.draws.map(\.sigma))
  }

  /// Draws without an equilibrium stay in their place, with their reason.
  @Test func failedDrawsAreNamedAndNotReplaced() throws {
    let answer = try Self.question(draws: 200, sigma: Elasticity(1.5, deviation: 0.5)).answer()
    let failures = answer.failures
    #expect(answer.draws.count == 200 && answer.draws.map(\.number) == Array(1...200))
    // P(sigma ≤ 1) is 16 %.
    #expect((15...55).contains(failures.count))
    #expect(failures.allSatisfy { $0.sigma <= 1 && $0.failure?.contains("not above 1") == true })
    #expect(answer.draws.filter { $0.sigma <= 1 }.count == failures.count)
    // The others lie above 1 and are no sample of all.
    #expect(answer.intervals == nil)
  }

  /// A few in a thousand that fail move no end of an interval.
  @Test func aFewFailuresLeaveIntervals() throws {
    // P(sigma ≤ 1) is .5 %.
    let answer = try Self.question(draws: 1000, sigma: Elasticity(2.3, deviation: 0.5)).answer()
    #expect((1...10).contains(answer.failures.count))
    #expect(answer.intervals?.count == 1000 - answer.failures.count)
  }

  /// Next to 1 nothing is a number any more, which is said.
  @Test func nextToOneChangesAreRefused() throws {
    let question = Self.question(draws: 0, sigma: Elasticity(1.000001))
    let error = #expect(throws: TradeError.self) { try question.answer() }
    #expect(error == .unbounded(sigma: 1.000001))
  }

  /// Small errors: the spread is that of the linear approximation.
  @Test func smallErrorsSpreadAsTheSlopeSays() throws {
    let deviation = 1e-3
    let question = Self.question(draws: 2_000, deviation: deviation, sigma: Elasticity(5))
    let answer = try question.answer()
    func welfare(_ coefficient: Double) throws -> Double {
      try question.experiment.effect(coefficients: [coefficient], sigma: 5).change(.welfare, 0)
    }
    let slope = try (welfare(-2 + 1e-5) - welfare(-2 - 1e-5)) / 2e-5
    let expected = 2 * 1.959964 * deviation * abs(slope)
    let interval = try #require(answer.intervals?.change(.welfare, 0))
    // The standard error of a 2.5 % quantile of 2,000 draws is 4.3 % of a half width, of both ends 3 %.
    #expect(relativeError(interval.high - interval.low, expected) < 0.13)
  }

  /// The root of a covariance gives it back, whether or not it has full rank.
  @Test func theRootGivesTheCovarianceBack() throws {
    let full = try Matrix(rows: 2, columns: 2, columnMajor: [0.04, 0.01, 0.01, 0.09])
    let flat = try Matrix(rows: 2, columns: 2, columnMajor: [1, 2, 2, 4])
    for covariance in [full, flat] {
      let costs = try CostTerms(
        names: ["a", "b"], coefficients: [0, 0], covariance: covariance)
      let root = try #require(costs.spread)
      let back = try root.multiplied(by: root, .transposed)
      for i in 0..<2 {
        for j in 0..<2 { #expect(abs(back[i, j] - covariance[i, j]) < 1e-14) }
      }
    }
  }

  /// Truths whose estimates are off by their errors: a small version of `CounterfactualBench`.
  @Test func intervalsHoldTheTruth() throws {
    let (economy, term) = EquilibriumTests.economy(4, seed: 9)
    let experiment = TradeExperiment(
      economy, terms: [term], changedTerms: [term.map { 0.8 * $0 }])
    var generator = PhiloxGenerator(seed: 12)
    var held = 0
    let truths = 60
    for number in 0..<truths {
      let (coefficient, sigma) = (-2 + 0.2 * generator.normal(), 5 + 0.5 * generator.normal())
      let truth = try experiment.effect(coefficients: [coefficient], sigma: sigma)
      let said = coefficient + 0.2 * generator.normal()
      let saidSigma = sigma + 0.5 * generator.normal()
      var question = CounterfactualQuestion(
        experiment, costs: CostTerms(names: ["t"], coefficients: [said], deviations: [0.2]),
        sigma: Elasticity(saidSigma, deviation: 0.5))
      (question.draws, question.seed) = (100, UInt64(number))
      let interval = try #require(try question.answer().intervals?.change(.welfare, 1))
      if (interval.low...interval.high).contains(truth.change(.welfare, 1)) { held += 1 }
    }
    // 95 % of 60 is 57; fewer than 52 come once in a hundred times.
    #expect(held >= 52)
  }
}
