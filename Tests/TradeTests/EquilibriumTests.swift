import Foundation
import StatisticsCore
import Testing
import _TestSupport

@testable import Trade

@Suite struct EquilibriumTests {
  /// Random economies: some large, some small, costs that leave from 5 to 95 % at home.
  static func economy(
    _ n: Int, seed: UInt64, isBalanced: Bool = false
  ) -> (TradeEconomy, [Double]) {
    var generator = PhiloxGenerator(seed: seed)
    let names = (0..<n).map { "C\($0)" }
    let output = names.map { _ in exp(2 * generator.normal()) }
    var expenditure = output.map { isBalanced ? $0 : $0 * exp(0.2 * generator.normal()) }
    let scale = output.reduce(0, +) / expenditure.reduce(0, +)
    expenditure = expenditure.map { $0 * scale }
    var term = [Double](repeating: 0, count: n * n)
    for j in 0..<n {
      for i in 0..<n where i != j { term[i + j * n] = 1 + generator.uniform() }
    }
    return (TradeEconomy(countries: names, output: output, expenditure: expenditure), term)
  }

  static func effect(
    _ n: Int, seed: UInt64, coefficient: Double = -2, sigma: Double = 5, factor: Double = 0.8
  ) throws -> TradeEffect {
    let (economy, term) = economy(n, seed: seed)
    return try TradeExperiment(
      economy, terms: [term], changedTerms: [term.map { factor * $0 }]
    ).effect(coefficients: [coefficient], sigma: sigma)
  }

  @Test(arguments: [2, 3, 10, 40])
  func marketsClear(count: Int) throws {
    for seed in 0..<5 {
      #expect(try Self.effect(count, seed: UInt64(seed)).residual <= PriceSystem.tolerance)
    }
  }

  /// Rows of the counterfactual add up to output, columns to expenditure, of the baseline too.
  @Test(arguments: GravityFixture.scenarios)
  func flowsAddUp(scenario: String) throws {
    let effect = try GravityFixture.effect(scenario)
    let economy = try GravityFixture.experiment(scenario).economy
    let n = economy.count
    let moved = (0..<n).map { economy.output[$0] * (1 + effect.change(.output, $0)) }
    // Deficits are constant shares of output, on one scale.
    let wanted = (0..<n).map { economy.expenditure[$0] * (1 + effect.change(.output, $0)) }
    let scale = moved.reduce(0, +) / wanted.reduce(0, +)
    for i in 0..<n {
      var (row, column, before, spent) = (0.0, 0.0, 0.0, 0.0)
      for j in 0..<n {
        row += effect.counterfactual[i + j * n]
        column += effect.counterfactual[j + i * n]
        before += effect.baseline[i + j * n]
        spent += effect.baseline[j + i * n]
      }
      #expect(relativeError(row, moved[i]) < 1e-11)
      #expect(relativeError(column, wanted[i] * scale) < 1e-11)
      #expect(relativeError(before, economy.output[i]) < 1e-11)
      #expect(relativeError(spent, economy.expenditure[i]) < 1e-12)
    }
  }

  /// Arkolakis, Costinot & Rodríguez-Clare (2012): Ŵ = λ̂^(1/(1−σ)), λ the share bought at home, where
  /// what is bought at home costs no less to deliver.
  @Test(arguments: GravityFixture.scenarios)
  func welfareIsToldByTheDomesticShare(scenario: String) throws {
    let effect = try GravityFixture.effect(scenario)
    let n = effect.countries.count
    func share(_ flows: [Double], _ i: Int) -> Double {
      let spent = (0..<n).reduce(0) { $0 + flows[$1 + i * n] }
      return flows[i + i * n] / spent
    }
    for i in 0..<n {
      let ratio = share(effect.counterfactual, i) / share(effect.baseline, i)
      let welfare = pow(ratio, 1 / (1 - 5.0))
      #expect(abs(1 + effect.change(.welfare, i) - welfare) < 1e-10, "\(effect.countries[i])")
    }
  }

