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
  /// R by rows with Qᵀy as a last column, terms × (terms + 1), the row being taken, and the squares of
  /// the columns. The part of R below the diagonal is not used.
  private var work: [Double]

  init(terms: Int) {
    self.terms = terms
    work = Array(repeating: 0, count: terms * (terms + 1) + (terms + 1) + terms)
  }

  /// Starts again with no observation.
  mutating func reset() {
    count = 0
    residualSumOfSquares = 0
    for i in work.indices { work[i] = 0 }
  }

  /// Takes observation `i`.
  ///
  /// - Parameter rows: X and y by rows, terms + 1 values each, X's columns of a size whose squares
  ///   neither overflow nor vanish.
  /// - Complexity: O(terms²).
  mutating func add(_ i: Int, rows: [Double]) {
    let (p, width) = (terms, terms + 1)
    var left = 0.0
    work.withUnsafeMutableBufferPointer { work in
      let (row, squares) = (p * width, p * width + width)
      for j in 0..<p {
        let x = rows[i * width + j]
        work[row + j] = x
        work[squares + j] += x * x
      }
      work[row + p] = rows[i * width + p]
      for j in 0..<p where work[row + j] != 0 {
        let start = j * width
        let (diagonal, entry) = (work[start + j], work[row + j])
        let length = (diagonal * diagonal + entry * entry).squareRoot()
        guard length > 0 else { continue }
        let (c, s) = (diagonal / length, entry / length)
        work[start + j] = length
        for k in (j + 1)..<width {
          let (above, below) = (work[start + k], work[row + k])
          work[start + k] = c * above + s * below
          work[row + k] = c * below - s * above
        }
      }
      left = work[row + p]
    }
    residualSumOfSquares += left * left
    count += 1
  }

  /// Whether no term is a linear combination of others in the observations so far.
  var hasFullRank: Bool {
    let (p, width) = (terms, terms + 1)
    let squares = p * width + width
    for j in 0..<p {
      let diagonal = work[j * width + j]
      if diagonal * diagonal <= Self.rcond * Self.rcond * work[squares + j] { return false }
    }
    return true
  }
}
