internal import LinearAlgebra

/// The constraints C = [I, −A] of some upper nodes without their zeros: of each bottom node, the totals that
/// hold it.
struct SparseConstraints: Sendable {
  let hierarchy: Hierarchy
  /// Places in `hierarchy.upper` of the constraints, rising.
  let rows: [Int]
  /// Entries of bottom node j: `starts[j]..<starts[j + 1]`.
  private let starts: [Int]
  private let places: [Int]
  private let weights: [Double]

  /// - Parameter rows: places in `hierarchy.upper`, rising.
  init(_ hierarchy: Hierarchy, rows: [Int]) {
    self.hierarchy = hierarchy
    self.rows = rows
    var starts = [0]
    var places: [Int] = []
    var weights: [Double] = []
    for j in hierarchy.bottom.indices {
      for (place, row) in rows.enumerated() where hierarchy.weights[row, j] != 0 {
        places.append(place)
        weights.append(hierarchy.weights[row, j])
      }
      starts.append(places.count)
    }
    (self.starts, self.places, self.weights) = (starts, places, weights)
  }

  var count: Int { rows.count }

  /// The node of a constraint's total.
  func node(_ place: Int) -> Int { hierarchy.upper[rows[place]] }

  /// The constraints that hold bottom node `j`, with the weights of A.
  @inline(__always)
  func visit(_ j: Int, _ body: (_ place: Int, _ weight: Double) -> Void) {
    for entry in starts[j]..<starts[j + 1] { body(places[entry], weights[entry]) }
  }

  /// C·y of n × k values.
  func gaps(_ values: Matrix) -> Matrix {
    var result = Matrix(rows: count, columns: values.columns)
    for h in 0..<values.columns {
      for place in 0..<count { result[place, h] = values[node(place), h] }
      for (j, bottom) in hierarchy.bottom.enumerated() {
        let value = values[bottom, h]
        visit(j) { place, weight in result[place, h] -= weight * value }
      }
    }
    return result
  }

  /// Cᵀ·x of count × k values.
  func pulled(_ values: Matrix) -> Matrix {
    var result = Matrix(rows: hierarchy.count, columns: values.columns)
    for h in 0..<values.columns {
      for place in 0..<count { result[node(place), h] = values[place, h] }
      for (j, bottom) in hierarchy.bottom.enumerated() {
        var sum = 0.0
        visit(j) { place, weight in sum -= weight * values[place, h] }
        result[bottom, h] = sum
      }
    }
    return result
  }

  /// C·diag(d)·Cᵀ.
  func product(diagonal: [Double]) -> Matrix {
    var result = Matrix(rows: count, columns: count)
    for place in 0..<count { result[place, place] = diagonal[node(place)] }
    for (j, bottom) in hierarchy.bottom.enumerated() where diagonal[bottom] != 0 {
      visit(j) { place, weight in
        visit(j) { other, second in
          result[place, other] += weight * second * diagonal[bottom]
        }
      }
    }
    return result
  }

  /// F·Cᵀ of T × n values.
  func product(_ factor: Matrix) -> Matrix {
    var result = Matrix(rows: factor.rows, columns: count)
    for place in 0..<count {
      for t in 0..<factor.rows { result[t, place] = factor[t, node(place)] }
    }
    for (j, bottom) in hierarchy.bottom.enumerated() {
      visit(j) { place, weight in
        for t in 0..<factor.rows { result[t, place] -= weight * factor[t, bottom] }
      }
    }
    return result
  }
}
