internal import SeriesCore

/// Expressions: sums, products and powers of columns, and functions of them.
extension FormulaParser {
  mutating func expression(_ least: Int = 1) throws(FormulaError) -> FormulaExpression {
    try descend()
    defer { depth -= 1 }
    var left: FormulaExpression
    if take("-") {
      try count()
      left = .negated(try expression(3))
    } else {
      _ = take("+")
      left = try atom()
    }
    while case .symbol(let c) = item.token,
      let operation = FormulaExpression.Operator(rawValue: c), operation.precedence >= least
    {
      place += 1
      try count()
      // Powers bind to the right.
      let next = operation == .power ? operation.precedence : operation.precedence + 1
      left = .binary(operation, left, try expression(next))
    }
    return left
  }

  mutating func atom() throws(FormulaError) -> FormulaExpression {
    let start = item
    switch start.token {
    case .number(let value, let written):
      place += 1
      return .number(value, text: written)
    case .symbol("("):
      place += 1
      let inner = try expression()
      try require(")", "close the bracket")
      return inner
    case .name(let name):
      place += 1
      guard item.token == .symbol("(") else { return .column(name, position: start.position) }
      return try call(name, at: start.position)
    default:
      throw error("a column or a number expected\(found())")
    }
  }

  private mutating func call(
    _ name: String, at position: Int
  ) throws(FormulaError) -> FormulaExpression {
    place += 1
    try count()
    let inner: FormulaExpression
    switch name {
    case "factor", "C", "i", "poly":
      throw error("'\(name)' stands alone, as a term", at: position)
    case "I":
      inner = try expression()
    case "lag", "lead", "diff":
      let argument = try expression()
      let steps = take(",") ? try wholeNumber("a number of periods", 0...Self.greatestLag) : 1
      if name == "diff", steps == 0 { throw error("a difference spans at least one period") }
      inner =
        name == "diff"
        ? .difference(argument, steps: steps)
        : .lag(argument, steps: name == "lead" ? -steps : steps)
    default:
      guard let function = FormulaExpression.Function(rawValue: name) else {
        let known =
          FormulaExpression.Function.allCases.map(\.rawValue)
          + ["I", "lag", "lead", "diff", "poly", "factor"]
        let near = nearestName(to: name, among: known).map { "did you mean '\($0)'?" }
        throw error(
          "unknown function '\(name)'",
          advice: near ?? "known are \(known.joined(separator: ", "))",
          at: position)
      }
      inner = .call(function, try expression())
    }
    if item.token == .symbol(",") { throw error("'\(name)' takes no further argument") }
    try require(")", "close the bracket")
    return inner
  }
}
