/// What instruments say of the endogenous regressors, fixed effects taken out of all.
///
/// An instrument that is a combination of the fixed effects, the exogenous terms and the instruments
/// before it says nothing and is left out. The model is identified when the projections P̂ of the
/// endogenous regressors on instruments and exogenous terms are independent of each other and of the
/// exogenous terms X: rank[X, P̂] = rank[X] + the number of endogenous regressors.
///
/// Source: Wooldridge (2010), 5.1.2 and assumption 2SLS.2.
struct FirstStage {
  let frame: ModelFrame
  /// The response less the fixed effects.
  let response: Design.Term
  /// The exogenous terms in use, in the order of the formula.
  let exogenous: DemeanedTerms
  let endogenous: DemeanedTerms
  /// The instruments in use.
  let instruments: DemeanedTerms
  /// P̂, a column an endogenous regressor.
  let projections: DemeanedTerms
  let droppedTerms: [String]
  let droppedInstruments: [String]

  /// What rounding leaves of a column that the instruments do not explain, relative to the column.
  private static let rounding = 1e-12

  /// - Throws: `.notIdentified` with what is not, and the instruments that say nothing.
  init(_ frame: ModelFrame, response: Design.Term) throws(RegressionError) {
    let (k, m) = (frame.terms.count, frame.endogenous.count)
    let within = try DemeanedTerms(
      [response] + frame.terms + frame.endogenous + frame.instruments, frame: frame)
    let y = within.terms[0]
    let x = within[1..<1 + k]
    let p = within[1 + k..<1 + k + m]
    let z = within[1 + k + m..<within.terms.count]
    let weights = frame.weights

    let names = p.terms.map(\.name)
    let all = x + z
    var stages: [WeightedLeastSquares] = []
    for term in p.terms {
      stages.append(
        try WeightedLeastSquares(all.terms, response: term, weights: weights, errors: all.errors))
    }
    guard let stage = stages.first else { throw .noTerms }
    let (keptX, keptZ) = (stage.kept.filter { $0 < k }, stage.kept.filter { $0 >= k })
    let idle = stage.dropped.filter { $0 >= k }.map { all.terms[$0].name }
    guard keptZ.count >= m else { throw .notIdentified(endogenous: names, instruments: idle) }

    var projections: [Design.Term] = []
    var errors: [Double] = []
    for (j, stage) in stages.enumerated() {
      projections.append(
        Design.Term(
          names[j], zip(p.terms[j].values, stage.residuals).map { $0 - $1 }))
      // A projection holds the errors of the column and those of what it was projected on.
      var error =
        p.errors[j]
        + DemeanedTerms.caution * Self.rounding * DemeanedTerms.norm(p.terms[j].values, weights)
      for (place, b) in zip(stage.kept, stage.coefficients) {
        error += abs(b) * all.errors[place]
      }
      errors.append(error)
    }
    let used = all.selecting(keptX)
    let hat = DemeanedTerms(terms: projections, errors: errors)
    let both = used + hat
    let check = try WeightedLeastSquares(
      both.terms, response: y, weights: weights, errors: both.errors, isFinal: false)
    let lost = check.dropped.filter { $0 >= keptX.count }.map { both.terms[$0].name }
    guard lost.isEmpty, check.dropped.isEmpty else {
      throw .notIdentified(
        endogenous: lost.isEmpty ? names : lost, instruments: idle)
    }
    self.frame = frame
    self.response = y
    exogenous = used
    endogenous = p
    instruments = all.selecting(keptZ)
    self.projections = hat
    droppedTerms = stage.dropped.filter { $0 < k }.map { all.terms[$0].name }
    droppedInstruments = idle
  }
}
