import Regression
import Testing
import _TestSupport

/// Separation against the collection of Correia, Guimarães and Zylkin.
@Suite struct SeparationTests {
  struct Case {
    let response: [Double]
    let columns: [[Double]]
    let factors: [FactorCodes]
    let expected: [Int]

    init(_ number: Int) throws {
      let name = (number < 10 ? "0" : "") + "\(number)"
      let rows = try Repository.rows("separation/\(name).csv")
      let header = rows[0].keys.sorted()
      response = try rows.map { try #require(Double($0["y"] ?? "")) }
      factors = header.filter { $0.hasPrefix("id") }.map { id in
        FactorCodes(labels: rows.map { $0[id] ?? "" })
      }
      var columns = try header.filter { $0.hasPrefix("x") }.map { x in
        try rows.map { try #require(Double($0[x] ?? "")) }
      }
      if factors.isEmpty { columns.append(rows.map { _ in 1 }) }
      self.columns = columns
      expected = rows.indices.filter { rows[$0]["separated"] == "1" }
    }
  }

  @Test(arguments: 1...18)
  func theMasksOfTheCollectionAreFound(number: Int) throws {
    let data = try Case(number)
    let report = try SeparationCheck.separatedRows(
      response: data.response, columns: data.columns, factors: data.factors)
    #expect(report.rows == data.expected)
    #expect(report.converged)
    #expect(report.iterations < 20, "\(report.iterations)")
  }

  @Test func sixtyRandomSetsAgreeWithLinearProgramming() throws {
    let all = try Repository.rows("separation/random.csv")
    func numbers(_ rows: [[String: String]], _ name: String) throws -> [Double] {
      try rows.map { try #require(Double($0[name] ?? "")) }
    }
    var separated = 0
    for (number, rows) in Dictionary(grouping: all, by: { $0["case"] ?? "" }) {
      let report = try SeparationCheck.separatedRows(
        response: numbers(rows, "y"),
        columns: ["x1", "x2", "x3"].map { try numbers(rows, $0) },
        factors: [
          FactorCodes(labels: numbers(rows, "id1")), FactorCodes(labels: numbers(rows, "id2")),
        ])
      let expected = rows.indices.filter { rows[$0]["separated"] == "1" }
      #expect(report.rows == expected, "case \(number), \(report)")
      #expect(report.converged)
      separated += expected.count
    }
    #expect(separated > 100)
  }

  @Test func groupsThatHaveOnlyZerosFallFirst() throws {
    let factor = FactorCodes(codes: [0, 0, 1, 1, 2], levels: 3)
    let report = try SeparationCheck.separatedRows(
      response: [0, 0, 0, 3, 1], columns: [], factors: [factor])
    #expect(report.rows == [0, 1])
    #expect(report.groupRows == 2)
    #expect(report.converged)
    let allZero = try SeparationCheck.separatedRows(
      response: [0, 0], columns: [[1, 1]], factors: [])
    #expect(allZero.rows == [0, 1])
    #expect(try SeparationCheck.separatedRows(response: [], columns: []).rows == [])
  }

  @Test func theUnitOfAColumnDoesNotMatter() throws {
    let data = try Case(15)
    for unit in [1e-12, 1e12] {
      let report = try SeparationCheck.separatedRows(
        response: data.response, columns: data.columns.map { column in column.map { $0 * unit } })
      #expect(report.rows == data.expected)
    }
  }

  /// Set 07: the separated rows were all that kept row 16 from being a singleton.
  @Test func separationCanLeaveSingletons() throws {
    let data = try Case(7)
    #expect(Singletons.keptRows(data.factors).contains(15))
    let kept = data.response.indices.filter { !data.expected.contains($0) }
    let left = Singletons.find(data.factors.map { $0.selecting(kept) })
    #expect(kept.indices.filter { left[$0] }.map { kept[$0] }.contains(15))
  }

  @Test func tooFewIterationsAreReported() throws {
    let data = try Case(7)
    let report = try SeparationCheck.separatedRows(
      response: data.response, columns: data.columns, factors: data.factors, maxIterations: 1)
    #expect(!report.converged)
  }

  @Test func badInputIsRefusedByName() {
    #expect(throws: RegressionError.nonFinite(term: "response", observation: 1)) {
      try SeparationCheck.separatedRows(response: [0, .nan], columns: [])
    }
    #expect(throws: RegressionError.nonFinite(term: "column 1", observation: 0)) {
      try SeparationCheck.separatedRows(response: [0, 1], columns: [[.infinity, 1]])
    }
    #expect(throws: RegressionError.lengthMismatch(term: "column 1", needed: 2, found: 1)) {
      try SeparationCheck.separatedRows(response: [0, 1], columns: [[1]])
    }
    #expect(throws: RegressionError.lengthMismatch(term: "factor 1", needed: 2, found: 1)) {
      try SeparationCheck.separatedRows(
        response: [0, 1], columns: [], factors: [FactorCodes(codes: [0], levels: 1)])
    }
  }
}
