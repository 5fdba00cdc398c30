internal import Glibc
internal import LinearAlgebra

/// What a change of trade costs does: the baseline, the counterfactual, and the countries' changes.
package struct TradeEffect: Sendable {
  /// What changes in each country: 0 for no change.
  package enum Measure: String, Sendable, CaseIterable {
    /// Sales to and purchases from other countries.
    case exports, imports
    /// Sales at home.
    case domestic
    /// The value of output.
    case output
    /// The factory-gate price.
    case price
    /// Inward multilateral resistance, the consumers' price index.
    case imr
    /// Outward multilateral resistance.
    case omr
    /// Real output: the price of what a country makes over the price index of what it buys.
    case welfare
    /// The same at the baseline's prices, in the unit of the flows; no fraction.
    case gain

    /// Those that are fractions.
    package static let fractions = allCases.filter { $0 != .gain }
  }

  package let countries: [String]
  /// Flows of the baseline, column-major with exporters in rows.
  package let baseline: [Double]
  /// Flows of the counterfactual, alike.
  package let counterfactual: [Double]
  /// By `Measure.allCases`, a value a country.
  let changes: [[Double]]
  /// What the baseline's and the counterfactual's markets fail to clear by, on logs.
  package let residual: Double
  /// Newton steps of both.
  package let iterations: Int
  /// Where another draw may begin.
  let start: Start

  struct Start: Sendable {
    let exporterTerms: [Double]
    let logPrices: [Double]
  }

  package func change(_ measure: Measure, _ country: Int) -> Double {
    changes[Measure.allCases.firstIndex(of: measure) ?? 0][country]
  }

  /// Whether prices and all flows are numbers; where nothing was sold a change of it is none.
  fileprivate var isBounded: Bool {
    counterfactual.allSatisfy(\.isFinite)
      && [Measure.price, .imr, .omr, .welfare, .gain].allSatisfy { measure in
        countries.indices.allSatisfy { change(measure, $0).isFinite }
      }
  }

  /// The change of a flow as a fraction; nil for one that is zero in the baseline.
  package func flowChange(_ exporter: Int, _ importer: Int) -> Double? {
    let place = exporter + importer * countries.count
    guard baseline[place] > 0 else { return nil }
    return counterfactual[place] / baseline[place] - 1
  }
}

