public import SeriesCore

/// A regression of any family by formula.
///
///     let table = try TableReader(ByteSource(path: "trade.csv")).read(numbers: …, levels: …)
///     let fit = try RegressionModel(Formula("flow ~ ldist | iso_o + iso_d"), family: .poisson)
///       .fit(to: table)
///     let errors = try CoefficientCovariance(fit, .hc1).standardErrors
public struct RegressionModel: Sendable {
  /// What is regressed on what, with `.` written out (`Formula.resolved`).
  public let formula: Formula
  /// The distribution of the response and its link.
  public var family = Family.gaussian
  /// The columns that the formula does not name: weights, offset, series, periods, clusters.
  public var options = ModelFrame.Options()
  /// Whether rows are dropped that fixed effects fit alone.
  public var dropsSingletons = true
  /// Whether a Poisson or negative binomial regression seeks rows that combinations of terms and
  /// effects predict to be zero. Rows of groups that have only zeros are left out in any case, and
  /// binomial and probit regressions do not heed it: they always search.
  public var searchesSeparation = true

  /// Makes the model without weights, offset and clusters, singletons dropped, separation sought.
  public init(_ formula: Formula, family: Family = .gaussian) {
    self.formula = formula
    self.family = family
  }

  /// Reads the columns that a formula and the options need; nothing is fitted.
  ///
  /// - Parameter reading: how numbers and text are written.
  /// - Returns: the table of these columns, and the formula with `.` written out.
  /// - Throws: `FormulaError` for a name that the file lacks, `InputFault` for what is wrong with
  ///   the file.
  public static func read(
    _ source: consuming ByteSource, formula: Formula, options: ModelFrame.Options,
    reading: ObservationOptions = TableReader.usualOptions
  ) throws -> (table: DataTable, formula: Formula) {
    let reader = try TableReader(source, options: reading, offersFactors: true)
    let resolved = formula.resolved(
      header: reader.header, others: options.numbers.union(options.levels))
    let columns = try ModelFrame.columns(of: resolved, in: reader.header, options: options)
    return (try reader.read(numbers: columns.numbers, levels: columns.levels), resolved)
  }

  /// - Parameter table: with the columns of `ModelFrame.columns`.
  /// - Returns: estimates, and which rows and terms were left out.
  /// - Throws: `RegressionError`.
  public func fit(to table: DataTable) throws(RegressionError) -> RegressionFit {
    do throws(RegressionError) {
      return try fit(to: ModelFrame(formula, table: table, options: options))
    } catch .badResponse(let family, let needed, let row) {
      // Here the line is known.
      throw .input(table.fault(row: row, "the family \(family) needs \(needed)"))
    } catch .badOffset(let value, let row) {
      throw .input(
        table.fault(
          row: row, RegressionError.offsetFault(value), advice: RegressionError.offsetAdvice))
    }
  }

  /// Beyond this e to an offset, and its inverse, leave doubles.
  private static let greatestOffset = 700.0

  /// Fits the rows of a frame, less singletons and separated rows.
  ///
  /// - Throws: `RegressionError`, with `.badOffset` and `.badResponse` naming the row of the table.
  public func fit(to frame: ModelFrame) throws(RegressionError) -> RegressionFit {
    var frame = frame
    if family.hasLogLink, let offset = frame.offset,
      let place = offset.firstIndex(where: { abs($0) > Self.greatestOffset })
    {
      throw .badOffset(value: offset[place], row: frame.rows[place])
    }
    try dropSingletons(&frame)
    if !frame.instruments.isEmpty {
      guard frame.instruments.count >= frame.endogenous.count else {
        throw .unsupported(
          "\(frame.endogenous.count) endogenous regressors need as many instruments, "
            + "\(frame.instruments.count) given")
      }
    }
    if family == .gaussian { return try LinearRegression.fit(frame) }
    let hasZeros = frame.response.values.contains(0)
    switch family {
    case .poisson where hasZeros, .negbin where hasZeros:
      try dropZeroGroups(&frame)
      guard searchesSeparation else { break }
      // A maximum that is reached proves that no row is separated; the search is for the others.
      // What goes wrong without that proof may be the fault of separated rows.
      if let fit = try? GeneralizedLinear.provenFit(frame, family: family) { return fit }
      try dropSeparated(&frame)
    case .binomial, .probit: try dropSeparatedOutcomes(&frame)
    default: break
    }
    return try GeneralizedLinear.fit(frame, family: family)
  }

