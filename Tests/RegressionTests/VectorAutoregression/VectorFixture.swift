import LinearAlgebra
import Regression
import Testing
import _TestSupport

/// `Fixtures/statsmodels/var.csv`: vectors by case and what they are.
struct VectorFixture {
  static let models: [(name: String, model: VectorAutoregression)] = [
    ("c2", .init(lags: 2)), ("c1", .init(lags: 1)), ("n3", .init(lags: 3, deterministic: .none)),
    ("ct2", .init(lags: 2, deterministic: .both)), ("t1", .init(lags: 1, deterministic: .trend)),
  ]
  static let names = ["gdp", "cons", "inv"]
  private var vectors: [String: [String: [Double]]] = [:]

  init(_ file: String = "statsmodels/var.csv") throws {
    for row in try Repository.rows(file) {
      vectors[row["case"] ?? "", default: [:]][row["what"] ?? ""] =
        (row["values"] ?? "").split(separator: " ").compactMap { Double($0) }
    }
  }

  func vector(_ name: String, _ what: String) -> [Double]? { vectors[name]?[what] }

  /// What there is for a case.
  func entries(_ name: String) -> [String] { (vectors[name] ?? [:]).keys.sorted() }

  func variables(_ names: [String] = VectorFixture.names) throws -> [Design.Term] {
    try names.map { Design.Term($0, try #require(vector("data", $0))) }
  }

  /// The conditions of a row: variable, step and value three by three.
  func conditions(_ name: String, _ tag: String) throws -> [ConditionalForecast.Condition] {
    let values = try #require(vector(name, "condition " + tag))
    return stride(from: 0, to: values.count, by: 3).map {
      .init(
        variable: Self.names[Int(values[$0])], step: Int(values[$0 + 1]), value: values[$0 + 2])
    }
  }
}

/// The elements of matrices by rows, one after the other.
func byRows(_ matrices: [Matrix]) -> [Double] { matrices.flatMap { $0.transposed.elements } }

/// The largest |a − b| relative to the largest |b|; infinite when the counts differ.
func largestError(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count, let scale = b.map({ abs($0) }).max() else { return .infinity }
  return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } / scale
}
