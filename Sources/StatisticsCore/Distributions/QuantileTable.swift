/// Quantiles of Student's t that were asked for before.
///
/// The steps of a forecast share ν and the levels, and so do series of one length: what is solved
/// once is looked up afterwards. The numbers are those of `StudentT.quantile`, bit for bit.
package struct QuantileTable: Sendable {
  private struct Entry {
    var p = Double.nan
    var degreesOfFreedom = Double.nan
    var quantile = Double.nan
  }

  private static let size = 1024
  private var entries = [Entry](repeating: Entry(), count: QuantileTable.size)

  package init() {}

  /// The p-quantile of Student's t with ν degrees of freedom.
  package mutating func studentT(_ p: Double, degreesOfFreedom nu: Double) -> Double {
    let mixed = (p.bitPattern &* 0x9E37_79B9_7F4A_7C15) ^ (nu.bitPattern &* 0xBF58_476D_1CE4_E5B9)
    // The high bits of a product depend on all bits of its factors.
    let place = Int(truncatingIfNeeded: (mixed >> 32) & UInt64(Self.size - 1))
    let entry = entries[place]
    // NaN is equal to nothing, so that an empty entry never matches.
    if entry.p == p, entry.degreesOfFreedom == nu { return entry.quantile }
    let quantile = StudentT.quantile(p, degreesOfFreedom: nu)
    entries[place] = Entry(p: p, degreesOfFreedom: nu, quantile: quantile)
    return quantile
  }
}

extension TMixture {
  /// The p-quantile, as `quantile(_:)` gives it, with the quantiles of t looked up in a table.
  package func quantile(_ p: Double, using table: inout QuantileTable) -> Double {
    if components.count == 1 { return components[0].quantile(p, using: &table) }
    var ends: [Double] = []
    ends.reserveCapacity(components.count)
    for component in components { ends.append(component.quantile(p, using: &table)) }
    return quantile(p, between: ends)
  }
}

extension TMixture.Component {
  func quantile(_ p: Double, using table: inout QuantileTable) -> Double {
    scale > 0
      ? location + scale * table.studentT(p, degreesOfFreedom: degreesOfFreedom) : location
  }
}
