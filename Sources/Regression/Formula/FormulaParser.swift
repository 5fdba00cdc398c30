internal import SeriesCore

/// Reads formulas by recursive descent.
///
///     formula  = expression "~" terms [ "|" effects ] [ "|" terms "~" terms ]
///     terms    = [ "-" ] crossing { ( "+" | "-" ) crossing }
///     crossing = interaction { "*" interaction }
///     interaction = factor { ":" factor }
struct FormulaParser {
  let text: String
  let items: [FormulaLexer.Item]
  var place = 0
  /// Calls of the parser inside one another, and operations of the expression being read.
  var depth = 0
  var operations = 0

  /// The depth up to which the stack of any thread is enough, here and where expressions are walked.
  private static let greatestDepth = 100
  private static let mostOperations = 250
  private static let mostTerms = 5_000
  /// What `lag(x, 1:4)` and `poly` may ask for.
  static let greatestLag = 1000
  private static let greatestDegree = 20

  init(_ text: String) throws(FormulaError) {
    self.text = text
    items = try FormulaLexer.items(text)
  }

  var item: FormulaLexer.Item { items[place] }

  func error(
    _ message: String, advice: String? = nil, at position: Int? = nil
  ) -> FormulaError {
    FormulaError(text, at: position ?? item.position, message, advice: advice)
  }

  /// One level deeper; who calls this goes back up with `depth -= 1`.
  mutating func descend() throws(FormulaError) {
    depth += 1
    guard depth <= Self.greatestDepth else {
      throw error("the formula is nested too deeply here", advice: "take brackets out")
    }
  }

  mutating func count() throws(FormulaError) {
    operations += 1
    guard operations <= Self.mostOperations else {
      throw error(
        "an expression has at most \(Self.mostOperations) operations",
        advice: "compute the column beforehand")
    }
  }

  mutating func take(_ symbol: Character) -> Bool {
    guard item.token == .symbol(symbol) else { return false }
    place += 1
    return true
  }

  mutating func require(_ symbol: Character, _ why: String) throws(FormulaError) {
    guard take(symbol) else { throw error("'\(symbol)' expected\(found())", advice: why) }
  }

  func found() -> String {
    switch item.token {
    case .end: ", found the end"
    case .symbol(let c): ", found '\(c)'"
    case .name(let name): ", found '\(name)'"
    case .number(_, let text): ", found '\(text)'"
    case .text(let text): ", found \"\(text)\""
    }
  }

  mutating func formula() throws(FormulaError) -> Formula {
    let response = try expression()
    try require("~", "write RESPONSE ~ TERMS")
    let right = try terms()
    var effects: [Formula.Effect] = []
    var endogenous: [Formula.Term] = []
    var instruments: [Formula.Term] = []
    while take("|") {
      guard instruments.isEmpty else {
        throw error("nothing follows the instruments", at: items[place - 1].position)
      }
      if isInstrumentPart() {
        endogenous = try plainTerms("an endogenous regressor")
        try require("~", "write ENDOGENOUS ~ INSTRUMENTS")
        instruments = try plainTerms("an instrument")
      } else {
        guard effects.isEmpty else {
          throw error(
            "a second part of fixed effects", advice: "join fixed effects with '+'",
            at: items[place - 1].position)
        }
        effects = try effectList()
      }
    }
    guard item.token == .end else {
      let advice =
        item.token == .symbol("^") ? "write I(x^2) for a power, poly(x, 2) for powers" : nil
      throw error("the formula should end here\(found())", advice: advice)
    }
    return Formula(
      text: text, response: response, hasIntercept: right.hasIntercept, terms: right.terms,
      takesRest: right.takesRest, removed: right.removed, effects: effects, endogenous: endogenous,
      instruments: instruments)
  }

  /// Whether a `~` comes before the next `|`.
  private func isInstrumentPart() -> Bool {
    for later in items[place...] {
      if later.token == .symbol("~") { return true }
      if later.token == .symbol("|") { return false }
    }
    return false
  }

  // MARK: Terms

  private struct TermList {
    var terms: [Formula.Term] = []
    var hasIntercept = true
    var takesRest = false
    var removed: [Formula.Term] = []
    var keys: Set<String> = []
  }

  private mutating func terms() throws(FormulaError) -> TermList {
    var list = TermList()
    var isAdded = !take("-")
    if isAdded { _ = take("+") }
    while true {
      if case .number(let value, let written) = item.token {
        guard value == 0 || value == 1 else {
          throw error("'\(written)' is no term", advice: "1 is the intercept, 0 leaves it out")
        }
        place += 1
        list.hasIntercept = (value == 1) == isAdded
      } else if item.token == .symbol(".") {
        guard isAdded else { throw error("'.' cannot be taken away") }
        place += 1
        list.takesRest = true
      } else {
        for term in try crossing() {
          if isAdded {
            if list.keys.insert(term.key).inserted { list.terms.append(term) }
          } else {
            if list.keys.remove(term.key) != nil { list.terms.removeAll { $0.isSame(as: term) } }
            list.removed.append(term)
          }
        }
      }
      if take("+") {
        isAdded = true
      } else if take("-") {
        isAdded = false
      } else {
        return list
      }
    }
  }

  /// Terms of an instrument part: no intercept, no dot.
  private mutating func plainTerms(_ what: String) throws(FormulaError) -> [Formula.Term] {
    let start = item.position
    let list = try terms()
    guard !list.takesRest, !list.terms.isEmpty else {
      throw error("\(what) expected", at: start)
    }
    return list.terms
  }

  private mutating func crossing() throws(FormulaError) -> [Formula.Term] {
    var left = try interaction()
    while take("*") {
      let right = try interaction()
      left = Self.distinct(left + right + (try products(left, right)))
    }
    return left
  }

