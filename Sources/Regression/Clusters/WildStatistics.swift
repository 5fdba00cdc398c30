internal import LinearAlgebra

/// The t statistics of one coefficient over the draws of a wild cluster bootstrap, the null imposed.
///
/// Let x̃ be the term less all others and the fixed effects, û the residuals, and δ = β̂ − r how far the
/// null is from the estimate: restricted residuals are ũ = û + δ x̃. A draw v gives the clusters' errors
/// v_g ũ_g, the estimate Σ_g v_g x̃_g′ũ_g ÷ x̃′x̃ and the scores S_g = v_g x̃_g′ũ_g − x̃_g′Q_g Σ_h v_h Q_h′ũ_h of
/// what the regression leaves of them. Both are linear in δ, so that numerator and variance of every draw
/// are kept as polynomials, and any null is tested without another draw. With v = 1 they are those of the
/// data.
///
/// With several cluster variables the variance is that of Cameron, Gelbach and Miller (2011), and the
/// draws go by one of them.
///
/// Source: Roodman, MacKinnon, Nielsen & Webb (2019), "Fast and wild: bootstrap inference in Stata using
/// boottest"; MacKinnon, Nielsen & Webb (2021) for several variables. Checked: python wildboottest.
struct WildStatistics {
  /// How clusters of one set sum the scores, and with which sign their squares count.
  struct Grouping {
    let codes: FactorCodes
    let sign: Double
  }

  /// t² = (n₀ + n₁δ)² ÷ (q₀ + 2q₁δ + q₂δ²), up to a factor that all draws share.
  struct Polynomial {
    var n0 = 0.0
    var n1 = 0.0
    var q0 = 0.0
    var q1 = 0.0
    var q2 = 0.0

    func square(_ delta: Double) -> Double {
      let top = n0 + n1 * delta
      let bottom = q0 + delta * (2 * q1 + delta * q2)
      // A draw without a variance is as far out as any: it speaks for the null.
      return bottom > 0 ? top * top / bottom : .infinity
    }
  }

  let observed: Polynomial
  let draws: [Polynomial]
  private let isComplete: Bool

  /// Statistics that are equal but for rounding are equal.
  private static let rounding = 1e-9
  private static let blockSize = 256

  /// - Parameters:
  ///   - direction: √w x̃ of the term less the others.
  ///   - residuals: √w û; of a restricted fit when `isLinear` is false.
  ///   - isLinear: whether other nulls are to be tested by the same draws.
  ///   - groupings: of the rows; one of its clusters draws the weights.
  init(
    _ basis: ClusterBasis, direction: [Double], residuals: [Double], isLinear: Bool,
    groupings: [Grouping], weights: WildWeights
  ) throws(RegressionError) {
    isComplete = weights.isComplete
    let cells = Cells(basis.codes, groupings)
    let data = CellSums(
      basis, cells: cells, direction: direction, residuals: residuals, isLinear: isLinear)
    var polynomials: [Polynomial] = []
    polynomials.reserveCapacity(weights.draws)
    do throws(LinearAlgebraError) {
      observed = try data.polynomials(
        [Double](repeating: 1, count: basis.codes.levels), draws: 1)[0]
      var start = 0
      while start < weights.draws {
        let range = start..<min(weights.draws, start + Self.blockSize)
        polynomials += try data.polynomials(weights.block(range), draws: range.count)
        start = range.upperBound
      }
    } catch { throw .numeric(error) }
    draws = polynomials
  }

  /// The share of draws whose statistic is as far from zero as that of the data, at β̂ − r = δ; of drawn
  /// ones (1 + count) ÷ (1 + draws), so that it is never zero. NaN where the data give no variance.
  func pValue(_ delta: Double) -> Double {
    let limit = observed.square(delta) * (1 - Self.rounding)
    guard limit.isFinite else { return .nan }
    var count = 0
    for draw in draws where draw.square(delta) >= limit { count += 1 }
    return isComplete
      ? Double(count) / Double(draws.count) : Double(count + 1) / Double(draws.count + 1)
  }
}

