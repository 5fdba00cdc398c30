/// A column computed from others.
indirect enum FormulaExpression: Sendable, Equatable {
  case number(Double, text: String)
  case column(String, position: Int)
  case negated(FormulaExpression)
  case binary(Operator, FormulaExpression, FormulaExpression)
  case call(Function, FormulaExpression)
  /// The value `steps` periods before (after, when negative), within a series.
  case lag(FormulaExpression, steps: Int)
  /// The value less the one `steps` periods before.
  case difference(FormulaExpression, steps: Int)

  enum Operator: Character, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case power = "^"

    var precedence: Int {
      switch self {
      case .plus, .minus: 1
      case .times, .over: 2
      case .power: 4
      }
    }
  }

  enum Function: String, CaseIterable, Sendable {
    case log, log2, log10, log1p, exp, expm1, sqrt, abs
  }

  /// The expression as it stands in names of terms.
  var text: String {
    switch self {
    case .number(_, let text): text
    case .column(let name, _): Self.quoted(name)
    case .negated(let inner): "-" + inner.grouped(3)
    case .binary(.power, let left, let right):
      // Powers bind to the right.
      left.grouped(Operator.power.precedence + 1) + Self.spaced(.power)
        + right.grouped(Operator.power.precedence)
    case .binary(let operation, let left, let right):
      left.grouped(operation.precedence) + Self.spaced(operation)
        + right.grouped(operation.precedence + 1)
    case .call(let function, let inner): "\(function.rawValue)(\(inner.text))"
    case .lag(let inner, let steps):
      steps < 0 ? "lead(\(inner.text), \(-steps))" : "lag(\(inner.text), \(steps))"
    case .difference(let inner, let steps):
      steps == 1 ? "diff(\(inner.text))" : "diff(\(inner.text), \(steps))"
    }
  }

  private static func spaced(_ operation: Operator) -> String {
    operation.precedence == 1 ? " \(operation.rawValue) " : String(operation.rawValue)
  }

  /// Between brackets where the outer operator binds more.
  private func grouped(_ outer: Int) -> String {
    let own: Int
    switch self {
    case .negated: own = 3
    case .binary(let operation, _, _): own = operation.precedence
    default: own = 9
    }
    return own < outer ? "(\(text))" : text
  }

  static func quoted(_ name: String) -> String {
    let isPlain =
      name != "." && name.first.map { $0.isLetter || $0 == "_" || $0 == "." } ?? false
      && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    return isPlain ? name : "`\(name)`"
  }

  /// Every column and the place where it is named first.
  func collectColumns(into columns: inout [String: Int]) {
    switch self {
    case .number: break
    case .column(let name, let position):
      if columns[name] == nil { columns[name] = position }
    case .negated(let inner), .call(_, let inner), .lag(let inner, _), .difference(let inner, _):
      inner.collectColumns(into: &columns)
    case .binary(_, let left, let right):
      left.collectColumns(into: &columns)
      right.collectColumns(into: &columns)
    }
  }

  var usesLags: Bool {
    switch self {
    case .number, .column: false
    case .lag, .difference: true
    case .negated(let inner), .call(_, let inner): inner.usesLags
    case .binary(_, let left, let right): left.usesLags || right.usesLags
    }
  }
}
