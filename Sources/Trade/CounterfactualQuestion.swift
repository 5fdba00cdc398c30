internal import Glibc
internal import SeriesCore
internal import StatisticsCore

/// What a change of trade costs does, with what is uncertain about it.
package struct CounterfactualQuestion: Sendable {
  package var experiment: TradeExperiment
  package var costs: CostTerms
  package var sigma: Elasticity
  /// Draws of what is uncertain; 0 for none.
  package var draws = 0
  package var seed: UInt64 = CounterfactualQuestion.usualSeed
  /// Threads; the answer does not depend on them.
  package var jobs = 1

  package static let usualSeed: UInt64 = 41
  package static let drawLimit = 100_000
  /// Levels of the intervals, in percent.
  package var levels = [95.0]

  package init(_ experiment: TradeExperiment, costs: CostTerms, sigma: Elasticity) {
    (self.experiment, self.costs, self.sigma) = (experiment, costs, sigma)
  }

  /// - Throws: `TradeError` when there is no answer at the coefficients themselves; draws that fail are
  ///   in the answer.
  package func answer() throws(TradeError) -> CounterfactualAnswer {
    try answer { _ in experiment }
  }

  /// The same where a draw changes the experiment beyond coefficients and elasticity.
  ///
  /// - Parameter varied: the experiment of a draw, made of the random numbers it is given; nil of those
  ///   is the middle.
  package func answer(
    varied: @Sendable (_ uniform: (() -> Double)?) -> TradeExperiment
  ) throws(TradeError) -> CounterfactualAnswer {
    let central = try varied(nil).effect(
      coefficients: costs.coefficients, sigma: sigma.value)
    guard draws > 0 else {
      return CounterfactualAnswer(question: self, effect: central, draws: [], allIntervals: [])
    }
    let store = DrawStore(draws: draws, countries: experiment.economy.count)
    let workers = max(1, min(jobs, draws))
    Workers.perform(workers) { worker in
      for number in stride(from: worker, to: draws, by: workers) {
        store.keep(draw(number, from: central.start, varied), at: number)
      }
    }
    let kept = store.draws
    let failed = kept.count { $0.failure != nil }
    let isSample = Double(failed) <= Self.mostFailures * Double(draws)
    return CounterfactualAnswer(
      question: self, effect: central, draws: kept,
      allIntervals: isSample
        ? levels.compactMap { store.intervals(level: $0, jobs: workers) } : [])
  }

  /// The share of draws without an equilibrium up to which the others stand for all: those that fail lie at one
  /// end, so that more of them would move the ends of an interval.
  private static let mostFailures = 0.01

  /// One draw, which depends on seed and number alone.
  private func draw(
    _ number: Int, from start: TradeEffect.Start,
    _ varied: (_ uniform: (() -> Double)?) -> TradeExperiment
  ) -> (CounterfactualDraw, TradeEffect?) {
    var generator = PhiloxGenerator(
      seed: seed, series: Self.stream, path: UInt32(truncatingIfNeeded: number))
    let coefficients = costs.drawn(costs.coefficients.map { _ in generator.normal() })
    let sigma = self.sigma.value + self.sigma.deviation * generator.normal()
    let experiment = varied { generator.uniform() }
    do throws(TradeError) {
      let effect = try experiment.effect(
        coefficients: coefficients, sigma: sigma, from: start)
      let draw = CounterfactualDraw(
        number: number + 1, coefficients: coefficients, sigma: sigma, failure: nil,
        residual: effect.residual, iterations: effect.iterations)
      return (draw, effect)
    } catch {
      let draw = CounterfactualDraw(
        number: number + 1, coefficients: coefficients, sigma: sigma, failure: error.description,
        residual: nil, iterations: nil)
      return (draw, nil)
    }
  }

  /// Keeps these random numbers apart from those of forecasts: "CFGE".
  private static let stream: UInt32 = 0x4346_4745
}

/// What was drawn, and whether there was an equilibrium.
package struct CounterfactualDraw: Sendable {
  /// From 1.
  package let number: Int
  package let coefficients: [Double]
  package let sigma: Double
  /// Why there is no equilibrium; nil where there is one.
  package let failure: String?
  package let residual: Double?
  package let iterations: Int?
}

/// What a change of trade costs does at the coefficients, and over the draws.
package struct CounterfactualAnswer: Sendable {
  package let question: CounterfactualQuestion
  package let effect: TradeEffect
  /// All of them, failed ones too.
  package let draws: [CounterfactualDraw]
  /// Of the draws that did not fail, one a level; empty without draws, or where more than one in a hundred failed.
  let allIntervals: [Intervals]

  /// The intervals of the first level.
  package var intervals: Intervals? { allIntervals.first }

  package func intervals(level: Double) -> Intervals? {
    allIntervals.first { $0.level == level }
  }

  /// Central intervals of one level.
  package struct Intervals: Sendable {
    /// In percent.
    package let level: Double
    /// Draws behind them.
    package let count: Int
    /// By measure and country.
    let changes: [[(low: Double, high: Double)?]]
    /// By pair, column-major; nil for a flow of zero.
    let flows: [(low: Double, high: Double)?]
    let countries: Int

    package func change(
      _ measure: TradeEffect.Measure, _ country: Int
    ) -> (low: Double, high: Double)? {
      changes[TradeEffect.Measure.allCases.firstIndex(of: measure) ?? 0][country]
    }

    package func flowChange(
      _ exporter: Int, _ importer: Int
    ) -> (low: Double, high: Double)? {
      flows[exporter + importer * countries]
    }
  }

  package var failures: [CounterfactualDraw] { draws.filter { $0.failure != nil } }
}
