import Testing
import _TestSupport

/// A fixture whose rows are vectors: `series,m,<name>,values separated by spaces`.
struct VectorFixture {
  struct Series {
    let name: String
    let seasonLength: Int
    fileprivate(set) var vectors: [String: [Double]]

    func callAsFunction(_ name: String) throws -> [Double] {
      try #require(vectors[name], "\(self.name) has no \(name)")
    }
  }

  let series: [Series]

  init(_ path: String, name: String) throws {
    var series: [Series] = []
    for row in try Repository.rows(path) {
      let id = try #require(row["series"])
      if series.last?.name != id {
        let m = try #require(Int(row["m"] ?? ""))
        series.append(Series(name: id, seasonLength: m, vectors: [:]))
      }
      let values = try #require(row["values"]).split(separator: " ").map {
        $0 == "NA" ? .nan : try #require(Double($0))
      }
      series[series.count - 1].vectors[try #require(row[name])] = values
    }
    self.series = series
  }
}

/// The largest difference of two vectors over the largest absolute value of the second; places where
/// both are NaN count as equal.
func relativeDistance(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  let size = b.reduce(0) { $1.isNaN ? $0 : max($0, abs($1)) }
  var distance = 0.0
  for (x, y) in zip(a, b) where !(x.isNaN && y.isNaN) {
    let difference = abs(x - y)
    distance = difference.isNaN ? .infinity : max(distance, difference)
  }
  return size > 0 ? distance / size : distance
}
