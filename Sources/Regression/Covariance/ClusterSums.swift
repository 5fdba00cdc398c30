internal import LinearAlgebra

/// Σ over clusters of (Σ scores)(Σ scores)′, several cluster variables by inclusion and exclusion.
///
/// Source: Liang & Zeger (1986); Cameron, Gelbach & Miller (2011).
enum ClusterSums {
  static func meat(_ scores: [[Double]], clusters: [FactorCodes]) -> Matrix {
    var result = Matrix(rows: scores.count, columns: scores.count)
    for subset in 1..<(1 << clusters.count) {
      let members = clusters.indices.filter { subset >> $0 & 1 == 1 }
      let codes = members.dropFirst().reduce(clusters[members[0]]) {
        FactorCodes.interacted($0, clusters[$1])
      }
      let sign = members.count % 2 == 1 ? 1.0 : -1.0
      let sums = scores.map { column in
        var sums = [Double](repeating: 0, count: codes.levels)
        for row in column.indices { sums[Int(codes.codes[row])] += column[row] }
        return sums
      }
      let product = CoefficientCovariance.crossProduct(sums)
      for j in 0..<result.columns {
        for i in 0..<result.rows { result[i, j] += sign * product[i, j] }
      }
    }
    return result
  }
}
