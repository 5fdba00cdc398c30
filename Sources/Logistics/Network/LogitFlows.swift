internal import Glibc

// The logit of flows under capacity, by Newton's method on the prices. The dual
//
//   F(λ) = Σ_i b_i·λ_i + Σ_s (d_s/θ)·ln Σ_j e^(w_j − θ(c_j + a_j·λ)),   λ ≥ 0
//
// is convex and smooth; its gradient is the room that is left, its Hessian θ·Σ_s d_s·cov_s(a). Prices at 0
// whose rows have room stay there; a step ends where a price reaches 0, which then stays. Where nearly all of
// a set takes one alternative F is straight to the last digit: there a step has a bound, which grows while F
// falls as the slope says it does, so that prices of any size are reached.
//
// Source: Bertsekas (1982) for Newton's method under bounds.

/// Solves logit flows. Holds its memory from one programme to the next: a class, since that is written to a
/// hundred million times.
package final class LogitFlows {
  private typealias Numbers = UnsafeMutableBufferPointer<Double>

  /// The shape that memory is held for.
  private var (rows, alternatives) = (0, 0)
  /// By alternative: log odds without prices, shares of the set.
  private var odds = Numbers.allocate(capacity: 0)
  private var shares = Numbers.allocate(capacity: 0)
  /// By row.
  private var prices = Numbers.allocate(capacity: 0)
  private var tried = Numbers.allocate(capacity: 0)
  private var loads = Numbers.allocate(capacity: 0)
  private var direction = Numbers.allocate(capacity: 0)
  private var means = Numbers.allocate(capacity: 0)
  private var hessian = Numbers.allocate(capacity: 0)
  private var matrix = Numbers.allocate(capacity: 0)
  /// The rows whose prices move, and where the means of a set are not 0.
  private var free: [Int] = []
  private var touched: [Int] = []
  /// The longest step, in log odds.
  private var longestStep = firstStep

  package init() {}

  deinit { for numbers in memory { numbers.deallocate() } }

  private var memory: [Numbers] {
    [odds, shares, prices, tried, loads, direction, means, hessian, matrix]
  }

  /// The longest first step, in log odds.
  private static let firstStep = 4.0
  private static let mostSteps = 100
  /// Costs no more log odds apart than this are flat, and a weight's step from there.
  private static let (flatOdds, climb) = (10.0, 4.0)
  /// Room and what is overdrawn of priced rows are 0 to this share of all tonnes.
  private static let tolerance = 1e-12

  /// The flows of the logit and the prices of full rows.
  ///
  /// - Parameter start: prices to begin with, such as those of the period before; nil for none.
  /// - Throws: `LogisticsError.didNotConverge` when the value is over its bound by more than
  ///   `FlowSolution.greatestGap`.
  package func solve(
    _ program: FlowProgram, weight: Double, from start: [Double]? = nil
  ) throws(LogisticsError) -> FlowSolution {
    let (value, steps) = descend(program, weight, from: start)
    do throws(LogisticsError) {
      return try solution(program, weight, value, steps)
    } catch {
      guard case .didNotConverge = error else { throw error }
      return try climb(program, weight, steps)
    }
  }

  /// By way of flatter logits, each from the prices of the one before: where costs are so many log odds apart that F
  /// is all edges, prices of a weight a quarter as great are only a few log odds off.
  private func climb(
    _ program: FlowProgram, _ weight: Double, _ before: Int
  ) throws(LogisticsError) -> FlowSolution {
    var dearest = 0.0
    for cost in program.costs { dearest = max(dearest, abs(cost)) }
    var (own, steps) = (weight, before)
    while own * dearest > Self.flatOdds { own /= Self.climb }
    var start: [Double]?
    while true {
      let (value, more) = descend(program, own, from: start)
      steps += more
      if own >= weight { return try solution(program, weight, value, steps) }
      start = Array(prices)
      own = min(Self.climb * own, weight)
    }
  }

  /// Goes down from prices to the least of F as far as it gets; F there and the steps that it took.
  private func descend(
    _ program: FlowProgram, _ weight: Double, from start: [Double]?
  ) -> (value: Double, steps: Int) {
    prepare(program, weight, start)
    longestStep = Self.firstStep
    let least = Self.tolerance * max(program.totalDemand, .leastNormalMagnitude)
    var value = evaluate(program, weight, prices)
    var steps = 0
    while steps < Self.mostSteps {
      steps += 1
      free.removeAll(keepingCapacity: true)
      var worst = 0.0
      for i in 0..<rows where program.capacities[i].isFinite && program.capacities[i] > 0 {
        let over = loads[i] - program.capacities[i]
        guard prices[i] > 0 || over > 0 else { continue }
        free.append(i)
        worst = max(worst, abs(over))
      }
      if worst <= least { break }
      newton(program, weight)
      guard let next = search(program, weight, value) else { break }
      value = next
    }
    return (value, steps)
  }

  private func prepare(_ program: FlowProgram, _ weight: Double, _ start: [Double]?) {
    if rows != program.rowCount || alternatives != program.alternativeCount {
      for numbers in memory { numbers.deallocate() }
      (rows, alternatives) = (program.rowCount, program.alternativeCount)
      func numbers(_ count: Int) -> Numbers {
        let numbers = Numbers.allocate(capacity: count)
        numbers.initialize(repeating: 0)
        return numbers
      }
      (odds, shares) = (numbers(alternatives), numbers(alternatives))
      (prices, tried, loads) = (numbers(rows), numbers(rows), numbers(rows))
      (direction, means) = (numbers(rows), numbers(rows))
      (hessian, matrix) = (numbers(rows * rows), numbers(rows * rows))
    }
    for i in 0..<rows {
      let isBound = program.capacities[i].isFinite && program.capacities[i] > 0
      prices[i] = isBound ? start?[i] ?? 0 : 0
    }
    for j in 0..<alternatives {
      var odds = program.logWeights[j] - weight * program.costs[j]
      // An alternative that uses a row without capacity is not there.
      for place in program.useStarts[j]..<program.useStarts[j + 1]
      where program.capacities[program.uses[place].row] <= 0 {
        odds = -.infinity
      }
      self.odds[j] = odds
    }
  }

  /// F at prices; sets shares and loads.
  private func evaluate(_ program: FlowProgram, _ weight: Double, _ prices: Numbers) -> Double {
    for i in 0..<rows { loads[i] = 0 }
    var sum = 0.0
    for i in 0..<rows where prices[i] > 0 { sum += prices[i] * program.capacities[i] }
    for s in 0..<program.setCount {
      let (first, end) = (program.starts[s], program.starts[s + 1])
      var top = -Double.infinity
      for j in first..<end {
        var priced = 0.0
        for place in program.useStarts[j]..<program.useStarts[j + 1] {
          priced += program.uses[place].amount * prices[program.uses[place].row]
        }
        shares[j] = odds[j] - weight * priced
        top = max(top, shares[j])
      }
      var total = 0.0
      for j in first..<end {
        shares[j] = exp(shares[j] - top)
        total += shares[j]
      }
      sum += program.demands[s] / weight * (top + log(total))
      let scale = 1 / total
      for j in first..<end {
        shares[j] *= scale
        let flow = shares[j] * program.demands[s]
        for place in program.useStarts[j]..<program.useStarts[j + 1] {
          loads[program.uses[place].row] += program.uses[place].amount * flow
        }
      }
    }
    return sum
  }

  /// Newton's direction in the prices that are free; a price at 0 that would fall is not.
  private func newton(_ program: FlowProgram, _ weight: Double) {
    fillHessian(program, weight)
    // Links that are used by the same tonnes make the prices undetermined together; far from the solution all
    // may be flat.
    let scale = max(weight * program.totalDemand, .leastNormalMagnitude)
    var ridge = 1e-12 * scale
    turn(program, ridge)
    var longest = longestTurn(weight)
    if longest > longestStep {
      // A ridge with which no price goes much further: those that are determined go on as Newton would.
      var steepest = 0.0
      for i in free { steepest = max(steepest, abs(loads[i] - program.capacities[i])) }
      ridge = max(ridge, weight * steepest / longestStep)
      turn(program, ridge)
      longest = longestTurn(weight)
    }
    guard longest > longestStep else { return }
    for a in free.indices { direction[a] *= longestStep / longest }
  }

  /// The direction with a ridge on the Hessian's diagonal; prices at 0 that would fall are free no more.
  private func turn(_ program: FlowProgram, _ ridge: Double) {
    while true {
      let n = free.count
      for a in 0..<n {
        for b in 0...a { matrix[a * n + b] = hessian[free[a] * rows + free[b]] }
        matrix[a * n + a] += ridge
        direction[a] = loads[free[a]] - program.capacities[free[a]]
      }
      solve(n)
      let falling = (0..<n).count { prices[free[$0]] <= 0 && direction[$0] < 0 }
      guard falling > 0, falling < n else { break }
      var kept = 0
      for a in 0..<n where !(prices[free[a]] <= 0 && direction[a] < 0) {
        free[kept] = free[a]
        kept += 1
      }
      free.removeLast(n - kept)
    }
    for a in free.indices where prices[free[a]] <= 0 { direction[a] = max(0, direction[a]) }
  }

  private func longestTurn(_ weight: Double) -> Double {
    var longest = 0.0
    for a in free.indices { longest = max(longest, abs(direction[a]) * weight) }
    return longest
  }

  /// θ·Σ_s d_s·(Σ_j p_j·a_j·a_jᵀ − (Σ_j p_j·a_j)(Σ_j p_j·a_j)ᵀ), all rows, the lower half. Where rounding
  /// leaves a variance below 0 it is 0.
  private func fillHessian(_ program: FlowProgram, _ weight: Double) {
    for i in 0..<rows * rows { hessian[i] = 0 }
    for s in 0..<program.setCount where program.demands[s] > 0 {
      touched.removeAll(keepingCapacity: true)
      let scale = weight * program.demands[s]
      for j in program.starts[s]..<program.starts[s + 1] where shares[j] > 0 {
        let (first, end) = (program.useStarts[j], program.useStarts[j + 1])
        for a in first..<end {
          let use = program.uses[a]
          if means[use.row] == 0 { touched.append(use.row) }
          means[use.row] += use.amount * shares[j]
          for b in first..<end where program.uses[b].row <= use.row {
            let other = program.uses[b]
            hessian[use.row * rows + other.row] += scale * shares[j] * use.amount * other.amount
          }
        }
      }
      for a in touched {
        for b in touched where b <= a { hessian[a * rows + b] -= scale * means[a] * means[b] }
      }
      for a in touched { means[a] = 0 }
    }
    for i in 0..<rows { hessian[i * rows + i] = max(0, hessian[i * rows + i]) }
  }

  /// The fall of F along the direction, where the loads are; negative downhill.
  private func slope(_ program: FlowProgram) -> Double {
    var sum = 0.0
    for a in free.indices { sum += direction[a] * (program.capacities[free[a]] - loads[free[a]]) }
    return sum
  }

  /// Goes along the direction until F falls; F there, nil where nothing is left to gain.
  private func search(_ program: FlowProgram, _ weight: Double, _ value: Double) -> Double? {
    var length = 1.0
    var stop = -1
    for a in free.indices where direction[a] < 0 && prices[free[a]] > 0 {
      let reach = prices[free[a]] / -direction[a]
      if reach < length { (length, stop) = (reach, a) }
    }
    let slope = slope(program)
    for attempt in 0..<60 {
      for i in 0..<rows { tried[i] = prices[i] }
      var isMoved = false
      for a in free.indices {
        let i = free[a]
        tried[i] = attempt == 0 && a == stop ? 0 : max(0, prices[i] + length * direction[a])
        if tried[i] != prices[i] { isMoved = true }
      }
      let reached = evaluate(program, weight, tried)
      // Near the solution the fall drowns in rounding: then the gradient must not point back up.
      let isFlat = abs(reached - value) <= 1e-12 * max(abs(value), .leastNormalMagnitude)
      let isLower = reached <= value + 1e-4 * length * slope
      if isLower || (isFlat && abs(self.slope(program)) <= abs(slope)) {
        guard isMoved else { return nil }
        swap(&prices, &tried)
        adapt(fall: value - reached, said: -length * slope, attempt, weight)
        return reached
      }
      length /= 2
    }
    _ = evaluate(program, weight, prices)
    return nil
  }

  /// Longer steps where a whole one made F fall nearly as its slope said, shorter ones where it went too far.
  private func adapt(fall: Double, said: Double, _ attempt: Int, _ weight: Double) {
    let longest = longestTurn(weight)
    if attempt == 0, fall > 0.75 * said, longest > 0.5 * longestStep {
      longestStep *= 2
    } else if attempt > 0 || fall < 0.25 * said {
      longestStep = max(Self.firstStep, 0.5 * longestStep)
    }
  }

  /// Solves A·x = b for a positive definite A, lower half by rows, in place (Cholesky). Of this size a call of
  /// LAPACK costs more than the work.
  private func solve(_ n: Int) {
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
      var sum = direction[a]
      for k in 0..<a { sum -= matrix[a * n + k] * direction[k] }
      direction[a] = sum / matrix[a * n + a]
    }
    for a in stride(from: n - 1, through: 0, by: -1) {
      var sum = direction[a]
      for k in a + 1..<max(n, a + 1) { sum -= matrix[k * n + a] * direction[k] }
      direction[a] = sum / matrix[a * n + a]
    }
  }

  /// The solution with its distance from the bound: −F at the prices.
  private func solution(
    _ program: FlowProgram, _ weight: Double, _ dual: Double, _ steps: Int
  ) throws(LogisticsError) -> FlowSolution {
    var (value, dearest) = (0.0, 1 / weight)
    let tonnes = max(program.totalDemand, .leastNormalMagnitude)
    var flows = Array(shares)
    for s in 0..<program.setCount {
      for j in program.starts[s]..<program.starts[s + 1] {
        dearest = max(dearest, abs(program.costs[j]))
        guard shares[j] > 0 else { continue }
        flows[j] = shares[j] * program.demands[s]
        value += flows[j] * (program.costs[j] + (log(shares[j]) - program.logWeights[j]) / weight)
      }
    }
    var gap = abs(value + dual) / (tonnes * dearest)
    for i in 0..<rows { gap = max(gap, (loads[i] - program.capacities[i]) / tonnes) }
    guard gap <= FlowSolution.greatestGap else {
      throw .didNotConverge(iterations: steps, gap: gap)
    }
    return FlowSolution(flows: flows, prices: Array(prices), value: value, gap: gap, steps: steps)
  }
}
