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
    func next(_ node: Int, _ link: (from: Int, to: Int)) -> Int? {
      let other = link.from == node ? link.to : link.to == node ? link.from : nil
      return other.flatMap { seen.contains($0) ? nil : $0 }
    }
    // A dense network without a way has more blind alleys than anybody can walk.
    func leadsOn(_ node: Int) -> Bool {
      var known = seen
      var open = [node]
      while let place = open.popLast() {
        if place == end { return true }
        for link in links {
          guard let other = next(place, link), known.insert(other).inserted else { continue }
          open.append(other)
        }
      }
      return false
    }
    func go(_ node: Int) {
      guard found.count <= most else { return }
      if node == end {
        found.append(way)
        return
      }
      guard leadsOn(node) else { return }
      for (place, link) in links.enumerated() {
        guard let other = next(node, link) else { continue }
        seen.insert(other)
        way.append(place)
        go(other)
        way.removeLast()
        seen.remove(other)
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
