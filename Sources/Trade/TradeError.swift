package import LinearAlgebra
internal import SeriesCore

/// Why an equilibrium of trade cannot be worked out.
package enum TradeError: Error, Equatable, Sendable, CustomStringConvertible {
  /// An elasticity at or under one: goods of different countries are then no substitutes.
  case sigma(Double)
  /// Costs so far apart that trade shares leave what doubles can hold.
  case outOfRange(country: String)
  /// Changes that leave what doubles can hold, at an elasticity next to one.
  case unbounded(sigma: Double)
  /// Prices that did not settle: the largest log of demand over output that was left.
  case didNotConverge(residual: Double, iterations: Int)
  case numeric(LinearAlgebraError)

  /// The reason in one sentence, numbers to nine digits.
  package var description: String {
    func text(_ value: Double) -> String {
      NumberText.shortest(SignificantDigits.round(value, to: 9))
    }
    return switch self {
    case .sigma(let sigma):
      "the elasticity of substitution \(text(sigma)) is not above 1"
    case .outOfRange(let country):
      "the costs of \(country) are so far from the others' that no trade share can be computed"
    case .unbounded(let sigma):
      "at the elasticity of substitution \(text(sigma)), next to 1, changes are beyond all numbers"
    case .didNotConverge(let residual, let iterations):
      "prices did not settle in \(iterations) iterations (demand and output of some country differ by "
        + "\(text(residual)))"
    case .numeric(let error): error.description
    }
  }
}
