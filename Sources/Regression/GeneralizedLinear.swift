internal import Glibc
internal import LinearAlgebra

/// g(μ) = Xβ + offset + Σ effects by iteratively reweighted least squares.
///
/// Each step regresses the working response on the columns, both less the fixed effects under the
/// step's weights. Columns start from what the step before left of them, which spans the same space,
/// and the tolerance of demeaning tightens as the deviance settles. A step that raises the deviance
/// is halved.
///
/// Source: McCullagh & Nelder (1989), 2.5; Correia, Guimarães & Zylkin (2020), "Fast Poisson estimation
/// with high-dimensional fixed effects"; Venables & Ripley (2002), 7.4, for θ.
struct GeneralizedLinear {
  private let frame: ModelFrame
  private var kernel: FamilyKernel
  private let y: [Double]
  private let offset: [Double]?
  private var demeaner: Demeaner?
  /// Terms in use, less the fixed effects under the last weights.
  private var columns: [Design.Term]
  private var gone: [String] = []

  // State of the iteration, an element a row.
  private var eta: [Double]
  private var means: [Double]
  private var weights: [Double]
  private var residuals: [Double]
  private var deviance = Double.infinity
  private var iterations = 0

  private static let mostIterations = 200
  /// Relative change of the deviance under which a step is the last but one.
  private static let devianceTolerance = 1e-9
  private static let finalDemeaning = 1e-11

  static func fit(_ frame: ModelFrame, family: Family) throws(RegressionError) -> RegressionFit {
    guard frame.endogenous.isEmpty else {
      throw .unsupported("instruments are for the family gaussian")
    }
    if let place = frame.response.values.firstIndex(where: { !family.admits($0) }) {
      throw .badResponse(
        family: family.rawValue, needed: family.range, row: frame.rows[place])
    }
    var model = try GeneralizedLinear(frame, family: family)
    if family == .negbin {
      try model.estimateTheta()
    } else {
      try model.iterate()
    }
    return try model.result()
  }

  private init(_ frame: ModelFrame, family: Family) throws(RegressionError) {
    self.frame = frame
    let initial = FamilyKernel(family: family)
    kernel = initial
    y = frame.response.values
    offset = frame.offset
    columns = frame.terms
    let n = y.count
    if !frame.effects.isEmpty {
      do throws(FixedEffectError) {
        demeaner = try Demeaner(factors: frame.effects.map(\.codes), weights: frame.weights)
      } catch { throw RegressionError(error) }
      // Terms that are constant within the fixed effects are told apart before any weight blurs them.
      let within = try LinearRegression.demeaned(frame.terms, frame: frame)
      let lost = within.filter { LinearRegression.isGone($0, frame) }.map(\.name)
      gone = lost
      columns = within.filter { !lost.contains($0.name) }
      guard !columns.isEmpty else { throw .noTerms }
    }
    let starting = initial.startingMeans(frame.response.values, weights: frame.weights)
    let predictors = starting.map { initial.link($0) }
    guard predictors.allSatisfy(\.isFinite) else { throw .allZero(frame.response.name) }
    means = starting
    eta = predictors
    weights = [Double](repeating: 1, count: n)
    residuals = weights
  }

  private mutating func iterate() throws(RegressionError) {
    kernel.linearize(
      y, eta: eta, prior: frame.weights, means: &means, weights: &weights, residuals: &residuals)
    deviance = kernel.deviance(y, means: means, prior: frame.weights)
    var demeaning = 1e-4
    var settled = 0
    // The working response less the fixed effects, and the one it was made from.
    var within: (z: [Double], reduced: [Double])?
    let scale = max(deviance, 1e-10 * Double(y.count))
    for step in 1...Self.mostIterations {
      iterations += 1
      let z = y.indices.map { eta[$0] - (offset?[$0] ?? 0) + residuals[$0] }
      var reduced = z
      if demeaner != nil {
        // The last reduced response differs from the last one by effects alone: so may this one.
        if let within {
          for i in reduced.indices { reduced[i] = within.reduced[i] + z[i] - within.z[i] }
        }
        try reduce(&reduced, tolerance: demeaning)
        within = (z, reduced)
      }
      let solution = try WeightedLeastSquares(
        columns, response: Design.Term("z", reduced), weights: weights, isFinal: false)
      if !solution.dropped.isEmpty { drop(solution.dropped) }
      let old = (eta: eta, deviance: deviance)
      for i in eta.indices { eta[i] = z[i] - solution.residuals[i] + (offset?[i] ?? 0) }
      try accept(over: old, isFirst: step == 1)
      let change = abs(old.deviance - deviance) / max(deviance, 1e-4 * scale)
      if change < Self.devianceTolerance {
        settled += 1
        // Newton's steps are quadratic: after one more under the final tolerance nothing moves.
        if settled >= 2, demeaner == nil || demeaning <= Self.finalDemeaning { return }
        demeaning = Self.finalDemeaning
      } else {
        settled = 0
        demeaning = max(Self.finalDemeaning, min(demeaning, 0.01 * change))
      }
    }
    throw .didNotConverge(what: "the family \(kernel.family.rawValue)", iterations: iterations)
  }

  /// Takes the fixed effects out of the columns and the response under the weights of this step.
  private mutating func reduce(
    _ response: inout [Double], tolerance: Double
  ) throws(RegressionError) {
    var all = [response] + columns.map(\.values)
    let report: DemeanReport?
    do throws(FixedEffectError) {
      try demeaner?.setWeights(weights)
      report = try demeaner?.demean(&all, tolerance: tolerance)
    } catch { throw RegressionError(error) }
    guard report?.allConverged ?? true else {
      throw .didNotConverge(
        what: "taking out the fixed effects", iterations: report?.iterations.max() ?? 0)
    }
    response = all[0]
    columns = columns.indices.map { Design.Term(columns[$0].name, all[$0 + 1]) }
  }

