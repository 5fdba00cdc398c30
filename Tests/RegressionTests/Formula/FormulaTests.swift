import SeriesCore
import Testing
import _TestSupport

@testable import Regression

/// Every construct of a formula, and the place that is named when one is wrong.
@Suite struct FormulaTests {
  static func names(_ terms: [Formula.Term]) -> [String] { terms.map(\.text) }

  @Test(arguments: [
    ("y ~ a + b", ["a", "b"]), ("y ~ a + b - a", ["b"]), ("y ~ a + a", ["a"]), ("y ~ 1", []),
    ("y ~ a:b", ["a:b"]), ("y ~ a*b", ["a", "b", "a:b"]), ("y ~ a*a", ["a"]),
    ("y ~ b:a + a:b", ["b:a"]), ("y ~ (a + b):c", ["a:c", "b:c"]),
    ("y ~ (a + b)*c", ["a", "b", "c", "a:c", "b:c"]),
    ("y ~ a*b*c", ["a", "b", "a:b", "c", "a:c", "b:c", "a:b:c"]), ("y ~ a*b - a:b", ["a", "b"]),
    ("y ~ log(a) + log2(a) + log10(a)", ["log(a)", "log2(a)", "log10(a)"]),
    ("y ~ log1p(a) + exp(a) + expm1(a)", ["log1p(a)", "exp(a)", "expm1(a)"]),
    ("y ~ sqrt(a) + abs(a)", ["sqrt(a)", "abs(a)"]), ("y ~ log(a/b)", ["log(a/b)"]),
    ("y ~ I(a^2 + b/c)", ["I(a^2 + b/c)"]), ("y ~ I((a+b)*c)", ["I((a + b)*c)"]),
    ("y ~ I(-a^2)", ["I(-a^2)"]), ("y ~ I((-a)^2)", ["I((-a)^2)"]), ("y ~ I(a)", ["a"]),
    ("y ~ I(a - (b - c))", ["I(a - (b - c))"]), ("y ~ I(a - b - c)", ["I(a - b - c)"]),
    ("y ~ I(a^b^c)", ["I(a^b^c)"]), ("y ~ I(2)", ["I(2)"]),
    ("y ~ `.` + a", ["`.`", "a"]), ("y ~ I((a^b)^c)", ["I((a^b)^c)"]),
    ("y ~ poly(x, 3)", ["poly(x, 3)"]), ("y ~ poly(x, 2, raw = TRUE)", ["poly(x, 2)"]),
    ("y ~ lag(x)", ["lag(x, 1)"]), ("y ~ lag(x, 2)", ["lag(x, 2)"]),
    ("y ~ lag(x, 1:3)", ["lag(x, 1)", "lag(x, 2)", "lag(x, 3)"]),
    ("y ~ lead(x, 1)", ["lead(x, 1)"]), ("y ~ lag(log(x), 0)", ["lag(log(x), 0)"]),
    ("y ~ diff(x) + diff(x, 1) + diff(x, 4)", ["diff(x)", "diff(x, 4)"]),
    ("y ~ log(lag(x, 2))", ["log(lag(x, 2))"]), ("y ~ factor(g)", ["factor(g)"]),
    ("y ~ factor(g, ref = \"b\"):x", ["factor(g):x"]), ("y ~ factor(g, 'b')", ["factor(g)"]),
    ("y ~ C(g)*x", ["factor(g)", "x", "factor(g):x"]), ("y ~ `a b` + `c`", ["`a b`", "c"]),
    ("y ~ μ_1 + имя.2", ["μ_1", "имя.2"]),
  ])
  func terms(_ text: String, _ names: [String]) throws {
    let formula = try Formula(text)
    #expect(Self.names(formula.terms) == names)
    #expect(formula.hasIntercept)
    #expect(formula.effects.isEmpty && !formula.hasInstruments && !formula.takesRest)
  }

  @Test(arguments: ["y ~ a - 1", "y ~ a + 0", "y ~ 0 + a", "y ~ -1 + a", "y ~ 1 + a - 1"])
  func withoutIntercept(_ text: String) throws {
    let formula = try Formula(text)
    #expect(!formula.hasIntercept && Self.names(formula.terms) == ["a"])
    #expect(try Formula("y ~ a - 0").hasIntercept)
    #expect(try Formula("y ~ a - 1 + 1").hasIntercept)
  }

