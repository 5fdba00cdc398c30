internal import Glibc

/// X and y with columns multiplied by powers of two (exact), low parts beside them.
struct ScaledProblem {
  let scaled: Matrix
  let low: Matrix?
  let response: [Double]
  let responseLow: [Double]?
  /// Column j of `scaled` is column j of X times 2^exponents[j].
  let exponents: [Int]

  init(design: Matrix, designLow: Matrix?, response: [Double], responseLow: [Double]?) {
    var (scaled, low) = (design, designLow)
    var exponents = [Int](repeating: 0, count: design.columns)
    let n = design.rows
    for j in 0..<design.columns {
      var largest = 0.0
      for i in 0..<n { largest = max(largest, abs(design.elements[i + j * n])) }
      guard largest > 0 else { continue }
      // Norm of the column relative to its largest element, so that squares cannot overflow.
      var sum = 0.0
      for i in 0..<n {
        let share = design.elements[i + j * n] / largest
        sum += share * share
      }
      exponents[j] = -Int(ilogb(largest)) - Int(ilogb(sum.squareRoot()))
      for i in 0..<n {
        scaled.storage[i + j * n] = scalbn(scaled.elements[i + j * n], exponents[j])
        if low != nil {
          low!.storage[i + j * n] = scalbn(low!.elements[i + j * n], exponents[j])
        }
      }
    }
    self.scaled = scaled
    self.low = low
    self.response = response
    self.responseLow = responseLow
    self.exponents = exponents
  }

  /// Column j, scaled, as pairs.
  func extendedColumn(_ j: Int) -> [DoubleDouble] {
    let n = scaled.rows
    return (0..<n).map { i in
      DoubleDouble(scaled.elements[i + j * n], low?.elements[i + j * n] ?? 0)
    }
  }
}

/// The least squares solution of the scaled problem and its refinement.
///
/// With A·P = Q·R the correction (δr, δβ) of the augmented system
/// [I X; Xᵀ 0]·(r, β) = (y, 0) for right-hand sides f, g is: d = Qᵀf, split into d₁ (rank) and d₂;
/// h = R⁻ᵀg; δβ = R⁻¹(d₁ − h); δr = Q·(h, d₂).
struct AugmentedRefinement {
  private(set) var coefficients: [DoubleDouble]
  private(set) var residuals: [DoubleDouble]
  private(set) var steps = 0

  private let problem: ScaledProblem
  private let factorization: PivotedQR
  private let upper: Matrix
  private let kept: [Int]

  static let maximumSteps = 12

  init(
    problem: ScaledProblem, factorization: PivotedQR, upper: Matrix, kept: [Int]
  ) throws(LinearAlgebraError) {
    self.problem = problem
    self.factorization = factorization
    self.upper = upper
    self.kept = kept
    self.coefficients = Array(repeating: .zero, count: kept.count)
    self.residuals = (0..<problem.scaled.rows).map { _ in .zero }
    try correct(f: problem.response, g: Array(repeating: 0, count: kept.count))
  }

  var residualSumOfSquares: DoubleDouble {
    residuals.reduce(DoubleDouble.zero) { $0 + $1 * $1 }
  }

  /// Refines until a correction no longer shrinks to less than half of the one before it, or is
  /// below what a double-double can hold.
  mutating func refine() throws(LinearAlgebraError) {
    guard !kept.isEmpty else {
      residuals = (0..<problem.scaled.rows).map {
        DoubleDouble(problem.response[$0], problem.responseLow?[$0] ?? 0)
      }
      return
    }
    var previous = Double.infinity
    while steps < Self.maximumSteps {
      let (f, g) = systemResiduals()
      let size = try correct(f: f, g: g)
      steps += 1
      let scale = coefficients.reduce(0) { max($0, abs($1.high)) }
      if size <= 0x1p-100 * scale || size > previous / 2 { break }
      previous = size
    }
  }

  /// f = y − r − Xβ and g = −Xᵀr, in double-double, rounded at the end.
  private func systemResiduals() -> (f: [Double], g: [Double]) {
    let n = problem.scaled.rows
    var f = (0..<n).map { i in
      DoubleDouble(problem.response[i], problem.responseLow?[i] ?? 0) - residuals[i]
    }
    var g = [Double](repeating: 0, count: kept.count)
    for (k, j) in kept.enumerated() {
      let column = problem.extendedColumn(j)
      let coefficient = coefficients[k]
      var product = DoubleDouble.zero
      for i in 0..<n {
        f[i] = f[i] - column[i] * coefficient
        product = product + column[i] * residuals[i]
      }
      g[k] = -product.value
    }
    return (f.map(\.value), g)
  }

  /// Adds the correction for (f, g); returns the size of the largest change of a coefficient.
  @discardableResult
  private mutating func correct(f: [Double], g: [Double]) throws(LinearAlgebraError) -> Double {
    let (n, rank) = (f.count, kept.count)
    let right = try Matrix(rows: n, columns: 1, columnMajor: f)
    var rotated = try factorization.applyQ(.transposed, to: right)
    let h = try upper.solveTriangular(
      .upper, .transposed, rightSide: Matrix(rows: rank, columns: 1, columnMajor: g))
    var head = Matrix(rows: rank, columns: 1)
    for k in 0..<rank { head[k, 0] = rotated[k, 0] - h[k, 0] }
    let change = try upper.solveTriangular(.upper, rightSide: head)
    for k in 0..<rank { rotated[k, 0] = h[k, 0] }
    let residualChange = try factorization.applyQ(to: rotated)
    var largest = 0.0
    for k in 0..<rank {
      coefficients[k] = coefficients[k] + DoubleDouble(change[k, 0])
      largest = max(largest, abs(change[k, 0]))
    }
    for i in 0..<n { residuals[i] = residuals[i] + DoubleDouble(residualChange[i, 0]) }
    return largest
  }
}
