import Corridor

/// 100,000 problems of 12 × 2, beside a goal of ten million problems a second.
enum SmallBench {
  static let (rows, columns, count) = (12, 2, 100_000)

  static func run(_ repetitions: Int) throws -> [Row] {
    var numbers = BenchNumbers(2)
    let designs = numbers.vector(rows * columns * count)
    let responses = numbers.vector(rows * count)
    let first = try Matrix(
      rows: rows, columns: columns, columnMajor: Array(designs.prefix(rows * columns)))
    // What a call for each problem takes, on a tenth of them.
    let singles = try (0..<(count / 10)).map { k in
      try Matrix(
        rows: rows, columns: columns,
        columnMajor: Array(designs[(k * rows * columns)..<((k + 1) * rows * columns)]))
    }
    let single = (0..<singles.count).map { k in Array(responses[(k * rows)..<((k + 1) * rows)]) }
    var plain = LeastSquares.Options()
    plain.refines = false
    let best = try Timing.best(
      repetitions,
      [
        {
          _ = try SmallLeastSquares.solveBatch(
            designs: designs, responses: responses, rows: rows, columns: columns)
        },
        { _ = try SmallLeastSquares.solveBatch(design: first, responses: responses) },
        {
          for (x, y) in zip(singles, single) {
            _ = try SmallLeastSquares.solve(design: x, response: y)
          }
        },
        {
          for (x, y) in zip(singles, single) {
            _ = try LeastSquares.solve(design: x, response: y, options: plain)
          }
        },
      ])
    let goal = Double(count) / 1e7
    return [
      Row(name: "small_1e5x12x2", ours: best[0], peer: "1e7 a second", peerSeconds: goal),
      Row(
        name: "small_1e5x12x2_one_design", ours: best[1], peer: "1e7 a second", peerSeconds: goal),
      Row(
        name: "small_1e4x12x2_single", ours: best[2], peer: "LeastSquares", peerSeconds: best[3]),
    ]
  }
}
