internal import Glibc
internal import StatisticsCore

/// What a link can carry, now and after the steps that are planned.
public struct LinkCapacity: Sendable {
  /// Stated capacity of what is there, in the unit of the link's demand a period.
  public let stated: Double
  /// How sure the stated capacity is.
  public let bound: CapacityBound
  /// The most that was carried: capacity is at least as much.
  public let observedMost: Double
  /// Planned additions to capacity; they add up.
  public let steps: [CapacityStep]
  /// Dated changes of what is there; nil for none.
  package var schedule: ScheduledCapacity?

  /// A capacity with its planned steps.
  ///
  /// - Precondition: `stated` is positive.
  public init(stated: Double, bound: CapacityBound, observedMost: Double, steps: [CapacityStep]) {
    precondition(stated > 0, "capacity is positive")
    self.stated = stated
    self.bound = bound
    self.observedMost = observedMost
    self.steps = steps
  }

  /// Capacity of what is there, before steps and strain, that a number in (0, 1) picks.
  ///
  /// An uncertain capacity is one number, the same in all periods; a soft one holds at the larger of
  /// the stated and the most that was carried.
  ///
  /// - Parameter offset: what demand of the link's own says of an uncertain capacity, so that both
  ///   rest on the same; nil where demand says nothing, and capacity is at least what was carried.
  func base(at u: Double, offset: CapacityOffset? = nil) -> Double {
    switch bound {
    case .known: return stated
    case .soft: return max(stated, observedMost)
    case .uncertain(let deviation):
      let lowest: Double
      switch offset {
      case .at(let value): return stated * exp(value)
      case .above(let value): lowest = stated * exp(value)
      case nil: lowest = observedMost
      }
      // By the upper tail, which keeps its digits however far above the stated the lowest is.
      let tail = (1 - u) * Normal.cumulative(-log(lowest / stated) / deviation)
      guard tail > 0 else { return lowest }
      return max(lowest, stated * exp(-deviation * Normal.quantile(tail)))
    }
  }

  /// The same where a schedule has added to what was stated.
  ///
  /// - Parameter base: what `base(at:)` gave.
  func base(_ base: Double, added: Double) -> Double {
    switch bound {
    case .known: base + added
    // The most that was carried was carried by what is there: it bounds the sum, it is no part of it.
    case .soft: max(stated + added, observedMost)
    case .uncertain: base * (stated + added) / stated
    }
  }

  /// A period's own factor that a standard normal number picks: strain of a soft bound, the wobble of
  /// an uncertain one; 1 for a known one.
  func strain(_ z: Double) -> Double {
    switch bound {
    case .known: 1
    case .soft(let deviation): exp(deviation * abs(z))
    case .uncertain: exp(bound.wobble * z)
    }
  }
}
