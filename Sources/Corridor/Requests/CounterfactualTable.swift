internal import Regression
internal import SeriesCore
internal import Trade

/// The table of flows of a counterfactual, with its cost terms and their coefficients.
struct CounterfactualTable {
  let table: DataTable
  let costs: CostTerms
  /// What the regression goes without.
  private(set) var warnings: [String] = []
  private let frame: ModelFrame
  /// By cost term the columns that it is made of.
  let columns: [Set<String>]
  /// The place in the frame of each cost term.
  private let places: [Int]

  init(
    _ request: CounterfactualRequest, _ file: (name: String, bytes: [UInt8]),
    _ reading: ObservationOptions
  ) throws {
    let reader = try TableReader(
      ByteSource(name: file.name, bytes: file.bytes), options: reading,
      offersFactors: request.estimate != nil)
    if let text = request.estimate {
      let formula = try TableRegression.formula(text).resolved(
        header: reader.header, others: request.columns.levels)
      let kind = request.errors.flatMap { CovarianceKind($0) }
      table = try Self.read(reader, formula, request, kind?.clusters ?? [])
      let (answer, warnings) = try Self.estimated(formula, table, kind, request, file.name)
      costs = try TableRegression.attempt(file.name) { () throws(RegressionError) in
        try CostTerms(answer)
      }
      self.warnings = warnings
      frame = try Self.frame(formula.termsAlone, table, file.name)
      columns = costs.names.map(formula.columns(ofTerm:))
    } else {
      let list = try CostTermList(request.cost ?? "")
      // A column with any name is a term; what is none is read as a formula.
      let terms = list.names.map { reader.header.contains($0) ? "`\($0)`" : $0 }
      let formula: Formula
      do throws(FormulaError) {
        formula = try Formula("0 ~ " + terms.joined(separator: " + ") + " - 1")
      } catch {
        throw UsageFault("--cost: \(error.message)" + (error.advice.map { " (\($0))" } ?? ""))
      }
      table = try Self.read(reader, formula, request, [])
      frame = try Self.frame(formula, table, file.name)
      guard frame.terms.count == list.names.count else {
        throw UsageFault("--cost: each term is one column, or a function of columns")
      }
      costs = CostTerms(
        names: list.names, coefficients: list.coefficients, deviations: list.deviations)
      columns = frame.terms.map { formula.columns(ofTerm: $0.name) }
    }
    let names = request.estimate == nil ? costs.names : frame.terms.map(\.name)
    places = try costs.names.map { name in
      guard let place = names.firstIndex(of: name) else {
        throw UsageFault("--estimate: the term '\(name)' cannot be computed for every pair")
      }
      return place
    }
  }

  private static func read(
    _ reader: consuming TableReader, _ formula: Formula, _ request: CounterfactualRequest,
    _ clusters: [[String]]
  ) throws -> DataTable {
    var options = ModelFrame.Options()
    options.clusters = clusters
    let columns: (numbers: Set<String>, levels: Set<String>)
    do throws(FormulaError) {
      columns = try ModelFrame.columns(of: formula, in: reader.header, options: options)
    } catch {
      throw InputFault(.malformed, file: reader.name, line: 1, error.message, advice: error.advice)
    }
    return try reader.read(
      numbers: columns.numbers.union(request.columns.numbers),
      levels: columns.levels.union(request.columns.levels))
  }

  private static func frame(
    _ formula: Formula, _ table: DataTable, _ file: String
  ) throws -> ModelFrame {
    try TableRegression.attempt(file) { () throws(RegressionError) in
      try ModelFrame(formula, table: table)
    }
  }

  private static func estimated(
    _ formula: Formula, _ table: DataTable, _ kind: CovarianceKind?,
    _ request: CounterfactualRequest, _ file: String
  ) throws -> (RegressionAnswer, [String]) {
    var question = RegressionQuestion(formula, table: table)
    question.family = .poisson
    // A few large flows carry such a fit, which hc1 takes for sure of itself (CounterfactualBench).
    question.errors = kind ?? .hc3
    var warnings: [String] = []
    let answer = try TableRegression.attempt(file) {
      () throws(RegressionError) -> RegressionAnswer in
      do throws(RegressionError) { return try question.answer() } catch {
        guard kind == nil, case .unsupported = error else { throw error }
        question.errors = .hc1
        warnings.append(
          "\(file): effects have too many levels for hc3: errors are hc1, with which intervals of "
            + "counterfactuals may be too narrow")
        return try question.answer()
      }
    }
    warnings += answer.warnings.map { "\(file): \($0)" }
    for (column, side) in [
      (request.columns.exporter, "exporters"), (request.columns.importer, "importers"),
    ] where !formula.hasEffect(of: column) {
      warnings.append(
        "the formula has no effects of \(side), which take the place of multilateral resistance: "
          + "coefficients may stand for it")
    }
    return (answer, warnings)
  }

  /// The flows and the frame's terms of the year in question.
  func trade(_ request: CounterfactualRequest) throws -> TradeTable {
    try TradeTable(table, columns: request.columns, frame: frame, options: request.options)
  }

  /// The cost terms among those of the frame.
  func chosen(_ terms: [[Double]]) -> [[Double]] { places.map { terms[$0] } }
}
