internal import Glibc
internal import LinearAlgebra
package import SeriesCore

/// Observations of all nodes of a hierarchy: given ones, and sums of the given parts.
package struct NodeSeries: Sendable {
  /// A given total that is not the sum of its parts in some periods, beyond what rounding explains.
  package struct Discrepancy: Sendable, Equatable {
    package let node: String
    /// Periods in which it differs, and those in which it could be compared.
    package let periods: Int
    package let compared: Int
    /// Where the difference is greatest, as it is written.
    package let period: String
    package let given: Double
    package let sum: Double
  }

  /// A series a node, in the order of the hierarchy.
  package let series: [TimeSeries]
  /// Nodes whose values were summed here.
  package let summed: [Int]
  package let discrepancies: [Discrepancy]

  /// - Parameter given: series by id; those that are no nodes are not looked at.
  /// - Throws: `NodeFault`: no series of a bottom node; units, bases, frequencies or last periods that
  ///   differ; parts without a period in common.
  package init(_ hierarchy: Hierarchy, given: [String: TimeSeries]) throws(NodeFault) {
    for node in hierarchy.bottom where given[hierarchy.nodes[node]] == nil {
      throw .missingBottom(hierarchy.nodes[node])
    }
    let known = hierarchy.nodes.compactMap { given[$0] }
    guard let first = known.first else { throw .missingBottom(hierarchy.nodes[0]) }
    for series in known.dropFirst() {
      if series.unit != first.unit {
        throw .mixed(series.id, "unit", series.unit?.label, first.id, first.unit?.label)
      }
      if series.basis != first.basis {
        throw .mixed(series.id, "basis", series.basis?.label, first.id, first.basis?.label)
      }
      if series.frequency != first.frequency {
        throw .mixed(
          series.id, "frequency", series.frequency.rawValue, first.id, first.frequency.rawValue)
      }
    }
    let last = known.compactMap(\.end).max() ?? 0
    if let short = known.first(where: { $0.end != last }),
      let long = known.first(where: { $0.end == last })
    {
      throw .endsEarly(
        short.id, short.end.map { short.axis.text($0) } ?? "", other: long.id,
        long.axis.text(last))
    }
    var all: [TimeSeries] = []
    var summed: [Int] = []
    var discrepancies: [Discrepancy] = []
    var row = [Int](repeating: -1, count: hierarchy.count)
    for (k, node) in hierarchy.upper.enumerated() { row[node] = k }
    for (node, name) in hierarchy.nodes.enumerated() {
      guard row[node] >= 0 else {
        if let series = given[name] { all.append(series) }
        continue
      }
      let parts = hierarchy.bottom.indices.compactMap {
        j -> (series: TimeSeries, weight: Double)? in
        let weight = hierarchy.weights[row[node], j]
        guard weight != 0, let series = given[hierarchy.nodes[hierarchy.bottom[j]]] else {
          return nil
        }
        return (series, weight)
      }
      let sums = Self.sums(parts)
      if let own = given[name] {
        if let difference = Self.compare(own, sums, parts) { discrepancies.append(difference) }
        all.append(own)
      } else {
        guard sums.last?.ordinal == last else { throw .noCommonPeriod(name) }
        if let excess = sums.first(where: { !$0.value.isFinite }) {
          throw .overflow(name, first.axis.text(excess.ordinal))
        }
        summed.append(node)
        all.append(
          TimeSeries(
            id: name, axis: first.axis, observations: sums, unit: first.unit, basis: first.basis,
            sources: []))
      }
    }
    series = all
    self.summed = summed
    self.discrepancies = discrepancies
  }

  /// Σ weight·part in the periods in which every part has a value.
  private static func sums(
    _ parts: [(series: TimeSeries, weight: Double)]
  ) -> [(ordinal: Int, value: Double)] {
    guard let first = parts.first else { return [] }
    return first.series.ordinals.compactMap { ordinal in
      var sum = 0.0
      for part in parts {
        guard let value = part.series.value(at: ordinal) else { return nil }
        sum += part.weight * value
      }
      return (ordinal, sum)
    }
  }

  /// Compares a total with its parts.
  ///
  /// Rounding explains half a unit of the last decimal place in which a series is written, of the total
  /// and of each part.
  private static func compare(
    _ own: TimeSeries, _ sums: [(ordinal: Int, value: Double)],
    _ parts: [(series: TimeSeries, weight: Double)]
  ) -> Discrepancy? {
    let rounding =
      halfUnit(own) + parts.reduce(0) { $0 + abs($1.weight) * halfUnit($1.series) }
    var (compared, differing) = (0, 0)
    var worst: (gap: Double, ordinal: Int, given: Double, sum: Double)?
    for (ordinal, sum) in sums {
      guard let value = own.value(at: ordinal) else { continue }
      compared += 1
      let size = parts.reduce(abs(value)) {
        $0 + abs($1.weight * ($1.series.value(at: ordinal) ?? 0))
      }
      let gap = abs(value - sum)
      guard gap > rounding * (1 + 1e-9) + 1e-12 * size else { continue }
      differing += 1
      if gap > worst?.gap ?? 0 { worst = (gap, ordinal, value, sum) }
    }
    guard let worst else { return nil }
    return Discrepancy(
      node: own.id, periods: differing, compared: compared, period: own.axis.text(worst.ordinal),
      given: worst.given, sum: worst.sum)
  }

  /// Half a unit of the last decimal place that any value of the series uses.
  private static func halfUnit(_ series: TimeSeries) -> Double {
    var places = 0
    for value in series.values {
      let text = NumberText.shortest(value)
      guard !text.contains("e"), !text.contains("E") else { return 0 }
      guard let point = text.lastIndex(of: ".") else { continue }
      places = max(places, text.distance(from: point, to: text.endIndex) - 1)
    }
    return 0.5 * pow(10, -Double(places))
  }
}

/// Why series make no observations of a hierarchy.
package enum NodeFault: Error, Equatable, Sendable {
  case missingBottom(String)
  /// A node, what differs, its label; the other node and its label.
  case mixed(String, String, String?, String, String?)
  /// A node and its last period; another node and its later one.
  case endsEarly(String, String, other: String, String)
  case noCommonPeriod(String)
  /// A total whose parts sum beyond the doubles, and in which period.
  case overflow(String, String)
}

extension NodeFault {
  /// The node at fault.
  package var node: String {
    switch self {
    case .missingBottom(let node), .mixed(let node, _, _, _, _), .endsEarly(let node, _, _, _),
      .noCommonPeriod(let node), .overflow(let node, _):
      node
    }
  }

  package var advice: String {
    switch self {
    case .missingBottom: "give its observations, or take it out of the hierarchy"
    case .mixed: "bring all nodes to one before they are added"
    case .endsEarly: "cut the others there, or complete it: forecasts need one origin"
    case .noCommonPeriod: "parts are added in periods that all of them have, the last one included"
    case .overflow: "give its parts in another unit"
    }
  }
}

extension NodeFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missingBottom(let node): "the bottom node '\(node)' has no series"
    case .mixed(let node, let what, let label, let other, let otherLabel):
      "'\(node)' has the \(what) '\(label ?? "none")', '\(other)' has '\(otherLabel ?? "none")'"
    case .endsEarly(let node, let period, let other, let otherPeriod):
      "'\(node)' ends in \(period), '\(other)' in \(otherPeriod)"
    case .noCommonPeriod(let node): "the parts of '\(node)' do not all have the last period"
    case .overflow(let node, let period):
      "the parts of '\(node)' sum to more than a double holds in \(period)"
    }
  }
}
