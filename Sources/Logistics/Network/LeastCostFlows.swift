// The linear programme of flows, by the dual simplex method on a condensed tableau.
//
// All take the cheapest alternative of their set: that costs least, and no reduced cost is negative. Rows that are
// then overdrawn leave the basis one by one. Since not going is always possible, there is always a way on.
//
// The tableau holds x_B = right − T·x_N and value = const + reduced·x_N.
//
// Source: Lemke (1954) for the dual method; Bland (1977) for the choice that ends it when costs tie.

/// Solves least-cost flows. Holds its memory from one programme to the next.
package struct LeastCostFlows {
  private var tableau: [Double] = []
  private var right: [Double] = []
  private var reduced: [Double] = []
  /// Labels of variables: alternatives, then the room of row i as `alternativeCount + i`.
  private var basic: [Int] = []
  private var other: [Int] = []
  private var cheapest: [Int] = []

  package init() {}

  /// Entries nearer to 0 are what rounding leaves of it: uses are of the order of 1.
  private static let leastPivot = 1e-9

  /// The flows of least cost and the prices of full rows.
  ///
  /// - Throws: `LogisticsError.didNotConverge` when the value is over its bound by more than
  ///   `FlowSolution.greatestGap`.
  package mutating func solve(_ program: FlowProgram) throws(LogisticsError) -> FlowSolution {
    cheapest.removeAll(keepingCapacity: true)
    var solution = FlowSolution(
      flows: Array(repeating: 0, count: program.alternativeCount),
      prices: Array(repeating: 0, count: program.rowCount), value: 0, gap: 0, steps: 0)
    for s in 0..<program.setCount {
      var best = program.starts[s]
      for j in program.alternatives(of: s) where program.costs[j] < program.costs[best] { best = j }
      cheapest.append(best)
      solution.flows[best] = program.demands[s]
    }
    let loads = program.loads(solution.flows)
    if zip(loads, program.capacities).contains(where: { $0 > $1 }) {
      let rows = loads.indices.filter { program.capacities[$0].isFinite }
      fill(program, rows)
      solution.steps = try pivot(program)
      read(program, into: &solution)
    }
    solution.value = program.cost(solution.flows)
    solution.gap = program.gap(solution.flows, solution.prices, cost: solution.value)
    guard solution.gap <= FlowSolution.greatestGap else {
      throw .didNotConverge(iterations: solution.steps, gap: solution.gap)
    }
    return solution
  }

  private mutating func fill(_ program: FlowProgram, _ rows: [Int]) {
    let sets = program.setCount
    other.removeAll(keepingCapacity: true)
    reduced.removeAll(keepingCapacity: true)
    basic = cheapest + rows.map { program.alternativeCount + $0 }
    right = program.demands + rows.map { program.capacities[$0] }
    var placeOfRow = [Int](repeating: -1, count: program.rowCount)
    for (place, row) in rows.enumerated() { placeOfRow[row] = sets + place }
    var setOf: [Int] = []
    for s in 0..<sets {
      for j in program.alternatives(of: s) where j != cheapest[s] {
        other.append(j)
        setOf.append(s)
        reduced.append(program.costs[j] - program.costs[cheapest[s]])
      }
    }
    let width = other.count
    tableau.removeAll(keepingCapacity: true)
    tableau.append(contentsOf: repeatElement(0, count: basic.count * width))
    for s in 0..<sets {
      for use in program.uses(of: cheapest[s]) where placeOfRow[use.row] >= 0 {
        right[placeOfRow[use.row]] -= use.amount * program.demands[s]
      }
    }
    for (column, j) in other.enumerated() {
      let s = setOf[column]
      tableau[s * width + column] = 1
      for use in program.uses(of: j) where placeOfRow[use.row] >= 0 {
        tableau[placeOfRow[use.row] * width + column] += use.amount
      }
      for use in program.uses(of: cheapest[s]) where placeOfRow[use.row] >= 0 {
        tableau[placeOfRow[use.row] * width + column] -= use.amount
      }
    }
  }

  /// Pivots until no basic variable is negative; the number of pivots.
  private mutating func pivot(_ program: FlowProgram) throws(LogisticsError) -> Int {
    let (height, width) = (basic.count, other.count)
    let tolerance = 1e-13 * max(program.totalDemand, .leastNormalMagnitude)
    let patience = 4 * (height + width) + 50
    for step in 0... {
      let isTired = step > patience
      guard step <= 50 * patience else { break }
      // The most negative; when that goes round in circles, the first by label.
      var row = -1
      for i in 0..<height where right[i] < -tolerance {
        if row < 0 || (isTired ? basic[i] < basic[row] : right[i] < right[row]) { row = i }
      }
      guard row >= 0 else { return step }
      var column = -1
      var least = 0.0
      for j in 0..<width {
        let entry = tableau[row * width + j]
        guard entry < -Self.leastPivot else { continue }
        let ratio = reduced[j] / -entry
        if column < 0 || ratio < least || (ratio == least && other[j] < other[column]) {
          (column, least) = (j, ratio)
        }
      }
      guard column >= 0 else { break }
      exchange(row, column)
    }
    throw .didNotConverge(iterations: 50 * patience, gap: .infinity)
  }

  private mutating func exchange(_ row: Int, _ column: Int) {
    let (height, width) = (basic.count, other.count)
    let start = row * width
    tableau.withUnsafeMutableBufferPointer { tableau in
      let inverse = 1 / tableau[start + column]
      for j in 0..<width where tableau[start + j] != 0 { tableau[start + j] *= inverse }
      let amount = right[row] * inverse
      for i in 0..<height where i != row {
        let factor = tableau[i * width + column]
        guard factor != 0 else { continue }
        let own = i * width
        for j in 0..<width where tableau[start + j] != 0 {
          tableau[own + j] -= factor * tableau[start + j]
        }
        tableau[own + column] = -factor * inverse
        right[i] -= factor * amount
      }
      let factor = reduced[column]
      if factor != 0 {
        for j in 0..<width { reduced[j] -= factor * tableau[start + j] }
      }
      reduced[column] = -factor * inverse
      tableau[start + column] = inverse
      right[row] = amount
    }
    swap(&basic[row], &other[column])
  }

  private func read(_ program: FlowProgram, into solution: inout FlowSolution) {
    let count = program.alternativeCount
    for j in solution.flows.indices { solution.flows[j] = 0 }
    // A rounding under 0 is 0.
    for (i, label) in basic.enumerated() where label < count {
      solution.flows[label] = max(0, right[i])
    }
    for (j, label) in other.enumerated() where label >= count {
      solution.prices[label - count] = max(0, reduced[j])
    }
  }
}
