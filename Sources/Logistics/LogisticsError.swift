internal import SeriesCore

/// Why capacity or demand cannot be worked out.
public enum LogisticsError: Error, Equatable, Sendable, CustomStringConvertible {
  case tooShort(needed: Int, found: Int)
  case nonPositiveValue(index: Int, value: Double)
  /// An observation above a bound that is said to be known and hard.
  case aboveKnownCapacity(index: Int, value: Double, capacity: Double)
  /// The first observation is at capacity: nothing says what demand was.
  case startsFull(value: Double)
  /// Every change of the sample is the same, or all observations are full.
  case noVariation
  /// Markets whose demand has no other way and exceeds the capacity open to them.
  case overloaded(demand: Double, capacity: Double)
  /// More routes to choose between than their sets can be looked at.
  case tooManyRoutes(Int, most: Int)
  case didNotConverge(iterations: Int, gap: Double)
  /// Data up to an earlier time only, and what is built on came later.
  case notKnown(period: String)

  /// The reason in one sentence, numbers to six digits; observations are counted from 1.
  public var description: String {
    func text(_ value: Double) -> String {
      NumberText.shortest(SignificantDigits.round(value, to: 6))
    }
    return switch self {
    case .tooShort(let needed, let found):
      "insufficient data: \(needed) observations that are not full are needed, \(found) found"
    case .nonPositiveValue(let index, let value):
      "observation \(index + 1) is \(text(value)): demand in logs needs positive values"
    case .aboveKnownCapacity(let index, let value, let capacity):
      "contradictory capacities: observation \(index + 1), \(text(value)), is above the known "
        + "capacity \(text(capacity)); call the bound uncertain or soft"
    case .startsFull(let value):
      "the first observation, \(text(value)), is at capacity: nothing says what demand was"
    case .noVariation: "the observations do not vary: no growth can be estimated"
    case .overloaded(let demand, let capacity):
      "a demand of \(text(demand)) has no way past a capacity of \(text(capacity)); "
        + "give the market a way out"
    case .tooManyRoutes(let count, let most): "\(count) routes, at most \(most) can be compared"
    case .didNotConverge(let iterations, let gap):
      "no convergence after \(iterations) iterations, gap \(text(gap))"
    case .notKnown(let period): "what was carried in \(period) was not known at the time"
    }
  }
}
