/// The inverse of R from a Householder QR carried out wholly in double-double arithmetic.
///
/// In double arithmetic R, and so every standard error, loses as many digits as the condition
/// number has: 8 good digits are left on Filip. Twice the working precision leaves all of them. The
/// cost is about 40 times that of plain arithmetic, so `LeastSquares` asks for it only for small
/// problems.
///
/// Source: Golub & Van Loan (2013), 5.2, with the arithmetic of `DoubleDouble`.
enum DoubleDoubleQR {
  /// (XᵀX)⁻¹ for full-rank columns.
  ///
  /// - Parameter columns: p columns of length n ≥ p, finite, already scaled and in pivot order.
  /// - Returns: the p × p matrix, rounded to double at the very end; nil when a column vanishes.
  static func inverseGram(columns: [[DoubleDouble]]) -> Matrix? {
    guard let upper = triangularFactor(columns: columns) else { return nil }
    let inverse = invert(upper)
    let p = upper.count
    var result = Matrix(rows: p, columns: p)
    for i in 0..<p {
      for j in i..<p {
        // (R⁻¹R⁻ᵀ)ᵢⱼ; R⁻¹ is upper triangular, so the sum starts at max(i, j).
        var sum = DoubleDouble.zero
        for k in j..<p { sum = sum + inverse[i][k] * inverse[j][k] }
        result[i, j] = sum.value
        result[j, i] = sum.value
      }
    }
    return result
  }

  /// R as rows; nil when a column is exactly dependent.
  private static func triangularFactor(columns: [[DoubleDouble]]) -> [[DoubleDouble]]? {
    var a = columns
    let p = columns.count
    guard let n = columns.first?.count, n >= p else { return p == 0 ? [] : nil }
    for k in 0..<p {
      var square = DoubleDouble.zero
      for i in k..<n { square = square + a[k][i] * a[k][i] }
      guard square.high > 0 else { return nil }
      let norm = square.squareRoot()
      let alpha = a[k][k].high > 0 ? -norm : norm
      // v = x − αe₁, H = I − v·vᵀ/(½vᵀv), and ½vᵀv = α² − α·x₁.
      let halfSquare = square - alpha * a[k][k]
      a[k][k] = a[k][k] - alpha
      for j in (k + 1)..<max(k + 1, p) {
        var product = DoubleDouble.zero
        for i in k..<n { product = product + a[k][i] * a[j][i] }
        let factor = product / halfSquare
        for i in k..<n { a[j][i] = a[j][i] - factor * a[k][i] }
      }
      a[k][k] = alpha
    }
    return (0..<p).map { i in (0..<p).map { j in j >= i ? a[j][i] : .zero } }
  }

  private static func invert(_ upper: [[DoubleDouble]]) -> [[DoubleDouble]] {
    let p = upper.count
    var inverse = [[DoubleDouble]](repeating: Array(repeating: .zero, count: p), count: p)
    for j in 0..<p {
      inverse[j][j] = DoubleDouble(1) / upper[j][j]
      for i in stride(from: j - 1, through: 0, by: -1) {
        var sum = DoubleDouble.zero
        for k in (i + 1)...j { sum = sum + upper[i][k] * inverse[k][j] }
        inverse[i][j] = -(sum / upper[i][i])
      }
    }
    return inverse
  }
}
