import Foundation
import LinearAlgebra
import Testing
import _TestSupport

/// The linear sets of NIST StRD, powers of x rounded to double.
@Suite struct TallLeastSquaresNISTTests {
  /// Digits of Householder QR by numpy (LAPACK DGEQRF, no refinement) on the same rounded columns:
  /// the least of the coefficients and of their standard errors, over the kernels of two processors
  /// (Filip 8.1 and 7.9, its errors 8.1 and 7.3, Wampler2 13.7 and 13.0; the others agree within .2).
  /// Half a digit less is asked for.
  ///
  /// Two limits on top: Filip's powers, once rounded, have an exact solution that agrees in 7.9
  /// digits, around which one rounding more or less decides (7.4 to 8.4 with the size of blocks;
  /// κ·ε alone would allow 6); and no more than 13 digits are asked of a standard error.
  static let householder: [String: (coefficients: Double, errors: Double)] = [
    "Norris": (12.1, 14.0), "Pontius": (12.2, 13.7), "NoInt1": (14.7, 15.0),
    "NoInt2": (15.0, 14.9), "Filip": (7.9, 7.3), "Longley": (10.9, 12.3), "Wampler1": (9.2, 9.5),
    "Wampler2": (13.0, 14.3), "Wampler3": (9.2, 13.5), "Wampler4": (7.8, 13.6),
    "Wampler5": (5.8, 13.6),
  ]

  static func rows(_ file: String) throws -> [[String]] {
    let path = Repository.path("Sources/Regression/NIST/Data/linear_\(file).csv")
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: ",").map(String.init)
    }
  }

  static func digits(_ value: Double, _ certified: Double) -> Double {
    let error = certified == 0 ? abs(value) : abs(value - certified) / abs(certified)
    return error == 0 ? 15 : min(15, -log10(error))
  }

  @Test(arguments: householder.keys.sorted(), TallLeastSquaresTests.routes)
  func digitsOfHouseholder(_ name: String, _ route: TallLeastSquares.Route) throws {
    let data = try Self.rows(name).dropFirst().map { $0.compactMap(Double.init) }
    let certified = try Self.rows("certified_coefficients").filter { $0[0] == name }
    let summary = try #require(try Self.rows("certified_summary").first { $0[0] == name })
    let y = data.map { $0[0] }
    var columns: [[Double]] = []
    if summary[5] == "poly" {
      let degree = try #require(Int(summary[6]))
      for power in (summary[4] == "1" ? 0 : 1)...degree {
        columns.append(data.map { row in (0..<power).reduce(1) { value, _ in value * row[1] } })
      }
    } else {
      columns = [y.map { _ in 1 }] + (1..<data[0].count).map { j in data.map { $0[j] } }
    }
    #expect(columns.count == certified.count && data.count == Int(summary[3]))
    let wanted = try #require(Self.householder[name])
    for blockRows in [4, 12, 30, 4096] {
      let solution = try TallLeastSquares.solve(
        columns: columns, response: y,
        options: TallLeastSquaresTests.options(route, blockRows: blockRows, keepsResiduals: true))
      #expect(solution.route == route)
      let variance = solution.residualSumOfSquares / Double(data.count - columns.count)
      let least = name == "Filip" ? 7.3 : wanted.coefficients - 0.5
      for (j, row) in certified.enumerated() {
        let estimate = Self.digits(solution.coefficients[j], try #require(Double(row[2])))
        #expect(estimate >= least, "\(row[1]) \(blockRows)")
        let error = (variance * (try #require(solution.inverseGram(j, j)))).squareRoot()
        let errorDigits = Self.digits(error, try #require(Double(row[3])))
        #expect(errorDigits >= min(13, wanted.errors - 0.5), "error of \(row[1]) \(blockRows)")
      }
    }
  }
}
