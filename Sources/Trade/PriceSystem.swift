internal import Glibc
internal import LinearAlgebra

// Demand of CES consumers for goods told apart by their country (Armington 1969):
//
//   λ_ij = exp(k_ij + u_i − v_j),  v_j = ln Σ_i exp(k_ij + u_i),  u_i = u°_i + ε q_i,
//
// the share of country j's expenditure E_j that goes to i; k_ij = ln t_ij^{1−σ}. With ε = 1 − σ the
// unknowns q are logs of factory-gate prices relative to the baseline. The inward resistance is the
// price index, P_j^{1−σ} = e^{v_j}; the outward one follows from e^{u_i} = (Y_i/Y)/Π_i^{1−σ} (Anderson
// & van Wincoop 2003, equations 9 to 11): both are eliminated, so that columns of shares add up to one
// by construction and the system has one unknown a country. Markets clear where
//
//   r_i(q) = ln Σ_j λ_ij E_j − ln Y_i = 0.
//
// Incomes either stay (the baseline's resistances; one round of prices), or move with prices in an
// endowment economy (Yotov, Piermartini, Monteiro & Larch 2016, chapter 2): Y_i = Y°_i e^{q_i} and
// E_j = φ_j Y_j κ, φ_j = E°_j/Y°_j, κ = ΣY/ΣφY. Without κ the N conditions contradict each other
// wherever trade is not balanced: expenditure would not add up to output.
//
// Newton's method on r with
//
//   ∂r_i/∂q_k = ε (δ_ik − Σ_j λ_ij λ_kj E_j / D_i)  [ + λ_ik E_k / D_i + g_k − δ_ik ],
//   D_i = Σ_j λ_ij E_j,  g_k = Y_k/ΣY − φ_k Y_k/ΣφY,
//
// the bracket for moving incomes. Prices are determined up to one factor, so that the matrix has the
// null vector 1; a rank-one term takes it out, and the caller sets the level. Steps are halved until
// the largest |r| falls; where none does, a step of u_i −= r_i (for moving incomes q_i += r_i/σ) is
// taken, which contracts for any costs: goods are gross substitutes, and the equilibrium is unique
// (Alvarez & Lucas 2007, theorem 1).
//
// Checked: gegravity 0.3 (one round), its solver of resistances iterated over incomes (moving incomes).

/// Prices at which the goods of every country are sold.
struct PriceSystem {
  /// u°, one a country.
  let exporterTerms: [Double]
  /// k, column-major with exporters in rows; −∞ for a pair that does not trade.
  let logCosts: [Double]
  /// ε, not zero.
  let slope: Double
  /// Y° and E°, positive, of equal sums.
  let output: [Double]
  let expenditure: [Double]
  let movesIncome: Bool

  /// Prices and what follows from them.
  struct State {
    /// q.
    let logPrices: [Double]
    /// v.
    let logIndices: [Double]
    /// λ, exporters in rows.
    let shares: Matrix
    let output: [Double]
    let expenditure: [Double]
    /// D.
    let demand: [Double]
    /// r.
    let excess: [Double]
    /// The largest |r|.
    let residual: Double
  }

  struct Solution {
    let state: State
    let iterations: Int
  }

  /// What is left of |r|, at most.
  static let tolerance = 1e-12
  private static let mostIterations = 200
  private static let mostHalvings = 12
  /// A step changes no share by more than this factor on logs.
  private static let longestStep = 4.0

  private var count: Int { output.count }

  /// - Parameter start: q to begin with.
  /// - Throws: `.didNotConverge`, `.outOfRange` with the place of a country, `.numeric`.
  func solve(from start: [Double]) throws(TradeError) -> Solution {
    var state = state(at: start)
    for iteration in 0..<Self.mostIterations {
      guard state.residual.isFinite else {
        let place = state.excess.firstIndex { !$0.isFinite } ?? 0
        throw .outOfRange(country: "\(place)")
      }
      let isSettled = state.residual <= Self.tolerance
      let next = try step(from: state)
      // One step more than needed: the last one squares what is left.
      if isSettled {
        let best = next.residual < state.residual ? next : state
        return Solution(state: best, iterations: iteration)
      }
      state = next
    }
    guard state.residual <= Self.tolerance else {
      throw .didNotConverge(residual: state.residual, iterations: Self.mostIterations)
    }
    return Solution(state: state, iterations: Self.mostIterations)
  }