  @Test func effectsAndInstruments() throws {
    let full = try Formula("log(y + 1) ~ x | a + b^c + `d e` | p + q ~ z1 + log(z2)")
    #expect(full.responseName == "log(y + 1)")
    #expect(full.effectNames == ["a", "b^c", "`d e`"])
    #expect(Self.names(full.endogenous) == ["p", "q"])
    #expect(Self.names(full.instruments) == ["z1", "log(z2)"])
    let direct = try Formula("y ~ x | p ~ z")
    #expect(direct.effects.isEmpty && direct.hasInstruments)
    let none = try Formula("y ~ x | 0 | p ~ z")
    #expect(none.effects.isEmpty && none.hasInstruments)
    #expect(try Formula("y ~ x | factor(a) + factor(b)^c").effectNames == ["a", "b^c"])
    #expect(try Formula("diff(y) ~ x").usesLags && !Formula("y ~ x").usesLags)
    #expect(try Formula("y ~ x | p ~ lag(p, 2)").usesLags)
  }

  @Test func theDot() throws {
    let header = ["y", "a", "b c", "g", "w", ""]
    func resolved(_ text: String, others: Set<String> = []) throws -> [String] {
      Self.names(try Formula(text).resolved(header: header, others: others).terms)
    }
    #expect(try resolved("y ~ .") == ["a", "`b c`", "g", "w"])
    #expect(try resolved("log(y) ~ . - a") == ["`b c`", "g", "w"])
    #expect(try resolved("y ~ . + a:w", others: ["g"]) == ["a", "`b c`", "w", "a:w"])
    #expect(try resolved("y ~ . | g") == ["a", "`b c`", "w"])
    #expect(try resolved("y ~ . | g | a ~ w") == ["`b c`"])
    #expect(try resolved("y ~ a") == ["a"])
  }

  @Test(arguments: [
    ("", 0, "expected"), ("y", 1, "'~' expected"), ("y ~", 3, "a term expected"),
    ("y ~ a +", 7, "a term expected"), ("y ~ (a + b", 10, "')' expected"),
    ("y ~ a b", 6, "should end here"), ("y ~ a ~ b", 6, "should end here"),
    ("y ~ a^2", 5, "no meaning"), ("y ~ 2", 4, "no term"), ("y ~ a$b", 5, "no meaning"),
    ("y ~ `a", 4, "never ends"), ("y ~ factor(g, ref = )", 20, "a level expected"),
    ("y ~ factor(g, rf = \"b\")", 17, "')' expected"),
    ("y ~ factor(1)", 11, "the name of a column"), ("y ~ lgo(x)", 4, "unknown function 'lgo'"),
    ("y ~ log(x, 2)", 9, "no further argument"), ("y ~ poly(x)", 10, "',' expected"),
    ("y ~ poly(x, 0)", 12, "from 1 to 20"), ("y ~ poly(x, 21)", 12, "from 1 to 20"),
    ("y ~ poly(x, 1.5)", 12, "from 1 to 20"), ("y ~ poly(x, 2, raw = FALSE)", 21, "raw"),
    ("y ~ lag(x, 4:1)", 13, "lags rise"), ("y ~ lag(x, -1)", 11, "a number of periods"),
    ("y ~ lag(x, 1001)", 11, "from 0 to 1000"), ("y ~ diff(x, 0)", 13, "at least one"),
    ("y ~ x |", 7, "a column of groups"), ("y ~ x | a:b", 9, "joins terms"),
    ("y ~ x | a + a", 12, "comes twice"), ("y ~ x | a | b", 10, "second part"),
    ("y ~ x | p ~ z | a", 14, "nothing follows"), ("y ~ x | p ~", 11, "a term expected"),
    ("y ~ x | p ~ 1", 12, "an instrument expected"), ("y ~ x | . ~ z", 8, "endogenous"),
    ("y ~ a - .", 8, "taken away"), ("y ~ 1.2.3", 4, "no number"),
    ("y ~ log(factor(g))", 8, "stands alone"), ("poly(y, 2) ~ x", 0, "stands alone"),
    ("factor(y) ~ x", 0, "stands alone"), ("y ~ I()", 6, "a column or a number"),
    ("y ~ 1e400", 4, "no number"), ("y ~ ☃", 4, "no meaning"),
  ])
  func faultsAreMarked(_ text: String, _ position: Int, _ words: String) {
    let error = #expect(throws: FormulaError.self) { try Formula(text) }
    #expect(error?.position == position, "\(text): \(String(describing: error))")
    #expect(error?.message.contains(words) ?? false, "\(text): \(String(describing: error))")
  }

