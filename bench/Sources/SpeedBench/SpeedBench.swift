import Corridor
import Glibc

/// Times one case on one BLAS thread and says what came out, so that peers can be held against it.
///
/// usage: SpeedBench CASE SIZE REPETITIONS FOLDER
///
/// The data of the case go to FOLDER, where peers find them. A line of JSON an implementation:
/// `implementation`, `kernel`, `seconds` (processor time of one call, one number a repetition) and
/// `answer`, some numbers that every implementation must agree on.
@main
enum SpeedBench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count == 4, let size = Int(arguments[1]), size > 0,
      let repetitions = Int(arguments[2]), repetitions > 0, let make = cases[arguments[0]]
    else {
      print("usage: SpeedBench CASE SIZE REPETITIONS FOLDER")
      print("cases: " + cases.keys.sorted().joined(separator: " "))
      exit(64)
    }
    KernelCheck.setThreads(1)
    let tasks = try make(size, DataFolder(path: arguments[3]))
    for line in try Stopwatch.measure(tasks, repetitions) { print(line) }
  }

  typealias Maker = @Sendable (Int, DataFolder) throws -> [BenchTask]

  static let cases: [String: Maker] =
    LinearAlgebraCases.all.merging(LeastSquaresCases.all) { $1 }.merging(EffectsCases.all) { $1 }
    .merging(ObservationFileCases.all) { $1 }.merging(PathsCases.all) { $1 }
    .merging(ReconciliationCases.all) { $1 }.merging(ClusterCases.all) { $1 }
    .merging(NowcastCases.all) { $1 }
    .merging(NetworkCases.all) { $1 }
}

/// One implementation of a case.
struct BenchTask {
  let implementation: String
  /// Does the work once and returns the numbers to compare.
  let work: () throws -> [Double]
}

/// Where the data of a case lie for its peers.
struct DataFolder {
  let path: String

  /// Writes `NAME.bin`: doubles in the order of memory, matrices column by column.
  func write(_ name: String, _ values: [Double]) {
    guard let file = fopen("\(path)/\(name).bin", "wb") else { fatalError("cannot write \(name)") }
    guard fwrite(values, 8, values.count, file) == values.count, fclose(file) == 0 else {
      fatalError("cannot write \(name)")
    }
  }
}