  /// A change of nothing changes nothing, and the level of prices is the reference's.
  @Test func nothingComesOfNothing() throws {
    var experiment = try GravityFixture.experiment("no_ptas")
    experiment = TradeExperiment(
      experiment.economy, terms: experiment.terms, changedTerms: experiment.terms)
    let effect = try experiment.effect(
      coefficients: GravityFixture.coefficients.map(\.value), sigma: 5)
    for measure in TradeEffect.Measure.fractions {
      for i in effect.countries.indices { #expect(abs(effect.change(measure, i)) < 1e-11) }
    }
  }

  /// Real changes do not depend on the country prices are held against; the reference's index stays.
  @Test func theReferenceSetsTheLevelAlone() throws {
    var experiment = try GravityFixture.experiment("border_minus_5pct")
    let coefficients = GravityFixture.coefficients.map(\.value)
    let reference = try #require(experiment.reference)
    let held = try experiment.effect(coefficients: coefficients, sigma: 5)
    experiment.reference = nil
    let free = try experiment.effect(coefficients: coefficients, sigma: 5)
    #expect(abs(held.change(.imr, reference)) < 1e-14)
    let economy = experiment.economy
    let world = economy.countries.indices.reduce(0) {
      $0 + economy.output[$1] * (1 + free.change(.output, $1))
    }
    #expect(relativeError(world, economy.output.reduce(0, +)) < 1e-12)
    for i in economy.countries.indices {
      #expect(abs(held.change(.welfare, i) - free.change(.welfare, i)) < 1e-12)
    }
  }

  /// Costs that only exporters or importers bear are absorbed by resistances: no share moves.
  @Test func costsOfOneSideMoveNoShare() throws {
    let (economy, term) = Self.economy(8, seed: 3)
    let sided = term.indices.map { Double($0 % 8) * 0.1 - Double($0 / 8) * 0.07 }
    let experiment = TradeExperiment(
      economy, terms: [term, sided], changedTerms: [term, sided])
    let with = try experiment.effect(coefficients: [-2, 1], sigma: 4)
    let without = try experiment.effect(coefficients: [-2, 0], sigma: 4)
    for place in with.baseline.indices {
      #expect(relativeError(with.baseline[place], without.baseline[place]) < 1e-10)
    }
  }

  /// The observed flows as baseline give what the model's own flows give.
  @Test func observedFlowsOfTheModelGiveTheSame() throws {
    let (economy, term) = Self.economy(12, seed: 4)
    let halved = term.map { 0.5 * $0 }
    let modelled = try TradeExperiment(economy, terms: [term], changedTerms: [halved]).effect(
      coefficients: [-2], sigma: 6)
    var experiment = TradeExperiment(
      TradeEconomy(countries: economy.countries, flows: modelled.baseline), terms: [term],
      changedTerms: [halved])
    experiment.baseline = .observed
    let observed = try experiment.effect(coefficients: [-2], sigma: 6)
    for measure in TradeEffect.Measure.fractions {
      for i in 0..<12 {
        #expect(abs(observed.change(measure, i) - modelled.change(measure, i)) < 1e-10)
      }
    }
  }

  /// Two equal countries: p̂ = 1, and welfare follows from the shares by hand.
  @Test func equalCountriesByHand() throws {
    let economy = TradeEconomy(countries: ["A", "B"], output: [1, 1], expenditure: [1, 1])
    let border = [0.0, 1, 1, 0]
    let effect = try TradeExperiment(
      economy, terms: [border], changedTerms: [[0, 0.5, 0.5, 0]]
    ).effect(coefficients: [-2], sigma: 3)
    let before = 1 / (1 + exp(-2.0))
    let after = 1 / (1 + exp(-1.0))
    #expect(abs(effect.baseline[0] - before) < 1e-13)
    #expect(abs(effect.change(.domestic, 0) - (after / before - 1)) < 1e-12)
    #expect(abs(effect.change(.welfare, 0) - (pow(after / before, -0.5) - 1)) < 1e-12)
    #expect(abs(effect.change(.price, 1)) < 1e-13)
  }

  /// Prohibitive costs, a sigma near one and one far from it, great changes.
  @Test(arguments: [
    (-12.0, 5.0, 0.1), (-2, 1.05, 0.5), (-2, 1.001, 0.9), (-4, 30, 0.2), (-0.01, 5, 100),
    (3, 5, 0.5),
  ])
  func hardEconomiesSettle(coefficient: Double, sigma: Double, factor: Double) throws {
    for seed in 10..<13 {
      let effect = try Self.effect(
        15, seed: UInt64(seed), coefficient: coefficient, sigma: sigma, factor: factor)
      #expect(effect.residual <= PriceSystem.tolerance)
    }
  }

  @Test(arguments: [1.0, 0.5, -3, .nan, .infinity])
  func elasticitiesWithoutSubstitutionAreRefused(sigma: Double) {
    #expect {
      _ = try Self.effect(3, seed: 1, sigma: sigma)
    } throws: {
      if case TradeError.sigma = $0 { true } else { false }
    }
  }
}
