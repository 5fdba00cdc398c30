internal import LinearAlgebra

/// Columns of the matrix P = SG that takes base values to coherent ones: P = E − G·C, with E the identity but
/// for totals that follow their parts, G the gain of the constraints and C sparse.
struct ProjectionColumns: Sendable {
  private let constraints: SparseConstraints
  /// Nodes × constraints.
  private let gain: Matrix
  /// The totals that follow their parts.
  private let followers: SparseConstraints

  /// Of a projection.
  init(_ projection: CovarianceProjection) throws(ReconciliationError) {
    constraints = projection.constraints
    gain = try projection.gain()
    let kept = Set(constraints.rows)
    let hierarchy = projection.hierarchy
    followers = SparseConstraints(
      hierarchy, rows: hierarchy.upper.indices.filter { !kept.contains($0) })
  }

  /// Of sums of the bottom values: all totals follow their parts.
  init(bottomUp hierarchy: Hierarchy) {
    constraints = SparseConstraints(hierarchy, rows: [])
    gain = Matrix(rows: hierarchy.count, columns: 0)
    followers = SparseConstraints(hierarchy, rows: Array(hierarchy.upper.indices))
  }

  /// The squares of columns of P, nodes × as many.
  func squares(_ nodes: Range<Int>) throws(LinearAlgebraError) -> Matrix {
    let hierarchy = constraints.hierarchy
    let n = hierarchy.count
    var elements = [Double](repeating: 0, count: n * nodes.count)
    elements.withUnsafeMutableBufferPointer { result in
      gain.elements.withUnsafeBufferPointer { gain in
        func add(_ place: Int, times weight: Double, to column: Int) {
          let (to, from) = (column * n, place * n)
          for i in 0..<n { result[to + i] += weight * gain[from + i] }
        }
        for (j, node) in hierarchy.bottom.enumerated() where nodes.contains(node) {
          let column = node - nodes.lowerBound
          result[column * n + node] = 1
          followers.visit(j) { place, weight in
            result[column * n + followers.node(place)] = weight
          }
          constraints.visit(j) { place, weight in add(place, times: weight, to: column) }
        }
        for place in 0..<constraints.count where nodes.contains(constraints.node(place)) {
          let node = constraints.node(place)
          add(place, times: -1, to: node - nodes.lowerBound)
          result[(node - nodes.lowerBound) * n + node] += 1
        }
        for i in result.indices { result[i] *= result[i] }
      }
    }
    return try Matrix(rows: n, columns: nodes.count, columnMajor: elements)
  }

  /// P·x of n × k values.
  func project(_ values: Matrix) throws(LinearAlgebraError) -> Matrix {
    let moves = try gain.multiplied(by: constraints.gaps(values))
    var result = values
    for h in 0..<values.columns {
      for place in 0..<followers.count { result[followers.node(place), h] = 0 }
      for (j, node) in constraints.hierarchy.bottom.enumerated() {
        followers.visit(j) { place, weight in
          result[followers.node(place), h] += weight * values[node, h]
        }
      }
      for i in 0..<values.rows { result[i, h] -= moves[i, h] }
    }
    return result
  }
}
