import Foundation
import LinearAlgebra
import SeriesCore
import _TestSupport

/// A generated gravity panel with three fixed effects, and dense least squares on it.
///
/// Terms are of known kinds: those that vary, those that single effects or sums of effects explain,
/// and combinations of each other and of effects; in units from 1e-6 to 1e6 and in random order.
struct GravityPanel {
  let names: [String]
  let columns: [[Double]]
  let response: [Double]
  let table: DataTable
  /// Dummies of o^t, d^t and o^d.
  private let dummies: [[Double]]

  static let effects = "o^t + d^t + o^d"
  var formula: String { "y ~ \(names.joined(separator: " + ")) | \(Self.effects)" }

  init(_ seed: UInt64, countries: Int, years: Int, rows: Int) throws {
    var numbers = SeededNumbers(seed)
    var pairs: [(Int, Int)] = []
    for o in 0..<countries { for d in 0..<countries { pairs.append((o, d)) } }
    // Home trade stays: borders are told by it.
    pairs.sort { ($0.0 == $0.1 ? 0 : 1, $0.0, $0.1) < ($1.0 == $1.1 ? 0 : 1, $1.0, $1.1) }
    for i in stride(from: pairs.count - 1, to: countries, by: -1) {
      pairs.swapAt(i, numbers.integer(countries...i))
    }
    let used = pairs.prefix(max(countries + 20, min(pairs.count, rows / years)))
    var cells: [(o: Int, d: Int, t: Int)] = []
    for (o, d) in used { for t in 0..<years { cells.append((o, d, t)) } }
    let n = cells.count
    func effect(_ levels: Int) -> [Double] { numbers.vector(levels) }
    let byOrigin = effect(countries * years)
    let byTarget = effect(countries * years)
    let byPair = effect(countries * countries)
    func origin(_ i: Int) -> Double { byOrigin[cells[i].o * years + cells[i].t] }
    func target(_ i: Int) -> Double { byTarget[cells[i].d * years + cells[i].t] }
    func pair(_ i: Int) -> Double { byPair[cells[i].o * countries + cells[i].d] }
    let border = cells.map { $0.o == $0.d ? 0.0 : 1.0 }
    let distance = cells.map { cell in
      cell.o == cell.d ? 0.1 : 1 + Double((cell.o * 7 + cell.d * 13) % 29)
    }
    let rta = numbers.vector(n).map { $0 > 0.4 ? 1.0 : 0 }
    let tariff = numbers.vector(n)

    // Name and column; the middle of the list is shuffled below.
    var terms: [(String, [Double])] = [("rta", rta), ("tariff", tariff)]
    // Globalisation: a border of its own each year; all of them sum to the border, which pairs explain.
    for t in 0..<years {
      terms.append(("glob\(t)", cells.indices.map { cells[$0].t == t ? border[$0] : 0 }))
    }
    if numbers.integer(0...1) == 1 {
      for t in 0..<years {
        terms.append(("far\(t)", cells.indices.map { cells[$0].t == t ? distance[$0] : 0 }))
      }
    }
    terms.append(("border", border))
    terms.append(("gdp", cells.indices.map(origin)))
    terms.append(("sums", cells.indices.map { 2 * origin($0) - target($0) + 5 * pair($0) }))
    terms.append(("hidden", cells.indices.map { 3 * rta[$0] - 2 * tariff[$0] + pair($0) }))
    terms.append(
      ("trend", cells.indices.map { Double(2000 + cells[$0].t) + tariff[$0] * 0.5 + target($0) }))
    for i in stride(from: terms.count - 1, to: 0, by: -1) {
      terms.swapAt(i, numbers.integer(0...i))
    }
    let noise = numbers.vector(n)
    response = cells.indices.map { i in
      origin(i) + target(i) + 3 * pair(i) + 0.5 * rta[i] - tariff[i]
        + 0.1 * Double(cells[i].t) * border[i] + noise[i]
    }
    names = terms.map(\.0)
    columns = terms.map { term in
      let unit = [1e-6, 1e-3, 1, 1e3, 1e6][numbers.integer(0...4)]
      return term.1.map { $0 * unit }
    }
    var levels: [String: DataTable.Levels] = [:]
    levels["o"] = DataTable.Levels(cells.map { "K\($0.o)" })
    levels["d"] = DataTable.Levels(cells.map { "K\($0.d)" })
    levels["t"] = DataTable.Levels(cells.map { "\(2000 + $0.t)" })
    var values = ["y": DataTable.Numbers(response)]
    for (name, column) in zip(names, columns) { values[name] = DataTable.Numbers(column) }
    values["flow"] = DataTable.Numbers(response.map { exp($0) })
    table = DataTable(rowCount: n, numbers: values, levels: levels)
    let keys = [
      cells.map { $0.o * years + $0.t }, cells.map { $0.d * years + $0.t },
      cells.map { $0.o * countries + $0.d },
    ]
    dummies = keys.flatMap { key in
      Set(key).sorted().map { level in key.map { $0 == level ? 1.0 : 0 } }
    }
  }

  /// What dense least squares says: the terms kept in the order of the formula, their coefficients,
  /// and ‖ỹ‖/‖x̃‖ as a unit for each.
  struct Dense {
    let kept: [Int]
    let coefficients: [Double]
    let units: [Double]
  }

  /// An orthonormal basis of the dummies by LAPACK, all taken out of the columns twice; then
  /// Gram–Schmidt in the order of the formula.
  func dense(
    weights: [Double]? = nil, response: [Double]? = nil, tolerance: Double = 1e-8
  ) throws -> Dense {
    let root = weights.map { $0.map { $0.squareRoot() } }
    func weighted(_ x: [Double]) -> [Double] {
      root.map { root in x.indices.map { x[$0] * root[$0] } } ?? x
    }
    let d = try PivotedQR(Matrix(columns: dummies.map(weighted)))
    let rank = d.rank(rcond: 1e-10)
    let q = try d.orthogonalFactor()
    let basis = q.block(rows: 0..<q.rows, columns: 0..<rank).copied()
    let raw = (columns + [response ?? self.response]).map(weighted)
    var rest = try Matrix(columns: raw)
    for _ in 0..<2 {
      let shares = try basis.multiplied(.transposed, by: rest)
      let part = try basis.multiplied(by: shares)
      rest = try Matrix(
        rows: rest.rows, columns: rest.columns,
        columnMajor: zip(rest.elements, part.elements).map { $0 - $1 })
    }
    let x = (0..<raw.count).map { rest.column($0).copied().elements }
    func dot(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    var kept: [Int] = []
    var directions: [[Double]] = []
    var factor: [[Double]] = []
    for j in columns.indices {
      var left = x[j]
      var shares = [Double](repeating: 0, count: directions.count)
      for _ in 0..<2 {
        for (k, direction) in directions.enumerated() {
          let share = dot(direction, left)
          left = zip(left, direction).map { $0 - share * $1 }
          shares[k] += share
        }
      }
      let size = dot(left, left).squareRoot()
      guard size > tolerance * dot(raw[j], raw[j]).squareRoot() else { continue }
      kept.append(j)
      directions.append(left.map { $0 / size })
      factor.append(shares + [size])
    }
    let y = x[columns.count]
    var b = directions.map { dot($0, y) }
    for k in b.indices.reversed() {
      b[k] /= factor[k][k]
      for i in 0..<k { b[i] -= factor[k][i] * b[k] }
    }
    let size = dot(y, y).squareRoot()
    return Dense(
      kept: kept, coefficients: b, units: kept.map { size / dot(x[$0], x[$0]).squareRoot() })
  }
}
