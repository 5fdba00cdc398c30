internal import Glibc

// The logit of flows under capacity, by Newton's method on the prices. The dual
//
//   F(λ) = Σ_i b_i·λ_i + Σ_s (d_s/θ)·ln Σ_j e^(w_j − θ(c_j + a_j·λ)),   λ ≥ 0
//
// is convex and smooth; its gradient is the room that is left, its Hessian θ·Σ_s d_s·cov_s(a). Prices at 0
// whose rows have room stay there; a step ends where a price reaches 0, which then stays. Where nearly all of
// a set takes one alternative F is nearly straight: no step is longer than a few units of log odds.
//
// Source: Bertsekas (1982) for Newton's method under bounds.

/// Solves logit flows. Holds its memory from one programme to the next.
package struct LogitFlows {
  private var shares: [Double] = []
  private var isOpen: [Bool] = []
  private var loads: [Double] = []
  private var hessian: [Double] = []
  private var direction: [Double] = []
  private var rowSums: [Double] = []

  package init() {}

  /// The longest step, in log odds.
  private static let longestStep = 4.0
  private static let mostSteps = 400
  /// Room and what is overdrawn of priced rows are 0 to this share of all tonnes.
  private static let tolerance = 1e-12

  /// The flows of the logit and the prices of full rows.
  ///
  /// - Parameter start: prices to begin with, such as those of the period before; nil for none.
  /// - Throws: `LogisticsError.didNotConverge` when the value is over its bound by more than
  ///   `FlowSolution.greatestGap`.
  package mutating func solve(
    _ program: FlowProgram, weight: Double, from start: [Double]? = nil
  ) throws(LogisticsError) -> FlowSolution {
    open(program)
    let rows = program.rowCount
    let tonnes = max(program.totalDemand, .leastNormalMagnitude)
    var prices = start ?? Array(repeating: 0, count: rows)
    for i in 0..<rows where !program.capacities[i].isFinite || program.capacities[i] <= 0 {
      prices[i] = 0
    }
    var value = evaluate(program, weight, prices)
    var steps = 0
    while steps < Self.mostSteps {
      steps += 1
      var free: [Int] = []
      var worst = 0.0
      for i in 0..<rows where program.capacities[i].isFinite && program.capacities[i] > 0 {
        let over = loads[i] - program.capacities[i]
        guard prices[i] > 0 || over > 0 else { continue }
        free.append(i)
        worst = max(worst, abs(over))
      }
      if worst <= Self.tolerance * tonnes { break }
      newton(program, weight, &free, prices)
      guard let next = search(program, weight, free, &prices, value) else { break }
      value = next
    }
    var solution = FlowSolution(
      flows: shares, prices: prices, value: 0, gap: 0, steps: steps)
    for s in 0..<program.setCount {
      for j in program.alternatives(of: s) { solution.flows[j] *= program.demands[s] }
    }
    solution.value = program.value(solution.flows)
    solution.gap = program.gap(
      solution.flows, prices, value: solution.value, isOpen: { isOpen[$0] })
    guard solution.gap <= FlowSolution.greatestGap else {
      throw .didNotConverge(iterations: steps, gap: solution.gap)
    }
    return solution
  }

  /// Alternatives that use a row without capacity are not there.
  private mutating func open(_ program: FlowProgram) {
    isOpen = Array(repeating: true, count: program.alternativeCount)
    for j in isOpen.indices
    where program.uses(of: j).contains(where: { program.capacities[$0.row] <= 0 }) {
      isOpen[j] = false
    }
  }

  /// F at prices; sets shares and loads.
  private mutating func evaluate(
    _ program: FlowProgram, _ weight: Double, _ prices: [Double]
  ) -> Double {
    let count = program.alternativeCount
    if shares.count != count { shares = Array(repeating: 0, count: count) }
    if loads.count != prices.count { loads = Array(repeating: 0, count: prices.count) }
    for i in loads.indices { loads[i] = 0 }
    var sum = 0.0
    for i in prices.indices where prices[i] > 0 { sum += prices[i] * program.capacities[i] }
    for s in 0..<program.setCount {
      let own = program.starts[s]..<program.starts[s + 1]
      var top = -Double.infinity
      for j in own {
        guard isOpen[j] else { continue }
        shares[j] = program.logWeights[j] - weight * program.pricedCost(j, prices)
        top = max(top, shares[j])
      }
      var total = 0.0
      for j in own {
        shares[j] = isOpen[j] ? exp(shares[j] - top) : 0
        total += shares[j]
      }
      sum += program.demands[s] / weight * (top + log(total))
      for j in own {
        shares[j] /= total
        let flow = shares[j] * program.demands[s]
        for place in program.useStarts[j]..<program.useStarts[j + 1] {
          loads[program.uses[place].row] += program.uses[place].amount * flow
        }
      }
    }
    return sum
  }

  /// Newton's direction in the prices that are free; a price at 0 that would fall is not.
  private mutating func newton(
    _ program: FlowProgram, _ weight: Double, _ free: inout [Int], _ prices: [Double]
  ) {
    fillHessian(program, weight)
    while true {
      let n = free.count
      var matrix = [Double](repeating: 0, count: n * n)
      var largest = 0.0
      for a in 0..<n {
        for b in 0...a {
          matrix[a * n + b] = hessian[free[a] * program.rowCount + free[b]]
        }
        largest = max(largest, matrix[a * n + a])
      }
      // Links that are used by the same tonnes make the prices undetermined together; far from the
      // solution all may be flat.
      let ridge = max(largest * 1e-12, .leastNormalMagnitude)
      for a in 0..<n { matrix[a * n + a] += ridge }
      direction = free.map { loads[$0] - program.capacities[$0] }
      Self.solve(&matrix, n, &direction)
      let falling = (0..<n).filter { prices[free[$0]] <= 0 && direction[$0] < 0 }
      guard !falling.isEmpty, falling.count < n else { break }
      free = free.indices.filter { !falling.contains($0) }.map { free[$0] }
    }
    for a in direction.indices where prices[free[a]] <= 0 { direction[a] = max(0, direction[a]) }
    let longest = direction.reduce(0) { max($0, abs($1)) } * weight
    if longest > Self.longestStep {
      for a in direction.indices { direction[a] *= Self.longestStep / longest }
    }
  }

  /// θ·Σ_s d_s·(Σ_j p_j·a_j·a_jᵀ − (Σ_j p_j·a_j)(Σ_j p_j·a_j)ᵀ), all rows, the lower half.
  private mutating func fillHessian(_ program: FlowProgram, _ weight: Double) {
    let rows = program.rowCount
    if hessian.count != rows * rows {
      hessian = Array(repeating: 0, count: rows * rows)
      rowSums = Array(repeating: 0, count: rows)
    }
    for i in hessian.indices { hessian[i] = 0 }
    var touched: [Int] = []
    for s in 0..<program.setCount where program.demands[s] > 0 {
      touched.removeAll(keepingCapacity: true)
      let scale = weight * program.demands[s]
      for j in program.alternatives(of: s) where shares[j] > 0 {
        let own = program.useStarts[j]..<program.useStarts[j + 1]
        for a in own {
          let use = program.uses[a]
          if rowSums[use.row] == 0 { touched.append(use.row) }
          rowSums[use.row] += use.amount * shares[j]
          for b in own where program.uses[b].row <= use.row {
            let other = program.uses[b]
            hessian[use.row * rows + other.row] += scale * shares[j] * use.amount * other.amount
          }
        }
      }
      for a in touched {
        for b in touched where b <= a { hessian[a * rows + b] -= scale * rowSums[a] * rowSums[b] }
      }
      for a in touched { rowSums[a] = 0 }
    }
  }

  /// Goes along the direction until F falls; F there, nil where nothing is left to gain.
  private mutating func search(
    _ program: FlowProgram, _ weight: Double, _ free: [Int], _ prices: inout [Double],
    _ value: Double
  ) -> Double? {
    var length = 1.0
    var stop = -1
    for a in free.indices where direction[a] < 0 && prices[free[a]] > 0 {
      let reach = prices[free[a]] / -direction[a]
      if reach < length { (length, stop) = (reach, a) }
    }
    let slope = free.indices.reduce(0) {
      $0 + direction[$1] * (program.capacities[free[$1]] - loads[free[$1]])
    }
    var isFirst = true
    for _ in 0..<60 {
      var next = prices
      for a in free.indices { next[free[a]] = max(0, prices[free[a]] + length * direction[a]) }
      if isFirst, stop >= 0 { next[free[stop]] = 0 }
      let reached = evaluate(program, weight, next)
      // Near the solution the fall drowns in rounding: then the gradient must not point back up.
      let rest = free.indices.reduce(0) {
        $0 + direction[$1] * (program.capacities[free[$1]] - loads[free[$1]])
      }
      let isFlat = abs(reached - value) <= 1e-12 * max(abs(value), .leastNormalMagnitude)
      if reached <= value + 1e-4 * length * slope || (isFlat && abs(rest) <= abs(slope)) {
        guard next != prices else { return nil }
        prices = next
        return reached
      }
      length /= 2
      isFirst = false
    }
    _ = evaluate(program, weight, prices)
    return nil
  }

  /// Solves A·x = b for a positive definite A, lower half by rows, in place (Cholesky). Of this size a call of
  /// LAPACK costs more than the work.
  private static func solve(_ matrix: inout [Double], _ n: Int, _ right: inout [Double]) {
    for a in 0..<n {
      for b in 0...a {
        var sum = matrix[a * n + b]
        for k in 0..<b { sum -= matrix[a * n + k] * matrix[b * n + k] }
        if a == b {
          // What rounding leaves of a direction without curvature moves nothing else.
          matrix[a * n + a] = sum > 0 ? sum.squareRoot() : .infinity
        } else {
          matrix[a * n + b] = sum / matrix[b * n + b]
        }
      }
    }
    for a in 0..<n {
      var sum = right[a]
      for k in 0..<a { sum -= matrix[a * n + k] * right[k] }
      right[a] = sum / matrix[a * n + a]
    }
    for a in stride(from: n - 1, through: 0, by: -1) {
      var sum = right[a]
      for k in a + 1..<max(n, a + 1) { sum -= matrix[k * n + a] * right[k] }
      right[a] = sum / matrix[a * n + a]
    }
  }
}
