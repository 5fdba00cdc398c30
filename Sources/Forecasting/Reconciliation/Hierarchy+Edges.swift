internal import LinearAlgebra

extension Hierarchy {
  /// A hierarchy from parts and what they are part of; a node may be part of several.
  ///
  /// Nodes that have no parts are the bottom. Nodes come in the order in which they first occur, of
  /// an edge the parent first.
  ///
  /// - Throws: `HierarchyError`, with the place of the edge at fault.
  /// - Complexity: O(upper · bottom) memory; each edge costs one row of A.
  public init(edges: [HierarchyEdge]) throws(HierarchyError) {
    var names: [String] = []
    var places: [String: Int] = [:]
    func place(_ name: String) -> Int {
      if let known = places[name] { return known }
      places[name] = names.count
      names.append(name)
      return names.count - 1
    }
    struct Link {
      let node: Int
      let parent: Int
      let edge: Int
    }
    var links: [Link] = []
    var firstEdges: [[Int]: Int] = [:]
    for (i, edge) in edges.enumerated() {
      guard let parent = edge.parent else {
        _ = place(edge.node)
        continue
      }
      guard edge.weight.isFinite, edge.weight != 0 else { throw .badWeight(at: i) }
      guard parent != edge.node else { throw .ownPart(edge.node, at: i) }
      let link = Link(node: 0, parent: place(parent), edge: i)
      let node = place(edge.node)
      if let first = firstEdges.updateValue(i, forKey: [node, link.parent]) {
        throw .duplicate(edge.node, in: parent, at: i, first: first)
      }
      links.append(Link(node: node, parent: link.parent, edge: i))
    }
    guard !links.isEmpty else { throw .noParts }
    var parts = [[Link]](repeating: [], count: names.count)
    var parents = [[Int]](repeating: [], count: names.count)
    for link in links {
      parts[link.parent].append(link)
      parents[link.node].append(link.parent)
    }
    let upper = names.indices.filter { !parts[$0].isEmpty }
    let bottom = names.indices.filter { parts[$0].isEmpty }
    // Parts before what they are part of: what never becomes ready stands in a circle or above one.
    var open = parts.map(\.count)
    var order = bottom
    var next = 0
    while next < order.count {
      for parent in parents[order[next]] {
        open[parent] -= 1
        if open[parent] == 0 { order.append(parent) }
      }
      next += 1
    }
    if order.count < names.count {
      var node = names.indices.first { open[$0] > 0 } ?? 0
      var path: [Int] = []
      while !path.contains(node) {
        path.append(node)
        node = parts[node].first { open[$0.node] > 0 }?.node ?? node
      }
      let circle = Array(path[(path.firstIndex(of: node) ?? 0)...].reversed())
      let at = parts[node].first { open[$0.node] > 0 }?.edge ?? 0
      throw .cycle(circle.map { names[$0] }, at: at)
    }
    let (size, overflow) = upper.count.multipliedReportingOverflow(by: bottom.count)
    guard !overflow, size <= Self.largest else {
      throw .tooLarge(upper: upper.count, bottom: bottom.count)
    }
    var weights = Matrix(rows: upper.count, columns: bottom.count)
    var row = [Int](repeating: -1, count: names.count)
    for (k, node) in upper.enumerated() { row[node] = k }
    var column = [Int](repeating: -1, count: names.count)
    for (j, node) in bottom.enumerated() { column[node] = j }
    // Which part brought a bottom node into the total at hand.
    var bringer = [Int](repeating: -1, count: bottom.count)
    for node in order where row[node] >= 0 {
      for j in bringer.indices { bringer[j] = -1 }
      for link in parts[node] {
        let weight = edges[link.edge].weight
        let members =
          column[link.node] >= 0
          ? [column[link.node]] : bottom.indices.filter { weights[row[link.node], $0] != 0 }
        for j in members {
          guard bringer[j] < 0 else {
            throw .reachedTwice(
              names[bottom[j]], ancestor: names[node], by: names[bringer[j]],
              and: names[link.node], at: link.edge)
          }
          bringer[j] = link.node
          weights[row[node], j] = weight * (column[link.node] >= 0 ? 1 : weights[row[link.node], j])
        }
      }
    }
    self.init(nodes: names, upper: upper, bottom: bottom, weights: weights)
  }
}
