public import SeriesCore

/// Why rows of a table take no part in a fit.
public enum DropReason: String, Sendable, CaseIterable {
  /// An empty cell in a column that the fit needs.
  case missing
  /// A lag, lead or difference whose other period is not there.
  case noLag
  /// A transformation without a finite value, such as log(0).
  case notFinite
  case zeroWeight
  /// The only row of a level of a fixed effect.
  case singleton
  /// A row that fixed effects or regressors predict without error: to be zero, or in a binomial or
  /// probit regression one.
  case separated
}

/// The columns of a regression, computed from a table by a formula, without the rows that lack one.
public struct ModelFrame: Sendable {
  /// The columns that a formula does not name.
  public struct Options: Sendable {
    /// The column of weights, zero or more; nil for equal ones.
    public var weights: String?
    /// The column added to the linear predictor with the coefficient 1; nil for none.
    public var offset: String?
    /// The column that tells series apart, for lags.
    public var id: String?
    /// The column of periods, for lags and the order of Newey–West errors.
    public var time: String?
    /// Whether rows without a response are kept in mind, to be predicted.
    public var keepsUnanswered = false
    /// Cluster variables, each one or more columns joined by `^`.
    public var clusters: [[String]] = []

    /// Makes options that name no column.
    public init() {}

    var levels: Set<String> {
      Set(clusters.joined()).union([id, time].compactMap { $0 })
    }
    var numbers: Set<String> { Set([weights, offset].compactMap { $0 }) }
  }

  /// One fixed effect or cluster variable.
  public struct Groups: Sendable {
    /// The name of the column, or of several joined by `^`.
    public let name: String
    package var codes: FactorCodes
    /// The text of each level.
    public var levelNames: [String]
  }

  /// The formula that was given, with `.` written out.
  public let formula: Formula
  /// Rows of the table, those left out included.
  public let readCount: Int
  /// Rows without a response that have all else, where the options ask for them.
  public let unanswered: [Int]
  /// Rows of the table in use, rising.
  public internal(set) var rows: [Int]
  /// Rows left out, by reason.
  public internal(set) var dropped: [DropReason: Int]
  /// Rows whose transformation is not finite, by the text of the expression; each row counts once,
  /// for the first such expression.
  public let notFiniteTerms: [String: Int]
  /// y, one value a row in use.
  public internal(set) var response: Design.Term
  /// The exogenous columns, one value a row in use: `(Intercept)` first where there is one and no
  /// fixed effect takes it.
  public internal(set) var terms: [Design.Term]
  /// The endogenous regressors, one value a row in use; empty without instruments.
  public internal(set) var endogenous: [Design.Term]
  /// The instruments that the formula names, one value a row in use; may be empty.
  public internal(set) var instruments: [Design.Term]
  /// One weight above zero a row in use; nil for equal ones.
  public internal(set) var weights: [Double]?
  /// One value a row in use, on the scale of the linear predictor; nil for none.
  public internal(set) var offset: [Double]?
  /// The fixed effects in the order of the formula, with the level of each row in use.
  public internal(set) var effects: [Groups]
  /// The cluster variables in the order of the options, with the level of each row in use.
  public internal(set) var clusters: [Groups]
  /// Rows in the order of series and period, places in `rows`; nil keeps the file's order.
  public internal(set) var order: [Int]?
  /// The axis of `time`; nil where no column of periods was named.
  public let axis: PeriodAxis?
  /// The period of each row in use, an ordinal on `axis`; nil without an axis.
  public internal(set) var ordinals: [Int]?
  /// The series of each row, where `id` was given.
  public internal(set) var series: [Int32]?

  /// Rows in use.
  public var count: Int { rows.count }
  /// Whether the terms span a constant: by an intercept, or by fixed effects.
  public var hasIntercept: Bool { formula.hasIntercept || !effects.isEmpty }

  /// The columns of a file that a formula needs.
  ///
  /// - Throws: `FormulaError` for a name that the header lacks.
  public static func columns(
    of formula: Formula, in header: [String], options: Options
  ) throws(FormulaError) -> (numbers: Set<String>, levels: Set<String>) {
    let named = try formula.columns(in: header)
    return (named.numbers.union(options.numbers), named.levels.union(options.levels))
  }

