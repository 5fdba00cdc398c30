internal import Glibc
internal import StatisticsCore

/// What a sample says of E, the common offset of an uncertain capacity.
enum CapacityOffset: Sendable, Equatable {
  case at(Double)
  /// So high that no observed period was near: N(0, deviation²) from here on.
  case above(Double)
}

extension CapacityOffset {
  /// E at quadrature nodes with their prior weights.
  ///
  /// Where E is far above all that was carried the likelihood does not depend on it, and where it is
  /// far below the highest there is none. Between them it changes as fast as k full periods tell E
  /// apart, which is wobble/√k: equal steps of half a wobble are exact to 1e-4 for nine of them.
  static func nodes(
    _ bound: CapacityBound, _ observations: [CensoredObservation]
  ) -> [(offset: CapacityOffset?, logPrior: Double)] {
    guard case .uncertain(let deviation) = bound else { return [(nil, 0)] }
    let ratios = observations.compactMap { observation in
      observation.logCapacity.map { observation.logValue - $0 }
    }
    guard let top = ratios.max() else { return [(.above(-.infinity), 0)] }
    let step = bound.wobble / 2
    let reach = 10
    var nodes: [(offset: CapacityOffset?, logPrior: Double)] = (-reach...reach).map { place in
      let value = top + Double(place) * step
      let z = value / deviation
      // The last one stands at the end of its range.
      return (.at(value), log(step / deviation * (place == reach ? 0.5 : 1)) - logDensity(z))
    }
    let least = top + Double(reach) * step
    nodes.append((.above(least), log(Normal.cumulative(-least / deviation))))
    return nodes
  }

  /// −ln of the standard normal density: the density itself underflows far from 0.
  private static func logDensity(_ z: Double) -> Double { (z * z + log(2 * Double.pi)) / 2 }
}
