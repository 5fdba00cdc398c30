import Regression
import Testing
import _TestSupport

/// Quantile regression against R quantreg, its optimality conditions and awkward data.
@Suite struct QuantileRegressionTests {
  private static func data(_ name: String) throws -> (Design, Design.Term) {
    let rows = try Repository.rows("r/quantile_\(name).csv")
    func column(_ key: String) throws -> [Double] {
      try rows.map { try #require(Double($0[key] ?? "")) }
    }
    let terms = try rows[0].keys.filter { $0 != "y" }.sorted().map {
      Design.Term($0, try column($0))
    }
    return (
      try Design([.intercept(count: rows.count)] + terms), Design.Term("y", try column("y"))
    )
  }

  @Test(arguments: ["engel", "mtcars", "random"])
  func agreesWithQuantreg(name: String) throws {
    let (design, response) = try Self.data(name)
    let all = try Repository.rows("r/quantile_reference.csv").filter { $0["set"] == name }
    let groups = Dictionary(grouping: all, by: { $0["tau"] ?? "" })
    #expect(groups.count == 7)
    for (tau, rows) in groups {
      let tau = try #require(Double(tau))
      let fit = try QuantileRegression(tau: tau).fit(design, response: response)
      let objective = try #require(Double(rows[0]["objective"] ?? ""))
      #expect(fit.objective <= objective * (1 + 1e-10), "\(name) \(tau)")
      Self.expectOptimal(fit, design)
      guard rows[0]["unique"] == "1" else { continue }
      #expect(fit.isUnique)
      let errors = try [
        "iid": fit.standardErrors(.iid), "nid": fit.standardErrors(.nid),
        "ker": fit.standardErrors(.kernel),
      ]
      for row in rows {
        let place = try #require(fit.coefficients.firstIndex { $0.term == row["term"] })
        let estimate = try #require(Double(row["estimate"] ?? ""))
        #expect(
          relativeError(fit.coefficients[place].estimate, estimate) < 1e-8,
          "\(name) \(tau) \(row["term"] ?? "")")
        for (method, found) in errors {
          let expected = try #require(Double(row[method] ?? ""))
          let error = relativeError(found[place], expected)
          #expect(error < 1e-8, "\(name) \(tau) \(method) \(row["term"] ?? ""): \(error)")
        }
      }
    }
  }

