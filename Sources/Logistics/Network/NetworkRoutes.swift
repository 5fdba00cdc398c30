/// Ways through a network.
package enum NetworkRoutes {
  /// More ways between two nodes and nobody can read them.
  package static let most = 64

  /// All ways from one node to another that meet no node twice, each as the links that it takes, in the order
  /// of the links; at most one more than `most`.
  ///
  /// - Parameter links: the two nodes of each link, which goes both ways.
  package static func all(
    _ links: [(from: Int, to: Int)], from start: Int, to end: Int
  ) -> [[Int]] {
    var found: [[Int]] = []
    var seen: Set<Int> = [start]
    var way: [Int] = []
    func go(_ node: Int) {
      guard found.count <= most else { return }
      if node == end {
        found.append(way)
        return
      }
      for (place, link) in links.enumerated() {
        let next: Int
        if link.from == node {
          next = link.to
        } else if link.to == node {
          next = link.from
        } else {
          continue
        }
        guard seen.insert(next).inserted else { continue }
        way.append(place)
        go(next)
        way.removeLast()
        seen.remove(next)
      }
    }
    go(start)
    return found
  }

  /// Whether links, one after another, lead from one node to another.
  package static func leads(
    _ way: [Int], _ links: [(from: Int, to: Int)], from start: Int, to end: Int
  ) -> Bool {
    var node = start
    for place in way {
      let link = links[place]
      if link.from == node {
        node = link.to
      } else if link.to == node {
        node = link.from
      } else {
        return false
      }
    }
    return node == end && !way.isEmpty
  }
}
