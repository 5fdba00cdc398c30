internal import Glibc
internal import SeriesCore
package import Trade

/// What cheaper or dearer trade of some countries with each other would do to all of them, on the flows of
/// one year and stated assumptions.
package struct TradeCostQuestion: Sendable {
  /// Two ends of what is assumed, and why.
  package struct Range: Sendable {
    package let low: Double
    package let high: Double
    package let reason: String
  }

  /// A change of the cost of delivery between two countries, both ways.
  package struct Change: Sendable {
    package let name: String
    package let countries: (String, String)
    /// The change as a fraction of the price delivered: −0.02 for 2 % less.
    package let cost: Range

    /// What is taken where nothing is drawn.
    package var middle: Double { (cost.low + cost.high) / 2 }
  }

  package let name: String
  /// The flows of the year, domestic ones at the middle of their range.
  let table: TradeTable
  /// What domestic flows are multiples of, by country in the order of the table.
  let domesticBase: [Double]
  package let domestic: Range
  package let domesticColumn: String
  package let sigma: Elasticity
  package let sigmaReason: String
  package let changes: [Change]
  /// Countries of which the verdict tells, the first before the others.
  package let told: [String]
  package let draws: Int
  /// Divides flows into the unit.
  package let divisor: Double
  package let unit: String?
  let source: ScenarioSource

  /// The multiple of the base at the middle: the logarithm is equally likely anywhere in the range.
  package var domesticMiddle: Double { (domestic.low * domestic.high).squareRoot() }

  package var countries: [String] { table.economy.countries }
  package var year: String? { table.year }
  package var leftOut: [String] { table.leftOut }

  /// The experiment of a change; assumptions at their middles, or drawn.
  private func experiment(_ change: Change, _ uniform: (() -> Double)?) -> TradeExperiment {
    let n = countries.count
    let factor: Double
    let cost: Double
    if let uniform {
      factor = domestic.low * pow(domestic.high / domestic.low, uniform())
      cost = change.cost.low + (change.cost.high - change.cost.low) * uniform()
    } else {
      (factor, cost) = (domesticMiddle, change.middle)
    }
    var flows = table.economy.flows ?? []
    for i in 0..<n { flows[i + i * n] = factor * domesticBase[i] }
    var experiment = TradeExperiment(
      TradeEconomy(countries: countries, flows: flows), terms: [], changedTerms: [])
    experiment.baseline = .observed
    var factors = [Double](repeating: 0, count: n * n)
    if let i = countries.firstIndex(of: change.countries.0),
      let j = countries.firstIndex(of: change.countries.1)
    {
      factors[i + j * n] = log1p(cost)
      factors[j + i * n] = log1p(cost)
    }
    experiment.logCostFactors = factors
    return experiment
  }

  /// What a change does at the middle of the assumptions.
  func effect(_ change: Change) throws(TradeError) -> TradeEffect {
    try experiment(change, nil).effect(coefficients: [], sigma: sigma.value)
  }

  /// - Parameter draws: the most to take of those that the file asks for.
  func answer(
    _ change: Change, seed: UInt64, draws: Int, jobs: Int
  ) throws(TradeError) -> CounterfactualAnswer {
    var question = CounterfactualQuestion(
      experiment(change, nil), costs: CostTerms(names: [], coefficients: [], deviations: []),
      sigma: sigma)
    (question.draws, question.seed, question.jobs) = (min(self.draws, draws), seed, jobs)
    question.levels = [95, 80]
    return try question.answer { uniform in experiment(change, uniform) }
  }
}
