/// The coefficients of fixed effects, recovered from their sum.
///
/// Effects are known only up to shifts that leave the sum alone. Normalisation: within each connected
/// component of the graph of a later factor with the first one, the later factor's first level (the
/// lowest code) has the effect 0, and the first factor takes the shift: its coefficients read as
/// intercepts. With three or more factors further shifts can exist between later factors; the sum is
/// right whatever they are.
///
/// Source: Abowd, Creecy & Kramarz (2002). Checked: the sum at every row.
package struct FixedEffectRecovery: Sendable {
  /// One coefficient a level, factor after factor, in the unit of the sum; 0 for a level without rows.
  package let effects: [[Double]]
  /// The largest |sum − Σ effects| of a row: what the factors do not explain.
  package let largestResidual: Double
  /// Whether the solver reached its tolerance.
  package let converged: Bool

  /// - Parameter sum: the sum of effects at each row (y − Xβ − residual).
  /// - Parameter factors: at least one, all over the same rows.
  /// - Parameter weights: one a row, not negative, or nil for ones. They matter only when the sum is
  ///   not exactly a sum of effects.
  /// - Throws: `FixedEffectError`.
  package init(
    sum: [Double], factors: [FactorCodes], weights: [Double]? = nil, tolerance: Double = 1e-12,
    maxIterations: Int = 10_000
  ) throws(FixedEffectError) {
    let demeaner = try Demeaner(factors: factors, weights: weights)
    var rest = sum
    var (effects, converged) = try demeaner.effects(
      of: &rest, tolerance: tolerance, maxIterations: maxIterations)
    for k in factors.indices.dropFirst() {
      let components = EffectComponents(factors[0], factors[k])
      var shift = [Double?](repeating: nil, count: components.count)
      for (level, component) in components.ofSecond.enumerated() where component >= 0 {
        if shift[Int(component)] == nil { shift[Int(component)] = effects[k][level] }
        effects[k][level] -= shift[Int(component)] ?? 0
      }
      for (level, component) in components.ofFirst.enumerated() where component >= 0 {
        effects[0][level] += shift[Int(component)] ?? 0
      }
    }
    self.effects = effects
    self.largestResidual = rest.reduce(0) { max($0, abs($1)) }
    self.converged = converged
  }

  /// Σ effects of one row's levels.
  package func sum(levels: [Int]) -> Double {
    precondition(levels.count == effects.count, "a row has one level a factor")
    return levels.enumerated().reduce(0) { $0 + effects[$1.offset][$1.element] }
  }
}
