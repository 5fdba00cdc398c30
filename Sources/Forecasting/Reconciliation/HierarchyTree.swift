internal import LinearAlgebra

/// A strict hierarchy: one top, and every node's bottom nodes divided among its parts.
///
/// Top-down methods need it; groupings that cross, or weights other than 1, have none.
package struct HierarchyTree: Sendable {
  /// The node that holds all bottom nodes.
  package let root: Int
  /// The parts of each node, by its place in the hierarchy; empty for bottom nodes.
  package let parts: [[Int]]
  /// Steps below the top.
  package let depth: [Int]

  /// - Returns: nil when the bottom sets of two nodes cross, a weight is not 1, or no node holds all.
  package init?(_ hierarchy: Hierarchy) {
    guard hierarchy.weights.elements.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    let members = hierarchy.upper.indices.map { k in
      hierarchy.bottom.indices.filter { hierarchy.weights[k, $0] == 1 }
    }
    // From the small to the large: the greatest node found so far that holds each bottom node.
    var holder = hierarchy.bottom
    var sizes = [Int](repeating: 1, count: hierarchy.count)
    var parts = [[Int]](repeating: [], count: hierarchy.count)
    let order = hierarchy.upper.indices.sorted {
      (members[$0].count, $1) < (members[$1].count, $0)
    }
    for k in order {
      let node = hierarchy.upper[k]
      var own: [Int] = []
      for j in members[k] where !own.contains(holder[j]) { own.append(holder[j]) }
      guard own.reduce(0, { $0 + sizes[$1] }) == members[k].count else { return nil }
      for j in members[k] { holder[j] = node }
      sizes[node] = members[k].count
      parts[node] = own
    }
    guard let root = holder.first, holder.allSatisfy({ $0 == root }), !parts[root].isEmpty else {
      return nil
    }
    var depth = [Int](repeating: 0, count: hierarchy.count)
    var open = [root]
    while let node = open.popLast() {
      for part in parts[node] {
        depth[part] = depth[node] + 1
        open.append(part)
      }
    }
    self.root = root
    self.parts = parts
    self.depth = depth
  }
}
