public import SeriesCore

/// The columns of a regression over several series (firms, countries, pairs of them), each with rows
/// in several periods; the series need not have the same number.
///
///     let panel = try PanelFrame(Formula("inv ~ value + capital"), table: table, options: options)
///     let random = try RandomEffects(panel)
///     let hausman = try HausmanTest(random).test
///     let between = try panel.between()
public struct PanelFrame: Sendable {
  /// The columns as they are, without fixed effects.
  public let frame: ModelFrame
  /// The series of each row, with their names.
  public let groups: ModelFrame.Groups
  /// T_i, the rows of each series.
  public let counts: [Int]

  /// - Parameter options: with `id`, the column that tells series apart; without weights.
  /// - Throws: `.invalid` without an id; `.unsupported` for fixed effects, instruments and weights, and
  ///   when there is one series; what `ModelFrame` throws.
  public init(
    _ formula: Formula, table: DataTable, options: ModelFrame.Options
  ) throws(RegressionError) {
    guard let id = options.id else {
      throw .invalid(argument: "id", detail: "a panel needs the column that tells series apart")
    }
    var options = options
    // A cluster variable knows the names of its levels; it decides no covariance unless asked.
    if !options.clusters.contains([id]) { options.clusters.append([id]) }
    try self.init(ModelFrame(formula, table: table, options: options), id: id)
  }

  private init(_ frame: ModelFrame, id: String) throws(RegressionError) {
    for (isThere, what) in [
      (!frame.effects.isEmpty, "fixed effects"), (!frame.instruments.isEmpty, "instruments"),
      (frame.weights != nil, "weights"),
    ] where isThere {
      throw .unsupported("regressions between series and with random effects go without \(what)")
    }
    let name = ModelFrame.groupName([id])
    guard let groups = frame.clusters.first(where: { $0.name == name }) else {
      preconditionFailure("the series were read as a cluster variable")
    }
    guard groups.codes.levels > 1 else {
      throw .unsupported("the column '\(id)' has one series: nothing varies between series")
    }
    self.frame = frame
    self.groups = groups
    counts = groups.codes.counts
  }

  /// x̄_i, the mean of each series.
  func means(_ x: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: counts.count)
    for (row, value) in x.enumerated() { sums[Int(groups.codes.codes[row])] += value }
    var means = zip(sums, counts).map { $0 / Double($1) }
    // The mean of what is left of the first mean is what its rounding cost.
    var rest = [Double](repeating: 0, count: counts.count)
    for (row, value) in x.enumerated() {
      let group = Int(groups.codes.codes[row])
      rest[group] += value - means[group]
    }
    for group in means.indices { means[group] += rest[group] / Double(counts[group]) }
    return means
  }

  /// The columns less a share of their series' means.
  ///
  /// - Parameter theta: the share for each series.
  func quasiDemeaned(_ theta: [Double]) -> ModelFrame {
    replacing(in: frame) { x in
      let means = means(x)
      return x.indices.map { row in
        let group = Int(groups.codes.codes[row])
        return x[row] - theta[group] * means[group]
      }
    }
  }

  /// The columns' means, a row a series: the first of its rows stands for all.
  func averaged() -> ModelFrame {
    var isSeen = [Bool](repeating: false, count: counts.count)
    let first = frame.rows.indices.filter { row in
      let group = Int(groups.codes.codes[row])
      defer { isSeen[group] = true }
      return !isSeen[group]
    }
    var result = frame
    result.keep(first, reason: .missing)
    // No row is left out: all are in the means.
    result.dropped = frame.dropped
    let place = first.map { Int(groups.codes.codes[$0]) }
    result = replacing(in: result) { x in
      let means = means(x)
      return place.map { means[$0] }
    }
    // The mean of a series has no period.
    result.order = nil
    result.ordinals = nil
    return result
  }

  /// `target` with other columns, each made of one of `frame`.
  private func replacing(
    in target: ModelFrame, _ transform: ([Double]) -> [Double]
  ) -> ModelFrame {
    func term(_ term: Design.Term) -> Design.Term { Design.Term(term.name, transform(term.values)) }
    var result = target
    result.response = term(frame.response)
    result.terms = frame.terms.map(term)
    result.offset = frame.offset.map(transform)
    return result
  }

  /// The regression of deviations from the series' means: one fixed effect a series. Series with one
  /// row stay and say nothing.
  ///
  /// - Throws: `.noTerms` when no term varies within a series; `.tooShort` when no degree of freedom is
  ///   left.
  public func within() throws(RegressionError) -> RegressionFit {
    var fixed = frame
    fixed.effects = [groups]
    fixed.terms = frame.terms.filter { $0.name != "(Intercept)" }
    guard !fixed.terms.isEmpty else { throw .noTerms }
    let fit: RegressionFit
    do throws(RegressionError) { fit = try LinearRegression.fit(fixed) } catch {
      if case .absorbed = error { throw .noTerms }
      throw error
    }
    guard fit.degreesOfFreedom > 0 else {
      throw .tooShort(needed: fit.parameterCount + 1, found: fit.count)
    }
    return fit
  }

  /// The regression of the series' means, each series counting once however many rows it has.
  ///
  /// - Returns: coefficients in the unit of the response per unit of the term; n is the number of
  ///   series.
  /// - Throws: `.tooShort` when there are not more series than terms, `.noTerms`.
  ///
  /// Source: Baltagi (2013), 2.3. Checked: R plm, `model = "between"`.
  public func between() throws(RegressionError) -> RegressionFit {
    let fit = try LinearRegression.fit(averaged())
    guard fit.degreesOfFreedom > 0 else {
      throw .tooShort(needed: fit.parameterCount + 1, found: fit.count)
    }
    return fit
  }
}