  private func step(from state: State) throws(TradeError) -> State {
    let direction = try newtonDirection(state)
    let reach = direction.reduce(0) { max($0, abs($1 * slope)) }
    var length = min(1, Self.longestStep / max(reach, .leastNormalMagnitude))
    for _ in 0...Self.mostHalvings where reach.isFinite {
      let next = self.state(
        at: zip(state.logPrices, direction).map { $0 + length * $1 })
      if next.residual < (1 - 1e-4 * length) * state.residual { return next }
      // Rounding is all that is left.
      if state.residual <= Self.tolerance { return state }
      length /= 2
    }
    let rate = movesIncome ? 1 / (1 - slope) : -1 / slope
    return self.state(at: zip(state.logPrices, state.excess).map { $0 + rate * $1 })
  }

  func state(at logPrices: [Double]) -> State {
    let n = count
    let terms = zip(exporterTerms, logPrices).map { $0 + slope * $1 }
    var shares = Matrix(rows: n, columns: n)
    var indices = [Double](repeating: 0, count: n)
    for j in 0..<n {
      indices[j] = Self.shares(
        of: j, terms: terms, costs: logCosts, count: n, into: &shares)
    }
    let (output, expenditure) = incomes(at: logPrices)
    var demand = [Double](repeating: 0, count: n)
    for j in 0..<n {
      for i in 0..<n { demand[i] += shares[i, j] * expenditure[j] }
    }
    let excess = zip(demand, output).map { log($0 / $1) }
    // A NaN is no number to compare with, and must not pass for a small one.
    let residual = excess.reduce(0) { worst, r in r.isNaN ? .infinity : max(worst, abs(r)) }
    return State(
      logPrices: logPrices, logIndices: indices, shares: shares, output: output,
      expenditure: expenditure, demand: demand, excess: excess, residual: residual)
  }

  /// Fills the column of shares of one importer.
  ///
  /// - Returns: v_j.
  private static func shares(
    of importer: Int, terms: [Double], costs: [Double], count n: Int, into shares: inout Matrix
  ) -> Double {
    let first = importer * n
    var largest = -Double.infinity
    for i in 0..<n { largest = max(largest, costs[first + i] + terms[i]) }
    var sum = 0.0
    for i in 0..<n {
      let share = exp(costs[first + i] + terms[i] - largest)
      shares[i, importer] = share
      sum += share
    }
    for i in 0..<n { shares[i, importer] /= sum }
    return largest + log(sum)
  }

  private func incomes(at logPrices: [Double]) -> (output: [Double], expenditure: [Double]) {
    guard movesIncome else { return (output, expenditure) }
    let moved = zip(output, logPrices).map { $0 * exp($1) }
    let spent = zip(expenditure, logPrices).map { $0 * exp($1) }
    let scale = moved.reduce(0, +) / spent.reduce(0, +)
    return (moved, spent.map { $0 * scale })
  }

  private func newtonDirection(_ state: State) throws(TradeError) -> [Double] {
    let n = count
    do throws(LinearAlgebraError) {
      var spent = state.shares
      for j in 0..<n {
        for i in 0..<n { spent[i, j] *= state.expenditure[j] }
      }
      var jacobian = try spent.view.multiplied(by: state.shares.view, .transposed)
      let total = state.output.reduce(0, +)
      let spentTotal = state.expenditure.reduce(0, +)
      // The null vector is taken out with the sign of the diagonal.
      let sign = movesIncome || slope < 0 ? -1.0 : 1.0
      for k in 0..<n {
        let weight = state.output[k] / total
        let shift = movesIncome ? weight - state.expenditure[k] / spentTotal : 0
        for i in 0..<n {
          let own = i == k ? 1.0 : 0.0
          var value = slope * (own - jacobian[i, k] / state.demand[i])
          if movesIncome { value += spent[i, k] / state.demand[i] + shift - own }
          jacobian[i, k] = value + sign * weight / Double(n)
        }
      }
      return try LU(jacobian).solve(state.excess.map { -$0 })
    } catch {
      throw .numeric(error)
    }
  }
}
