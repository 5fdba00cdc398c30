/// A triangular distribution; a single value when all three are the same.
package struct Triangle: Sendable, Equatable {
  package let low: Double
  package let mode: Double
  package let high: Double

  /// - Precondition: low ≤ mode ≤ high.
  package init(low: Double, mode: Double, high: Double) {
    precondition(low <= mode && mode <= high, "a triangle runs from low over mode up to high")
    (self.low, self.mode, self.high) = (low, mode, high)
  }

  /// The value below which the true one is with probability u.
  func value(at u: Double) -> Double {
    guard high > low else { return mode }
    let peak = (mode - low) / (high - low)
    return u < peak
      ? low + (u * (high - low) * (mode - low)).squareRoot()
      : high - ((1 - u) * (high - low) * (high - mode)).squareRoot()
  }
}

/// What dated changes of what is there add to a capacity: trains that are agreed from a day on, a
/// section that is opened.
package struct ScheduledCapacity: Sendable, Equatable {
  /// Added to the stated capacity in each future period, in the unit of the link; the last one lasts.
  package let additions: [Double]
  /// The share of it that comes to work, the same in all periods of a path.
  package let realised: Triangle

  /// - Precondition: one addition at least; shares from 0 to 1.
  package init(additions: [Double], realised: Triangle) {
    precondition(!additions.isEmpty, "a schedule has periods")
    precondition(realised.low >= 0 && realised.high <= 1, "what is realised is a share")
    self.additions = additions
    self.realised = realised
  }

  /// What works in a future period, counted from 0, where this share is realised.
  func addition(_ step: Int, realised share: Double) -> Double {
    share * additions[min(step, additions.count - 1)]
  }
}