  private func dropSingletons(_ frame: inout ModelFrame) throws(RegressionError) {
    guard dropsSingletons, !frame.effects.isEmpty else { return }
    let complete = frame.count
    let isSingle = Singletons.find(frame.effects.map(\.codes))
    if isSingle.contains(true) {
      frame.keep(isSingle.indices.filter { !isSingle[$0] }, reason: .singleton)
    }
    guard frame.count > 0 else {
      throw .allSingletons(read: complete, effects: frame.effects.map(\.name))
    }
  }

  /// Takes out rows of groups that have only zeros; what that leaves may hold new singletons.
  private func dropZeroGroups(_ frame: inout ModelFrame) throws(RegressionError) {
    guard frame.response.values.contains(where: { $0 > 0 }) else {
      throw .allZero(frame.response.name)
    }
    let marked = SeparationCheck.rowsOfZeroGroups(
      frame.response.values, frame.effects.map(\.codes))
    guard marked.contains(true) else { return }
    frame.keep(marked.indices.filter { !marked[$0] }, reason: .separated)
    try dropSingletons(&frame)
  }

  /// Takes out rows that the terms or effects predict to be zero without error; what that leaves may
  /// hold new singletons.
  private func dropSeparated(_ frame: inout ModelFrame) throws(RegressionError) {
    guard frame.response.values.contains(0) else { return }
    guard frame.response.values.contains(where: { $0 > 0 }) else {
      throw .allZero(frame.response.name)
    }
    let report = try SeparationCheck.separatedRows(
      response: frame.response.values, columns: frame.terms.map(\.values),
      factors: frame.effects.map(\.codes))
    guard report.converged else {
      throw .didNotConverge(what: "the check for separation", iterations: report.iterations)
    }
    guard !report.rows.isEmpty else { return }
    let separated = Set(report.rows)
    frame.keep(frame.rows.indices.filter { !separated.contains($0) }, reason: .separated)
    guard frame.count > 0 else { throw .allZero(frame.response.name) }
    try dropSingletons(&frame)
  }

  /// Numbers that the dummies of the search for separated outcomes may hold.
  private static let mostDummies = 1_000_000

  /// Takes out rows with an outcome of 0 or 1 that the terms or effects predict without error.
  ///
  /// A row with y = 1 is one with y = 0 whose terms have the other sign, so the search for zeros
  /// serves both. A factor has no sign: effects are searched as dummies where these are few, and
  /// else only for levels with one outcome.
  private func dropSeparatedOutcomes(_ frame: inout ModelFrame) throws(RegressionError) {
    guard frame.response.values.allSatisfy(family.admits) else { return }
    try dropConstantOutcomes(&frame)
    let y = frame.response.values
    let levels = frame.effects.reduce(0) { $0 + $1.codes.levels }
    guard levels * frame.count <= Self.mostDummies else { return }
    var columns = frame.withDummies().terms.map(\.values)
    for i in y.indices where y[i] == 1 {
      for j in columns.indices { columns[j][i].negate() }
    }
    let report = try SeparationCheck.separatedRows(
      response: y.map { $0 == 0 || $0 == 1 ? 0 : 1 }, columns: columns)
    guard report.converged else {
      throw .didNotConverge(what: "the check for separation", iterations: report.iterations)
    }
    guard !report.rows.isEmpty else { return }
    let separated = Set(report.rows)
    let keep = frame.rows.indices.filter { !separated.contains($0) }
    guard !keep.isEmpty else { throw .separated(frame.response.name) }
    frame.keep(keep, reason: .separated)
    try dropSingletons(&frame)
    try dropConstantOutcomes(&frame)
  }

  /// Takes out levels of effects with one outcome, which may leave others with one.
  private func dropConstantOutcomes(_ frame: inout ModelFrame) throws(RegressionError) {
    while true {
      let y = frame.response.values
      guard y.contains(where: { $0 > 0 }), y.contains(where: { $0 < 1 }) else {
        throw .allZero(frame.response.name)
      }
      let factors = frame.effects.map(\.codes)
      let zeros = SeparationCheck.rowsOfZeroGroups(y, factors)
      let ones = SeparationCheck.rowsOfZeroGroups(y.map { 1 - $0 }, factors)
      let keep = y.indices.filter { !zeros[$0] && !ones[$0] }
      guard keep.count < y.count else { return }
      guard !keep.isEmpty else { throw .separated(frame.response.name) }
      frame.keep(keep, reason: .separated)
      try dropSingletons(&frame)
    }
  }
}
