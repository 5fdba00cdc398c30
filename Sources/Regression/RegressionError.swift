public import LinearAlgebra

/// What can go wrong in a regression because of the data.
public enum RegressionError: Error, Equatable, Sendable {
  /// Fewer observations than the terms need.
  case tooShort(needed: Int, found: Int)
  /// Columns and response differ in length.
  case lengthMismatch(term: String, needed: Int, found: Int)
  /// A value that is not finite in a term or in the response (observation from 0).
  case nonFinite(term: String, observation: Int)
  case numeric(LinearAlgebraError)
}

extension RegressionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooShort(let needed, let found):
      "insufficient data: \(needed) observations needed, \(found) found"
    case .lengthMismatch(let term, let needed, let found):
      "'\(term)' has \(found) values, \(needed) needed"
    case .nonFinite(let term, let observation):
      "'\(term)' is not finite at observation \(observation + 1)"
    case .numeric(let error): error.description
    }
  }
}
