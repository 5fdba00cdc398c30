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
  /// An uncertain capacity is one number, the same in all periods, and at least what was carried; a
  /// soft one holds at the larger of the two.
  func base(at u: Double) -> Double {
    switch bound {
    case .known: return stated
    case .soft: return max(stated, observedMost)
    case .uncertain(let deviation):
      let least = Normal.cumulative(log(observedMost / stated) / deviation)
      let p = least + (1 - least) * u
      // Past the last digit of the distribution what was carried is all there is.
      guard p < 1 else { return max(stated, observedMost) }
      return max(observedMost, stated * exp(deviation * Normal.quantile(p)))
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

  /// The factor of strain that a standard normal number picks; 1 unless the bound is soft.
  func strain(_ z: Double) -> Double {
    guard case .soft(let deviation) = bound else { return 1 }
    return exp(deviation * abs(z))
  }
}
