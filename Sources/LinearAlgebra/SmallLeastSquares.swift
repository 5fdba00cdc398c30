/// min ‖y − Xβ‖₂ for small problems (below about 200 × 8), one or many at once.
///
/// A call into LAPACK costs more than the work on a problem of 12 × 2. Here the Householder
/// reflections are loops of our own; a batch is solved four problems at a time, one in each lane.
/// Columns are neither scaled nor pivoted in that. The determinant of R with columns of unit norm
/// bounds the smallest singular value from below: a problem where it is under 1e-10, or where
/// squares leave the range of a double, goes to `LeastSquares` (without refinement), whose rule of
/// rank then holds. So rank is judged by one rule for all, and dependent columns get the
/// coefficient 0.
///
/// For programs that solve such problems in number. The models of this package have other ones: their
/// fits are refined, weighted or updated row by row, so that none of them calls this.
///
/// Source: Golub & Van Loan (2013), 5.1 and 5.2. Checked: against `LeastSquares`.
package enum SmallLeastSquares {
  /// Under the square of 1e-10 the pivoted method decides; its own threshold is 1e-12.
  static let determinantLimit = 1e-20

  /// Solves one problem.
  ///
  /// - Parameter design: X, n × p, finite. Units: free per column.
  /// - Parameter response: y, length n, finite.
  /// - Returns: β̂ and the residual sum of squares.
  /// - Throws: `.shapeMismatch`, `.nonFinite`; collinear columns are no error, they are reported.
  /// - Complexity: O(n·p²) time, one copy of X.
  package static func solve(
    design: Matrix, response: [Double]
  ) throws(LinearAlgebraError) -> SmallLeastSquaresSolution {
    let (n, p) = (design.rows, design.columns)
    guard response.count == n else {
      throw .shapeMismatch(what: "response", needed: n, found: response.count)
    }
    if n >= p, p > 0 {
      var (sum, determinant) = (0.0, 0.0)
      let coefficients = [Double](unsafeUninitializedCapacity: p) { buffer, count in
        (sum, determinant) = RowHouseholder.solve(
          design: design, response: response, coefficients: buffer)
        count = p
      }
      // Comparisons that NaN fails.
      if determinant > determinantLimit, sum == 0 || (sum > 1e-270 && sum < 1e270),
        coefficients.allSatisfy(\.isFinite)
      {
        return SmallLeastSquaresSolution(
          coefficients: coefficients, residualSumOfSquares: sum, rank: p, dropped: [])
      }
    }
    return try careful(design, response)
  }

  /// Solves many problems of one shape, each with a design of its own.
  ///
  /// - Parameter designs: the designs problem after problem, each n × p in column-major order:
  ///   element (i, j) of problem k at i + n·(j + p·k). Finite. Units: free per column.
  /// - Parameter responses: the responses problem after problem: element i of problem k at
  ///   i + n·k. Finite.
  /// - Parameter rows: n.
  /// - Parameter columns: p.
  /// - Returns: coefficients and residual sums of squares in the same order.
  /// - Throws: `.shapeMismatch`; `.nonFinite`, where `row` counts on over the problems: i + n·k.
  /// - Complexity: O(n·p²) time a problem, four problems at a time.
  package static func solveBatch(
    designs: [Double], responses: [Double], rows: Int, columns: Int
  ) throws(LinearAlgebraError) -> SmallLeastSquaresBatch {
    precondition(rows > 0 && columns >= 0, "problems have rows")
    let count = try problems(in: responses, rows: rows)
    guard designs.count == rows * columns * count else {
      throw .shapeMismatch(
        what: "designs", needed: rows * columns * count, found: designs.count)
    }
    return try solve(
      designs, responses, rows: rows, columns: columns, count: count, designStep: rows * columns)
  }

  /// Solves many problems that share one design.
  ///
  /// - Parameter design: X, n × p, finite. Units: free per column. It is reduced once, or once a
  ///   problem when its columns depend on each other.
  ///
  /// Otherwise as `solveBatch(designs:responses:rows:columns:)`.
  package static func solveBatch(
    design: Matrix, responses: [Double]
  ) throws(LinearAlgebraError) -> SmallLeastSquaresBatch {
    precondition(design.rows > 0, "problems have rows")
    let count = try problems(in: responses, rows: design.rows)
    return try solve(
      design.elements, responses, rows: design.rows, columns: design.columns, count: count,
      designStep: 0)
  }

  private static func problems(
    in responses: [Double], rows: Int
  ) throws(LinearAlgebraError) -> Int {
    guard responses.count % rows == 0 else {
      throw .shapeMismatch(
        what: "responses", needed: (responses.count / rows + 1) * rows, found: responses.count)
    }
    return responses.count / rows
  }

  private static func solve(
    _ designs: [Double], _ responses: [Double], rows n: Int, columns p: Int, count: Int,
    designStep: Int
  ) throws(LinearAlgebraError) -> SmallLeastSquaresBatch {
    var batch = SmallLeastSquaresBatch(count: count, columns: p)
    var open = Array(0..<count)
    if n >= p, p > 0 {
      open = solveLanes(
        designs, responses, rows: n, columns: p, designStep: designStep, into: &batch)
    }
    for k in open {
      let design = try Matrix(
        rows: n, columns: p,
        columnMajor: Array(designs[(k * designStep)..<(k * designStep + n * p)]))
      let solution: SmallLeastSquaresSolution
      do {
        solution = try careful(design, Array(responses[(k * n)..<((k + 1) * n)]))
      } catch .nonFinite(let row, let column) {
        throw .nonFinite(row: row + n * k, column: column)
      }
      batch.set(k, solution)
    }
    return batch
  }

  /// Solves four problems at a time and returns those that are left to the pivoted method.
  private static func solveLanes(
    _ designs: [Double], _ responses: [Double], rows n: Int, columns p: Int, designStep: Int,
    into batch: inout SmallLeastSquaresBatch
  ) -> [Int] {
    let count = batch.count
    guard count > 0 else { return [] }
    var open: [Int] = []
    let room = LaneHouseholder.room(rows: n, columns: p)
    designs.withUnsafeBufferPointer { designs in
      responses.withUnsafeBufferPointer { responses in
        batch.withOutput { coefficients, sums in
          withUnsafeTemporaryAllocation(of: LaneHouseholder.Lanes.self, capacity: room) { room in
            let reduction = LaneHouseholder(rows: n, columns: p, room: room.baseAddress!)
            let (x, y) = (designs.baseAddress!, responses.baseAddress!)
            var determinant = LaneHouseholder.Lanes.zero
            for first in stride(from: 0, to: count, by: 4) {
              // The last group repeats the last problem.
              let last = count - 1
              let (b, c, d) = (min(first + 1, last), min(first + 2, last), min(first + 3, last))
              if first == 0 || designStep > 0 {
                determinant = reduction.factor(
                  x + designStep * first, x + designStep * b, x + designStep * c,
                  x + designStep * d)
              }
              let solved = reduction.solve(y + n * first, y + n * b, y + n * c, y + n * d)
              // 0, or NaN where a coefficient is not finite: with n = p no sum tells.
              var probe = LaneHouseholder.Lanes.zero
              for j in 0..<p {
                let value = solved.coefficients[j]
                probe += value * 0
                coefficients[p * first + j] = value[0]
                coefficients[p * b + j] = value[1]
                coefficients[p * c + j] = value[2]
                coefficients[p * d + j] = value[3]
              }
              let sum = solved.sums
              (sums[first], sums[b], sums[c], sums[d]) = (sum[0], sum[1], sum[2], sum[3])
              let good =
                (determinant .> determinantLimit) .& (probe .== 0)
                .& (((sum .> 1e-270) .& (sum .< 1e270)) .| (sum .== 0))
              if !all(good) {
                for lane in 0..<min(4, count - first) where !good[lane] {
                  open.append(first + lane)
                }
              }
            }
          }
        }
      }
    }
    return open
  }

  private static func careful(
    _ design: Matrix, _ response: [Double]
  ) throws(LinearAlgebraError) -> SmallLeastSquaresSolution {
    var options = LeastSquares.Options()
    options.refines = false
    let solution = try LeastSquares.solve(design: design, response: response, options: options)
    return SmallLeastSquaresSolution(
      coefficients: solution.coefficients,
      residualSumOfSquares: solution.residualSumOfSquares.value, rank: solution.rank,
      dropped: solution.dropped)
  }
}

