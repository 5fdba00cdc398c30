internal import Glibc

/// X and y where they lie in memory, handed out block by block: column `columns` is the response.
struct TallProblem {
  enum Storage {
    case matrix(Matrix)
    case arrays([[Double]])
  }

  let rows: Int
  let columns: Int
  private let storage: Storage
  private let response: [Double]
  private let weights: [Double]?
  /// Weights are used as w·4^weightExponent, the largest then in [1/4, 1), so that √w·x stays in
  /// range.
  let weightExponent: Int

  /// - Throws: `.shapeMismatch`; `.nonFinite` and `.negativeWeight` for the weights alone.
  init(
    storage: Storage, response: [Double], weights: [Double]?
  ) throws(LinearAlgebraError) {
    rows = response.count
    switch storage {
    case .matrix(let matrix):
      guard matrix.rows == rows else {
        throw .shapeMismatch(what: "response", needed: matrix.rows, found: rows)
      }
      columns = matrix.columns
    case .arrays(let arrays):
      for (j, array) in arrays.enumerated() where array.count != rows {
        throw .shapeMismatch(what: "column \(j + 1)", needed: rows, found: array.count)
      }
      columns = arrays.count
    }
    var largest = 0.0
    if let weights {
      guard weights.count == rows else {
        throw .shapeMismatch(what: "weights", needed: rows, found: weights.count)
      }
      if let row = weights.firstIndex(where: { !$0.isFinite }) {
        throw .nonFinite(row: row, column: 0)
      }
      for (row, weight) in weights.enumerated() {
        if weight < 0 { throw .negativeWeight(row: row) }
        largest = max(largest, weight)
      }
    }
    weightExponent = largest > 0 ? -(Int(ilogb(largest)) >> 1) - 1 : 0
    self.storage = storage
    self.response = response
    self.weights = weights
  }

  /// Calls `body` with the first element of a column; valid only during the call.
  func withColumn<R>(_ column: Int, _ body: (UnsafePointer<Double>) -> R) -> R {
    let place = 0.0
    func call(_ buffer: UnsafeBufferPointer<Double>, _ offset: Int) -> R {
      guard let base = buffer.baseAddress else { return withUnsafePointer(to: place, body) }
      return body(base + offset)
    }
    if column == columns { return response.withUnsafeBufferPointer { call($0, 0) } }
    switch storage {
    case .matrix(let matrix):
      return matrix.elements.withUnsafeBufferPointer { call($0, column * rows) }
    case .arrays(let arrays):
      return arrays[column].withUnsafeBufferPointer { call($0, 0) }
    }
  }

  /// √w of a block of rows, or nil when there are no weights.
  func rootWeights(_ block: Range<Int>) -> [Double]? {
    let scale = scalbn(1.0, weightExponent)
    return weights.map { weights in block.map { weights[$0].squareRoot() * scale } }
  }

  /// Writes `scale`·√w·column for a block of rows.
  func copy(
    column: Int, rows block: Range<Int>, scale: Double, roots: [Double]?,
    to target: UnsafeMutablePointer<Double>
  ) {
    let count = block.count
    withColumn(column) { start in
      let source = start + block.lowerBound
      for i in 0..<count { target[i] = source[i] * scale }
    }
    guard let roots else { return }
    roots.withUnsafeBufferPointer { roots in
      for i in 0..<count { target[i] *= roots[i] }
    }
  }

  /// The given rows of √w·X and √w·y, column-major, y last.
  func gather(_ chosen: [Int]) -> Matrix {
    var result = Matrix(rows: chosen.count, columns: columns + 1)
    let scale = scalbn(1.0, weightExponent)
    let roots = weights.map { weights in chosen.map { weights[$0].squareRoot() * scale } }
    for j in 0...columns {
      withColumn(j) { source in
        for (i, row) in chosen.enumerated() {
          result.storage[i + j * chosen.count] = source[row] * (roots?[i] ?? 1)
        }
      }
    }
    return result
  }

  /// The power of two for each column of [√w·X √w·y] that brings its largest element near one.
  ///
  /// - Throws: `.nonFinite` with the first bad place of X, then of y.
  /// - Complexity: one pass over the data.
  func exponents(blockRows: Int) throws(LinearAlgebraError) -> [Int] {
    var largest = [Double](repeating: 0, count: columns + 1)
    var probe = [Double](repeating: 0, count: columns + 1)
    var buffer = [Double](repeating: 0, count: blockRows)
    var start = 0
    while start < rows {
      let block = start..<min(start + blockRows, rows)
      let roots = rootWeights(block)
      for j in 0...columns {
        buffer.withUnsafeMutableBufferPointer { buffer in
          copy(column: j, rows: block, scale: 1, roots: roots, to: buffer.baseAddress!)
          var (most, zero) = (largest[j], 0.0)
          for i in 0..<block.count {
            let size = abs(buffer[i])
            most = size > most ? size : most
            // NaN for a value that is not finite.
            zero += size * 0
          }
          largest[j] = most
          probe[j] += zero
        }
      }
      start = block.upperBound
    }
    for j in 0...columns where probe[j].isNaN {
      let place = withColumn(j) { start in (0..<rows).first { !start[$0].isFinite } }
      throw .nonFinite(row: place ?? 0, column: j == columns ? 0 : j)
    }
    // The norm is at most √n times the largest element: no square can overflow after this.
    return largest.map { $0 > 0 ? Self.clamped(-Int(ilogb($0))) : 0 }
  }

  /// An exponent whose power of two is a normal number.
  static func clamped(_ exponent: Int) -> Int { min(max(exponent, -1022), 1023) }
}
