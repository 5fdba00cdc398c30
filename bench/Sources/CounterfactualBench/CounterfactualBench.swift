import Foundation
import Regression
import SeriesCore
import StatisticsCore
import Trade

/// How often intervals of counterfactuals hold the truth, by simulation.
///
/// `CounterfactualBench [TRUTHS] [DRAWS] [COUNTRIES] [ERRORS…]`
///
/// A world has true coefficients and a true elasticity; an analyst knows estimates that are off by their
/// standard errors. `given`: coefficients and sigma with independent errors, outputs and expenditures
/// known, as `corridor counterfactual --cost … --sigma S:E`. `estimated`: flows with noise, whose sums are
/// what countries make and spend, coefficients by Poisson regression with exporter and importer effects and
/// its covariance by each of ERRORS, as `--estimate … --se …`; the truth is that of the true costs at these
/// sums. Prints a row a way and measure: the share of 95 % intervals, of all truths and countries, that
/// hold the truth; its standard error takes the countries of a truth for one.
@main enum CounterfactualBench {
  /// Borders, distance and agreements, about as in the sample of gegravity.
  static let (coefficients, deviations) = ([-3.4, -0.4, 0.5], [0.2, 0.07, 0.1])
  static let (sigma, sigmaDeviation) = (5.0, 0.5)

  struct World {
    var economy: TradeEconomy
    var terms: [[Double]]
    var changed: [[Double]]

    var experiment: TradeExperiment {
      TradeExperiment(economy, terms: terms, changedTerms: changed)
    }
  }

  /// Countries on a plane, some with agreements; a third of the pairs without one sign one.
  static func world(_ n: Int, _ random: inout PhiloxGenerator) -> World {
    let names = (0..<n).map { "C\($0 < 10 ? "0" : "")\($0)" }
    let output = names.map { _ in exp(random.normal()) }
    let places = names.map { _ in (random.uniform(), random.uniform()) }
    var terms = [[Double]](repeating: [Double](repeating: 0, count: n * n), count: 3)
    var changed = terms[2]
    for j in 0..<n {
      for i in 0...j {
        let distance =
          i == j
          ? 0.05 : hypot(places[i].0 - places[j].0, places[i].1 - places[j].1) + 0.05
        let agreed = i != j && random.uniform() < 0.2 ? 1.0 : 0
        let signs = i != j && agreed == 0 && random.uniform() < 0.33 ? 1.0 : agreed
        for place in [i + j * n, j + i * n] {
          terms[0][place] = i == j ? 0 : 1
          terms[1][place] = log(distance)
          terms[2][place] = agreed
          changed[place] = signs
        }
      }
    }
    let economy = TradeEconomy(countries: names, output: output, expenditure: output)
    return World(economy: economy, terms: terms, changed: [terms[0], terms[1], changed])
  }

  struct Tally {
    var truths = 0
    var held = [[Int]](repeating: [], count: TradeEffect.Measure.fractions.count)
    var failed = 0

    mutating func add(_ answer: CounterfactualAnswer, _ truth: TradeEffect) {
      truths += 1
      failed += answer.failures.count
      for (m, measure) in TradeEffect.Measure.fractions.enumerated() {
        held[m].append(
          truth.countries.indices.count { place in
            guard let (low, high) = answer.intervals?.change(measure, place) else { return false }
            return (low...high).contains(truth.change(measure, place))
          })
      }
    }

    func report(_ way: String, countries: Int) {
      for (m, measure) in TradeEffect.Measure.fractions.enumerated() {
        let shares = held[m].map { Double($0) / Double(countries) }
        let mean = shares.reduce(0, +) / Double(shares.count)
        let variance =
          shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(shares.count - 1)
        let error = (variance / Double(shares.count)).squareRoot()
        print(
          "\(way),\(measure.rawValue),\(truths),\(countries),"
            + String(format: "%.4f,%.4f", mean, error) + ",\(failed)")
      }
    }
  }

