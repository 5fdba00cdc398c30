import SeriesCore
import Testing
import _TestSupport

@testable import Regression

/// The columns that a formula makes of a table: dummies as R's `model.matrix`, lags within series, and
/// rows left out with their reason.
@Suite struct ModelFrameTests {
  static func frame(
    _ formula: String, _ csv: String, configure: (inout ModelFrame.Options) -> Void = { _ in }
  ) throws -> ModelFrame {
    var options = ModelFrame.Options()
    configure(&options)
    let (table, resolved) = try RegressionModel.read(
      ByteSource(name: "d.csv", bytes: Array(csv.utf8)), formula: Formula(formula),
      options: options)
    return try ModelFrame(resolved, table: table, options: options)
  }

  static func fault(
    _ formula: String, _ csv: String, configure: (inout ModelFrame.Options) -> Void = { _ in }
  ) -> InputFault? {
    do {
      _ = try frame(formula, csv, configure: configure)
      return nil
    } catch RegressionError.input(let fault) {
      return fault
    } catch {
      return error as? InputFault
    }
  }

  static func values(_ frame: ModelFrame, _ name: String) -> [Double] {
    frame.terms.first { $0.name == name }?.values ?? []
  }

  /// g: b a c b a c …, h: u u u v v v …, x: 1 to 12.
  static let crossed: String = {
    var text = "y,g,h,x,z\n"
    for i in 0..<12 {
      let (g, h, x) = (["b", "a", "c"][i % 3], ["u", "v"][i / 3 % 2], i + 1)
      text += "\(i * i),\(g),\(h),\(x),\(x * x)\n"
    }
    return text
  }()

  /// R 4.2.2, `colnames(model.matrix(~ …))`, terms in the order written. Without an intercept R also
  /// takes a numeric term for the margin of a factor in some products; here only a term that is
  /// there counts, so such formulas are not compared.
  @Test(arguments: [
    ("x + factor(g)", "(Intercept) x factor(g)b factor(g)c"),
    ("factor(g) + factor(h)", "(Intercept) factor(g)b factor(g)c factor(h)v"),
    ("0 + factor(g) + factor(h)", "factor(g)a factor(g)b factor(g)c factor(h)v"),
    ("x + factor(g) - 1", "x factor(g)a factor(g)b factor(g)c"),
    ("factor(g):x", "(Intercept) factor(g)a:x factor(g)b:x factor(g)c:x"),
    ("x + factor(g):x", "(Intercept) x factor(g)b:x factor(g)c:x"),
    ("factor(g)*x", "(Intercept) factor(g)b factor(g)c x factor(g)b:x factor(g)c:x"),
    (
      "factor(g)*factor(h)",
      "(Intercept) factor(g)b factor(g)c factor(h)v factor(g)b:factor(h)v factor(g)c:factor(h)v"
    ),
    (
      "0 + factor(g):factor(h)",
      "factor(g)a:factor(h)u factor(g)b:factor(h)u factor(g)c:factor(h)u factor(g)a:factor(h)v "
        + "factor(g)b:factor(h)v factor(g)c:factor(h)v"
    ),
    (
      "factor(g) + factor(g):factor(h)",
      "(Intercept) factor(g)b factor(g)c factor(g)a:factor(h)v factor(g)b:factor(h)v "
        + "factor(g)c:factor(h)v"
    ),
    (
      "0 + factor(g) + factor(g):x",
      "factor(g)a factor(g)b factor(g)c factor(g)a:x factor(g)b:x factor(g)c:x"
    ),
    ("(x + z):factor(h)", "(Intercept) x:factor(h)u x:factor(h)v z:factor(h)u z:factor(h)v"),
    ("factor(g, ref = \"c\")", "(Intercept) factor(g)a factor(g)b"),
    ("factor(g, ref = b):x + x", "(Intercept) factor(g)a:x factor(g)c:x x"),
    ("factor(x)", "(Intercept) " + (2...12).map { "factor(x)\($0)" }.joined(separator: " ")),
  ])
  func dummyCoding(_ right: String, _ names: String) throws {
    let frame = try Self.frame("y ~ " + right, Self.crossed)
    #expect(frame.terms.map(\.name).joined(separator: " ") == names)
  }

  @Test func dummiesAndProductsHaveTheirValues() throws {
    let frame = try Self.frame("y ~ factor(g)*x + factor(g):factor(h)", Self.crossed)
    #expect(Self.values(frame, "factor(g)b") == [1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0])
    #expect(Self.values(frame, "factor(g)c:x") == [0, 0, 3, 0, 0, 6, 0, 0, 9, 0, 0, 12])
    let both = Self.values(frame, "factor(g)c:factor(h)v")
    #expect(both == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1])
    let effects = try Self.frame("y ~ factor(h) | g", Self.crossed)
    #expect(effects.terms.map(\.name) == ["factor(h)v"])
    #expect(effects.effects.map(\.levelNames) == [["b", "a", "c"]])
    let pair = try Self.frame("y ~ x | g^h", Self.crossed)
    #expect(Set(pair.effects[0].levelNames) == ["b^u", "a^u", "c^u", "b^v", "a^v", "c^v"])
  }

