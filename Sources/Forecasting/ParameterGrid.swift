/// Nodes about an estimate of a parameter in an interval, over which a mean is taken.
///
/// They are the estimate, places between it and what `reach` leaves of the interval, and the ends: over
/// all of the interval on short series, nearer and nearer as an estimate's standard error falls.
struct ParameterGrid: Sendable {
  /// In rising order.
  let nodes: [Double]
  /// The length of the interval nearest to each node; 1 where there is one node only.
  let widths: [Double]

  /// The places between estimate and reach, as shares of that distance.
  static let coarse = [0.4, 1]
  static let fine = [1.0 / 3, 2.0 / 3, 1]
  /// Of ratios, whose small values matter most.
  static let early = [0.12, 0.4, 1]

  /// - Parameters:
  ///   - estimate: in `low`…`high`, or taken to the nearer one.
  ///   - reach: how far the nodes go from the estimate.
  init(
    about estimate: Double, low: Double, high: Double, reach: Double, below: [Double],
    above: [Double]
  ) {
    let centre = min(max(estimate, low), high)
    let (down, up) = (min(reach, centre - low), min(reach, high - centre))
    var places = below.reversed().map { centre - $0 * down } + [centre]
    places += above.map { centre + $0 * up }
    var nodes: [Double] = []
    for place in places where nodes.last.map({ place - $0 > 1e-3 * (high - low) }) ?? true {
      nodes.append(place)
    }
    self.nodes = nodes
    widths = nodes.indices.map { i in
      guard nodes.count > 1 else { return 1 }
      let before = i == 0 ? nodes[i] : (nodes[i - 1] + nodes[i]) / 2
      let after = i == nodes.count - 1 ? nodes[i] : (nodes[i] + nodes[i + 1]) / 2
      return after - before
    }
  }

  /// One node.
  init(only value: Double) { (nodes, widths) = ([value], [1]) }

  /// Nodes with their widths.
  var cells: Zip2Sequence<[Double], [Double]> { zip(nodes, widths) }
}
