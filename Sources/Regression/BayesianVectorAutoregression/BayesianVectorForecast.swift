internal import StatisticsCore

extension BayesianVectorFit {
  /// Draws of the predictive distribution of all variables, parameters and hyperparameters drawn with them.
  package struct Forecast: Sendable {
    /// The variables, in the order of the values of a step.
    package let names: [String]
    /// Periods after the last observation.
    package let horizon: Int
    /// Paths drawn.
    package let draws: Int
    /// The values that the paths hold.
    package let conditions: [ConditionalForecast.Condition]
    /// The mean over draws of the conditions' squared distance from the forecast given the parameters;
    /// nil without conditions.
    package let plausibility: Double?
    /// The probability of values as far out, averaged over parameters from the sample alone: the
    /// posterior predictive p-value. nil without conditions.
    package let plausibilityTail: Double?

    /// By step and variable, the values of all draws.
    private let values: [[Double]]

    init(
      names: [String], paths: [[[Double]]], conditions: [ConditionalForecast.Condition],
      plausibility: Double?, plausibilityTail: Double?
    ) {
      self.names = names
      horizon = paths.first?.count ?? 0
      draws = paths.count
      self.conditions = conditions
      self.plausibility = plausibility
      self.plausibilityTail = plausibilityTail
      values = (0..<(horizon * names.count)).map { place in
        paths.map { $0[place / names.count][place % names.count] }
      }
    }

    /// The values of all draws of a variable at a step from 1, in its unit.
    package func sample(variable: Int, step: Int) -> [Double] {
      values[(step - 1) * names.count + variable]
    }

    /// Mean and standard deviation over the draws.
    package func moments(variable: Int, step: Int) -> (mean: Double, deviation: Double) {
      let sample = sample(variable: variable, step: step)
      // Around a value of the sample, so that equal ones have no deviation.
      let origin = sample.first ?? 0
      var (sum, squares) = (0.0, 0.0)
      for value in sample { sum += value - origin }
      let mean = sum / Double(sample.count)
      for value in sample {
        let distance = value - origin - mean
        squares += distance * distance
      }
      return (origin + mean, (squares / Double(max(1, sample.count - 1))).squareRoot())
    }

    /// Quantiles over the draws, by linear interpolation.
    package func quantiles(variable: Int, step: Int, _ shares: [Double]) -> [Double] {
      Quantile.of(sample(variable: variable, step: step), shares)
    }
  }

  /// The most values (draws × variables × steps) that are kept.
  static let mostValues = 50_000_000

  /// Forecasts of the next `horizon` periods, on given values of some of them where there are conditions.
  ///
  /// Without conditions each draw has parameters of its own, from a stream of its own. With conditions the
  /// draws are a chain by turns of path and parameters (Waggoner & Zha 1999): the path given parameters
  /// and conditions is exact, and the conditions tell of the parameters as observations do.
  ///
  /// - Parameters:
  ///   - horizon: periods after the last observation, from 1.
  ///   - conditions: at most one a variable and step.
  ///   - draws: paths, from 100 to 1,000,000.
  ///   - seed: of the random numbers.
  /// - Throws: `RegressionError.invalid` for a horizon, number of draws or condition that is not possible,
  ///   or where a path overflows.
  package func forecast(
    horizon: Int, conditions: [ConditionalForecast.Condition] = [], draws: Int = 10_000,
    seed: UInt64 = 1
  ) throws(RegressionError) -> Forecast {
    guard (100...1_000_000).contains(draws) else {
      throw .invalid(argument: "draws", detail: "\(draws); 100 to 1000000 are possible")
    }
    guard horizon >= 1, horizon <= Self.mostValues / (draws * names.count) else {
      throw .invalid(
        argument: "horizon",
        detail:
          "\(horizon) steps of \(names.count) variables in \(draws) draws; "
          + "\(Self.mostValues / (draws * names.count)) are possible")
    }
    let path = VectorPath(self)
    guard !conditions.isEmpty else {
      let posterior = PosteriorDraws(self)
      var cache: [Int: NormalWishart] = [:]
      var paths: [[[Double]]] = []
      paths.reserveCapacity(draws)
      for draw in 0..<draws {
        var random = PhiloxGenerator(seed: seed, series: 1, path: UInt32(draw))
        let parameters = try posterior.parameters(using: &random, &cache)
        paths.append(
          try path.values(
            parameters, noise: PosteriorDraws.noise(horizon, names.count, using: &random)))
      }
      return Forecast(
        names: names, paths: paths, conditions: [], plausibility: nil, plausibilityTail: nil)
    }
    let held = try HeldPath(self, path, horizon: horizon, conditions: conditions)
    let surprise = try held.surprise(draws: min(draws, 2000), seed: seed)
    var chain = try ConditionalChain(self, held, seed: seed)
    return Forecast(
      names: names, paths: try chain.paths(draws), conditions: conditions,
      plausibility: surprise.distance, plausibilityTail: surprise.tail)
  }
}

/// Draws of the parameters from the sample alone.
struct PosteriorDraws {
  let fit: BayesianVectorFit

  init(_ fit: BayesianVectorFit) { self.fit = fit }

  /// - Parameter cache: posteriors by point of the grid, filled as they are needed.
  func parameters(
    using random: inout PhiloxGenerator, _ cache: inout [Int: NormalWishart]
  ) throws(RegressionError) -> VectorParameters {
    let place = fit.weights.place(random.uniform())
    let posterior: NormalWishart
    if let known = cache[place] {
      posterior = known
    } else {
      posterior = try fit.rows.conjugate(fit.factor, count: fit.count, fit.grid.points[place])
      cache[place] = posterior
    }
    return try posterior.draw(using: &random)
  }

  static func noise(
    _ steps: Int, _ size: Int, using random: inout PhiloxGenerator
  ) -> [[Double]] {
    var result: [[Double]] = []
    for _ in 0..<steps {
      var row: [Double] = []
      for _ in 0..<size { row.append(random.normal()) }
      result.append(row)
    }
    return result
  }
}
