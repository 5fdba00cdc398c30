/// What is wrong with the text of a formula, and where.
public struct FormulaError: Error, Equatable, Sendable {
  /// The whole text of the formula.
  public let formula: String
  /// The character at fault, from 0.
  public let position: Int
  /// What is wrong, without its place.
  public let message: String
  /// What to do about it; nil when there is nothing to say.
  public let advice: String?

  init(_ formula: String, at position: Int, _ message: String, advice: String? = nil) {
    self.formula = formula
    self.position = position
    self.message = message
    self.advice = advice
  }
}

extension FormulaError: CustomStringConvertible {
  /// The message, then the formula, or what of it is near, with a mark under the character.
  public var description: String {
    let hint = advice.map { " (\($0))" } ?? ""
    let reach = 60
    let first = formula.count <= 2 * reach ? 0 : max(0, position - reach)
    let rest = formula.dropFirst(first)
    let isCut = rest.count > 2 * reach
    let shown = (first > 0 ? "…" : "") + rest.prefix(2 * reach) + (isCut ? "…" : "")
    let mark = String(repeating: " ", count: position - first + (first > 0 ? 1 : 0)) + "^"
    return "character \(position + 1) of the formula: \(message)\(hint)\n  \(shown)\n  \(mark)"
  }
}
