internal import LinearAlgebra

extension Hierarchy {
  /// A hierarchy from linear constraints Σ weight·node = 0, which need not form a tree.
  ///
  /// As many nodes as there are independent constraints are expressed by the others, by Gauss–Jordan
  /// elimination with the greatest pivot of each column. In a constraint the node whose sign is its
  /// own is the total: such nodes are taken first, then the others, each in the order in which they
  /// occur. Constraints that follow from the others are counted and left out. The reconciled values do
  /// not depend on which nodes are taken, except by `bottom-up` and with nonnegative bottom nodes.
  ///
  /// - Throws: `HierarchyError`, with the place of the term at fault.
  package init(constraints terms: [ConstraintTerm]) throws(HierarchyError) {
    var names: [String] = []
    var places: [String: Int] = [:]
    var rows: [String: Int] = [:]
    var members: [[(node: Int, weight: Double)]] = []
    var first: [[Int]: Int] = [:]
    for (i, term) in terms.enumerated() {
      guard term.weight.isFinite, term.weight != 0 else { throw .badWeight(at: i) }
      let row = rows[term.constraint] ?? members.count
      if row == members.count {
        rows[term.constraint] = row
        members.append([])
      }
      let node = places[term.node] ?? names.count
      if node == names.count {
        places[term.node] = node
        names.append(term.node)
      }
      if let known = first.updateValue(i, forKey: [row, node]) {
        throw .duplicate(term.node, in: term.constraint, at: i, first: known)
      }
      members[row].append((node, term.weight))
    }
    guard !members.isEmpty else { throw .noParts }
    let (size, overflow) = members.count.multipliedReportingOverflow(by: names.count)
    guard !overflow, size <= Self.largest else {
      throw .tooLarge(upper: members.count, bottom: names.count)
    }
    var isTotal = [Bool](repeating: false, count: names.count)
    for row in members {
      let positive = row.filter { $0.weight > 0 }
      let negative = row.filter { $0.weight < 0 }
      // Of two nodes that are alike, the first.
      let alone = positive.count == 1 ? positive : negative.count == 1 ? negative : []
      if let total = alone.first { isTotal[total.node] = true }
    }
    var matrix = Matrix(rows: members.count, columns: names.count)
    for (k, row) in members.enumerated() {
      for term in row { matrix[k, term.node] = term.weight }
    }
    let order = names.indices.filter { isTotal[$0] } + names.indices.filter { !isTotal[$0] }
    let pivots = Self.eliminate(&matrix, order: order)
    let upper = pivots.map(\.column).sorted()
    let bottom = names.indices.filter { !upper.contains($0) }
    let rowOf = Dictionary(uniqueKeysWithValues: pivots.map { ($0.column, $0.row) })
    var weights = Matrix(rows: upper.count, columns: bottom.count)
    for (k, node) in upper.enumerated() {
      guard let row = rowOf[node] else { continue }
      for (j, part) in bottom.enumerated() { weights[k, j] = -matrix[row, part] }
      guard bottom.indices.contains(where: { weights[k, $0] != 0 }) else {
        throw .forcedZero(names[node])
      }
    }
    self.init(
      nodes: names, upper: upper, bottom: bottom, weights: weights,
      redundantCount: members.count - pivots.count)
  }

  /// Reduces the rows so that each pivot column is a unit vector.
  private static func eliminate(
    _ matrix: inout Matrix, order: [Int]
  ) -> [(row: Int, column: Int)] {
    let (m, n) = (matrix.rows, matrix.columns)
    // Rows of one size, so that one threshold of rounding serves all.
    for i in 0..<m {
      let largest = (0..<n).reduce(0) { max($0, abs(matrix[i, $1])) }
      for j in 0..<n { matrix[i, j] /= largest }
    }
    let threshold = 1e-11
    var pivots: [(row: Int, column: Int)] = []
    for column in order where pivots.count < m {
      let top = pivots.count
      guard
        let pivot = (top..<m).max(by: { abs(matrix[$0, column]) < abs(matrix[$1, column]) }),
        abs(matrix[pivot, column]) > threshold
      else { continue }
      let divisor = matrix[pivot, column]
      for j in 0..<n {
        (matrix[top, j], matrix[pivot, j]) = (matrix[pivot, j], matrix[top, j])
        matrix[top, j] /= divisor
      }
      for i in 0..<m where i != top && matrix[i, column] != 0 {
        let factor = matrix[i, column]
        for j in 0..<n {
          let value = matrix[i, j] - factor * matrix[top, j]
          matrix[i, j] = abs(value) > threshold ? value : 0
        }
        matrix[i, column] = 0
      }
      pivots.append((top, column))
    }
    return pivots
  }
}