  /// - Parameter formula: with `.` written out (`Formula.resolved`).
  /// - Throws: `.input` for what is wrong with the table, with its line, and for columns whose
  ///   squares leave the range of doubles; `.noObservations`,
  ///   `.unknownLevel`, `.tooManyColumns`.
  public init(
    _ formula: Formula, table: DataTable, options: Options = Options()
  ) throws(RegressionError) {
    var lags: LagIndex?
    do throws(InputFault) {
      if formula.usesLags || options.time != nil {
        lags = try LagIndex(table, id: options.id, time: options.time)
      }
    } catch { throw .input(error) }
    var evaluator = ColumnEvaluator(table: table, lags: lags)
    var filter = RowFilter(table: table)
    let response = evaluator.values(formula.response)
    filter.require(formula.response, response)
    filter.require(
      terms: formula.terms + formula.endogenous + formula.instruments, of: &evaluator)
    for column in formula.effects.flatMap(\.columns) { filter.require(level: column.name) }
    for column in options.clusters.joined() { filter.require(level: column) }
    if let offset = options.offset { filter.require(number: offset) }
    if let weights = options.weights { try filter.require(weights: weights) }

    let rows = filter.rows
    unanswered = Self.unanswered(
      formula, table: table, options: options, evaluator: &evaluator)
    guard !rows.isEmpty else { throw .noObservations(read: table.rowCount) }
    self.formula = formula
    readCount = table.rowCount
    self.rows = rows
    dropped = filter.dropped
    notFiniteTerms = filter.notFinite
    let isWhole = rows.count == table.rowCount
    self.response = (isWhole ? response : response.selecting(rows)).term(formula.responseName)

    var builder = DesignBuilder(
      table: table, rows: rows, formula: formula, evaluator: evaluator)
    terms =
      formula.hasIntercept && formula.effects.isEmpty ? [.intercept(count: rows.count)] : []
    terms += try builder.columns(of: formula.terms)
    endogenous = try builder.columns(of: formula.endogenous)
    instruments = try builder.columns(of: formula.instruments)
    weights = options.weights.flatMap { table.numbers($0) }.map { column in
      rows.map { column.values[$0] }
    }
    offset = options.offset.flatMap { table.numbers($0) }.map { column in
      rows.map { column.values[$0] }
    }
    effects = formula.effects.map { effect in
      Self.groups(effect.columns.map(\.name), table: table, rows: rows)
    }
    clusters = options.clusters.map { Self.groups($0, table: table, rows: rows) }
    axis = lags?.axis
    ordinals = lags?.axis == nil ? nil : lags.map { lags in rows.map { lags.ordinals[$0] } }
    series = options.id == nil ? nil : lags.map { lags in rows.map { lags.series[$0] } }
    if options.time != nil, let lags {
      var place = [Int](repeating: -1, count: table.rowCount)
      for (i, row) in rows.enumerated() { place[row] = i }
      order = lags.order.compactMap { place[$0] >= 0 ? place[$0] : nil }
    } else {
      order = nil
    }
    try requireRange(table)
  }

  /// Rows that lack the response alone (and instruments and weights, which a prediction needs not).
  private static func unanswered(
    _ formula: Formula, table: DataTable, options: Options, evaluator: inout ColumnEvaluator
  ) -> [Int] {
    guard options.keepsUnanswered else { return [] }
    let response = evaluator.values(formula.response).high
    var filter = RowFilter(table: table)
    filter.require(terms: formula.terms + formula.endogenous, of: &evaluator)
    for column in formula.effects.flatMap(\.columns) { filter.require(level: column.name) }
    if let offset = options.offset { filter.require(number: offset) }
    return filter.rows.filter { !response[$0].isFinite }
  }

  static func groupName(_ columns: [String]) -> String {
    columns.map(FormulaExpression.quoted).joined(separator: "^")
  }

  private static func groups(_ columns: [String], table: DataTable, rows: [Int]) -> Groups {
    let name = groupName(columns)
    var codes: FactorCodes?
    let parts = columns.map { column in
      guard let levels = table.levels(column) else {
        preconditionFailure("column '\(column)' was not read as levels")
      }
      return levels
    }
    for levels in parts {
      let inUse =
        rows.count == table.rowCount ? levels.codes : rows.map { levels.codes[$0] }
      codes =
        codes.map {
          FactorCodes.interacted($0, FactorCodes(codes: inUse, levels: levels.names.count))
        } ?? FactorCodes.recoded(inUse, bound: levels.names.count)
    }
    guard let codes else { preconditionFailure("groups need a column") }
    let names = codes.firstRows.map { place in
      parts.map { $0.names[Int($0.codes[rows[place]])] }.joined(separator: "^")
    }
    return Groups(name: name, codes: codes, levelNames: names)
  }

  /// The same rows in the order of series and period, for what goes by time.
  public var inOrder: ModelFrame {
    guard let order else { return self }
    var frame = self
    frame.arrange(order)
    frame.order = nil
    return frame
  }

  /// The frame without some rows.
  ///
  /// - Parameter keep: places in `rows` that stay, rising.
  mutating func keep(_ keep: [Int], reason: DropReason) {
    dropped[reason, default: 0] += count - keep.count
    var newPlace = [Int](repeating: -1, count: count)
    for (new, old) in keep.enumerated() { newPlace[old] = new }
    order = order?.compactMap { newPlace[$0] >= 0 ? newPlace[$0] : nil }
    arrange(keep)
  }

  /// The rows at these places, in this order.
  private mutating func arrange(_ keep: [Int]) {
    rows = keep.map { rows[$0] }
    response = response.selecting(keep)
    terms = terms.map { $0.selecting(keep) }
    endogenous = endogenous.map { $0.selecting(keep) }
    instruments = instruments.map { $0.selecting(keep) }
    weights = weights.map { values in keep.map { values[$0] } }
    offset = offset.map { values in keep.map { values[$0] } }
    ordinals = ordinals.map { values in keep.map { values[$0] } }
    series = series.map { values in keep.map { values[$0] } }
    effects = effects.map { $0.selecting(keep) }
    clusters = clusters.map { $0.selecting(keep) }
  }
}

extension ModelFrame.Groups {
  func selecting(_ rows: [Int]) -> Self {
    let compact = codes.selecting(rows)
    let names = compact.firstRows.map { levelNames[Int(codes.codes[rows[$0]])] }
    return Self(name: name, codes: compact, levelNames: names)
  }
}

extension Design.Term {
  func selecting(_ rows: [Int]) -> Design.Term {
    ColumnValues(values, low: low).selecting(rows).term(name)
  }
}
