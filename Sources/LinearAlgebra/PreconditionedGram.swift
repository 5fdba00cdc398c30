internal import COpenBLAS

/// G = BᵀB for B = C·T⁻¹, C being columns of a tall problem and T a triangular factor that makes
/// B's columns nearly orthogonal; one pass over the data, in blocks that stay in the cache.
///
/// Each row of B is found by substitution, which is stable whatever the condition of T: row i
/// belongs to T + Δᵢ with |Δᵢ| ≤ q·ε·|T| (Higham 2002, 8.1). A product with T⁻¹ would lose what T is
/// conditioned. BLAS does the two steps from `vectorLimit` columns on. Below, DTRSM and DSYRK spend
/// more time packing and in edge kernels than computing, and the loops here, which keep 3 × 3 tiles
/// in registers, take 0.63 of the time (10⁶ × 20 in all, `bench/regression`).
struct PreconditionedGram {
  private let order: Int
  private let factor: Matrix
  private let blockRows: Int?
  private let usesVectors: Bool

  static let vectorLimit = 40

  /// - Parameter factor: T, upper triangular, q × q, without zeros on the diagonal.
  /// - Parameter blockRows: rows a block; nil: what fits the cache.
  init(factor: Matrix, blockRows: Int? = nil, usesVectors: Bool? = nil) {
    order = factor.rows
    self.factor = factor
    self.blockRows = blockRows
    self.usesVectors = usesVectors ?? (order <= Self.vectorLimit)
  }

  /// G, q × q, both triangles. Values that are not finite in the data make G's diagonal not finite.
  ///
  /// - Parameter sources: which column of the problem stands at each column of C.
  /// - Parameter scales: the factor of each of those columns.
  /// - Complexity: 2·n·q² floating-point operations, one pass over the data.
  func run(_ problem: TallProblem, sources: [Int], scales: [Double]) -> Matrix {
    usesVectors
      ? runVectors(problem, sources: sources, scales: scales)
      : runBLAS(problem, sources: sources, scales: scales)
  }

  private func runVectors(_ problem: TallProblem, sources: [Int], scales: [Double]) -> Matrix {
    let padded = (order + 2) / 3 * 3
    // Columns are copied first, in runs long enough for the prefetching of the memory system:
    // reading them where they are, a few rows of each at a time, waits for memory at every step.
    let height = ((blockRows ?? max(240, 22_680 / padded)) + 5) / 6 * 6
    let block = UnsafeMutablePointer<SIMD2<Double>>.allocate(capacity: height / 2 * padded)
    block.initialize(repeating: .zero, count: height / 2 * padded)
    defer { block.deallocate() }
    var kernel = GramKernel(factor: factor, padded: padded)
    var start = 0
    while start < problem.rows {
      let rows = start..<min(start + height, problem.rows)
      let filled = (rows.count + 5) / 6 * 6
      let roots = problem.rootWeights(rows)
      for k in 0..<order {
        let column = UnsafeMutableRawPointer(block + k * height / 2)
          .assumingMemoryBound(to: Double.self)
        problem.copy(column: sources[k], rows: rows, scale: scales[k], roots: roots, to: column)
        for i in rows.count..<filled { column[i] = 0 }
      }
      kernel.add(block: block, stride: height / 2, pairs: filled / 2)
      start = rows.upperBound
    }
    var result = Matrix(rows: order, columns: order)
    for j in 0..<order {
      for i in 0...j {
        result[i, j] = kernel.value(i, j)
        result[j, i] = result[i, j]
      }
    }
    return result
  }

  private func runBLAS(_ problem: TallProblem, sources: [Int], scales: [Double]) -> Matrix {
    let height = blockRows ?? max(256, 32_768 / order)
    let block = UnsafeMutablePointer<Double>.allocate(capacity: height * order)
    defer { block.deallocate() }
    var result = Matrix(rows: order, columns: order)
    let q = Int32(order)
    var start = 0
    while start < problem.rows {
      let rows = start..<min(start + height, problem.rows)
      let roots = problem.rootWeights(rows)
      for k in 0..<order {
        problem.copy(
          column: sources[k], rows: rows, scale: scales[k], roots: roots, to: block + k * height)
      }
      cblas_dtrsm(
        CblasColMajor, CblasRight, CblasUpper, CblasNoTrans, CblasNonUnit, Int32(rows.count), q, 1,
        factor.elements, q, block, Int32(height))
      cblas_dsyrk(
        CblasColMajor, CblasUpper, CblasTrans, q, Int32(rows.count), 1, block, Int32(height), 1,
        &result.storage, q)
      start = rows.upperBound
    }
    for j in 0..<order {
      for i in 0..<j { result[j, i] = result[i, j] }
    }
    return result
  }
}
