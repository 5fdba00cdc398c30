internal import Glibc
internal import LinearAlgebra
internal import StatisticsCore

/// p-values and intervals of a regression's coefficients by the wild cluster bootstrap, the null imposed.
///
/// Least squares, with fixed effects and weights too, goes by `WildStatistics`. For other families the
/// scores at the restricted maximum are drawn: every null has its own fit, at whose weights the
/// regression is linear (Kline & Santos 2012), and the statistic of the data is of one step from there
/// like those of the draws. An interval holds the nulls that are not rejected at its level, from the
/// estimate outward to the first that is.
package struct WildBootstrap: Sendable {
  /// How many draws there are at most, and where random ones start.
  package struct Plan: Sendable, Equatable {
    package var draws = 9999
    package var seed: UInt64 = 1
    /// Whether intervals are sought beside p-values.
    package var findsIntervals = true

    package init() {}
  }

  /// One coefficient.
  package struct Outcome: Sendable {
    /// Of β = 0, two-sided.
    package let pValue: Double
    /// The ends of the interval; nil where no null is rejected on that side, or a restricted fit failed.
    package let low: Double?
    package let high: Double?
    /// Why there is no p-value or an end is missing.
    package let reason: String?
  }

  /// In the order of the fit's terms.
  package let outcomes: [Outcome]
  /// Kind and number of the weights, such as `webb:9999`.
  package let weightsName: String
  /// Clusters that draw the weights: the fewest.
  package let clusterCount: Int

  /// - Parameter level: of the intervals, percent.
  /// - Throws: `.unsupported` with instruments, for cluster variables of which one lies within another,
  ///   and for fixed effects over clusters with too many levels; `.numeric`.
  package init(
    _ fit: RegressionFit, _ covariance: CoefficientCovariance, level: Double, plan: Plan = Plan()
  ) throws(RegressionError) {
    guard fit.frame.instruments.isEmpty else {
      throw .unsupported(
        "the wild bootstrap is for regressions without instruments (use cr2 or cluster)")
    }
    let variables = try CoefficientCovariance.groups(fit, covariance.kind.clusters)
    let groupings = try Self.groupings(variables)
    let counts = variables.map(\.codes.levels)
    let drawing = variables[counts.firstIndex(of: counts.min() ?? 0) ?? 0].codes
    let weights = WildWeights(clusters: drawing.levels, most: plan.draws, seed: plan.seed)
    let search = Search(
      level: level, errors: covariance.standardErrors, estimates: fit.coefficients,
      findsEnds: plan.findsIntervals)
    var outcomes: [Outcome] = []
    if fit.family == .gaussian {
      let basis = try ClusterBasis(fit, clusters: drawing)
      for place in fit.coefficients.indices {
        let statistics = try WildStatistics(
          basis, direction: Self.direction(basis.terms, fit.inverseGram, place),
          residuals: basis.residuals, isLinear: true, groupings: groupings, weights: weights)
        let estimate = fit.coefficients[place]
        outcomes.append(search.outcome(place, tolerance: 1e-9) { statistics.pValue(estimate - $0) })
      }
    } else {
      for place in fit.coefficients.indices {
        outcomes.append(
          search.outcome(place, tolerance: 1e-3) { null throws(RegressionError) -> Double in
            let restricted = try RestrictedFit(fit, place: place, value: null)
            let basis = try ClusterBasis(
              frame: fit.frame, columns: restricted.columns, weights: restricted.weights,
              residuals: restricted.residuals, clusters: drawing)
            return try WildStatistics(
              basis, direction: Self.direction(basis.terms, restricted.inverseGram, place),
              residuals: basis.residuals, isLinear: false, groupings: groupings, weights: weights
            ).pValue(0)
          })
      }
    }
    self.outcomes = outcomes
    weightsName = weights.name
    clusterCount = drawing.levels
  }

  /// √w x̃ of a term less the others: M_jj⁻¹ Σ_k M_jk √w x̃_k.
  static func direction(
    _ terms: [[Double]], _ inverseGram: Matrix, _ place: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: terms[place].count)
    for (k, term) in terms.enumerated() {
      let share = inverseGram[place, k] / inverseGram[place, place]
      for i in result.indices { result[i] += share * term[i] }
    }
    return result
  }

  /// All intersections of the cluster variables, with the signs of inclusion and exclusion.
  private static func groupings(
    _ variables: [ModelFrame.Groups]
  ) throws(RegressionError) -> [WildStatistics.Grouping] {
    for (i, fine) in variables.enumerated() {
      for (j, coarse) in variables.enumerated()
      where i != j && FixedEffectRank.isNested(fine.codes, in: coarse.codes) {
        throw .unsupported(
          "the clusters of '\(fine.name)' lie within those of '\(coarse.name)': both together are "
            + "those of '\(coarse.name)' (give wild:\(coarse.name))")
      }
    }
    return (1..<(1 << variables.count)).map { subset in
      let members = variables.indices.filter { subset >> $0 & 1 == 1 }
      let codes = members.dropFirst().reduce(variables[members[0]].codes) {
        FactorCodes.interacted($0, variables[$1].codes)
      }
      return WildStatistics.Grouping(codes: codes, sign: members.count % 2 == 1 ? 1 : -1)
    }
  }
}

/// Where p-values of nulls cross a level.
private struct Search {
  let level: Double
  /// Standard errors: the unit of steps.
  let errors: [Double]
  let estimates: [Double]
  let findsEnds: Bool

  /// - Parameters:
  ///   - tolerance: of the ends, in standard errors.
  ///   - pValue: of a null.
  func outcome(
    _ place: Int, tolerance: Double,
    pValue: (Double) throws(RegressionError) -> Double
  ) -> WildBootstrap.Outcome {
    let p: Double
    do throws(RegressionError) { p = try pValue(0) } catch {
      return .init(pValue: .nan, low: nil, high: nil, reason: error.description)
    }
    guard errors[place] > 0, errors[place].isFinite, p.isFinite else {
      return .init(
        pValue: .nan, low: nil, high: nil, reason: "the clusters give it no positive variance")
    }
    guard findsEnds else { return .init(pValue: p, low: nil, high: nil, reason: nil) }
    var reason: String?
    func end(_ sign: Double) -> Double? {
      do throws(RegressionError) {
        let found = try self.end(place, sign, tolerance: tolerance, pValue: pValue)
        if found == nil { reason = "no null is rejected on one side" }
        return found
      } catch {
        reason = error.description
        return nil
      }
    }
    let (low, high) = (end(-1), end(1))
    return .init(pValue: p, low: low, high: high, reason: reason)
  }

  /// The first null on a side whose p-value is under 1 − level; nil where there is none within a million
  /// standard errors.
  private func end(
    _ place: Int, _ sign: Double, tolerance: Double,
    pValue: (Double) throws(RegressionError) -> Double
  ) throws(RegressionError) -> Double? {
    let (limit, unit) = (1 - level / 100, sign * errors[place])
    func isRejected(_ steps: Double) throws(RegressionError) -> Bool {
      try pValue(estimates[place] + steps * unit) < limit
    }
    var (low, high) = (0.0, 2.0)
    while try !isRejected(high) {
      (low, high) = (high, high * 1.5)
      guard high < 1e6 else { return nil }
    }
    while high - low > tolerance * max(1, high) {
      let middle = 0.5 * (low + high)
      if try isRejected(middle) { high = middle } else { low = middle }
    }
    return estimates[place] + 0.5 * (low + high) * unit
  }
}
