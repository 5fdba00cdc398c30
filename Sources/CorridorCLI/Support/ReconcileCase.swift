import Corridor

/// Forecasts of one model, and what they are reconciled with.
struct ReconcileCase {
  let base: BaseForecasts
  /// Of the residuals; nil where there are none to be had.
  let covariance: ResidualCovariance?
  /// Why there is no covariance, when residuals were looked for.
  let withoutCovariance: ReconciliationError?
  let history: Matrix?
  /// The file of the forecasts or observations, and that of the residuals.
  let file: String
  let residualFile: String
  /// The line on which a node's residuals begin.
  let lines: [String: Int]
  let unit: String?
  let basis: String?

  /// The case of forecasts with their residuals, where there are any; why these give no covariance is
  /// told by a method that needs it.
  init(
    _ base: BaseForecasts, residuals: Matrix?, history: Matrix?, nodes: [String], file: String,
    residualFile: String, lines: [String: Int], unit: String? = nil, basis: String? = nil
  ) {
    var covariance: ResidualCovariance?
    var reason: ReconciliationError?
    if let residuals {
      do throws(ReconciliationError) {
        covariance = try ResidualCovariance(residuals, nodes: nodes)
      } catch {
        reason = error
      }
    }
    self.base = base
    self.covariance = covariance
    withoutCovariance = reason
    self.history = history
    self.file = file
    self.residualFile = residualFile
    self.lines = lines
    self.unit = unit
    self.basis = basis
  }

  /// Runs what one method may fail at, with faults as the other commands give them.
  func attempt<Value>(
    _ method: ReconciliationMethod, _ rules: HierarchyFile,
    _ body: () throws(ReconciliationError) -> Value
  ) throws -> Value {
    do throws(ReconciliationError) {
      if method.needsResiduals, let withoutCovariance { throw withoutCovariance }
      return try body()
    } catch {
      throw fault(error, method, rules)
    }
  }

  private func fault(
    _ error: ReconciliationError, _ method: ReconciliationMethod, _ rules: HierarchyFile
  ) -> any Error {
    let other = "take --method wls-struct or ols, which need none"
    switch error {
    case .numeric(.wrongKernel): return Stop(.wrongKernel, error.description)
    case .missingForecast(let node):
      return InputFault(
        .malformed, file: rules.name, line: rules.line(of: node),
        "the node '\(node)' has no forecast by \(base.model) in \(file)",
        advice: method == .bottomUp
          ? "give it" : "give it, or take --method bottom-up, which needs bottom nodes only")
    case .noVariation(let node):
      return InputFault(
        .malformed, file: residualFile, line: lines[node], error.description,
        advice: "take --method wls-struct or ols, which do not weigh by it")
    case .tooFewResiduals, .missingResidual:
      return InputFault(.malformed, file: residualFile, error.description, advice: other)
    case .rankDeficientCovariance:
      return InputFault(
        .malformed, file: residualFile, error.description,
        advice: "take --method mint-shrink, or give more residuals than nodes")
    case .overflow(let node):
      return InputFault(
        .malformed, file: file, line: lines[node], "\(method.name): \(error.description)",
        advice: "give the values in another unit")
    case .noTree, .noSuchDepth:
      return InputFault(.malformed, file: rules.name, error.description)
    case .unknownNode(let node, let nearest):
      return InputFault(
        .malformed, file: rules.name, "no node '\(node)', which --fixed names",
        advice: nearest.map { "did you mean '\($0)'?" })
    case .singularWeights, .infeasible, .zeroTotal:
      return InputFault(.malformed, file: file, "\(method.name): \(error.description)")
    default: return Stop(.failed, "\(file): \(method.name): \(error.description)")
    }
  }
}