/// A change of trade costs in an economy, to be worked out for coefficients and elasticities.
///
/// Source: Anderson & van Wincoop (2003); Yotov et al. (2016), chapter 2; welfare by Arkolakis,
/// Costinot & Rodríguez-Clare (2012).
package struct TradeExperiment: Sendable {
  package let economy: TradeEconomy
  package var baseline = TradeEconomy.Baseline.modelled
  package var equilibrium = TradeEconomy.Equilibrium.full
  /// The country whose price index stays; nil keeps the value of the world's output.
  package var reference: Int?
  /// Cost terms in the baseline: for each a value a pair, column-major with exporters in rows.
  package let terms: [[Double]]
  /// The same in the counterfactual.
  package let changedTerms: [[Double]]
  /// ln of the factor on the cost of delivery of each pair, beside the terms; empty for none.
  package var logCostFactors: [Double] = []

  package init(_ economy: TradeEconomy, terms: [[Double]], changedTerms: [[Double]]) {
    (self.economy, self.terms, self.changedTerms) = (economy, terms, changedTerms)
  }

  /// Solves the baseline and the counterfactual.
  ///
  /// - Parameters:
  ///   - coefficients: a change of ln t^(1−σ) per unit of each term.
  ///   - sigma: the elasticity of substitution, above 1.
  /// - Throws: `TradeError`.
  package func effect(
    coefficients: [Double], sigma: Double
  ) throws(TradeError) -> TradeEffect {
    try effect(coefficients: coefficients, sigma: sigma, from: nil)
  }

  func effect(
    coefficients: [Double], sigma: Double, from start: TradeEffect.Start?
  ) throws(TradeError) -> TradeEffect {
    guard sigma > 1, sigma.isFinite else { throw .sigma(sigma) }
    do throws(TradeError) {
      let base = try baselineState(coefficients, from: start)
      var costs = base.logCosts
      for place in costs.indices {
        for (k, coefficient) in coefficients.enumerated() {
          costs[place] += coefficient * (changedTerms[k][place] - terms[k][place])
        }
        if !logCostFactors.isEmpty { costs[place] += (1 - sigma) * logCostFactors[place] }
      }
      let system = PriceSystem(
        exporterTerms: base.exporterTerms, logCosts: costs, slope: 1 - sigma,
        output: economy.output, expenditure: economy.expenditure,
        movesIncome: equilibrium == .full)
      let solution = try system.solve(
        from: start?.logPrices ?? [Double](repeating: 0, count: economy.count))
      let effect = result(base, solution, sigma: sigma)
      guard effect.isBounded else { throw .unbounded(sigma: sigma) }
      return effect
    } catch .outOfRange(let place) {
      throw .outOfRange(country: Int(place).map { economy.countries[$0] } ?? place)
    }
  }

  /// The baseline: exporters' terms at which every country sells its output.
  private struct Base {
    let exporterTerms: [Double]
    let logIndices: [Double]
    let logCosts: [Double]
    let flows: [Double]
    let residual: Double
    let iterations: Int
  }

  private func baselineState(
    _ coefficients: [Double], from start: TradeEffect.Start?
  ) throws(TradeError) -> Base {
    let n = economy.count
    if baseline == .observed, let flows = economy.flows {
      var costs = [Double](repeating: 0, count: n * n)
      for j in 0..<n {
        for i in 0..<n {
          costs[i + j * n] = log(
            flows[i + j * n] / economy.output[i] / economy.expenditure[j])
        }
      }
      return Base(
        exporterTerms: economy.output.map { log($0) },
        logIndices: [Double](repeating: 0, count: n), logCosts: costs, flows: flows, residual: 0,
        iterations: 0)
    }
    var costs = [Double](repeating: 0, count: n * n)
    for (k, coefficient) in coefficients.enumerated() {
      for place in costs.indices { costs[place] += coefficient * terms[k][place] }
    }
    let system = PriceSystem(
      exporterTerms: start?.exporterTerms ?? economy.output.map { log($0) }, logCosts: costs,
      slope: 1, output: economy.output, expenditure: economy.expenditure, movesIncome: false)
    let solution = try system.solve(from: [Double](repeating: 0, count: n))
    let state = solution.state
    return Base(
      exporterTerms: zip(system.exporterTerms, state.logPrices).map { $0 + $1 },
      logIndices: state.logIndices, logCosts: costs, flows: flows(state),
      residual: state.residual, iterations: solution.iterations)
  }

  private func flows(_ state: PriceSystem.State) -> [Double] {
    let n = economy.count
    var flows = [Double](repeating: 0, count: n * n)
    for j in 0..<n {
      for i in 0..<n { flows[i + j * n] = state.shares[i, j] * state.expenditure[j] }
    }
    return flows
  }

  private func result(
    _ base: Base, _ solution: PriceSystem.Solution, sigma: Double
  ) -> TradeEffect {
    let n = economy.count
    let state = solution.state
    var prices = state.logPrices
    var indices = zip(state.logIndices, base.logIndices).map { ($0 - $1) / (1 - sigma) }
    let total = economy.output.reduce(0, +)
    let shift: Double
    if let reference {
      shift = indices[reference]
    } else {
      let moved = zip(economy.output, prices).reduce(0) { $0 + $1.0 * exp($1.1) }
      shift = log(moved / total)
    }
    for i in 0..<n {
      prices[i] -= shift
      indices[i] -= shift
    }
    let moved = zip(economy.output, prices).map { $0 * exp($1) }
    let world = moved.reduce(0, +) / total
    var flows = flows(state)
    for j in 0..<n {
      for i in 0..<n {
        switch equilibrium {
        // Incomes were found before the level of prices was set.
        case .full: flows[i + j * n] *= exp(-shift)
        // What one round of prices makes of incomes: rows and columns no longer add up.
        case .firstRound: flows[i + j * n] *= exp(prices[j] + prices[i]) / world
        }
      }
    }
    // Π^(1−σ) = (Y_i/Y)/e^{u_i}: at fixed incomes it moves against the price alone.
    let resistances = (0..<n).map { i -> Double in
      let income = equilibrium == .full ? prices[i] - log(world) : 0
      return income / (1 - sigma) - prices[i]
    }
    let changes = TradeEffect.Measure.allCases.map { measure -> [Double] in
      switch measure {
      case .exports: flowChanges(base.flows, flows) { exporter, importer in exporter != importer }
      case .imports: flowChanges(base.flows, flows, byImporter: true) { $0 != $1 }
      case .domestic: flowChanges(base.flows, flows) { $0 == $1 }
      case .output, .price: prices.map { expm1($0) }
      case .imr: indices.map { expm1($0) }
      case .omr: resistances.map { expm1($0) }
      case .welfare: zip(prices, indices).map { expm1($0 - $1) }
      case .gain: (0..<n).map { expm1(prices[$0] - indices[$0]) * economy.output[$0] }
      }
    }
    return TradeEffect(
      countries: economy.countries, baseline: base.flows, counterfactual: flows, changes: changes,
      residual: max(base.residual, state.residual),
      iterations: base.iterations + solution.iterations,
      start: .init(exporterTerms: base.exporterTerms, logPrices: state.logPrices))
  }

  /// The change of the sum of some flows of each exporter, or importer; NaN where there are none.
  private func flowChanges(
    _ before: [Double], _ after: [Double], byImporter: Bool = false,
    _ counts: (_ exporter: Int, _ importer: Int) -> Bool
  ) -> [Double] {
    let n = economy.count
    var (old, new) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
    for j in 0..<n {
      for i in 0..<n where counts(i, j) {
        let country = byImporter ? j : i
        old[country] += before[i + j * n]
        new[country] += after[i + j * n]
      }
    }
    return zip(old, new).map { $1 / $0 - 1 }
  }
}
