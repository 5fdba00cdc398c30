internal import LinearAlgebra

/// A fit of another family than the Gaussian with one coefficient given, and all columns under its
/// weights: there the regression is linear.
struct RestrictedFit {
  /// All terms of the fit, less the fixed effects.
  let columns: [[Double]]
  let weights: [Double]
  /// Of the response, on the scale of the linear predictor.
  let residuals: [Double]
  /// (X̃′WX̃)⁻¹ of all terms.
  let inverseGram: Matrix

  /// - Parameters:
  ///   - place: of the coefficient among the fit's.
  ///   - value: what it is held at.
  /// - Throws: as `GeneralizedLinear.fit`; `.unsupported` where the weights leave terms collinear.
  init(_ fit: RegressionFit, place: Int, value: Double) throws(RegressionError) {
    var frame = fit.frame
    let used = Set(fit.termNames)
    let terms = frame.terms.filter { used.contains($0.name) }
    let held = terms[place].values
    frame.terms = terms.indices.filter { $0 != place }.map { terms[$0] }
    frame.offset = held.indices.map { (frame.offset?[$0] ?? 0) + value * held[$0] }
    if frame.terms.isEmpty, frame.effects.isEmpty {
      // Nothing is left to estimate.
      let zero = [Double](repeating: 0, count: frame.count)
      var (means, weights, residuals) = (zero, zero, zero)
      FamilyKernel(family: fit.family, theta: fit.theta ?? 1).linearize(
        frame.response.values, eta: frame.offset ?? zero, prior: frame.weights, means: &means,
        weights: &weights, residuals: &residuals)
      (self.weights, self.residuals) = (weights, residuals)
    } else {
      let restricted = try GeneralizedLinear.fit(frame, family: fit.family)
      weights = restricted.workingWeights ?? [Double](repeating: 1, count: frame.count)
      residuals = restricted.workingResiduals
    }
    frame.weights = weights
    let within = try DemeanedTerms(terms, frame: frame)
    let solution = try WeightedLeastSquares(
      within.terms, response: Design.Term("working residual", residuals), weights: weights,
      isFinal: false)
    guard solution.dropped.isEmpty else {
      throw .unsupported("the terms are collinear under the weights of a restricted fit")
    }
    columns = within.terms.map(\.values)
    inverseGram = solution.inverseGram
  }
}