/// The rows that share a drawing cluster and their clusters of all groupings.
private struct Cells {
  let codes: FactorCodes
  /// The drawing cluster of each cell.
  let drawing: [Int]
  /// Of each grouping: its sign, the group of each cell, and how many groups there are.
  let groups: [(sign: Double, of: [Int], count: Int)]

  init(_ drawing: FactorCodes, _ groupings: [WildStatistics.Grouping]) {
    let all = groupings.reduce(drawing) { FactorCodes.interacted($0, $1.codes) }
    codes = all
    let first = all.firstRows
    self.drawing = first.map { Int(drawing.codes[$0]) }
    groups = groupings.map { grouping in
      (grouping.sign, first.map { Int(grouping.codes.codes[$0]) }, grouping.codes.levels)
    }
  }
}

/// What the draws need of the rows, summed over cells and clusters.
private struct CellSums {
  private let cells: Cells
  private let isLinear: Bool
  /// x̃′û and x̃′x̃ of each cell.
  private var scores: [Double]
  private var sizes: [Double]
  /// Q′û and Q′x̃ of each drawing cluster, p × G.
  private var errors: Matrix
  private var regressors: Matrix
  /// Q′x̃ of each cell, p × cells.
  private var cellRegressors: Matrix

  init(
    _ basis: ClusterBasis, cells: Cells, direction: [Double], residuals: [Double], isLinear: Bool
  ) {
    self.cells = cells
    self.isLinear = isLinear
    let (p, clusters) = (basis.width, basis.codes.levels)
    scores = [Double](repeating: 0, count: cells.codes.levels)
    sizes = scores
    errors = Matrix(rows: p, columns: clusters)
    regressors = errors
    cellRegressors = Matrix(rows: p, columns: cells.codes.levels)
    for row in direction.indices {
      let cell = Int(cells.codes.codes[row])
      scores[cell] += direction[row] * residuals[row]
      sizes[cell] += direction[row] * direction[row]
    }
    for j in 0..<p {
      for row in direction.indices {
        let (cluster, cell) = (Int(basis.codes.codes[row]), Int(cells.codes.codes[row]))
        let q = basis.columns[row, j]
        errors[j, cluster] += q * residuals[row]
        regressors[j, cluster] += q * direction[row]
        cellRegressors[j, cell] += q * direction[row]
      }
    }
  }

  /// - Parameter weights: a column a draw, of as many rows as there are clusters.
  func polynomials(
    _ weights: [Double], draws: Int
  ) throws(LinearAlgebraError) -> [WildStatistics.Polynomial] {
    let clusters = errors.columns
    let v = try Matrix(rows: clusters, columns: draws, columnMajor: weights)
    let fixed = try cellRegressors.multiplied(.transposed, by: errors.multiplied(by: v))
    let moving =
      isLinear ? try cellRegressors.multiplied(.transposed, by: regressors.multiplied(by: v)) : nil
    var results = [WildStatistics.Polynomial](repeating: .init(), count: draws)
    let count = scores.count
    var (base, slope) = (scores, sizes)
    for draw in 0..<draws {
      var result = WildStatistics.Polynomial()
      for cell in 0..<count {
        let weight = weights[draw * clusters + cells.drawing[cell]]
        let score = weight * scores[cell]
        result.n0 += score
        base[cell] = score - fixed.elements[draw * count + cell]
        guard let moving else { continue }
        let size = weight * sizes[cell]
        result.n1 += size
        slope[cell] = size - moving.elements[draw * count + cell]
      }
      for group in cells.groups {
        var sums = [Double](repeating: 0, count: group.count)
        var slopes = sums
        for cell in 0..<count {
          sums[group.of[cell]] += base[cell]
          if isLinear { slopes[group.of[cell]] += slope[cell] }
        }
        for place in sums.indices {
          result.q0 += group.sign * sums[place] * sums[place]
          guard isLinear else { continue }
          result.q1 += group.sign * sums[place] * slopes[place]
          result.q2 += group.sign * slopes[place] * slopes[place]
        }
      }
      results[draw] = result
    }
    return results
  }
}
