// Sets of tonnes choose between alternatives; alternatives use rows (a link in a period), and no row is
// used beyond its capacity:
//
//   min  Σ_j c_j·x_j  [ + (1/θ)·Σ_j x_j·(ln(x_j/d_s) − w_j) ]
//   Σ_{j in s} x_j = d_s for each set s,   Σ_j a_ij·x_j ≤ b_i for each row i,   x ≥ 0
//
// Without the bracket it is a linear programme, least cost; with it the flows are those of a logit with
// weight θ, whose prices are the capacities' own. The prices λ ≥ 0 solve the dual
//
//   max  −Σ_i b_i·λ_i + Σ_s d_s·π_s,   π_s = min_j (c_j + a_j·λ)   or   −(1/θ)·ln Σ_j e^(w_j − θ(c_j + a_j·λ))
//
// so that any prices give a bound from below: the distance of a solution from the optimum is known, however it
// was found. One alternative of each set uses no row (not to go), so that there is always a solution.
//
// Source: Dantzig (1963) for the linear programme; Erlander & Stewart (1990) for the logit under capacity.

/// How tonnes choose between alternatives.
package enum FlowChoice: Sendable, Equatable {
  /// All take the alternative of the least cost and price.
  case leastCost
  /// Shares fall by this log odds a unit of cost.
  case logit(weight: Double)
}

/// A programme of flows under capacity. What stays for all draws is built once; numbers are replaced.
package struct FlowProgram: Sendable {
  /// Room that an alternative takes of a row, in tonnes of capacity for a tonne of the set.
  package struct Use: Sendable, Equatable {
    package let row: Int
    package let amount: Double

    package init(row: Int, amount: Double = 1) { (self.row, self.amount) = (row, amount) }
  }

  package let choice: FlowChoice
  /// The alternatives of set s are those from `starts[s]` to `starts[s + 1]`.
  let starts: [Int]
  let useStarts: [Int]
  let uses: [Use]
  /// By set, tonnes, not negative.
  package var demands: [Double]
  /// By alternative, what a tonne costs.
  package var costs: [Double]
  /// By alternative, log odds beside those of cost; not used by least cost.
  package var logWeights: [Double]
  /// By row, not negative; infinite for no bound.
  package var capacities: [Double]

  /// - Parameter sets: for each set what each of its alternatives uses.
  /// - Precondition: each set has an alternative without a use.
  package init(_ sets: [[[Use]]], rows: Int, choice: FlowChoice) {
    precondition(
      sets.allSatisfy { $0.contains { $0.isEmpty } }, "one alternative of a set uses no row")
    var (starts, useStarts, uses) = ([0], [0], [Use]())
    for set in sets {
      for alternative in set {
        uses += alternative
        useStarts.append(uses.count)
      }
      starts.append(useStarts.count - 1)
    }
    precondition(uses.allSatisfy { $0.row < rows && $0.amount > 0 }, "a use is of a row")
    (self.choice, self.starts, self.useStarts, self.uses) = (choice, starts, useStarts, uses)
    demands = Array(repeating: 0, count: sets.count)
    costs = Array(repeating: 0, count: useStarts.count - 1)
    logWeights = costs
    capacities = Array(repeating: .infinity, count: rows)
  }

  package var setCount: Int { starts.count - 1 }
  package var alternativeCount: Int { useStarts.count - 1 }
  package var rowCount: Int { capacities.count }

  package func alternatives(of set: Int) -> Range<Int> { starts[set]..<starts[set + 1] }
  package func uses(of alternative: Int) -> ArraySlice<Use> {
    uses[useStarts[alternative]..<useStarts[alternative + 1]]
  }

  var totalDemand: Double { demands.reduce(0, +) }

  /// What a tonne costs with the prices of the rows that it uses.
  func pricedCost(_ alternative: Int, _ prices: [Double]) -> Double {
    var cost = costs[alternative]
    for place in useStarts[alternative]..<useStarts[alternative + 1] {
      cost += uses[place].amount * prices[uses[place].row]
    }
    return cost
  }

  /// What each row is used by flows.
  package func loads(_ flows: [Double]) -> [Double] {
    var loads = [Double](repeating: 0, count: rowCount)
    for j in flows.indices where flows[j] != 0 {
      for place in useStarts[j]..<useStarts[j + 1] {
        loads[uses[place].row] += uses[place].amount * flows[j]
      }
    }
    return loads
  }

  /// What flows cost.
  package func cost(_ flows: [Double]) -> Double {
    zip(costs, flows).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The least cost that no flows can go under, by any prices that are not negative.
  func bound(_ prices: [Double]) -> Double {
    var sum = 0.0
    for i in prices.indices where prices[i] > 0 { sum -= prices[i] * capacities[i] }
    for s in 0..<setCount where demands[s] > 0 {
      var least = Double.infinity
      for j in alternatives(of: s) { least = min(least, pricedCost(j, prices)) }
      sum += demands[s] * least
    }
    return sum
  }
}

/// Flows and prices that solve a programme.
package struct FlowSolution: Sendable {
  /// By alternative, tonnes.
  package var flows: [Double]
  /// By row, what a tonne more of capacity is worth, in units of cost; 0 where there is room. A row
  /// without capacity has none under logit.
  package var prices: [Double]
  /// The value of the programme.
  package var value: Double
  /// How far the value is over what no flows can go under, and how far rows are overdrawn: the greater, as a
  /// share of the sizes at hand.
  package var gap: Double
  package var steps: Int

  /// More than this and it is no solution.
  package static let greatestGap = 1e-9
}

extension FlowProgram {
  /// What flows of least cost lack: the distance from the bound of their prices, and rows that are overdrawn.
  func gap(_ flows: [Double], _ prices: [Double], cost: Double) -> Double {
    let tonnes = max(totalDemand, .leastNormalMagnitude)
    var dearest = Double.leastNormalMagnitude
    for cost in costs { dearest = max(dearest, abs(cost)) }
    var worst = abs(cost - bound(prices)) / max(tonnes * dearest, .leastNormalMagnitude)
    let loads = loads(flows)
    for i in loads.indices { worst = max(worst, (loads[i] - capacities[i]) / tonnes) }
    for s in 0..<setCount {
      var sum = 0.0
      for j in alternatives(of: s) { sum += flows[j] }
      worst = max(worst, abs(sum - demands[s]) / tonnes)
    }
    return worst
  }
}
