/// How far a value can be relied on, as the column `status` of its file says.
package enum ValueStatus: String, Sendable {
  /// The source states the value.
  case printed
  /// Reckoned from a printed growth rate, difference or sum.
  case derived
  /// An official's round figure with a window of its own.
  case statement
  /// Printed by a source that cites another one, which was not seen.
  case secondary
  /// The publisher expects to revise it.
  case preliminary

  /// What a reader of an answer must know of it; nil for values that need no word.
  package var caution: String? {
    switch self {
    case .secondary: "from a secondary source"
    case .preliminary: "preliminary"
    case .printed, .derived, .statement: nil
    }
  }
}