  private mutating func interaction() throws(FormulaError) -> [Formula.Term] {
    var left = try termFactor()
    while take(":") { left = try products(left, try termFactor()) }
    return left
  }

  private func products(
    _ a: [Formula.Term], _ b: [Formula.Term]
  ) throws(FormulaError) -> [Formula.Term] {
    guard a.count * b.count <= Self.mostTerms else {
      throw error(
        "more than \(Self.mostTerms) terms", advice: "write fixed effects after '|'",
        at: items[place - 1].position)
    }
    return Self.distinct(
      a.flatMap { first in
        b.map { second in
          Formula.Term(
            factors: first.factors
              + second.factors.filter { factor in
                !first.factors.contains { $0.text == factor.text }
              })
        }
      })
  }

  /// Each term once, where it comes first.
  private static func distinct(_ terms: [Formula.Term]) -> [Formula.Term] {
    var keys: Set<String> = []
    return terms.filter { keys.insert($0.key).inserted }
  }

  private mutating func termFactor() throws(FormulaError) -> [Formula.Term] {
    try descend()
    defer { depth -= 1 }
    operations = 0
    if take("(") {
      let list = try terms()
      guard !list.takesRest, !list.terms.isEmpty else { throw error("a term expected") }
      try require(")", "close the bracket")
      return list.terms
    }
    let start = item
    guard case .name(let name) = start.token else {
      throw error("a term expected\(found())")
    }
    let isCall = items[place + 1].token == .symbol("(")
    if isCall, ["factor", "C", "i"].contains(name) { return [try levels()] }
    if isCall, name == "poly" { return [try powers()] }
    if isCall, name == "lag" || name == "lead" { return try lags(name) }
    let expression = try atom()
    if case .symbol("^") = item.token {
      throw error("'^' has no meaning here", advice: "write I(\(expression.text)^2)")
    }
    return [Formula.Term(factors: [.numeric(expression)])]
  }

  private mutating func levels() throws(FormulaError) -> Formula.Term {
    place += 2
    guard case .name(let column) = item.token else {
      throw error("the name of a column expected\(found())")
    }
    let position = item.position
    place += 1
    var reference: String?
    if take(",") {
      if item.token == .name("ref") {
        place += 1
        try require("=", "write ref = LEVEL")
      }
      switch item.token {
      case .text(let level), .name(let level), .number(_, let level): reference = level
      default: throw error("a level expected\(found())")
      }
      place += 1
    }
    try require(")", "close the bracket")
    return Formula.Term(
      factors: [.levels(column: column, reference: reference, position: position)])
  }

  private mutating func powers() throws(FormulaError) -> Formula.Term {
    place += 2
    let inner = try expression()
    try require(",", "write poly(x, DEGREE)")
    let degree = try wholeNumber("a degree", 1...Self.greatestDegree)
    if take(",") {
      // R's poly(x, 2, raw = TRUE) is what poly means here.
      guard item.token == .name("raw") else { throw error("')' expected\(found())") }
      place += 1
      try require("=", "write raw = TRUE")
      guard case .name("TRUE") = item.token else { throw error("only raw powers are known") }
      place += 1
    }
    try require(")", "close the bracket")
    return Formula.Term(factors: [.powers(inner, degree: degree)])
  }

  /// `lag(x, 2)` or `lag(x, 1:4)`, a term each.
  private mutating func lags(_ name: String) throws(FormulaError) -> [Formula.Term] {
    place += 2
    let inner = try expression()
    var (first, last) = (1, 1)
    if take(",") {
      first = try wholeNumber("a number of periods", 0...Self.greatestLag)
      last = first
      if take(":") {
        let position = item.position
        last = try wholeNumber("a number of periods", 0...Self.greatestLag)
        guard last >= first else { throw error("lags rise", at: position) }
      }
    }
    try require(")", "close the bracket")
    return (first...last).map { steps in
      Formula.Term(factors: [.numeric(.lag(inner, steps: name == "lead" ? -steps : steps))])
    }
  }

  mutating func wholeNumber(
    _ what: String, _ range: ClosedRange<Int>
  ) throws(FormulaError) -> Int {
    guard case .number(let value, let written) = item.token else {
      throw error("\(what) expected\(found())")
    }
    guard let whole = Int(exactly: value), range.contains(whole) else {
      throw error("\(what) is from \(range.lowerBound) to \(range.upperBound), not \(written)")
    }
    place += 1
    return whole
  }

  // MARK: Fixed effects

  private mutating func effectList() throws(FormulaError) -> [Formula.Effect] {
    var effects: [Formula.Effect] = []
    repeat {
      if case .number(0, _) = item.token, effects.isEmpty, items[place + 1].token != .symbol("+") {
        // `| 0 |` is the usual way to say that there are none.
        place += 1
        return []
      }
      var columns: [(name: String, position: Int)] = []
      repeat {
        var name = try effectColumn()
        if name.name == "factor", take("(") {
          name = try effectColumn()
          try require(")", "close the bracket")
        }
        columns.append(name)
      } while take("^")
      if item.token == .symbol(":") {
        throw error("':' joins terms", advice: "fixed effects are combined with '^'")
      }
      let effect = Formula.Effect(columns: columns)
      guard !effects.contains(effect) else {
        throw error("the fixed effect \(effect.text) comes twice", at: columns[0].position)
      }
      effects.append(effect)
    } while take("+")
    return effects
  }

  private mutating func effectColumn() throws(FormulaError) -> (name: String, position: Int) {
    guard case .name(let name) = item.token else {
      throw error("a column of groups expected\(found())")
    }
    place += 1
    return (name, items[place - 1].position)
  }
}