  @Test func unknownReferenceLevels() {
    #expect(
      throws: RegressionError.unknownLevel(column: "g", level: "d", nearest: nil),
      performing: { try Self.frame("y ~ factor(g, ref = \"d\")", "y,g\n1,alpha\n2,beta\n") })
    #expect(
      throws: RegressionError.unknownLevel(column: "g", level: "bet", nearest: "beta"),
      performing: { try Self.frame("y ~ factor(g, ref = \"bet\")", "y,g\n1,alpha\n2,beta\n") })
  }

  @Test func levelsAreOrderedAsNumbersFirst() throws {
    let frame = try Self.frame("y ~ 0 + factor(g)", "y,g\n1,10\n2,9\n3,b\n4,-1\n5,B\n6,1e1\n")
    #expect(
      frame.terms.map(\.name) == [
        "factor(g)-1", "factor(g)9", "factor(g)10", "factor(g)1e1", "factor(g)B", "factor(g)b",
      ])
  }

  @Test func powersAndArithmetic() throws {
    let csv = "y,a,b\n1,2,3\n2,-1.5,4\n3,0.1,7\n"
    let frame = try Self.frame(
      "y ~ poly(a, 3) + I(a^2 - b/2) + I(-a^2) + I((a + b)*2) + I(b^0.5) + abs(a) + I(2^b)", csv)
    func check(_ name: String, _ expected: (Double, Double) -> Double) {
      let columns = [(2.0, 3.0), (-1.5, 4), (0.1, 7)]
      // The columns are rounded once; the expectation here is rounded at each step.
      for (value, (a, b)) in zip(Self.values(frame, name), columns) {
        #expect(relativeError(value, expected(a, b)) < 1e-15, "\(name)")
      }
      #expect(Self.values(frame, name).count == 3, "\(name)")
    }
    check("poly(a, 3)1") { a, _ in a }
    check("poly(a, 3)2") { a, _ in a * a }
    check("poly(a, 3)3") { a, _ in a * a * a }
    check("I(a^2 - b/2)") { a, b in a * a - b / 2 }
    check("I(-a^2)") { a, _ in -(a * a) }
    check("I((a + b)*2)") { a, b in (a + b) * 2 }
    check("I(b^0.5)") { _, b in b.squareRoot() }
    check("abs(a)") { a, _ in abs(a) }
    check("I(2^b)") { _, b in [3.0: 8, 4: 16, 7: 128][b] ?? .nan }
  }

  // MARK: Lags

  /// Two series in mixed row order, 2003 missing in the first.
  static let panel = """
    id,year,y,x
    b,2002,1,20
    a,2001,2,1
    b,2001,3,10
    a,2004,4,4
    a,2002,5,2
    b,2004,6,40
    b,2003,7,30
    a,2005,8,5

    """

  static func inPanel(_ formula: String) throws -> ModelFrame {
    try frame(formula, panel) {
      $0.id = "id"
      $0.time = "year"
    }
  }

  @Test func lagsReachWithinSeriesOverPeriods() throws {
    let lag = try Self.inPanel("y ~ lag(x, 1)")
    // b 2002, a 2002, b 2004, b 2003, a 2005; a 2004 has no 2003.
    #expect(lag.rows == [0, 4, 5, 6, 7])
    #expect(Self.values(lag, "lag(x, 1)") == [10, 1, 30, 20, 4])
    #expect(lag.dropped == [.noLag: 3])
    let lead = try Self.inPanel("y ~ lead(x, 1)")
    #expect(lead.rows == [0, 1, 2, 3, 6])
    #expect(Self.values(lead, "lead(x, 1)") == [30, 2, 20, 5, 40])
    let two = try Self.inPanel("y ~ lag(x, 2)")
    #expect(two.rows == [3, 5, 6])
    #expect(Self.values(two, "lag(x, 2)") == [2, 20, 10])
    let difference = try Self.inPanel("diff(x) ~ lag(log(x), 1)")
    #expect(difference.response.values == [10, 1, 10, 10, 1])
    let long = try Self.inPanel("y ~ diff(x, 3)")
    #expect(long.rows == [3, 5, 7] && Self.values(long, "diff(x, 3)") == [3, 30, 3])
    #expect(throws: RegressionError.noObservations(read: 8)) {
      try Self.inPanel("y ~ lag(x, 1000)")
    }
    #expect(try Self.inPanel("y ~ lag(x, 0)").count == 8)
    let order = try #require(lag.order)
    #expect(order.map { lag.rows[$0] } == [4, 7, 0, 6, 5])
    #expect(lag.inOrder.response.values == [5, 8, 1, 7, 6])
  }

  @Test func withoutPeriodsRowsFollowOneAnother() throws {
    let plain = try Self.frame("y ~ lag(x, 1)", Self.panel)
    #expect(plain.rows == Array(1..<8))
    #expect(Self.values(plain, "lag(x, 1)") == [20, 1, 10, 4, 2, 40, 30])
    let series = try Self.frame("y ~ lag(x, 1)", Self.panel) { $0.id = "id" }
    #expect(series.rows == [2, 3, 4, 5, 6, 7])
    #expect(Self.values(series, "lag(x, 1)") == [20, 1, 4, 10, 40, 2])
  }

  @Test(arguments: [
    ("2001-Q4", "2002-Q1"), ("2001-12", "2002-01"), ("2001-S2", "2002-S1"),
    ("2004-02-29", "2004-03-01"), ("2020-W53", "2021-W01"), ("9", "10"),
  ])
  func periodsOfEveryFrequency(_ first: String, _ second: String) throws {
    let csv = "t,y,x\n\(second),1,5\n\(first),2,7\n"
    let frame = try Self.frame("y ~ lag(x)", csv) { $0.time = "t" }
    #expect(frame.rows == [0] && Self.values(frame, "lag(x, 1)") == [7])
  }

  @Test func faultsOfPeriodsHaveTheirLine() throws {
    let doubled = Self.fault("y ~ x", "t,y,x\n2001,1,1\n2002,1,2\n2001,1,3\n") { $0.time = "t" }
    #expect(doubled?.line == 4)
    #expect(doubled?.message == "the period 2001 comes again (first in line 2)")
    #expect(doubled?.advice?.contains("column of ids") == true)
    let inSeries = Self.fault("y ~ x", Self.panel + "a,2002,9,9\n") {
      $0.id = "id"
      $0.time = "year"
    }
    #expect(inSeries?.line == 10 && inSeries?.message.contains("first in line 6") == true)
    let unreadable = Self.fault("y ~ x", "t,y,x\n2001,1,1\n20O2,1,2\n") { $0.time = "t" }
    #expect(unreadable?.line == 3 && unreadable?.message == "unreadable period '20O2'")
    let empty = Self.fault("y ~ x", "t,y,x\n2001,1,1\n,1,2\n") { $0.time = "t" }
    #expect(empty?.line == 3 && empty?.message == "no period in column 't'")
    let nameless = Self.fault("y ~ lag(x)", "g,t,y,x\na,2001,1,1\n,2002,1,2\n") {
      $0.id = "g"
      $0.time = "t"
    }
    #expect(nameless?.line == 3 && nameless?.message == "no series in column 'g'")
    let mixed = Self.fault("y ~ x", "t,y,x\n2001,1,1\n2001-Q2,1,2\n") { $0.time = "t" }
    #expect(mixed?.message.contains("no one frequency") == true)
  }

  // MARK: Rows left out

  @Test func rowsAreLeftOutWithTheirReason() throws {
    let csv = """
      y,x,g,w,o
      1,1,a,1,0
      ,2,a,1,0
      3,0,a,1,0
      4,-1,a,1,0
      5,5,,1,0
      6,6,a,0,0
      7,7,a,,0
      8,8,a,1,
      9,NA,a,1,0
      10,10,b,1,0

      """
    let frame = try Self.frame("y ~ log(x) + factor(g)", csv) {
      $0.weights = "w"
      $0.offset = "o"
    }
    #expect(frame.rows == [0, 9])
    #expect(frame.dropped == [.missing: 5, .notFinite: 2, .zeroWeight: 1])
    #expect(frame.notFiniteTerms == ["log(x)": 2])
    #expect(frame.readCount == 10)
    let negative = Self.fault("y ~ x", "y,x,w\n1,1,1\n2,2,-0.5\n") { $0.weights = "w" }
    #expect(negative?.line == 3 && negative?.message.contains("-0.5") == true)
  }

  @Test func productsBeyondTheDoublesHaveTheirLine() {
    let fault = Self.fault("y ~ x:z", "y,x,z\n1,1,1\n2,1e200,1e200\n")
    #expect(fault?.line == 3 && fault?.message.contains("'x:z'") == true)
    let power = Self.fault("y ~ poly(x, 3)", "y,x\n1,1\n2,-1e150\n")
    #expect(power?.line == 3 && power?.message.contains("'poly(x, 3)3'") == true)
  }

  /// Dummies that would take memory and hours: 60,000 cells of 40 rows, or 2,000 levels of many rows.
  @Test func tooManyDummiesAreRefused() {
    var cells = "y,a,b,c\n"
    for i in 0..<40 { cells += "\(i),\(i),\(i * 7 % 40),\(i * 11 % 40)\n" }
    #expect(
      throws: RegressionError.tooManyColumns(
        term: "factor(a):factor(b):factor(c)", columns: 64_000, observations: 40)
    ) { try Self.frame("y ~ 0 + factor(a):factor(b):factor(c)", cells) }
    let levels = "y,g\n" + (0..<60_000).map { "\($0 % 10),\($0 % 2_000)\n" }.joined()
    #expect(
      throws: RegressionError.tooManyColumns(
        term: "factor(g)", columns: 1_999, observations: 60_000)
    ) { try Self.frame("y ~ factor(g)", levels) }
  }
}
