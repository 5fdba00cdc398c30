import Corridor

/// Times of least squares on one BLAS thread: `RegressionBench [REPETITIONS]`, CSV on standard
/// output. Only ratios inside one run count.
@main
struct RegressionBench {
  static func main() throws {
    KernelCheck.setThreads(1)
    let repetitions = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 9
    print(Row.header)
    for row in try TallBench.run(repetitions) { print(row.line) }
    for row in try SmallBench.run(5 * repetitions) { print(row.line) }
  }
}
