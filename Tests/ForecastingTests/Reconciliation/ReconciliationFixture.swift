import Forecasting
import LinearAlgebra
import SeriesCore
import _TestSupport

/// Hierarchies, residuals and reference results of `Tests/Fixtures/hierarchy`.
struct ReconciliationFixture {
  let hierarchy: Hierarchy
  let base: [Double]
  let reference: [String: [Double]]
  let residuals: Matrix?

  static func strict() throws -> ReconciliationFixture {
    let rows = try csvRecords(path: Repository.fixture("hierarchy/strict.csv"))
    let hierarchy = try Hierarchy(
      edges: rows.dropFirst().compactMap { row in
        guard let slash = row[0].lastIndex(of: "/") else { return nil }
        return HierarchyEdge(row[0], partOf: String(row[0][..<slash]))
      })
    let table = try csvRecords(path: Repository.fixture("hierarchy/strict_residuals.csv.gz"))
    let byNode = Dictionary(
      uniqueKeysWithValues: table.dropFirst().map {
        ($0[0], $0.dropFirst().compactMap(Double.init))
      }
    )
    return try make(
      rows, hierarchy, try Matrix(columns: hierarchy.nodes.map { byNode[$0] ?? [] }))
  }

  /// Regions by state, crossed with four purposes.
  static func grouped() throws -> ReconciliationFixture {
    let rows = try csvRecords(path: Repository.fixture("hierarchy/grouped.csv"))
    var edges: [HierarchyEdge] = []
    for row in rows.dropFirst() {
      let parts = row[0].split(separator: "/").map(String.init)
      guard parts.count == 4 else { continue }
      let (country, state, region, purpose) = (parts[0], parts[1], parts[2], parts[3])
      for total in [
        [country], [country, state], [country, purpose], [country, state, purpose],
        [country, state, region],
      ] { edges.append(HierarchyEdge(row[0], partOf: total.joined(separator: "/"))) }
    }
    return try make(rows, try Hierarchy(edges: edges), nil)
  }

  private static func make(
    _ rows: [[String]], _ hierarchy: Hierarchy, _ residuals: Matrix?
  ) throws -> ReconciliationFixture {
    let places = Dictionary(
      uniqueKeysWithValues: rows.dropFirst().enumerated().map { ($1[0], $0 + 1) })
    func column(_ place: Int) -> [Double] {
      hierarchy.nodes.map { Double(rows[places[$0] ?? 0][place]) ?? .nan }
    }
    var reference: [String: [Double]] = [:]
    for place in 2..<rows[0].count { reference[rows[0][place]] = column(place) }
    return ReconciliationFixture(
      hierarchy: hierarchy, base: column(1), reference: reference, residuals: residuals)
  }

  /// Sixteen nodes with results by numpy and scipy.
  static func projections() throws -> (fixture: ReconciliationFixture, widths: [Double], Double) {
    let rows = try csvRecords(path: Repository.fixture("hierarchy/projections.csv"))
    let nodes = rows.filter { $0[0] == "base" }.map { $0[1] }
    let hierarchy = try Hierarchy(
      edges: nodes.dropFirst().map {
        HierarchyEdge($0, partOf: $0.count == 1 ? "total" : String($0.prefix(1)))
      })
    var values: [String: [String: [Double]]] = [:]
    for row in rows {
      values[row[0], default: [:]][row[1]] = row.dropFirst(2).compactMap(Double.init)
    }
    func column(_ kind: String) -> [Double] {
      hierarchy.nodes.map { values[kind]?[$0]?.first ?? .nan }
    }
    var reference: [String: [Double]] = [:]
    for kind in values.keys where kind != "residuals" { reference[kind] = column(kind) }
    let residuals = try Matrix(columns: hierarchy.nodes.map { values["residuals"]?[$0] ?? [] })
    let fixture = ReconciliationFixture(
      hierarchy: hierarchy, base: column("base"), reference: reference, residuals: residuals)
    return (fixture, column("width"), values["intensity"]?[""]?.first ?? .nan)
  }

  func covariance() throws -> ResidualCovariance? {
    try residuals.map { try ResidualCovariance($0, nodes: hierarchy.nodes) }
  }

  /// The base forecasts as one column.
  func column() throws -> Matrix {
    try Matrix(rows: base.count, columns: 1, columnMajor: base)
  }
}

/// The greatest |a − b| relative to the greatest |b| of both, or to each where `perValue`.
func deviation(_ a: [Double], _ b: [Double], perValue: Bool = false) -> Double {
  let scale = b.reduce(0) { max($0, abs($1)) }
  return zip(a, b).reduce(0) { worst, pair in
    let gap = abs(pair.0 - pair.1) / (perValue ? abs(pair.1) : scale)
    return gap <= worst ? worst : gap.isNaN ? .infinity : gap
  }
}