  private mutating func drop(_ places: [Int]) {
    gone += places.map { columns[$0].name }
    columns = columns.indices.filter { !places.contains($0) }.map { columns[$0] }
  }

  /// Linearizes at the new predictor, halving the step while the deviance rises.
  private mutating func accept(
    over old: (eta: [Double], deviance: Double), isFirst: Bool
  ) throws(RegressionError) {
    for halving in 0...30 {
      kernel.linearize(
        y, eta: eta, prior: frame.weights, means: &means, weights: &weights,
        residuals: &residuals)
      deviance = kernel.deviance(y, means: means, prior: frame.weights)
      let isSound = deviance.isFinite && weights.allSatisfy { $0.isFinite }
      // The starting means are no predictor of any coefficients: the first step may be worse.
      if isSound, isFirst || deviance <= old.deviance * (1 + 1e-9) + 1e-12 { return }
      guard halving < 30 else { break }
      for i in eta.indices { eta[i] = (eta[i] + old.eta[i]) / 2 }
    }
    throw .didNotConverge(what: "the family \(kernel.family.rawValue)", iterations: iterations)
  }

  // MARK: θ of the negative binomial

  private mutating func estimateTheta() throws(RegressionError) {
    // A Poisson fit first; θ by Newton's method at its means; then both in turn.
    kernel = FamilyKernel(family: .poisson)
    try iterate()
    kernel = FamilyKernel(family: .negbin, theta: 1)
    var likelihood = -Double.infinity
    for _ in 0..<100 {
      let theta = try NegativeBinomialTheta.estimate(y, means: means, weights: frame.weights)
      kernel.theta = theta
      try iterate()
      let next = kernel.logLikelihood(y, means: means, prior: frame.weights)
      if abs(next - likelihood) < 1e-11 * max(1, abs(next)) { return }
      likelihood = next
    }
    throw .didNotConverge(what: "theta of the negative binomial", iterations: iterations)
  }

  // MARK: Result

  private mutating func result() throws(RegressionError) -> RegressionFit {
    // Columns and weights at the last predictor, for scores and (X̃′WX̃)⁻¹.
    var z = y.indices.map { eta[$0] - (offset?[$0] ?? 0) + residuals[$0] }
    if demeaner != nil { try reduce(&z, tolerance: Self.finalDemeaning) }
    let solution = try WeightedLeastSquares(
      columns, response: Design.Term("z", z), weights: weights, isFinal: false)
    let names = solution.kept.map { columns[$0].name }
    let beta = solution.coefficients
    var effectSum: [Double]?
    if demeaner != nil {
      var sum = y.indices.map { eta[$0] - (offset?[$0] ?? 0) }
      for (name, b) in zip(names, beta) {
        guard let term = frame.terms.first(where: { $0.name == name }) else { continue }
        for i in sum.indices { sum[i] -= b * term.values[i] }
      }
      effectSum = sum
    }
    var pearson = 0.0
    for i in y.indices {
      let e = y[i] - means[i]
      pearson += (frame.weights?[i] ?? 1) * e * e / kernel.variance(means[i])
    }
    return RegressionFit(
      frame: frame, family: kernel.family, termNames: names, coefficients: beta,
      droppedTerms: gone + solution.dropped.map { columns[$0].name },
      inverseGram: solution.inverseGram,
      absorbed: frame.effects.isEmpty
        ? 0 : FixedEffectRank(frame.effects.map(\.codes)).levelRule,
      fitted: means, linearPredictor: eta, effectSum: effectSum, condition: solution.condition,
      deviance: deviance, residualSquares: DoubleDouble(deviance),
      totalSquares: .zero, withinSquares: nil,
      logLikelihood: kernel.logLikelihood(y, means: means, prior: frame.weights),
      nullLogLikelihood: nullLogLikelihood(), iterations: iterations,
      theta: kernel.family == .negbin ? kernel.theta : nil, pearson: pearson,
      columns: solution.kept.map { columns[$0].values }, workingWeights: weights,
      workingResiduals: residuals)
  }

  /// The likelihood of a constant, and the offset where there is one.
  private func nullLogLikelihood() -> Double {
    let offset = offset ?? []
    var eta = [Double](repeating: 0, count: y.count)
    var constant = 0.0
    var (means, weights, residuals) = (eta, eta, eta)
    var (sum, total) = (0.0, 0.0)
    for i in y.indices {
      sum += (frame.weights?[i] ?? 1) * y[i]
      total += (frame.weights?[i] ?? 1)
    }
    constant = kernel.link(sum / total)
    for _ in 0..<100 {
      for i in eta.indices { eta[i] = constant + (offset.isEmpty ? 0 : offset[i]) }
      kernel.linearize(
        y, eta: eta, prior: frame.weights, means: &means, weights: &weights,
        residuals: &residuals)
      if offset.isEmpty { break }
      var (top, bottom) = (0.0, 0.0)
      for i in eta.indices {
        top += weights[i] * residuals[i]
        bottom += weights[i]
      }
      let step = top / bottom
      guard step.isFinite else { return .nan }
      constant += step
      if abs(step) < 1e-12 * max(1, abs(constant)) { break }
    }
    return kernel.logLikelihood(y, means: means, prior: frame.weights)
  }
}
