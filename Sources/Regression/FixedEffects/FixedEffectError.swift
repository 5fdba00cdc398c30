/// What can go wrong with fixed effects because of the data.
public enum FixedEffectError: Error, Equatable, Sendable {
  /// Factors, weights or columns differ in length.
  case lengthMismatch(what: String, needed: Int, found: Int)
  /// A column value that is not finite (column and observation from 0).
  case nonFinite(column: Int, observation: Int)
  /// A weight that is negative or not finite (observation from 0).
  case unusableWeight(observation: Int)
}

extension FixedEffectError: CustomStringConvertible {
  /// What is wrong in one sentence, columns and observations counted from 1.
  public var description: String {
    switch self {
    case .lengthMismatch(let what, let needed, let found):
      "\(what): \(needed) values needed, \(found) found"
    case .nonFinite(let column, let observation):
      "column \(column + 1) is not finite at observation \(observation + 1)"
    case .unusableWeight(let observation):
      "the weight of observation \(observation + 1) is negative or not finite"
    }
  }
}
