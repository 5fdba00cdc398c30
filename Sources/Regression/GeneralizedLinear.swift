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
  /// Their places among the terms of the frame.
  private var places: [Int]

  // State of the iteration, an element a row.
  private var eta: [Double]
  private var means: [Double]
  private var weights: [Double]
  private var residuals: [Double]
  private var deviance = Double.infinity
  private var iterations = 0

  /// The working response, and what it is less the fixed effects under the last weights.
  private var z: [Double]
  private var reduced: [Double] = []
  private var mostIterations = 200
  /// Whether a term lost its variation after the first step.
  private var hasLateDrop = false
  /// Whether the last step proves that no row is separated.
  private var isProven = false

  /// Relative change of the deviance under which a step is the last but one.
  private static let devianceTolerance = 1e-9
  private static let finalDemeaning = 1e-10

  static func fit(_ frame: ModelFrame, family: Family) throws(RegressionError) -> RegressionFit {
    guard let fit = try fit(frame, family: family, needsProof: false) else {
      preconditionFailure("a fit that needs no proof is there or throws")
    }
    return fit
  }

  /// A Poisson or negative binomial fit whose last Poisson step proves that no row is separated; nil
  /// where it does not. Fits that have a maximum take ten steps or so; where some row is separated its
  /// predictor falls by one a step for ever, so the steps are few.
  static func provenFit(
    _ frame: ModelFrame, family: Family
  ) throws(RegressionError) -> RegressionFit? {
    try fit(frame, family: family, needsProof: true)
  }

  private static func fit(
    _ frame: ModelFrame, family: Family, needsProof: Bool
  ) throws(RegressionError) -> RegressionFit? {
    guard frame.endogenous.isEmpty else {
      throw .unsupported("instruments are for the family gaussian")
    }
    if let place = frame.response.values.firstIndex(where: { !family.admits($0) }) {
      throw .badResponse(
        family: family.rawValue, needed: family.range, row: frame.rows[place])
    }
    var model = try GeneralizedLinear(frame, family: family)
    if needsProof { model.mostIterations = 30 }
    if family == .negbin { model.kernel = FamilyKernel(family: .poisson) }
    try model.iterate()
    guard !needsProof || model.isProven else { return nil }
    model.mostIterations = 200
    if family == .negbin { try model.estimateTheta() }
    return try model.result()
  }

  private init(_ frame: ModelFrame, family: Family) throws(RegressionError) {
    self.frame = frame
    let initial = FamilyKernel(family: family)
    kernel = initial
    y = frame.response.values
    offset = frame.offset
    columns = frame.terms
    places = Array(columns.indices)
    let n = y.count
    if !frame.effects.isEmpty {
      do throws(FixedEffectError) {
        demeaner = try Demeaner(factors: frame.effects.map(\.codes), weights: frame.weights)
      } catch { throw RegressionError(error) }
      let within = try Self.independentTerms(frame)
      (columns, places) = (within.terms, within.places)
      guard !columns.isEmpty || frame.terms.isEmpty else {
        throw .absorbed(frame.terms.map(\.name))
      }
    } else if frame.terms.isEmpty {
      throw .noTerms
    }
    let starting = initial.startingMeans(frame.response.values, weights: frame.weights)
    let predictors = starting.map { initial.link($0) }
    guard predictors.allSatisfy(\.isFinite) else { throw .allZero(frame.response.name) }
    means = starting
    eta = predictors
    weights = [Double](repeating: 1, count: n)
    residuals = weights
    z = weights
  }

  /// The terms that are no combinations of effects and of terms before them, less the effects: which
  /// they are does not depend on the weights, as long as these are positive, so it is told under the
  /// first ones, before any weight blurs it.
  private static func independentTerms(
    _ frame: ModelFrame
  ) throws(RegressionError) -> (terms: [Design.Term], places: [Int]) {
    func dropped(_ within: DemeanedTerms) throws(RegressionError) -> [Int] {
      try WeightedLeastSquares(
        within.terms, response: frame.response, weights: frame.weights, errors: within.errors,
        isFinal: false
      ).dropped
    }
    // Roughly first: what is then far from any combination needs no better.
    var within = try DemeanedTerms(frame.terms, frame: frame, tolerance: 1e-4)
    var left = try dropped(within)
    if !left.isEmpty {
      within = try DemeanedTerms(frame.terms, frame: frame, from: within.terms)
      left = try dropped(within)
    }
    let places = frame.terms.indices.filter { !left.contains($0) }
    return (places.map { within.terms[$0] }, places)
  }

  /// What of each column is noise at the last tolerance; nil without effects, and before it.
  private func columnErrors(_ demeaning: Double) -> [Double]? {
    guard demeaner != nil, demeaning <= Self.finalDemeaning else { return nil }
    return columns.indices.map { j in
      DemeanedTerms.error(
        from: columns[j].values, original: frame.terms[places[j]].values, weights: weights,
        tolerance: demeaning)
    }
  }

  private mutating func iterate() throws(RegressionError) {
    kernel.linearize(
      y, eta: eta, prior: frame.weights, means: &means, weights: &weights, residuals: &residuals)
    deviance = kernel.deviance(y, means: means, prior: frame.weights)
    var demeaning = 1e-4
    var settled = 0
    var old = eta
    let scale = max(deviance, 1e-10 * Double(y.count))
    for step in 1...mostIterations {
      iterations += 1
      respond()
      if demeaner != nil { try reduce(tolerance: demeaning) }
      let solution = try WeightedLeastSquares(
        columns, response: Design.Term("z", demeaner == nil ? z : reduced), weights: weights,
        errors: columnErrors(demeaning), isFinal: false)
      if !solution.dropped.isEmpty {
        drop(solution.dropped)
        // What loses its variation as weights vanish is no combination of the others.
        hasLateDrop = hasLateDrop || step > 1
      }
      swap(&eta, &old)
      let (largest, proves) = take(solution, over: old)
      let before = deviance
      try accept(over: (old, before), isFirst: step == 1)
      let change = abs(before - deviance) / max(deviance, 1e-4 * scale)
      if change < Self.devianceTolerance {
        settled += 1
        // Newton's steps are quadratic: after a small one, or one more, under the final tolerance
        // nothing moves. With other links than the canonical one they are not quite Newton's.
        let isSmall = kernel.hasNewtonSteps && largest < 1e-5
        if settled >= 2 || isSmall, demeaner == nil || demeaning <= Self.finalDemeaning {
          isProven = proves && !hasLateDrop
          return
        }
        demeaning = Self.finalDemeaning
      } else {
        settled = 0
        demeaning = change < 1e-5 ? Self.finalDemeaning : min(demeaning, 0.1 * change)
      }
    }
    throw .didNotConverge(what: subject, iterations: iterations)
  }

  /// The working response at the linear predictor. What demeaning took from the last one is known:
  /// the new one starts from it, being different by effects alone.
  private mutating func respond() {
    let isFirst = reduced.isEmpty
    for i in y.indices {
      let value = eta[i] + residuals[i] - (offset?[i] ?? 0)
      if !isFirst { reduced[i] += value - z[i] }
      z[i] = value
    }
    if isFirst, demeaner != nil { reduced = z }
  }

  /// Moves the linear predictor to the solution.
  ///
  /// `proves` says that no row is separated. Let v be a combination of terms and effects that is 0
  /// where y > 0 and from 0 to 1 where y = 0. The residuals e of this step times their weights w are
  /// orthogonal to v, and where y = 0 they are −(1 + step). When all steps there are over −½,
  /// Σ w v/2 ≤ |Σ w e v| ≤ m · √(Σ w z̃²) · √(Σ w v), m being what demeaning and rounding missed of
  /// the orthogonality, relative to the response z̃ of the step. So Σ w v ≤ 4 m² Σ w z̃². Where that
  /// is less than every single weight of a row with y = 0, v is nowhere 1: there is no such v but 0.
  private mutating func take(
    _ solution: WeightedLeastSquares, over old: [Double]
  ) -> (largest: Double, proves: Bool) {
    var (largest, lowest, least, squares) = (0.0, 0.0, Double.infinity, 0.0)
    let rest = solution.residuals
    let isReduced = demeaner != nil
    for i in y.indices {
      let value = z[i] - rest[i] + (offset?[i] ?? 0)
      let step = value - old[i]
      eta[i] = value
      largest = max(largest, abs(step))
      let start = isReduced ? reduced[i] : z[i]
      squares += weights[i] * start * start
      if y[i] == 0 {
        lowest = min(lowest, step)
        least = min(least, weights[i])
      }
    }
    // Errors of columns count times their coefficients, which grow with the condition; and no error
    // is trusted to be under five hundred times the tolerance.
    let error = isReduced ? Self.finalDemeaning : 1e-15
    let missed = max(5e-8, 10 * error * solution.condition)
    let isExcluded = lowest > -0.5 && least > 4 * missed * missed * squares
    return (largest, kernel.family == .poisson && isExcluded)
  }

  /// Takes the fixed effects out of the columns and the response under the weights of this step.
  private mutating func reduce(tolerance: Double) throws(RegressionError) {
    // Moved, not shared: a column that two places hold would be copied.
    let names = columns.map(\.name)
    var all = [reduced] + columns.map(\.values)
    (reduced, columns) = ([], [])
    let report: DemeanReport?
    do throws(FixedEffectError) {
      try demeaner?.setWeights(weights)
      report = try demeaner?.demean(&all, tolerance: tolerance)
    } catch { throw RegressionError(error) }
    guard report?.allConverged ?? true else {
      throw .didNotConverge(
        what: "taking out the fixed effects", iterations: report?.iterations.max() ?? 0)
    }
    reduced = all.removeFirst()
    columns = names.indices.map { Design.Term(names[$0], all[$0]) }
  }

  private mutating func drop(_ dropped: [Int]) {
    let kept = columns.indices.filter { !dropped.contains($0) }
    columns = kept.map { columns[$0] }
    places = kept.map { places[$0] }
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
    throw .didNotConverge(what: subject, iterations: iterations)
  }

  /// What did not settle, with the likely reason.
  private var subject: String {
    let name = "the family \(kernel.family.rawValue)"
    guard kernel.family.hasLogLink, frame.hasWideOffset else { return name }
    return name + ", whose offset looks like an exposure (\(RegressionError.offsetAdvice)),"
  }

  // MARK: θ of the negative binomial

  private mutating func estimateTheta() throws(RegressionError) {
    // After a Poisson fit: θ by Newton's method at its means; then both in turn.
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
    respond()
    if demeaner != nil { try reduce(tolerance: Self.finalDemeaning) }
    let solution = try WeightedLeastSquares(
      columns, response: Design.Term("z", demeaner == nil ? z : reduced), weights: weights,
      isFinal: false)
    (z, reduced, demeaner) = ([], [], nil)
    let used = Set(solution.kept.map { places[$0] })
    try requireMaximum()
    let names = solution.kept.map { columns[$0].name }
    let beta = solution.coefficients
    var effectSum: [Double]?
    if !frame.effects.isEmpty {
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
      droppedTerms: frame.terms.indices.filter { !used.contains($0) }.map { frame.terms[$0].name },
      droppedInstruments: [],
      inverseGram: solution.inverseGram,
      absorbed: frame.effects.isEmpty
        ? 0 : FixedEffectRank.levelRule(frame.effects.map(\.codes)),
      fitted: means, linearPredictor: eta, effectSum: effectSum, condition: solution.condition,
      deviance: deviance, residualSquares: DoubleDouble(deviance),
      totalSquares: .zero, withinSquares: nil,
      logLikelihood: kernel.logLikelihood(y, means: means, prior: frame.weights),
      nullLogLikelihood: nullLogLikelihood(), iterations: iterations,
      theta: kernel.family == .negbin ? kernel.theta : nil, pearson: pearson,
      columns: solution.kept.map { columns[$0].values }, workingWeights: weights,
      workingResiduals: residuals)
  }

  /// At a maximum the scores of every column sum to zero; a deviance that stands still elsewhere, such
  /// as where means have left doubles, is none.
  private func requireMaximum() throws(RegressionError) {
    for column in columns {
      var (sum, size, reach) = (0.0, 0.0, 0.0)
      for i in y.indices {
        let x = weights[i] * column.values[i]
        sum += x * residuals[i]
        size += abs(x * residuals[i])
        reach += abs(x)
      }
      // Residuals that are rounding alone need not balance.
      guard abs(sum) > 1e-3 * size, size > 1e-6 * reach else { continue }
      throw .didNotConverge(what: subject, iterations: iterations)
    }
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