  static func question(
    _ world: World, _ costs: CostTerms, _ sigma: Double, draws: Int, seed: UInt64
  ) -> CounterfactualQuestion {
    var question = CounterfactualQuestion(
      world.experiment, costs: costs, sigma: Elasticity(sigma, deviation: sigmaDeviation))
    (question.draws, question.seed, question.jobs) = (draws, seed, 2)
    return question
  }

  static func main() throws {
    let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    let truths = numbers.first ?? 1_000
    let draws = numbers.dropFirst().first ?? 400
    let n = numbers.dropFirst(2).first ?? 20
    let kinds = CommandLine.arguments.dropFirst().filter { Int($0) == nil }
    let errors = (kinds.isEmpty ? ["hc3"] : kinds).compactMap { CovarianceKind($0) }
    var (given, estimated) = (Tally(), errors.map { _ in Tally() })
    for number in 0..<truths {
      var random = PhiloxGenerator(seed: 2_026, path: UInt32(number))
      let world = world(n, &random)
      let real = zip(coefficients, deviations).map { $0 + $1 * random.normal() }
      let trueSigma = sigma + sigmaDeviation * random.normal()
      guard trueSigma > 1 else { continue }
      let truth = try world.experiment.effect(coefficients: real, sigma: trueSigma)
      // The analyst's estimates are off by the same errors.
      let said = zip(real, deviations).map { $0 + $1 * random.normal() }
      let saidSigma = trueSigma + sigmaDeviation * random.normal()
      if saidSigma > 1 {
        let costs = CostTerms(names: names, coefficients: said, deviations: deviations)
        given.add(
          try question(world, costs, saidSigma, draws: draws, seed: UInt64(number)).answer(), truth)
      }
      try estimate(
        world, truth, (real, trueSigma), saidSigma, draws, number, &random, errors, &estimated)
    }
    print("way,measure,truths,countries,coverage,error,failed_draws")
    given.report("given", countries: n)
    for (kind, tally) in zip(errors, estimated) {
      tally.report("estimated " + kind.name, countries: n)
    }
  }

  static let names = ["border", "distance", "agreement"]

  /// Fits flows that are the truth's with lognormal noise, and asks about them.
  static func estimate(
    _ world: World, _ model: TradeEffect, _ real: (costs: [Double], sigma: Double),
    _ sigma: Double, _ draws: Int, _ number: Int,
    _ random: inout PhiloxGenerator, _ errors: [CovarianceKind], _ tallies: inout [Tally]
  ) throws {
    guard sigma > 1 else { return }
    let n = world.economy.count
    let flows = model.baseline.map { $0 * exp(0.3 * random.normal() - 0.045) }
    let countries = world.economy.countries
    let pairs = flows.indices.map { ($0 % n, $0 / n) }
    var columns = ["flow": DataTable.Numbers(flows)]
    for (name, term) in zip(names, world.terms) { columns[name] = DataTable.Numbers(term) }
    let table = DataTable(
      rowCount: n * n, numbers: columns,
      levels: [
        "exp": DataTable.Levels(pairs.map { countries[$0.0] }),
        "imp": DataTable.Levels(pairs.map { countries[$0.1] }),
      ])
    var regression = RegressionQuestion(
      try Formula("flow ~ border + distance + agreement | exp + imp"), table: table)
    regression.family = .poisson
    var noisy = world
    noisy.economy = TradeEconomy(countries: countries, flows: flows)
    // What countries made and spent is what they made and spent: costs alone are estimated.
    let truth = try noisy.experiment.effect(coefficients: real.costs, sigma: real.sigma)
    for (place, kind) in errors.enumerated() {
      regression.errors = kind
      let costs = try CostTerms(try regression.answer())
      tallies[place].add(
        try question(noisy, costs, sigma, draws: draws, seed: UInt64(number)).answer(), truth)
    }
  }
}
