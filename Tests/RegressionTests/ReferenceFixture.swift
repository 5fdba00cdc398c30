import Foundation
import Regression
import SeriesCore
import _TestSupport

/// `Fixtures/regression`: public data sets and what R, pyfixest and Stata make of them.
enum ReferenceFixture {
  struct Missing: Error { let path: String }

  static let regression = load("reference")
  static let gravity = load("gravity_reference")

  private static func load(_ name: String) -> JSON {
    guard
      let data = FileManager.default.contents(
        atPath: Repository.fixture("regression/\(name).json")),
      let value = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { fatalError("no fixture \(name)") }
    return JSON(value: value)
  }

  static func gravityResult(_ label: String) throws -> JSON {
    for item in try gravity.array("results") where item["label"]?.text == label { return item }
    throw Missing(path: label)
  }

  /// Values of `panel_reference.csv` by term.
  static func values(_ set: String, _ what: String) throws -> [String: Double] {
    var found: [String: Double] = [:]
    for row in try Repository.rows("r/panel_reference.csv")
    where row["set"] == set && row["what"] == what {
      found[row["term"] ?? ""] = row["value"].flatMap(Double.init)
    }
    return found
  }

  /// The file's rows, or those that `keep` lets through, fitted.
  static func fit(
    _ formula: String, _ file: String, family: Family = .gaussian,
    configure: (inout ModelFrame.Options) -> Void = { _ in },
    keep: (([String: String]) -> Bool)? = nil
  ) throws -> RegressionFit {
    let (table, resolved, options) = try read(formula, file, configure: configure, keep: keep)
    var model = RegressionModel(resolved, family: family)
    model.options = options
    return try model.fit(to: table)
  }

  /// The same rows as a panel of firms (or states), with their years.
  static func panel(
    _ formula: String, _ file: String, id: String = "firm",
    keep: (([String: String]) -> Bool)? = nil
  ) throws -> PanelFrame {
    let (table, resolved, options) = try read(
      formula, file,
      configure: {
        $0.id = id
        $0.time = "year"
      }, keep: keep)
    return try PanelFrame(resolved, table: table, options: options)
  }

  private static func read(
    _ formula: String, _ file: String, configure: (inout ModelFrame.Options) -> Void,
    keep: (([String: String]) -> Bool)?
  ) throws -> (table: DataTable, formula: Formula, options: ModelFrame.Options) {
    var options = ModelFrame.Options()
    configure(&options)
    let path = file.contains("/") ? Repository.path(file) : Repository.fixture("regression/" + file)
    var bytes = try ByteSource.readAll(path: path)
    if let keep {
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      let header = lines[0].split(separator: ",").map(String.init)
      let kept = lines.dropFirst().filter { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return keep(Dictionary(uniqueKeysWithValues: zip(header, cells)))
      }
      bytes = Array(([lines[0]] + kept).joined(separator: "\n").utf8)
    }
    let (table, resolved) = try RegressionModel.read(
      ByteSource(name: file, bytes: bytes), formula: Formula(formula), options: options)
    return (table, resolved, options)
  }
}

/// A value of a JSON file.
struct JSON: @unchecked Sendable {
  let value: Any

  subscript(key: String) -> JSON? {
    (value as? [String: Any])?[key].map { JSON(value: $0) }
  }

  var number: Double? { (value as? NSNumber)?.doubleValue }
  var text: String? { value as? String }
  var numbers: [String: Double] {
    (value as? [String: Any])?.compactMapValues { ($0 as? NSNumber)?.doubleValue } ?? [:]
  }
  var keys: [String] { (value as? [String: Any])?.keys.sorted() ?? [] }
  var list: [Double] { (value as? [Any])?.compactMap { ($0 as? NSNumber)?.doubleValue } ?? [] }

  func at(_ path: String...) throws -> JSON {
    var here = self
    for key in path {
      guard let next = here[key] else { throw ReferenceFixture.Missing(path: key) }
      here = next
    }
    return here
  }

  func array(_ key: String) throws -> [JSON] {
    guard let list = self[key]?.value as? [Any] else { throw ReferenceFixture.Missing(path: key) }
    return list.map { JSON(value: $0) }
  }
}
