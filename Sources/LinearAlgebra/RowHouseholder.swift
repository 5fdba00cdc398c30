/// Householder QR of one small problem [X y], four rows a step.
///
/// The reflections and the bound of rank are those of `LaneHouseholder`.
enum RowHouseholder {
  private typealias Four = SIMD4<Double>

  /// - Parameter coefficients: β̂, where p values fit.
  /// - Returns: the residual sum of squares, and the determinant as `LaneHouseholder.factor` has it.
  static func solve(
    design: Matrix, response: [Double], coefficients: UnsafeMutableBufferPointer<Double>
  ) -> (residualSumOfSquares: Double, determinant: Double) {
    let (n, p) = (design.rows, design.columns)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: (n + 1) * (p + 1)) { room in
      let x = room.baseAddress!
      design.elements.withUnsafeBufferPointer { x.initialize(from: $0.baseAddress!, count: n * p) }
      let y = x + n * p
      response.withUnsafeBufferPointer { y.initialize(from: $0.baseAddress!, count: n) }
      let inverse = y + n
      inverse.initialize(repeating: 0, count: p + 1)
      var determinant = 1.0
      for j in 0..<p {
        let column = x + j * n
        let square = dot(column + j, column + j, n - j)
        let total = square + dot(column, column, j)
        determinant = total > 1e-270 && total < 1e270 ? determinant * (square / total) : -1
        let norm = square.squareRoot()
        let signed = column[j] < 0 ? -norm : norm
        column[j] += signed
        let reciprocal = 1 / (signed * column[j])
        inverse[j] = -column[j] * reciprocal
        for k in (j + 1)...p {
          let target = x + k * n + j
          subtract(dot(target, column + j, n - j) * reciprocal, column + j, target, n - j)
        }
      }
      for j in stride(from: p - 1, through: 0, by: -1) {
        var value = y[j]
        for k in (j + 1)..<max(p, j + 1) { value -= x[j + k * n] * coefficients[k] }
        coefficients[j] = value * inverse[j]
      }
      return (dot(y + p, y + p, n - p), determinant)
    }
  }

  @inline(__always)
  private static func four(_ start: UnsafePointer<Double>) -> Four {
    UnsafeRawPointer(start).loadUnaligned(as: Four.self)
  }

  @inline(__always)
  private static func dot(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int
  ) -> Double {
    var lanes = Four.zero
    var i = 0
    while i + 4 <= count {
      lanes += four(a + i) * four(b + i)
      i += 4
    }
    var sum = lanes.sum()
    while i < count {
      sum += a[i] * b[i]
      i += 1
    }
    return sum
  }

  @inline(__always)
  private static func subtract(
    _ factor: Double, _ a: UnsafePointer<Double>, _ target: UnsafeMutablePointer<Double>,
    _ count: Int
  ) {
    for i in 0..<count { target[i] -= factor * a[i] }
  }
}
