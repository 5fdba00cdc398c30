internal import COpenBLAS
internal import Glibc

/// The one-time preparation of the BLAS library and the check that its kernel for this CPU works.
///
/// OpenBLAS picks a kernel for the CPU when it loads. On some processors the kernel of an older
/// build computes wrong numbers without any error, so the first use of the numeric core compares
/// DGEMM and DGELS against plain loops (about 1 ms). One BLAS thread is set: series run in
/// parallel above, and with one thread results do not depend on how calls interleave.
public enum KernelCheck {
  private static let outcome: LinearAlgebraError? = {
    if let missing = missingRoom() { return missing }
    openblas_set_num_threads(1)
    LAPACKE_set_nancheck(0)
    return dgemmFault(dgemm) ?? dgelsFault(dgels)
  }()

  /// OpenBLAS takes a buffer for each thread that calls it and for each of its own, 128 MB in Debian's
  /// builds, and where the system gives none it asks again without end: what is limited is asked for
  /// first, and given back.
  private static func missingRoom() -> LinearAlgebraError? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
      limit.rlim_cur != rlim_t.max
    else { return nil }
    let buffer = 129
    // One of this thread, one a worker, one of each of its own threads beside this.
    let megabytes = buffer * 2 * max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let room = mmap(
      nil, megabytes << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let room, room != MAP_FAILED else { return .noRoom(megabytes: megabytes) }
    munmap(room, megabytes << 20)
    return nil
  }

  /// Throws `LinearAlgebraError.wrongKernel` when this CPU's kernel computes wrong results, and
  /// `.noRoom` where the library would find no memory for its buffers.
  public static func require() throws(LinearAlgebraError) {
    if let outcome { throw outcome }
  }

  /// The name of the kernel OpenBLAS picked, such as `Haswell`.
  public static var kernelName: String { String(cString: openblas_get_corename()) }

  /// Sets the number of BLAS threads for the whole process. One is right while work runs in
  /// parallel; results differ in the last bits between counts.
  public static func setThreads(_ count: Int) {
    precondition(count >= 1, "at least one BLAS thread")
    _ = outcome
    openblas_set_num_threads(Int32(count))
  }

  // Sizes that are no multiple of any register block, so that edge kernels are reached too.
  static let order = 67
  static let tolerance = 1e-10

  typealias Multiply = (_ a: [Double], _ b: [Double], _ n: Int) -> [Double]
  typealias Solve = (_ a: [Double], _ b: [Double], _ rows: Int, _ columns: Int) -> [Double]

  /// Values in [-1, 1) that do not line up (a sawtooth would make dependent columns): SplitMix64's
  /// output function (Steele, Lea & Flood 2014) of the index.
  static func testValue(_ i: Int) -> Double {
    var z = UInt64(truncatingIfNeeded: i) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-52 - 1
  }

  static func dgemmFault(_ multiply: Multiply) -> LinearAlgebraError? {
    let n = order
    let a = (0..<(n * n)).map(testValue)
    let b = (0..<(n * n)).map { testValue($0 + 31) }
    let computed = multiply(a, b, n)
    var worst = 0.0
    for j in 0..<n {
      for i in 0..<n {
        var exact = 0.0
        for k in 0..<n { exact += a[i + k * n] * b[k + j * n] }
        let deviation = abs(computed[i + j * n] - exact) / Double(n)
        worst = deviation <= worst ? worst : deviation.isNaN ? .infinity : deviation
      }
    }
    return worst <= tolerance ? nil : .wrongKernel(routine: "DGEMM", deviation: worst)
  }

  static func dgelsFault(_ solve: Solve) -> LinearAlgebraError? {
    // y = X·(1, 2, …, p) exactly solvable, so the answer is known without another solver.
    let (rows, columns) = (order, 9)
    let x = (0..<(rows * columns)).map { testValue($0 * 3 + 5) }
    var y = [Double](repeating: 0, count: rows)
    for j in 0..<columns {
      for i in 0..<rows { y[i] += x[i + j * rows] * Double(j + 1) }
    }
    let solution = solve(x, y, rows, columns)
    var worst = 0.0
    for j in 0..<columns {
      let deviation = abs(solution[j] - Double(j + 1)) / Double(j + 1)
      worst = deviation <= worst ? worst : deviation.isNaN ? .infinity : deviation
    }
    return worst <= tolerance ? nil : .wrongKernel(routine: "DGELS", deviation: worst)
  }

  private static func dgemm(_ a: [Double], _ b: [Double], _ n: Int) -> [Double] {
    var c = [Double](repeating: 0, count: n * n)
    let order = Int32(n)
    cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, order, order, order, 1, a, order, b, order, 0, &c,
      order)
    return c
  }

  private static func dgels(_ a: [Double], _ b: [Double], _ rows: Int, _ columns: Int) -> [Double] {
    var (x, y) = (a, b)
    let info = LAPACKE_dgels(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), Int32(rows), Int32(columns), 1, &x, Int32(rows),
      &y, Int32(rows))
    precondition(info >= 0, "DGELS refused argument \(-info)")
    return info == 0 ? Array(y.prefix(columns)) : Array(repeating: .nan, count: columns)
  }
}
