internal import LinearAlgebra

/// An orthonormal basis of what a regression estimates, and its rows by cluster.
///
/// With fixed effects the projection is that of all of them. Effects whose levels lie within clusters
/// need no basis: the terms less these effects, and residuals, are orthogonal to each of their levels,
/// so that what the effects project stays within a cluster and vanishes there (Pustejovsky & Tipton
/// 2018, theorem 2). Effects that reach over clusters enter as dummies, less the effects within
/// clusters.
struct ClusterBasis {
  /// The clusters, a level a cluster.
  let codes: FactorCodes
  /// The rows of each cluster.
  let members: [[Int]]
  /// √w x̃, a column a term.
  let terms: [[Double]]
  /// √w u.
  let residuals: [Double]
  /// Q, p columns of n: the terms and the dummies, rows times √w.
  let columns: Matrix

  /// p.
  var width: Int { columns.columns }

  /// Rows × columns up to which the basis is made.
  private static let mostNumbers = 30_000_000
  /// Below this share of its norm, what is left of a column is a combination of others.
  private static let rcond = 1e-9

  /// The basis at the estimates of a fit.
  ///
  /// - Throws: `.unsupported` for effects over clusters that have too many levels; `.numeric`.
  init(_ fit: RegressionFit, clusters: FactorCodes) throws(RegressionError) {
    try self.init(
      frame: fit.frame, columns: fit.columns, weights: fit.workingWeights,
      residuals: fit.workingResiduals, clusters: clusters)
  }

  /// - Parameters:
  ///   - columns: the terms less the fixed effects, under the weights.
  ///   - weights: of least squares, or of the last step of an iteration.
  ///   - residuals: of these least squares.
  init(
    frame: ModelFrame, columns: [[Double]], weights: [Double]?, residuals: [Double],
    clusters: FactorCodes
  ) throws(RegressionError) {
    let root = weights.map { $0.map { $0.squareRoot() } }
    func weighted(_ column: [Double]) -> [Double] {
      guard let root else { return column }
      return column.indices.map { column[$0] * root[$0] }
    }
    codes = clusters
    var members = [[Int]](repeating: [], count: clusters.levels)
    for (row, code) in clusters.codes.enumerated() { members[Int(code)].append(row) }
    self.members = members
    terms = columns.map(weighted)
    self.residuals = weighted(residuals)
    let dummies = try Self.dummies(frame, weights: weights, clusters: clusters).map(weighted)
    self.columns = try Self.orthonormal(terms + dummies, rows: frame.count)
  }

  /// Indicators of the levels of effects over clusters, less the effects within clusters.
  private static func dummies(
    _ frame: ModelFrame, weights: [Double]?, clusters: FactorCodes
  ) throws(RegressionError) -> [[Double]] {
    let within = frame.effects.filter { FixedEffectRank.isNested($0.codes, in: clusters) }
    let across = frame.effects.filter { !FixedEffectRank.isNested($0.codes, in: clusters) }
    guard !across.isEmpty else { return [] }
    let levels = across.reduce(0) { $0 + $1.codes.levels }
    guard levels * frame.count <= mostNumbers else {
      let names = across.map(\.name).joined(separator: ", ")
      throw .unsupported(
        "the fixed effects \(names) reach over clusters with \(levels) levels on \(frame.count) rows: "
          + "their projection is too large (use cluster, or clusters in which their levels lie)")
    }
    var columns: [[Double]] = []
    for effect in across {
      var own = [[Double]](
        repeating: [Double](repeating: 0, count: frame.count), count: effect.codes.levels)
      for (row, code) in effect.codes.codes.enumerated() { own[Int(code)][row] = 1 }
      columns += own
    }
    guard !within.isEmpty else { return columns }
    let before = columns.map { DemeanedTerms.norm($0, weights) }
    do throws(FixedEffectError) {
      let demeaner = try Demeaner(factors: within.map(\.codes), weights: weights)
      try demeaner.demean(&columns, tolerance: DemeanedTerms.tolerance)
    } catch { throw RegressionError(error) }
    // What effects within clusters explain comes out as noise.
    return columns.indices.filter { DemeanedTerms.norm(columns[$0], weights) > rcond * before[$0] }
      .map { columns[$0] }
  }

  private static func orthonormal(
    _ columns: [[Double]], rows: Int
  ) throws(RegressionError) -> Matrix {
    let scaled = columns.map { column in
      let norm = DemeanedTerms.norm(column, nil)
      return norm > 0 ? column.map { $0 / norm } : column
    }
    do throws(LinearAlgebraError) {
      let qr = try PivotedQR(Matrix(columns: scaled, rows: rows))
      let rank = qr.rank(rcond: rcond)
      return try qr.orthogonalFactor().block(rows: 0..<rows, columns: 0..<rank).copied()
    } catch { throw .numeric(error) }
  }

  /// Q_g, the rows of a cluster.
  func block(_ cluster: Int) -> Matrix {
    let rows = members[cluster]
    var block = Matrix(rows: rows.count, columns: width)
    for j in 0..<width {
      for (i, row) in rows.enumerated() { block[i, j] = columns[row, j] }
    }
    return block
  }
}