  @Test func theDescriptionPointsAtTheCharacter() throws {
    let error = #expect(throws: FormulaError.self) { try Formula("y ~ lgo(x)") }
    #expect(
      error?.description
        == "character 5 of the formula: unknown function 'lgo' (did you mean 'log'?)\n"
        + "  y ~ lgo(x)\n      ^")
    let unknown = #expect(throws: FormulaError.self) {
      try Formula("y ~ wieght | g").columns(in: ["y", "weight", "g"])
    }
    #expect(unknown?.position == 4 && unknown?.advice == "did you mean 'weight'?")
    let effect = #expect(throws: FormulaError.self) {
      try Formula("y ~ x | yaer^g").columns(in: ["y", "x", "year", "g"])
    }
    #expect(effect?.position == 8)
  }

  @Test func columnsByKind() throws {
    let columns = try Formula("y ~ log(a):factor(g) | h^i | p ~ factor(z)").columns(
      in: ["y", "a", "g", "h", "i", "p", "z"])
    #expect(columns.numbers == ["y", "a", "p"])
    #expect(columns.levels == ["g", "h", "i", "z"])
  }

  /// Brackets, signs, powers and long sums nest the reader or the expression: beyond a depth they
  /// are refused before the stack ends.
  @Test(arguments: [
    "y ~ " + String(repeating: "(", count: 20_000) + "x",
    "y ~ I(" + String(repeating: "(", count: 20_000) + "x",
    "y ~ I(" + String(repeating: "-", count: 20_000) + "x)",
    "y ~ I(x" + String(repeating: "^x", count: 20_000) + ")",
    "y ~ I(x" + String(repeating: "+x", count: 20_000) + ")",
    "y ~ " + String(repeating: "log(", count: 20_000) + "x",
  ])
  func deepNestingIsRefused(_ text: String) {
    let error = #expect(throws: FormulaError.self) { try Formula(text) }
    let message = error?.message ?? ""
    #expect(message.contains("nested too deeply") || message.contains("operations"), "\(message)")
    #expect((error?.position ?? 0) > 4)
    #expect((error?.description.utf8.count ?? 0) < 400)
  }

  @Test func moderateNestingIsRead() throws {
    let brackets = String(repeating: "(", count: 90) + "x" + String(repeating: ")", count: 90)
    #expect(Self.names(try Formula("y ~ " + brackets).terms) == ["x"])
    let sum = "x" + String(repeating: "+x", count: 150)
    #expect(try Formula("y ~ I(\(sum))").terms.count == 1)
  }

  @Test func productsOfManyTermsAreRefused() throws {
    let crossed = "y ~ " + (1...20).map { "x\($0)" }.joined(separator: "*")
    let error = #expect(throws: FormulaError.self) { try Formula(crossed) }
    #expect(error?.message.contains("terms") ?? false)
    let brackets = Array(repeating: "(a + b + c + d)", count: 12).joined(separator: "*")
    // The same terms again and again are no new ones: all subsets of four.
    #expect(try Formula("y ~ " + brackets).terms.count == 15)
    let wide = "y ~ " + (1...1500).map { "x\($0)" }.joined(separator: " + ")
    #expect(try Formula(wide).terms.count == 1500)
  }

  @Test func theMeaningOfLogarithms() throws {
    for (text, value) in [
      ("log(y) ~ x", 8.0), ("log2(y) ~ x", 8), ("log10(y) ~ x", 1000), ("log1p(y) ~ x", 7),
      ("y ~ x", 3), ("log(y) - log(x) ~ z", 3), ("`log(y)` ~ x", 3), ("lag(log(y), 1) ~ x", 3),
    ] {
      let formula = try Formula(text)
      let given = text.hasPrefix("log(y) ~") || text.hasPrefix("log1p") ? 2.0794415416798357 : 3
      #expect(relativeError(formula.natural(given), value) < 1e-14, "\(text)")
    }
    let formula = try Formula(
      "y ~ log(a) + log(`b c`) + lag(log(d), 1) + log(e):f | g | log(h) ~ log(i)")
    #expect(formula.logarithmTerm(of: "a") == "log(a)")
    #expect(formula.logarithmTerm(of: "b c") == "log(`b c`)")
    #expect(formula.logarithmTerm(of: "h") == "log(h)")
    for column in ["d", "e", "f", "i", "g", "log(a)", ""] {
      #expect(formula.logarithmTerm(of: column) == nil, "\(column)")
    }
  }
}
