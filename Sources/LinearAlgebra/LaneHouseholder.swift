/// Householder QR of four problems of one shape at once, one problem a lane.
///
/// H = I − v·vᵀ/h with v = x + sign(x₀)·‖x‖·e₀ and h = ‖x‖·(‖x‖ + |x₀|), so that v is not divided:
/// one square root and two divisions a column. Everything lies in one piece of memory the caller
/// keeps: stored properties in these loops would be read again at every step.
struct LaneHouseholder {
  typealias Lanes = SIMD4<Double>

  let rows: Int
  let columns: Int
  /// v below and on the diagonal, R above it, column after column.
  private let design: UnsafeMutablePointer<Lanes>
  /// 1/h and 1/r of each column.
  private let inverse: UnsafeMutablePointer<Lanes>
  private let response: UnsafeMutablePointer<Lanes>
  private let coefficients: UnsafeMutablePointer<Lanes>

  static func room(rows: Int, columns: Int) -> Int { (rows + 3) * columns + rows }

  init(rows: Int, columns: Int, room: UnsafeMutablePointer<Lanes>) {
    self.rows = rows
    self.columns = columns
    design = room
    inverse = room + rows * columns
    response = inverse + 2 * columns
    coefficients = response + rows
  }

  /// Reduces four designs, each column-major.
  ///
  /// - Returns: Π (r_jj/‖x_j‖)², the squared determinant of R with columns of unit norm (their
  ///   squared singular values add up to p, so its root over 1.65 is a lower bound of the smallest),
  ///   or −1 where squares overflow, lose digits to underflow or are no numbers.
  @inline(__always)
  func factor(
    _ d0: UnsafePointer<Double>, _ d1: UnsafePointer<Double>, _ d2: UnsafePointer<Double>,
    _ d3: UnsafePointer<Double>
  ) -> Lanes {
    let (n, p) = (rows, columns)
    var determinant = Lanes(repeating: 1)
    for i in 0..<(n * p) { design[i] = Lanes(d0[i], d1[i], d2[i], d3[i]) }
    for j in 0..<p {
      let column = design + j * n
      let alpha = column[j]
      var (even, odd) = (alpha * alpha, Lanes.zero)
      var i = j + 1
      while i + 1 < n {
        even += column[i] * column[i]
        odd += column[i + 1] * column[i + 1]
        i += 2
      }
      if i < n { odd += column[i] * column[i] }
      let square = even + odd
      var total = square
      for k in 0..<j { total += column[k] * column[k] }
      if j > 0 { determinant *= square / total }
      let inRange = (total .> 1e-270) .& (total .< 1e270)
      determinant.replace(with: -1, where: .!inRange)
      let norm = square.squareRoot()
      let signed = norm.replacing(with: -norm, where: alpha .< 0)
      let v = alpha + signed
      column[j] = v
      let reciprocal = 1 / (signed * v)
      inverse[2 * j] = reciprocal
      inverse[2 * j + 1] = -v * reciprocal
      var k = j + 1
      while k < p {
        reflect(design + k * n, column, j, reciprocal)
        k += 1
      }
    }
    return determinant
  }

  /// Applies the reflections to four responses and solves.
  ///
  /// - Returns: the residual sums of squares, and where the coefficients are.
  @inline(__always)
  func solve(
    _ y0: UnsafePointer<Double>, _ y1: UnsafePointer<Double>, _ y2: UnsafePointer<Double>,
    _ y3: UnsafePointer<Double>
  ) -> (sums: Lanes, coefficients: UnsafePointer<Lanes>) {
    let (n, p) = (rows, columns)
    for i in 0..<n { response[i] = Lanes(y0[i], y1[i], y2[i], y3[i]) }
    for j in 0..<p { reflect(response, design + j * n, j, inverse[2 * j]) }
    var j = p - 1
    while j >= 0 {
      var sum = response[j]
      var k = j + 1
      while k < p {
        sum -= design[j + k * n] * coefficients[k]
        k += 1
      }
      coefficients[j] = sum * inverse[2 * j + 1]
      j -= 1
    }
    var (even, odd) = (Lanes.zero, Lanes.zero)
    var i = p
    while i + 1 < n {
      even += response[i] * response[i]
      odd += response[i + 1] * response[i + 1]
      i += 2
    }
    if i < n { odd += response[i] * response[i] }
    return (even + odd, UnsafePointer(coefficients))
  }

  @inline(__always)
  private func reflect(
    _ target: UnsafeMutablePointer<Lanes>, _ v: UnsafePointer<Lanes>, _ first: Int,
    _ reciprocal: Lanes
  ) {
    let n = rows
    var (even, odd) = (target[first] * v[first], Lanes.zero)
    var i = first + 1
    while i + 1 < n {
      even += target[i] * v[i]
      odd += target[i + 1] * v[i + 1]
      i += 2
    }
    if i < n { odd += target[i] * v[i] }
    let share = (even + odd) * reciprocal
    for i in first..<n { target[i] -= share * v[i] }
  }
}
