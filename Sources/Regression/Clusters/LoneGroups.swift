internal import LinearAlgebra

/// Terms that one group of rows alone decides, a row or a cluster: without it they would be combinations of
/// other terms and of fixed effects. The group's residuals are zero in that direction, whatever its errors
/// were, so that a sandwich over rows or clusters takes such an estimate for nearly certain.
///
/// With X̃ the terms less the fixed effects, rows times √w, M = (X̃′X̃)⁻¹ = LL′ and G the same products over
/// the other rows, less the effects in these, a direction v with L′GL v = 0 is one of which the others say
/// nothing, and Lv is what it moves the coefficients by. Without effects L′GL is I − L′X̃_g′X̃_g L.
///
/// Source: MacKinnon & Webb (2017), "Wild bootstrap inference for wildly different cluster sizes", for what
/// such tests are worth.
enum LoneGroups {
  /// A group with a smaller part in the squared influences on each coefficient is not looked at: one that decides
  /// alone has 1 − f of them, f its part of the weights.
  private static let leastShare = 0.25
  /// An eigenvalue of what is left without a group under this is zero: the group decides.
  static let least = 1e-10
  /// The part of a coefficient's variance under equal errors that a group may decide alone.
  static let mostAlone = 0.01
  private static let blockRows = 1024

  /// - Parameter groups: nil where each row is a group of its own.
  /// - Returns: places of terms, ascending; none where terms are so nearly collinear that M has no root in doubles.
  /// - Throws: `.numeric`.
  static func terms(
    _ fit: RegressionFit, groups: FactorCodes?
  ) throws(RegressionError) -> [Int] {
    let count = fit.columns.count
    let found = try candidates(fit, groups)
    guard !found.isEmpty, let root = try? Cholesky(fit.inverseGram).factor else { return [] }
    var alone = [Double](repeating: 0, count: count)
    do throws(LinearAlgebraError) {
      for rows in found {
        for direction in try directions(fit, rows, root) {
          for j in 0..<count {
            var move = 0.0
            for k in 0...j { move += root[j, k] * direction[k] }
            alone[j] += move * move
          }
        }
      }
    } catch { throw .numeric(error) }
    return alone.indices.filter { alone[$0] > mostAlone * fit.inverseGram[$0, $0] }
  }

  /// The rows of each group that has a large part in a coefficient.
  private static func candidates(
    _ fit: RegressionFit, _ groups: FactorCodes?
  ) throws(RegressionError) -> [[Int]] {
    let (n, count) = (fit.count, fit.columns.count)
    let levels = groups?.levels ?? 0
    var sums = [Double](repeating: 0, count: levels * count)
    var chosen: [[Int]] = []
    let bounds = (0..<count).map { leastShare * fit.inverseGram[$0, $0] }
    for start in stride(from: 0, to: n, by: blockRows) {
      let rows = start..<min(start + blockRows, n)
      let influences: Matrix
      do throws(LinearAlgebraError) {
        influences = try weighted(fit, rows).multiplied(by: fit.inverseGram)
      } catch { throw .numeric(error) }
      for j in 0..<count {
        for (i, row) in rows.enumerated() {
          let square = influences[i, j] * influences[i, j]
          if let groups {
            sums[j * levels + Int(groups.codes[row])] += square
          } else if square >= bounds[j], chosen.last != [row] {
            chosen.append([row])
          }
        }
      }
    }
    guard let groups else { return Array(Set(chosen)).sorted { $0[0] < $1[0] } }
    let large = (0..<levels).filter { level in
      (0..<count).contains { sums[$0 * levels + level] >= bounds[$0] }
    }
    guard !large.isEmpty else { return [] }
    var members: [Int32: [Int]] = [:]
    for level in large { members[Int32(level)] = [] }
    for (row, code) in groups.codes.enumerated() where members[code] != nil {
      members[code]?.append(row)
    }
    return large.compactMap { members[Int32($0)] }
  }

  /// √w x̃ of some rows.
  private static func weighted(_ fit: RegressionFit, _ rows: some Collection<Int>) -> Matrix {
    var block = Matrix(rows: rows.count, columns: fit.columns.count)
    for (j, column) in fit.columns.enumerated() {
      for (i, row) in rows.enumerated() {
        block[i, j] = column[row] * (fit.workingWeights?[row].squareRoot() ?? 1)
      }
    }
    return block
  }

  /// The v of which other rows say nothing.
  private static func directions(
    _ fit: RegressionFit, _ rows: [Int], _ root: Matrix
  ) throws(LinearAlgebraError) -> [[Double]] {
    let eigen: SymmetricEigen
    var zeros: [Int]
    if fit.frame.effects.isEmpty {
      eigen = try SymmetricEigen(weighted(fit, rows).multiplied(by: root).gram())
      zeros = eigen.values.indices.filter { 1 - eigen.values[$0] <= least }
    } else {
      guard let rest = rest(fit, without: rows) else { return [] }
      eigen = try SymmetricEigen(rest.multiplied(by: root).gram())
      zeros = eigen.values.indices.filter { eigen.values[$0] <= least }
    }
    return zeros.map { place in (0..<root.rows).map { eigen.vectors[$0, place] } }
  }

  /// √w of the terms less the effects in all rows but some; nil where that did not converge.
  private static func rest(_ fit: RegressionFit, without rows: [Int]) -> Matrix? {
    var weights = fit.workingWeights ?? [Double](repeating: 1, count: fit.count)
    for row in rows { weights[row] = 0 }
    var columns = fit.columns
    guard
      let demeaner = try? Demeaner(factors: fit.frame.effects.map(\.codes), weights: weights),
      (try? demeaner.demean(&columns, tolerance: DemeanedTerms.tolerance)) != nil
    else { return nil }
    for j in columns.indices {
      for i in columns[j].indices { columns[j][i] *= weights[i].squareRoot() }
    }
    return try? Matrix(columns: columns, rows: fit.count)
  }
}
