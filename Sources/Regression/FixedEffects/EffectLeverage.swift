internal import LinearAlgebra

/// The fixed effects' part of leverage: h_i = w_i d_i′(D′WD)⁺d_i, with d_i the dummies of row i.
///
/// The factor with most levels is eliminated, which leaves the Schur complement of the others as a dense
/// matrix; which generalized inverse of it is taken changes no h_i, since every d_i lies in its range.
enum EffectLeverage {
  /// Levels of all factors but the largest, beyond which the dense part takes too long.
  static let mostLevels = 2_000
  /// Levels of the largest factor times those of the others: 160 MB a matrix, of which there are three.
  static let mostCells = 20_000_000

  /// - Parameters:
  ///   - effects: factors over the same rows.
  ///   - weights: a weight a row; nil for 1.
  /// - Throws: `.unsupported` beyond `mostLevels` and `mostCells`, `.numeric`.
  static func values(
    _ effects: [FactorCodes], weights: [Double]?
  ) throws(RegressionError) -> [Double] {
    guard
      let largest = effects.indices.max(by: { effects[$0].levels < effects[$1].levels })
    else { return [] }
    let first = effects[largest]
    let others = effects.indices.filter { $0 != largest }.map { effects[$0] }
    let n = first.count
    var mass = [Double](repeating: 0, count: first.levels)
    for i in 0..<n { mass[Int(first.codes[i])] += weights?[i] ?? 1 }
    // A level whose rows all weigh nothing has no part in the fit.
    let inverseMass = mass.map { $0 > 0 ? 1 / $0 : 0 }
    var h = (0..<n).map { (weights?[$0] ?? 1) * inverseMass[Int(first.codes[$0])] }
    guard !others.isEmpty else { return h }
    var offsets: [Int] = []
    var total = 0
    for factor in others {
      offsets.append(total)
      total += factor.levels
    }
    guard total <= mostLevels else {
      throw .unsupported(
        "leverage (hc2, hc3, hc4) is computed with up to \(mostLevels) levels of the fixed effects "
          + "beside the largest, there are \(total); use hc1 or cluster")
    }
    guard first.levels <= mostCells / max(1, total) else {
      throw .unsupported(
        "leverage (hc2, hc3, hc4) would take \(first.levels) times \(total) levels of the fixed effects in "
          + "memory, more than \(mostCells); use hc1 or cluster")
    }
    // Shares of the largest factor's levels in the other dummies, and W between these.
    var shares = Matrix(rows: first.levels, columns: total)
    var dense = Matrix(rows: total, columns: total)
    for i in 0..<n {
      let (w, a) = (weights?[i] ?? 1, Int(first.codes[i]))
      for (p, factor) in others.enumerated() {
        let column = offsets[p] + Int(factor.codes[i])
        shares[a, column] += w * inverseMass[a]
        for (q, other) in others.enumerated() {
          dense[column, offsets[q] + Int(other.codes[i])] += w
        }
      }
    }
    do throws(LinearAlgebraError) {
      var scaled = shares
      for a in mass.indices { for j in 0..<total { scaled[a, j] *= mass[a] } }
      let explained = try scaled.multiplied(.transposed, by: shares)
      let inverse = try pseudoinverse(dense, less: explained)
      let crossed = try shares.multiplied(by: inverse)
      let own = mass.indices.map { a in
        (0..<total).reduce(0) { $0 + crossed[a, $1] * shares[a, $1] }
      }
      for i in 0..<n {
        let a = Int(first.codes[i])
        let columns = others.indices.map { offsets[$0] + Int(others[$0].codes[i]) }
        var sum = own[a]
        for j in columns {
          sum -= 2 * crossed[a, j]
          for k in columns { sum += inverse[j, k] }
        }
        h[i] += (weights?[i] ?? 1) * sum
      }
    } catch {
      throw .numeric(error)
    }
    return h
  }

  /// (A − B)⁺ on the scale of A's diagonal, so that small weights do not count as zero.
  private static func pseudoinverse(
    _ matrix: Matrix, less explained: Matrix
  ) throws(LinearAlgebraError) -> Matrix {
    let n = matrix.rows
    let scale = (0..<n).map { matrix[$0, $0] > 0 ? matrix[$0, $0].squareRoot() : 1 }
    var unit = Matrix(rows: n, columns: n)
    for j in 0..<n {
      for i in 0..<n { unit[i, j] = (matrix[i, j] - explained[i, j]) / (scale[i] * scale[j]) }
    }
    let eigen = try SymmetricEigen(unit)
    var half = eigen.vectors
    for j in 0..<n {
      // A unit diagonal: what rounding leaves of a dependence is some 1e-16 times the levels.
      let root = eigen.values[j] > 1e-11 ? 1 / eigen.values[j].squareRoot() : 0
      for i in 0..<n { half[i, j] *= root / scale[i] }
    }
    return try half.multiplied(by: half, .transposed)
  }
}
