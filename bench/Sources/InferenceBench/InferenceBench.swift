import Corridor
import Glibc

/// How often tests at 5 % reject what is true, and intervals hold what they should, on simulated data.
///
/// usage: InferenceBench clusters-linear|clusters-counts|breaks|dates|var|hausman|quantile [SIMULATIONS]
///
/// A row a design and method: the share, and its standard error by the number of simulations. The
/// numbers are the same on every run; `bench/INFERENCE.md` has them.
@main
enum InferenceBench {
  static let studies: [String: @Sendable (Int) throws -> Void] = [
    "clusters-linear": { try ClusterStudy.run(.gaussian, $0) },
    "clusters-counts": { try ClusterStudy.run(.poisson, $0) },
    "breaks": BreakStudy.run, "dates": DateStudy.run, "var": PathStudy.run,
    "hausman": HausmanStudy.run, "quantile": QuantileStudy.run,
  ]

  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let count = arguments.count > 1 ? Int(arguments[1]) ?? 0 : 1000
    guard let name = arguments.first, let study = studies[name], count > 0 else {
      print("usage: InferenceBench \(studies.keys.sorted().joined(separator: "|")) [SIMULATIONS]")
      exit(64)
    }
    KernelCheck.setThreads(1)
    print("study,design,method,simulations,failed,percent,standard_error")
    try study(count)
  }
}

/// Counts of what happened, by method, in the order in which methods first came.
struct Tally {
  private var names: [String] = []
  private var hits: [String: Int] = [:]
  private var counts: [String: Int] = [:]
  private var failures: [String: Int] = [:]

  /// Whether it happened; nil where a method gave no answer.
  mutating func add(_ name: String, _ happened: Bool?) {
    if !names.contains(name) { names.append(name) }
    guard let happened else {
      failures[name, default: 0] += 1
      return
    }
    counts[name, default: 0] += 1
    if happened { hits[name, default: 0] += 1 }
  }

  func print(_ study: String, _ design: String) {
    for name in names {
      let count = counts[name] ?? 0
      let share = count > 0 ? Double(hits[name] ?? 0) / Double(count) : .nan
      let error = (share * (1 - share) / Double(max(1, count))).squareRoot()
      func percent(_ x: Double) -> String { "\((x * 1000).rounded() / 10)" }
      Swift.print(
        "\(study),\(design),\(name),\(count),\(failures[name] ?? 0),\(percent(share)),"
          + "\((error * 10000).rounded() / 100)")
    }
    fflush(nil)
  }
}

/// Columns as they would come from a file.
struct Columns {
  var numbers: [(String, [Double])] = []
  var levels: [(String, [Int32])] = []

  var table: DataTable {
    let rows = numbers.first?.1.count ?? 0
    return DataTable(
      rowCount: rows,
      numbers: Dictionary(
        uniqueKeysWithValues: numbers.map { ($0.0, DataTable.Numbers($0.1)) }),
      levels: Dictionary(
        uniqueKeysWithValues: levels.map { name, codes in
          (
            name,
            DataTable.Levels(
              codes: codes, names: (0...Int(codes.max() ?? 0)).map { String($0) })
          )
        }))
  }
}

extension PhiloxGenerator {
  /// A number of a Poisson distribution, by waiting times.
  mutating func poisson(_ mean: Double) -> Double {
    var (count, sum) = (0.0, -log(uniform()))
    while sum < mean {
      count += 1
      sum -= log(uniform())
    }
    return count
  }
}
