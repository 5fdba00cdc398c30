import Regression
import Testing
import _TestSupport

/// `Fixtures/bvar/bvar.csv`: cases with their data, and what others say of them.
struct BayesianVectorFixture {
  private let vectors: VectorFixture

  init() throws { vectors = try VectorFixture("bvar/bvar.csv") }

  func vector(_ name: String, _ what: String) throws -> [Double] {
    try #require(vectors.vector(name, what))
  }

  func variables(_ name: String, _ count: Int) throws -> [Design.Term] {
    try (0..<count).map { Design.Term("v\($0)", try vector(name, "data \($0)")) }
  }

  /// As `make_bvar.py` has them: lags, λ, prior means, variance of the constant, μ, δ.
  static let cases:
    [(
      name: String, lags: Int, tightness: Double, mean: [Double], variance: Double, sum: Double?,
      initial: Double?
    )] = [
      ("level", 2, 0.2, [1], 1e3, nil, nil),
      ("difference", 3, 0.5, [0], 1e2, nil, nil),
      ("sums", 2, 0.2, [1], 1e3, 0.7, nil),
      ("both", 2, 0.3, [1], 1e3, 0.7, 1.3),
      ("few", 4, 0.1, [1, 0.5, 0], 1e3, nil, nil),
    ]
}
