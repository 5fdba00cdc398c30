import Corridor

/// Forecasts of one model, and what they are reconciled with.
struct ReconcileCase {
  let question: ReconciliationQuestion
  /// The file of the forecasts or observations, and that of the residuals.
  let file: String
  let residualFile: String
  /// The line on which a node's residuals begin.
  let lines: [String: Int]
  var unit: String?
  var basis: String?

  var base: BaseForecasts { question.base }

  /// Reconciles by one method, with faults as the other commands give them.
  func answer(
    by method: ReconciliationMethod, _ rules: HierarchyFile, fixed: [String], isNonnegative: Bool
  ) throws -> Reconciliation {
    do throws(ReconciliationError) {
      return try question.answer(by: method, fixed: fixed, isNonnegative: isNonnegative)
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
