internal import LinearAlgebra

/// The forecast of a node divided among its parts.
struct TopDown {
  /// By what a total is divided.
  enum Shares {
    /// Shares of bottom nodes in the top, the same in every period.
    case fixed([Double])
    /// Shares of the forecasts of a node's parts, below `depth`.
    case forecasts(depth: Int)
  }

  let hierarchy: Hierarchy
  let tree: HierarchyTree
  let shares: Shares

  init(
    _ hierarchy: Hierarchy, method: ReconciliationMethod, history: Matrix?
  ) throws(ReconciliationError) {
    guard let tree = HierarchyTree(hierarchy) else { throw .noTree(method: method.name) }
    self.hierarchy = hierarchy
    self.tree = tree
    switch method {
    case .middleOut(let depth):
      let deepest = hierarchy.bottom.reduce(0) { max($0, tree.depth[$1]) }
      guard hierarchy.bottom.allSatisfy({ tree.depth[$0] >= depth }) else {
        throw .noSuchDepth(depth, deepest: deepest)
      }
      shares = .forecasts(depth: depth)
    case .topDownAverageProportions, .topDownProportionAverages:
      guard let history else { throw .historyNeeded(method: method.name) }
      shares = .fixed(
        try Self.historical(
          history, hierarchy, root: tree.root, ofAverages: method == .topDownProportionAverages))
    default: shares = .forecasts(depth: 0)
    }
  }

  /// Shares of the bottom nodes in the top, averaged over periods or of the averages.
  ///
  /// Source: Gross & Sohl (1990), methods A and F.
  private static func historical(
    _ history: Matrix, _ hierarchy: Hierarchy, root: Int, ofAverages: Bool
  ) throws(ReconciliationError) -> [Double] {
    let n = history.rows
    let top = (0..<n).map { history[$0, root] }
    let usable = ofAverages ? top.reduce(0, +) != 0 : top.allSatisfy { $0 != 0 }
    guard n > 0, usable else { throw .zeroTotal(node: hierarchy.nodes[root]) }
    return hierarchy.bottom.map { node in
      let part = (0..<n).map { history[$0, node] }
      return ofAverages
        ? part.reduce(0, +) / top.reduce(0, +)
        : zip(part, top).reduce(0) { $0 + $1.0 / $1.1 } / Double(n)
    }
  }

  func reconcile(_ base: Matrix) throws(ReconciliationError) -> Matrix {
    var values = base
    for j in 0..<base.columns {
      switch shares {
      case .fixed(let shares):
        for (share, node) in zip(shares, hierarchy.bottom) {
          values[node, j] = share * base[tree.root, j]
        }
      case .forecasts(let depth):
        var open = [tree.root]
        while let node = open.popLast() {
          open += tree.parts[node]
          guard tree.depth[node] >= depth, !tree.parts[node].isEmpty else { continue }
          let sum = tree.parts[node].reduce(0) { $0 + base[$1, j] }
          guard sum != 0 else { throw .zeroTotal(node: hierarchy.nodes[node]) }
          for part in tree.parts[node] { values[part, j] = values[node, j] * base[part, j] / sum }
        }
      }
    }
    do throws(LinearAlgebraError) { return try hierarchy.aggregated(values) } catch {
      throw .numeric(error)
    }
  }

  /// The nodes whose forecasts are read.
  var needed: [Int] {
    switch shares {
    case .fixed: [tree.root]
    case .forecasts(let depth):
      hierarchy.nodes.indices.filter { tree.depth[$0] >= depth }
    }
  }
}