/// The outcome of `SmallLeastSquares.solve`.
package struct SmallLeastSquaresSolution: Sendable {
  /// β̂, length p, unit of y per unit of column; exactly 0 for dropped columns.
  package let coefficients: [Double]
  /// Σ residual².
  package let residualSumOfSquares: Double
  package let rank: Int
  /// The columns left out as linear combinations of the others, rising (from 0).
  package let dropped: [Int]
}

/// The outcome of `SmallLeastSquares.solveBatch`.
package struct SmallLeastSquaresBatch: Sendable {
  /// A problem with columns that depend on others.
  package struct Deficiency: Sendable, Equatable {
    /// Which problem, from 0.
    package let problem: Int
    package let rank: Int
    /// The columns left out, rising (from 0); their coefficients are 0.
    package let dropped: [Int]
  }

  package let count: Int
  package let columns: Int
  /// β̂ problem after problem: coefficient j of problem k at j + p·k.
  package fileprivate(set) var coefficients: [Double]
  /// Σ residual² of each problem.
  package fileprivate(set) var residualSumsOfSquares: [Double]
  /// The rank-deficient problems, rising; all others have rank p.
  package fileprivate(set) var deficient: [Deficiency] = []

  init(count: Int, columns: Int) {
    self.count = count
    self.columns = columns
    coefficients = Array(repeating: 0, count: count * columns)
    residualSumsOfSquares = Array(repeating: 0, count: count)
  }

  fileprivate mutating func withOutput(
    _ body: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
  ) {
    coefficients.withUnsafeMutableBufferPointer { coefficients in
      residualSumsOfSquares.withUnsafeMutableBufferPointer { sums in
        body(coefficients.baseAddress!, sums.baseAddress!)
      }
    }
  }

  fileprivate mutating func set(_ problem: Int, _ solution: SmallLeastSquaresSolution) {
    for j in 0..<columns { coefficients[problem * columns + j] = solution.coefficients[j] }
    residualSumsOfSquares[problem] = solution.residualSumOfSquares
    if solution.rank < columns {
      deficient.append(
        Deficiency(problem: problem, rank: solution.rank, dropped: solution.dropped))
    }
  }
}
