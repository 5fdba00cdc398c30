import Corridor
import Foundation
import Testing
import _TestSupport

extension SnippetTests {
  /// On a total of two parts, with errors of four periods.
  @Test func hierarchies() throws {
    let page = try GuidePage("Hierarchies", language: "swift")
    #expect(try GuidePage.compiled(in: #filePath) == page.pieces.map(\.code))
    let folder = try TemporaryFolder()
    try folder.write("hierarchy.csv", "node,parent\nexports,turnover\nimports,turnover\n")
    #expect(FileManager.default.changeCurrentDirectoryPath(folder.path))
    defer { _ = FileManager.default.changeCurrentDirectoryPath(Repository.path("")) }
    let nodes = try HierarchyFile(ByteSource(path: "hierarchy.csv")).hierarchy.nodes
    let values: [String: (error: [Double], base: Double)] = [
      "turnover": ([1, -2, 1.5, -0.4], 31), "exports": ([0.5, -1, 1, -0.7], 20),
      "imports": ([0.2, -1.2, 0.4, 0.5], 10),
    ]
    var residuals = Matrix(rows: 4, columns: nodes.count)
    var base = Matrix(rows: nodes.count, columns: 1)
    for (column, node) in nodes.enumerated() {
      let (errors, forecast) = try #require(values[node])
      base[column, 0] = forecast
      for (row, error) in errors.enumerated() { residuals[row, column] = error }
    }
    // snippet
    let rules = try HierarchyFile(ByteSource(path: "hierarchy.csv")).hierarchy
    let covariance = try ResidualCovariance(residuals, nodes: rules.nodes)  // periods × nodes
    let reconciler = try Reconciler(rules, method: .mintShrink, residuals: covariance)
    let coherent = try reconciler.reconcile(base)  // nodes × periods
    // end of snippet
    var sum = 0.0
    for (row, node) in nodes.enumerated() {
      sum += coherent[row, 0] * (node == "turnover" ? -1 : 1)
    }
    #expect(abs(sum) < 1e-9, "the parts do not make the total")
    #expect(try page.difference() == nil)
  }
}
