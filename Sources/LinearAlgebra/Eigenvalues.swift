internal import COpenBLAS
internal import Glibc

/// The eigenvalues λ of a square matrix that need not be symmetric.
///
/// Source: LAPACK DGEEV (balancing, Hessenberg form, QR iterations); Golub & Van Loan (2013), 7.5.
public struct Eigenvalues: Sendable {
  /// A real eigenvalue, or one of a conjugate pair.
  public struct Value: Sendable, Equatable {
    /// The real part.
    public let real: Double
    /// The imaginary part; 0 for a real eigenvalue.
    public let imaginary: Double

    /// |λ|, without overflow.
    public var modulus: Double { hypot(real, imaginary) }
  }

  /// n of them; a conjugate pair stands together, the positive imaginary part first.
  public let values: [Value]

  /// - Throws: `.shapeMismatch` when the matrix is not square, `.nonFinite`, `.didNotConverge` with
  ///   the number of eigenvalues LAPACK could not find.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    try KernelCheck.require()
    try matrix.requireSquare()
    try matrix.requireFinite()
    let n = matrix.rows
    guard n > 0 else {
      values = []
      return
    }
    var work = matrix
    var real = [Double](repeating: 0, count: n)
    var imaginary = [Double](repeating: 0, count: n)
    let without = CChar(UInt8(ascii: "N"))
    let info = LAPACKE_dgeev(
      LAPACK_COL_MAJOR, without, without, Int32(n), &work.storage, Int32(n), &real, &imaginary,
      nil, 1, nil, 1)
    precondition(info >= 0, "DGEEV refused argument \(-info)")
    if info > 0 { throw .didNotConverge(routine: "DGEEV", info: Int(info)) }
    values = zip(real, imaginary).map { Value(real: $0, imaginary: $1) }
  }

  /// max|λ|, the spectral radius; 0 for an empty matrix.
  public var greatestModulus: Double { values.reduce(0) { max($0, $1.modulus) } }
}
