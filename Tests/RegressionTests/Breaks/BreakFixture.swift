import Regression
import Testing
import _TestSupport

/// `Fixtures/r/breaks.csv`: vectors by case and what they are.
struct BreakFixture {
  /// Cases with their columns of data.
  static let columns = [
    "Nile": [], "longley": ["x"], "consumption": ["x"], "seatbelts": ["l1", "l12"], "step": ["x"],
  ]
  private var vectors: [String: [String: [Double]]] = [:]
  /// Repeated rows: what, values.
  private(set) var lists: [String: [(what: String, values: [Double])]] = [:]

  init() throws {
    for row in try Repository.rows("r/breaks.csv") {
      let (name, what) = (row["case"] ?? "", row["what"] ?? "")
      let values = (row["values"] ?? "").split(separator: " ").compactMap { Double($0) }
      if Self.columns[name] != nil {
        vectors[name, default: [:]][what] = values
      } else {
        lists[name, default: []].append((what, values))
      }
    }
  }

  func vector(_ name: String, _ what: String) -> [Double]? { vectors[name]?[what] }

  func data(_ name: String) throws -> (design: Design, response: [Double]) {
    let response = try #require(vector(name, "y"))
    var terms = [Design.Term.intercept(count: response.count)]
    for column in try #require(Self.columns[name]) {
      terms.append(Design.Term(column, try #require(vector(name, column))))
    }
    return (try Design(terms), response)
  }

  /// A level that changes from 1 to 3 after observation 20 of 50, with a little noise.
  static func shifted(noise: Double = 0.1) throws -> (design: Design, response: [Double]) {
    var numbers = SeededNumbers(8)
    let response = (0..<50).map { ($0 < 20 ? 1 : 3) + noise * numbers.symmetric() }
    return (try Design([.intercept(count: 50)]), response)
  }
}
