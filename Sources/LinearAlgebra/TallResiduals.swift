internal import Glibc

/// y − Xβ̂ and Σ w·(y − Xβ̂)² in one more pass, block by block.
struct TallResiduals {
  /// Length n, not weighted; nil unless kept.
  let residuals: [Double]?
  /// Of the scaled response and weights.
  let sumOfSquares: Double

  /// - Parameter coefficients: of the scaled columns; zeros are passed over.
  init(
    _ problem: TallProblem, coefficients: [Double], exponents: [Int], responseExponent: Int,
    keeps: Bool
  ) {
    let n = problem.rows
    let used = coefficients.indices.filter { coefficients[$0] != 0 }
    let scales = exponents.map { scalbn(1.0, TallProblem.clamped($0)) }
    // What the clamped scale leaves over goes to the coefficient.
    let factors = coefficients.indices.map {
      scalbn(coefficients[$0], exponents[$0] - TallProblem.clamped(exponents[$0]))
    }
    let unit = scalbn(1.0, -responseExponent)
    var residuals = keeps ? [Double](repeating: 0, count: n) : nil
    var total = 0.0
    var block = [Double](repeating: 0, count: min(n, 1024))
    var start = 0
    while start < n {
      let rows = start..<min(start + 1024, n)
      block.withUnsafeMutableBufferPointer { block in
        guard let r = block.baseAddress else { return }
        problem.copy(
          column: problem.columns, rows: rows, scale: scalbn(1.0, responseExponent), roots: nil,
          to: r)
        for j in used {
          let (scale, factor) = (scales[j], factors[j])
          problem.withColumn(j) { column in
            let x = column + rows.lowerBound
            for i in 0..<rows.count { r[i] -= x[i] * scale * factor }
          }
        }
        residuals?.withUnsafeMutableBufferPointer { kept in
          for i in 0..<rows.count { kept[rows.lowerBound + i] = r[i] * unit }
        }
        if let roots = problem.rootWeights(rows) {
          for i in 0..<rows.count { r[i] *= roots[i] }
        }
        // Four sums: a single one would wait for each addition.
        var sums = SIMD4<Double>.zero
        for i in stride(from: 0, to: rows.count / 4 * 4, by: 4) {
          let four = SIMD4(r[i], r[i + 1], r[i + 2], r[i + 3])
          sums += four * four
        }
        total += sums.sum()
        for i in (rows.count / 4 * 4)..<rows.count { total += r[i] * r[i] }
      }
      start = rows.upperBound
    }
    self.residuals = residuals
    sumOfSquares = total
  }
}
