import Foundation
import Testing
import _TestSupport

/// Totals that leave the doubles are an error with its line, before anything is written.
@Suite struct ReconcileOverflowTests {
  @Test func aTotalBeyondTheDoublesIsRefused() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    for name in ["reconcile_overflow.csv", "reconcile_h.csv"] {
      try runner.write(
        name, Data(contentsOf: URL(filePath: Repository.fixture("cases/" + name))))
    }
    let result = try runner.corridor(
      "reconcile", "reconcile_overflow.csv", "--hierarchy", "reconcile_h.csv", "--horizon", "1",
      "-o", "out.csv")
    #expect(result.status == 65)
    #expect(
      result.stderr.contains(
        "reconcile_h.csv:2: the parts of 't' sum to more than a double holds in 2000"),
      "\(result.stderr)")
    #expect(!runner.exists("out.csv"))
  }

  /// Forecasts whose sums leave the doubles, by each kind of method.
  @Test(arguments: ["ols", "bottom-up", "wls-struct"]) func soAreForecasts(_ method: String) throws
  {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("h.csv", "node,parent\ne,t\ni,t\n")
    try runner.write(
      "f.csv",
      "unique_id,ds,model,median\nt,2025,m,1.7e308\ne,2025,m,1.5e308\ni,2025,m,1.6e308\n")
    let result = try runner.corridor(
      "reconcile", "f.csv", "--hierarchy", "h.csv", "--method", method, "-o", "out.csv")
    #expect([1, 65].contains(result.status), "\(result.status) \(result.stderr)")
    #expect(!runner.exists("out.csv"))
  }
}
