internal import SeriesCore

/// A regression as text: `y ~ x1 + log(x2) + x3:x4 + factor(g) | fe1 + fe2^year | p ~ z`.
///
/// | part | meaning |
/// | --- | --- |
/// | `a + b`, `- a`, `- 1` or `+ 0` | terms, a term less, no intercept |
/// | `a:b`, `a*b`, `(a + b):c` | interaction; `a*b` is `a + b + a:b` |
/// | `.` | every other column |
/// | `log log2 log10 log1p exp expm1 sqrt abs` | transformations |
/// | `I(a^2 + b/c)` | arithmetic |
/// | `poly(x, 3)` | raw powers x, x², x³ |
/// | `lag(x, 1)`, `lag(x, 1:4)`, `lead(x, 1)`, `diff(x, 1)` | other periods of the same series |
/// | `factor(g)`, `factor(g, ref = "b")` | a dummy a level but the first, or but `ref` |
/// | `\| fe1 + fe2^year` | fixed effects, `^` for one effect a combination |
/// | `\| p + q ~ z1 + z2` | endogenous regressors and their instruments |
///
/// Names with other characters than letters, digits, `.` and `_` stand between backticks.
public struct Formula: Sendable, Equatable {
  /// A product of columns; with factors it makes a column a combination of levels.
  struct Term: Sendable, Equatable {
    var factors: [Factor]

    var text: String { factors.map(\.text).joined(separator: ":") }

    /// The same text for terms that hold the same factors, in whatever order.
    var key: String { factors.map(\.text).sorted().joined(separator: ":") }

    func isSame(as other: Term) -> Bool {
      factors.count == other.factors.count && key == other.key
    }
  }

  enum Factor: Sendable, Equatable {
    case numeric(FormulaExpression)
    case levels(column: String, reference: String?, position: Int)
    case powers(FormulaExpression, degree: Int)

    var text: String {
      switch self {
      case .numeric(let expression):
        switch expression {
        // Without it they would be no terms, or the intercept.
        case .binary, .negated, .number: return "I(\(expression.text))"
        default: return expression.text
        }
      case .levels(let column, _, _): return "factor(\(FormulaExpression.quoted(column)))"
      case .powers(let expression, let degree): return "poly(\(expression.text), \(degree))"
      }
    }
  }

  /// Columns whose combinations are the levels of one fixed effect.
  struct Effect: Sendable, Equatable {
    let columns: [(name: String, position: Int)]

    var text: String {
      columns.map { FormulaExpression.quoted($0.name) }.joined(separator: "^")
    }

    static func == (a: Effect, b: Effect) -> Bool { a.text == b.text }
  }

  /// The formula as it was written; `.` stands in it even after `resolved`.
  public let text: String
  let response: FormulaExpression
  /// Whether a constant was asked for: true unless `- 1` or `+ 0` takes it out.
  public let hasIntercept: Bool
  /// Without what `.` stands for.
  let terms: [Term]
  /// Whether `.` was written.
  let takesRest: Bool
  /// Terms that were subtracted, for `. - x`.
  let removed: [Term]
  let effects: [Effect]
  let endogenous: [Term]
  let instruments: [Term]

  /// - Throws: `FormulaError` with the character at fault.
  public init(_ text: String) throws(FormulaError) {
    var parser = try FormulaParser(text)
    self = try parser.formula()
  }

  init(
    text: String, response: FormulaExpression, hasIntercept: Bool, terms: [Term], takesRest: Bool,
    removed: [Term], effects: [Effect], endogenous: [Term], instruments: [Term]
  ) {
    self.text = text
    self.response = response
    self.hasIntercept = hasIntercept
    self.terms = terms
    self.takesRest = takesRest
    self.removed = removed
    self.effects = effects
    self.endogenous = endogenous
    self.instruments = instruments
  }

  /// The name of the response as it was written.
  public var responseName: String { response.text }

  /// Names of the fixed effects.
  public var effectNames: [String] { effects.map(\.text) }

  /// Whether the formula has a part `endogenous ~ instruments`.
  public var hasInstruments: Bool { !instruments.isEmpty }

  /// Whether the response or a term is a lag, a lead or a difference.
  public var usesLags: Bool {
    response.usesLags
      || (terms + endogenous + instruments).flatMap(\.factors).contains { factor in
        switch factor {
        case .numeric(let expression), .powers(let expression, _): expression.usesLags
        case .levels: false
        }
      }
  }

  /// The same with `.` written out: every column of `header` that is named nowhere else.
  ///
  /// - Parameter others: columns with another part to play, such as weights.
  public func resolved(header: [String], others: Set<String> = []) -> Formula {
    guard takesRest else { return self }
    var named: [String: Int] = [:]
    response.collectColumns(into: &named)
    for effect in effects { for column in effect.columns { named[column.name] = column.position } }
    for term in endogenous + instruments { Self.collect(term, into: &named) }
    let position = text.count
    let rest = header.filter { !$0.isEmpty && named[$0] == nil && !others.contains($0) }.map {
      Term(factors: [.numeric(.column($0, position: position))])
    }
    var all = rest.filter { term in !removed.contains { $0.isSame(as: term) } }
    for term in terms where !all.contains(where: { $0.isSame(as: term) }) { all.append(term) }
    return Formula(
      text: text, response: response, hasIntercept: hasIntercept, terms: all, takesRest: false,
      removed: [], effects: effects, endogenous: endogenous, instruments: instruments)
  }

  static func collect(_ term: Term, into columns: inout [String: Int]) {
    for factor in term.factors {
      switch factor {
      case .numeric(let expression), .powers(let expression, _):
        expression.collectColumns(into: &columns)
      case .levels(let column, _, let position):
        if columns[column] == nil { columns[column] = position }
      }
    }
  }

  /// The columns to read as numbers and as levels.
  ///
  /// - Throws: `FormulaError` for a name that `header` lacks, with the nearest one.
  public func columns(
    in header: [String]
  ) throws(FormulaError) -> (numbers: Set<String>, levels: Set<String>) {
    var numbers: [String: Int] = [:]
    var levels: [String: Int] = [:]
    response.collectColumns(into: &numbers)
    for factor in (terms + endogenous + instruments).flatMap(\.factors) {
      switch factor {
      case .numeric(let expression), .powers(let expression, _):
        expression.collectColumns(into: &numbers)
      case .levels(let column, _, let position): levels[column] = position
      }
    }
    for column in effects.flatMap(\.columns) { levels[column.name] = column.position }
    let known = Set(header)
    for (name, position) in numbers.merging(levels, uniquingKeysWith: min).sorted(by: {
      ($0.value, $0.key) < ($1.value, $1.key)
    }) where !known.contains(name) {
      let near = nearestName(to: name, among: header).map { "did you mean '\($0)'?" }
      throw FormulaError(
        text, at: position, "no column '\(name)'",
        advice: near ?? "the columns are \(header.prefix(12).joined(separator: ", "))")
    }
    return (Set(numbers.keys), Set(levels.keys))
  }
}
