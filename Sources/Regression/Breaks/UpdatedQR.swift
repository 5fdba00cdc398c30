internal import Glibc

/// The triangular factor of a least squares problem that grows by one observation at a time.
///
/// Each row is rotated into R and Qᵀy by Givens rotations; what is left of its response adds its
/// square to the residual sum of squares (it is the recursive residual). No inverse and no product
/// XᵀX is formed, so the sums are as accurate as those of a fresh QR.
///
/// Source: Golub & Van Loan (2013), 6.5; Brown, Durbin & Evans (1975) for recursive residuals.
struct UpdatedQR {
  /// A diagonal element of R at or under this share of its column's norm counts as zero.
  static let rcond = 1e-12

  let terms: Int
  private(set) var count = 0
  private(set) var residualSumOfSquares = 0.0
  /// R by rows, terms × terms; the part below the diagonal is not used.
  private var upper: [Double]
  private var rotated: [Double]
  private var squares: [Double]
  private var row: [Double]

  init(terms: Int) {
    self.terms = terms
    upper = Array(repeating: 0, count: terms * terms)
    rotated = Array(repeating: 0, count: terms)
    squares = Array(repeating: 0, count: terms)
    row = Array(repeating: 0, count: terms)
  }

  /// Starts again with no observation.
  mutating func reset() {
    count = 0
    residualSumOfSquares = 0
    for i in upper.indices { upper[i] = 0 }
    for j in 0..<terms { (rotated[j], squares[j]) = (0, 0) }
  }

  /// Takes observation `i` of rows stored one after the other.
  /// - Complexity: O(terms²).
  mutating func add(_ i: Int, rows: [Double], response: [Double]) {
    let p = terms
    var y = response[i]
    for j in 0..<p {
      row[j] = rows[i * p + j]
      squares[j] += row[j] * row[j]
    }
    for j in 0..<p where row[j] != 0 {
      let diagonal = upper[j * p + j]
      let length = hypot(diagonal, row[j])
      let (c, s) = (diagonal / length, row[j] / length)
      upper[j * p + j] = length
      for k in (j + 1)..<max(p, j + 1) {
        let (above, below) = (upper[j * p + k], row[k])
        upper[j * p + k] = c * above + s * below
        row[k] = c * below - s * above
      }
      let above = rotated[j]
      rotated[j] = c * above + s * y
      y = c * y - s * above
    }
    residualSumOfSquares += y * y
    count += 1
  }

  /// Whether no term is a linear combination of others in the observations so far.
  var hasFullRank: Bool {
    (0..<terms).allSatisfy { j in
      abs(upper[j * terms + j]) > Self.rcond * squares[j].squareRoot()
    }
  }
}
