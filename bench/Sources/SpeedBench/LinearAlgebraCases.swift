import COpenBLAS
import Corridor

/// The wrappers beside the same routine called directly, on a square matrix of the size.
enum LinearAlgebraCases {
  static let all: [String: SpeedBench.Maker] = [
    "multiply": multiply, "gram": gram, "cholesky": cholesky, "eigen": eigen, "svd": svd,
  ]

  private static let lower = CChar(UInt8(ascii: "L"))

  private static func square(_ n: Int, _ folder: DataFolder) throws -> Matrix {
    var numbers = BenchNumbers(5)
    let elements = numbers.vector(n * n)
    folder.write("matrix", elements)
    return try Matrix(rows: n, columns: n, columnMajor: elements)
  }

  /// XᵀX + n·I, safely definite.
  private static func definite(_ n: Int, _ folder: DataFolder) throws -> Matrix {
    var gram = try square(n, folder).gram()
    for i in 0..<n { gram[i, i] += Double(n) }
    folder.write("matrix", gram.elements)
    return gram
  }

  private static func corners(_ a: [Double], _ n: Int) -> [Double] {
    [a[0], a[n - 1], a[n * n - 1], a[(n / 2) * n + n / 2]]
  }

  private static func multiply(_ n: Int, _ folder: DataFolder) throws -> [BenchTask] {
    let a = try square(n, folder)
    let size = Int32(n)
    return [
      BenchTask(implementation: "corridor") { corners(try a.multiplied(by: a).elements, n) },
      BenchTask(implementation: "cblas_dgemm") {
        var c = [Double](repeating: 0, count: n * n)
        cblas_dgemm(
          CblasColMajor, CblasNoTrans, CblasNoTrans, size, size, size, 1, a.elements, size,
          a.elements, size, 0, &c, size)
        return corners(c, n)
      },
    ]
  }

  private static func gram(_ n: Int, _ folder: DataFolder) throws -> [BenchTask] {
    let a = try square(n, folder)
    let size = Int32(n)
    // The direct call fills one triangle.
    func lowerPart(_ c: [Double]) -> [Double] { [c[0], c[n - 1], c[n * n - 1]] }
    return [
      BenchTask(implementation: "corridor") { lowerPart(try a.gram().elements) },
      BenchTask(implementation: "cblas_dsyrk") {
        var c = [Double](repeating: 0, count: n * n)
        cblas_dsyrk(
          CblasColMajor, CblasLower, CblasTrans, size, size, 1, a.elements, size, 0, &c, size)
        return lowerPart(c)
      },
    ]
  }

  private static func cholesky(_ n: Int, _ folder: DataFolder) throws -> [BenchTask] {
    let a = try definite(n, folder)
    func diagonal(_ c: [Double]) -> [Double] { [c[0], c[n - 1], c[n * n - 1]] }
    return [
      BenchTask(implementation: "corridor") { diagonal(try Cholesky(a).factor.elements) },
      BenchTask(implementation: "LAPACKE_dpotrf") {
        var c = a.elements
        let info = LAPACKE_dpotrf(LAPACK_COL_MAJOR, lower, Int32(n), &c, Int32(n))
        guard info == 0 else { fatalError("DPOTRF: \(info)") }
        return diagonal(c)
      },
    ]
  }

  private static func eigen(_ n: Int, _ folder: DataFolder) throws -> [BenchTask] {
    let a = try definite(n, folder)
    func some(_ values: [Double]) -> [Double] { [values[0], values[n / 2], values[n - 1]] }
    return [
      BenchTask(implementation: "corridor") { some(try SymmetricEigen(a).values) },
      BenchTask(implementation: "LAPACKE_dsyevd") {
        var (vectors, values) = (a.elements, [Double](repeating: 0, count: n))
        let info = LAPACKE_dsyevd(
          LAPACK_COL_MAJOR, CChar(UInt8(ascii: "V")), lower, Int32(n), &vectors, Int32(n), &values)
        guard info == 0 else { fatalError("DSYEVD: \(info)") }
        return some(values)
      },
    ]
  }

  private static func svd(_ n: Int, _ folder: DataFolder) throws -> [BenchTask] {
    let a = try square(n, folder)
    // The smallest value of a square matrix is too near zero to agree on in relative terms.
    func some(_ values: [Double]) -> [Double] { [values[0], values[n / 2]] }
    return [
      BenchTask(implementation: "corridor") { some(try SVD(a).singularValues) },
      BenchTask(implementation: "LAPACKE_dgesdd") {
        var (work, values) = (a.elements, [Double](repeating: 0, count: n))
        var (u, v) = (work, work)
        let info = LAPACKE_dgesdd(
          LAPACK_COL_MAJOR, CChar(UInt8(ascii: "S")), Int32(n), Int32(n), &work, Int32(n),
          &values, &u, Int32(n), &v, Int32(n))
        guard info == 0 else { fatalError("DGESDD: \(info)") }
        return some(values)
      },
    ]
  }
}
