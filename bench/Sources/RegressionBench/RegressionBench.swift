import Corridor

/// Times of regressions on one BLAS thread, CSV on standard output; only ratios inside one run count.
///
/// `RegressionBench [REPETITIONS]` for least squares, `RegressionBench effects FOLDER [REPETITIONS
/// [PART_OF_A_NAME]]` for fixed effects, `RegressionBench model [REPETITIONS]` for formulas.
@main
struct RegressionBench {
  static func main() throws {
    KernelCheck.setThreads(1)
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "effects", arguments.count > 1 {
      let repetitions = arguments.dropFirst(2).first.flatMap(Int.init) ?? 3
      return try EffectsBench.run(
        repetitions, folder: arguments[1], only: arguments.dropFirst(3).first ?? "")
    }
    let isModel = arguments.first == "model"
    let repetitions = arguments.dropFirst(isModel ? 1 : 0).first.flatMap(Int.init) ?? 9
    print(Row.header)
    if !isModel {
      for row in try TallBench.run(repetitions) { print(row.line) }
    }
    for row in try ModelBench.run(repetitions) { print(row.line) }
  }
}
