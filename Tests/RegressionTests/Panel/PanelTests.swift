import Regression
import SeriesCore
import Testing
import _TestSupport

/// What panel regressions do with awkward data, and properties that need no reference.
@Suite struct PanelTests {
  static func panel(
    _ csv: String, _ formula: String, id: String? = "g",
    configure: (inout ModelFrame.Options) -> Void = { _ in }
  ) throws -> PanelFrame {
    var options = ModelFrame.Options()
    options.id = id
    configure(&options)
    let (table, resolved) = try RegressionModel.read(
      ByteSource(name: "p.csv", bytes: Array(csv.utf8)), formula: Formula(formula), options: options
    )
    return try PanelFrame(resolved, table: table, options: options)
  }

  static let data = """
    g,y,x,z,w
    a,1.5,1,2,1
    a,2.25,2,2,1
    a,3.5,4,2,2
    b,6,2,1,1
    b,7.75,3,1,1
    b,9,5,1,1
    c,4,1,3,1
    c,4.5,2,3,3
    d,0.5,2,5,1
    d,2,3,5,1
    e,5,4,4,1

    """

  @Test func betweenThemTheTwoVariancesDecide() throws {
    // With θ = 0 random effects are least squares of all rows, with θ = 1 fixed effects: large shifts
    // of the series make them these.
    let panel = try Self.panel(Self.data, "y ~ x")
    let moderate = try RandomEffects(panel)
    #expect(moderate.theta.allSatisfy { $0 > 0 && $0 < 1 })
    // More rows, more of the mean is taken out.
    let (longest, shortest) = (moderate.theta[0], moderate.theta[4])
    #expect(panel.counts == [3, 3, 2, 2, 1] && longest > shortest)
    var shifted = "g,y,x\n"
    for line in Self.data.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",")
      let y =
        (Double(cells[1]) ?? .nan) + 1e7 * Double(["a", "b", "c"].firstIndex(of: cells[0]) ?? 4)
      shifted += "\(cells[0]),\(y),\(cells[2])\n"
    }
    let extreme = try RandomEffects(try Self.panel(shifted, "y ~ x"))
    let within = try #require(extreme.within)
    let place = try #require(extreme.fit.termNames.firstIndex(of: "x"))
    #expect(relativeError(extreme.fit.coefficients[place], within.coefficients[0]) < 1e-5)
  }

  @Test func termsWithoutVariationWithinSeries() throws {
    let panel = try Self.panel(Self.data, "y ~ z")
    #expect(throws: RegressionError.noTerms) { try panel.within() }
    let random = try RandomEffects(panel)
    #expect(random.within == nil && random.fit.termNames == ["(Intercept)", "z"])
    #expect(throws: RegressionError.self) { try HausmanTest(random) }
    // The variance within is that around the series' means: 4.5 by hand over 11 − 5.
    let squares = [2.04166666666666667, 4.54166666666666667, 0.125, 1.125]
    #expect(relativeError(random.idiosyncraticVariance, squares.reduce(0, +) / 6) < 1e-12)
  }

  @Test func anOffsetIsTakenFromTheResponse() throws {
    let plain = try RandomEffects(try Self.panel(Self.data, "I(y - w) ~ x"))
    let offset = try RandomEffects(try Self.panel(Self.data, "y ~ x") { $0.offset = "w" })
    for (a, b) in zip(plain.fit.coefficients, offset.fit.coefficients) {
      #expect(relativeError(a, b) < 1e-10)
    }
  }

  @Test func whatCannotBeFitted() throws {
    func error(_ csv: String, _ formula: String, id: String? = "g") throws -> String {
      do {
        _ = try RandomEffects(try Self.panel(csv, formula, id: id))
        return "none"
      } catch let error as RegressionError { return error.description }
    }
    #expect(try error(Self.data, "y ~ x", id: nil).contains("a panel needs the column"))
    #expect(try error("g,y,x\na,1,2\na,2,3\na,4,4\n", "y ~ x").contains("has one series"))
    // Each series once: nothing is within.
    #expect(
      try error("g,y,x\na,1,2\nb,2,3\nc,4,4\n", "y ~ x")
        == "insufficient data: 4 observations needed, 3 found")
    // As many terms as series: nothing is between.
    #expect(
      try error("g,y,x\na,1,2\na,2,3\na,4,4\nb,1,1\nb,3,7\n", "y ~ x")
        == "insufficient data: 3 observations needed, 2 found")
    #expect(throws: RegressionError.self) {
      try Self.panel("g,y,x\na,1,2\na,2,3\nb,1,1\nb,3,7\n", "y ~ x").between()
    }
    #expect(try error(Self.data, "y ~ x | w").contains("without fixed effects"))
    #expect(try error(Self.data, "y ~ 1 | x ~ z").contains("without instruments"))
    #expect(throws: RegressionError.self) {
      try Self.panel(Self.data, "y ~ x") { $0.weights = "w" }
    }
    let exact = "g,y,x\na,1,1\na,2,2\na,3,3\nb,5,1\nb,6,2\nb,7,3\nc,0,1\nc,1,2\nc,2,3\n"
    #expect(try error(exact, "y ~ x") == RegressionError.exactFit.description)
  }

  @Test func collinearTermsAreNamed() throws {
    let random = try RandomEffects(try Self.panel(Self.data, "y ~ x + I(2*x)"))
    #expect(random.fit.droppedTerms == ["I(2*x)"])
    let between = try Self.panel(Self.data, "y ~ x + I(2*x)").between()
    #expect(between.droppedTerms == ["I(2*x)"])
  }
}
