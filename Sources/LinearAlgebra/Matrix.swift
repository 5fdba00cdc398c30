/// A dense matrix of doubles in column-major order, with value semantics.
///
/// The storage is one array, element (i, j) at `i + j * rows`: what BLAS and LAPACK read without a
/// copy. Zero rows or columns are allowed everywhere.
public struct Matrix: Sendable, Equatable {
  /// The number of rows, 0 or more.
  public let rows: Int
  /// The number of columns, 0 or more.
  public let columns: Int
  /// Elements in column-major order, `rows * columns` of them.
  @inlinable public var elements: [Double] { storage }
  @usableFromInline var storage: [Double]

  /// A matrix with every element equal to `value`.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative extent")
    self.rows = rows
    self.columns = columns
    self.storage = Array(repeating: value, count: rows * columns)
  }

  /// Takes elements that already stand in column-major order.
  ///
  /// - Throws: `LinearAlgebraError.shapeMismatch` when the count is not `rows * columns`.
  public init(rows: Int, columns: Int, columnMajor elements: [Double]) throws(LinearAlgebraError) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative extent")
    guard elements.count == rows * columns else {
      throw .shapeMismatch(what: "matrix", needed: rows * columns, found: elements.count)
    }
    self.rows = rows
    self.columns = columns
    self.storage = elements
  }

  /// A matrix from its columns, all of one length.
  ///
  /// - Parameter rows: the length, needed only when there is no column.
  /// - Throws: `LinearAlgebraError.shapeMismatch` for a column of another length.
  public init(columns: [[Double]], rows: Int? = nil) throws(LinearAlgebraError) {
    let height = rows ?? columns.first?.count ?? 0
    self.init(rows: height, columns: columns.count)
    for (j, column) in columns.enumerated() {
      guard column.count == height else {
        throw .shapeMismatch(what: "column \(j + 1)", needed: height, found: column.count)
      }
      for i in 0..<height { storage[i + j * height] = column[i] }
    }
  }

  /// The identity of order `n`.
  public static func identity(_ n: Int) -> Matrix {
    var result = Matrix(rows: n, columns: n)
    for i in 0..<n { result[i, i] = 1 }
    return result
  }

  /// The element at a row and a column, both from 0.
  ///
  /// - Precondition: both lie inside the matrix.
  @inlinable
  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "index out of range")
      return storage[row + column * rows]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "index out of range")
      storage[row + column * rows] = newValue
    }
  }

  /// Whether there is no element: no row or no column.
  public var isEmpty: Bool { elements.isEmpty }

  /// The transpose, as a new matrix.
  public var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for j in 0..<columns {
      for i in 0..<rows { result.storage[j + i * columns] = elements[i + j * rows] }
    }
    return result
  }

  /// √Σ a²; scaled, so that it neither overflows nor underflows.
  public var frobeniusNorm: Double {
    let largest = elements.reduce(0) { max($0, abs($1)) }
    guard largest > 0, largest.isFinite else { return largest }
    var sum = 0.0
    for element in elements {
      let scaled = element / largest
      sum += scaled * scaled
    }
    return largest * sum.squareRoot()
  }

  /// The whole matrix as a view.
  package var view: MatrixBlock { block(rows: 0..<rows, columns: 0..<columns) }

  /// Column `j` as a view that shares this matrix's storage.
  package func column(_ j: Int) -> MatrixBlock { block(rows: 0..<rows, columns: j..<(j + 1)) }

  /// A block as a view that shares this matrix's storage: nothing is copied until either changes.
  package func block(rows rowRange: Range<Int>, columns columnRange: Range<Int>) -> MatrixBlock {
    MatrixBlock(matrix: self, rowRange: rowRange, columnRange: columnRange)
  }

  /// Refuses a matrix that is not square.
  func requireSquare() throws(LinearAlgebraError) {
    guard rows == columns else {
      throw .shapeMismatch(what: "square matrix", needed: rows, found: columns)
    }
  }

  /// Refuses NaN and infinity, naming the first place.
  func requireFinite() throws(LinearAlgebraError) {
    // One pass of additions finds a bad value at memory speed; only then is the place looked up.
    var probe = 0.0
    for element in elements { probe += element * 0 }
    guard probe.isNaN, let place = elements.firstIndex(where: { !$0.isFinite }) else { return }
    throw .nonFinite(row: place % rows, column: place / rows)
  }
}

func requireFinite(_ vector: [Double]) throws(LinearAlgebraError) {
  if let place = vector.firstIndex(where: { !$0.isFinite }) {
    throw .nonFinite(row: place, column: 0)
  }
}
