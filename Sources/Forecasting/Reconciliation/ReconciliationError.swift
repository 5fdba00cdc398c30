public import LinearAlgebra

/// Why forecasts cannot be reconciled by a method.
public enum ReconciliationError: Error, Equatable, Sendable {
  /// The method weighs by residuals and there are none.
  case residualsNeeded(method: String)
  /// The method divides by historical shares and there are no observations.
  case historyNeeded(method: String)
  /// Too few periods in which every node has a residual.
  case tooFewResiduals(needed: Int, found: Int)
  /// A residual that is no number; the row counts periods from 0.
  case missingResidual(node: String, row: Int)
  /// The sample covariance of more nodes than the residuals can tell apart.
  case rankDeficientCovariance(rank: Int, nodes: Int, residuals: Int)
  /// The constraints have no variance under W: residuals that add up by themselves, or nodes held
  /// fixed that determine each other.
  case singularWeights
  /// A top-down method on a hierarchy that is no tree.
  case noTree(method: String)
  /// A depth at which not every branch has a node.
  case noSuchDepth(Int, deepest: Int)
  /// Shares of parts whose sum is zero.
  case zeroTotal(node: String)
  case unknownNode(String, nearest: String?)
  /// Nodes cannot be held fixed, or bounded, by this method.
  case notByMethod(String, method: String)
  /// No values at or over zero agree with the fixed nodes.
  case infeasible(node: String)
  /// A forecast that is missing or no number.
  case missingForecast(node: String)
  case didNotConverge(iterations: Int)
  /// A reconciled forecast that leaves the doubles.
  case overflow(node: String)
  case numeric(LinearAlgebraError)
}

extension ReconciliationError: CustomStringConvertible {
  /// The reason in one line, with the nodes and numbers at fault.
  public var description: String {
    switch self {
    case .residualsNeeded(let method): "\(method) weighs by residuals, and there are none"
    case .historyNeeded(let method):
      "\(method) divides by historical shares, and there are no observations"
    case .tooFewResiduals(let needed, let found):
      "insufficient residuals: \(needed) periods with a residual of every node needed, \(found) found"
    case .missingResidual(let node, let row):
      "the residual of '\(node)' in row \(row + 1) is missing or no number"
    case .rankDeficientCovariance(let rank, let nodes, let residuals):
      "the sample covariance of \(nodes) nodes has rank \(rank) only, from \(residuals) residuals"
    case .singularWeights:
      "the weights leave a sum without variance: its residuals add up exactly, or its nodes are all "
        + "held fixed"
    case .noTree(let method):
      "\(method) needs a tree with weights of 1: one top, no crossing groups"
    case .noSuchDepth(let depth, let deepest):
      "not every branch has a node \(depth) steps below the top (the deepest is \(deepest))"
    case .zeroTotal(let node): "the parts of '\(node)' sum to zero and have no shares"
    case .unknownNode(let node, let nearest):
      "no node '\(node)'" + (nearest.map { ", did you mean '\($0)'?" } ?? "")
    case .notByMethod(let what, let method): "\(what) does not go with \(method)"
    case .infeasible(let node):
      "no values at or over zero agree with the fixed nodes ('\(node)' would be below)"
    case .missingForecast(let node): "the forecast of '\(node)' is missing or no number"
    case .overflow(let node): "the forecast of '\(node)' leaves the range of doubles"
    case .didNotConverge(let iterations):
      "the search for nonnegative values did not end in \(iterations) steps"
    case .numeric(let error): error.description
    }
  }
}
