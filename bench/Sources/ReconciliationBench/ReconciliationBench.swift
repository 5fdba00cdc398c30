import Corridor
import Glibc

/// Reconciled forecasts beside those of hierarchicalforecast, and their accuracy.
///
/// usage: ReconciliationBench FOLDER, with `summing_matrix_long.csv.gz`, `base_forecasts.csv.gz`,
/// `residuals.csv.gz`, `all_nodes.csv.gz` and `reconciled.csv.gz` as in the reference results on
/// Australian tourism. A row a method: values compared, the greatest difference relative to the greater
/// of a value and its base value, RMSE over the test periods averaged over nodes, CPU seconds.
@main
enum ReconciliationBench {
  static let columns = [
    "bottom-up": "BottomUp", "ols": "MinTrace_method-ols",
    "wls-struct": "MinTrace_method-wls_struct", "wls-var": "MinTrace_method-wls_var",
    "mint-shrink": "MinTrace_method-mint_shrink",
    "top-down-forecast-proportions": "TopDown_method-forecast_proportions",
    "top-down-average-proportions": "TopDown_method-average_proportions",
    "top-down-proportion-averages": "TopDown_method-proportion_averages",
  ]

  static func main() throws {
    guard CommandLine.arguments.count == 2 else {
      print("usage: ReconciliationBench FOLDER")
      return
    }
    let folder = CommandLine.arguments[1]
    let hierarchy = try HierarchyFile(
      ByteSource(path: folder + "/summing_matrix_long.csv.gz")
    ).hierarchy
    let base = try values(folder + "/base_forecasts.csv.gz", "base", hierarchy)
    let residuals = try values(folder + "/residuals.csv.gz", "residual", hierarchy)
    let all = try values(folder + "/all_nodes.csv.gz", "y", hierarchy)
    let history = all.block(rows: 0..<residuals.rows, columns: 0..<all.columns).copied()
    print("method,n,greatest_difference,rmse,cpu_seconds,shrinkage")
    report("base", base.transposed, base.transposed, nil, all, 0, nil)
    for (name, column) in columns.sorted(by: { $0.key < $1.key }) {
      guard let method = ReconciliationMethod(name),
        let reference = try? values(
          folder + "/reconciled.csv.gz", "AutoETS/" + column, hierarchy)
      else { continue }
      let start = processorSeconds()
      let covariance =
        method.needsResiduals
        ? try ResidualCovariance(residuals, nodes: hierarchy.nodes) : nil
      let reconciler = try Reconciler(
        hierarchy, method: method, residuals: covariance, history: history)
      let found = try reconciler.reconcile(base.transposed)
      let seconds = processorSeconds() - start
      report(
        name, found, base.transposed, reference.transposed, all, seconds, reconciler.intensity)
    }
  }

  static func values(
    _ path: String, _ column: String, _ hierarchy: Hierarchy
  ) throws -> Matrix {
    try NodeTable(
      ByteSource(path: path), column: column, nodes: hierarchy.nodes,
      options: ObservationOptions()
    ).values
  }

  static func report(
    _ name: String, _ found: Matrix, _ base: Matrix, _ reference: Matrix?, _ all: Matrix,
    _ seconds: Double, _ intensity: Double?
  ) {
    var (worst, sum) = (0.0, 0.0)
    let first = all.rows - found.columns
    for node in 0..<found.rows {
      var squares = 0.0
      for step in 0..<found.columns {
        let value = found[node, step]
        let error = value - all[first + step, node]
        squares += error * error
        guard let reference else { continue }
        let size = max(abs(reference[node, step]), abs(base[node, step]))
        worst = max(worst, abs(value - reference[node, step]) / size)
      }
      sum += (squares / Double(found.columns)).squareRoot()
    }
    let numbers = [worst, sum / Double(found.rows), seconds, intensity ?? .nan]
    print(
      "\(name),\(found.rows * found.columns),"
        + numbers.map {
          $0.isNaN ? "" : NumberText.shortest(SignificantDigits.round($0, to: 5))
        }.joined(separator: ","))
  }

  static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