  /// Σ xᵢ·dualᵢ = 0 with dual τ above, τ − 1 below and between on the fit: optimality.
  private static func expectOptimal(_ fit: QuantileFit, _ design: Design) {
    for term in design.terms {
      var (sum, size) = (0.0, 0.0)
      for (x, dual) in zip(term.values, fit.duals) {
        sum += x * dual
        size += abs(x)
      }
      #expect(abs(sum) <= 1e-9 * size)
    }
    let noise = 1e-9 * (1 + fit.residuals.reduce(0) { max($0, abs($1)) })
    for (r, dual) in zip(fit.residuals, fit.duals) {
      #expect(dual <= fit.tau + 1e-8 && dual >= fit.tau - 1 - 1e-8)
      if r > noise { #expect(abs(dual - fit.tau) < 1e-8) }
      if r < -noise { #expect(abs(dual - fit.tau + 1) < 1e-8) }
    }
    #expect(fit.basis.count == fit.coefficients.count)
    for i in fit.basis { #expect(fit.residuals[i] == 0) }
  }

  @Test func tiesDummiesAndLevelsAreNoObstacle() throws {
    var numbers = SeededNumbers(3)
    for trial in 0..<60 {
      let n = numbers.integer(8...150)
      let groups = (0..<n).map { _ in numbers.integer(0...3) }
      // Integer data with many ties, dummies, and in every other trial a level of 1e9.
      let terms =
        [Design.Term.intercept(count: n)]
        + (1...3).map { g in Design.Term("g\(g)", groups.map { $0 == g ? 1 : 0 }) }
        + [Design.Term("x", (0..<n).map { _ in Double(numbers.integer(-2...2)) })]
      let level = trial % 2 == 0 ? 0 : 1e9
      let y = (0..<n).map { level + Double(groups[$0] + numbers.integer(0...3)) }
      let design = try Design(terms)
      for tau in [0.1, 0.25, 0.5, 0.77] {
        let fit = try QuantileRegression(tau: tau).fit(design, response: .init("y", y))
        for term in design.terms where !fit.droppedTerms.contains(term.name) {
          let sum = zip(term.values, fit.duals).reduce(0) { $0 + $1.0 * $1.1 }
          #expect(abs(sum) < 1e-7, "trial \(trial), \(tau), \(term.name): \(sum)")
        }
        for (r, dual) in zip(fit.residuals, fit.duals) where abs(r) > 1e-5 {
          #expect(abs(dual - (r > 0 ? tau : tau - 1)) < 1e-8)
        }
      }
    }
  }

  @Test func anInterceptAloneIsTheSampleQuantile() throws {
    let design = try Design([.intercept(count: 5)])
    let y = Design.Term("y", [3, 1, 4, 1, 5])
    let median = try QuantileRegression(tau: 0.5).fit(design, response: y)
    #expect(median.coefficients.map(\.estimate) == [3])
    #expect(median.isUnique)
    // n·τ whole: every value between two order statistics is as good.
    let even = try QuantileRegression(tau: 0.4).fit(design, response: y)
    #expect(!even.isUnique)
    #expect(abs(even.objective - 3.6) < 1e-12)
  }

  @Test func collinearTermsAreDroppedAndNamed() throws {
    let x = (0..<20).map { Double($0) }
    let design = try Design([
      .intercept(count: 20), .init("x", x), .init("twice", x.map { 2 * $0 + 1 }),
    ])
    let fit = try QuantileRegression(tau: 0.3).fit(
      design, response: .init("y", x.map { $0 * $0 }))
    #expect(fit.droppedTerms.count == 1)
    #expect(fit.coefficients.count == 2)
    #expect(try fit.standardErrors(.iid).allSatisfy { $0.isFinite && $0 > 0 })
  }

  @Test func aConstantResponseHasAnExactFit() throws {
    let design = try Design([.intercept(count: 30), .init("x", (0..<30).map { Double($0 % 7) })])
    let fit = try QuantileRegression(tau: 0.5).fit(
      design, response: .init("y", Array(repeating: 7, count: 30)))
    #expect(abs((fit["(Intercept)"] ?? 0) - 7) < 1e-12)
    #expect(abs(fit["x"] ?? 1) < 1e-12)
    for method in QuantileFit.ErrorMethod.allCases {
      // No variation, so no density: a typed error or finite numbers.
      if let errors = try? fit.standardErrors(method) {
        #expect(errors.allSatisfy { $0.isFinite }, "\(method)")
      }
    }
  }

  @Test func badInputIsRefusedByName() throws {
    for tau in [0, 1, -0.1, 1.5, Double.nan] {
      #expect(throws: QuantileRegressionError.self) { try QuantileRegression(tau: tau) }
    }
    let median = try QuantileRegression(tau: 0.5)
    let wide = try Design([.intercept(count: 2), .init("a", [1, 2]), .init("b", [0, 1])])
    #expect(throws: QuantileRegressionError.regression(.tooShort(needed: 3, found: 2))) {
      try median.fit(wide, response: .init("y", [1, 2]))
    }
    #expect(throws: QuantileRegressionError.regression(.tooShort(needed: 1, found: 0))) {
      try median.fit(Design([.intercept(count: 0)]), response: .init("y", []))
    }
    let design = try Design([.intercept(count: 2)])
    #expect(throws: QuantileRegressionError.regression(.nonFinite(term: "y", observation: 1))) {
      try median.fit(design, response: .init("y", [1, .nan]))
    }
    #expect(
      throws: QuantileRegressionError.regression(.lengthMismatch(term: "y", needed: 2, found: 1))
    ) { try median.fit(design, response: .init("y", [1])) }
    let short = try median.fit(design, response: .init("y", [1, 2]))
    #expect(throws: QuantileRegressionError.self) { try short.standardErrors(.iid) }
  }
}
