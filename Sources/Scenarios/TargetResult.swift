internal import SeriesCore

/// What came of a target, as far as it is known.
package struct TargetResult: Sendable, Equatable {
  /// Whether the level was reached by the deadline; nil while that is open.
  package let touched: Bool?
  /// Whether the value of the deadline was at or over the level; nil while there is none.
  package let atLevel: Bool?
  /// The first period at or over the level, before or after the deadline.
  package let reachedIn: Int?
  /// Periods over by then without a value, in which the level may have been reached unseen.
  package let unobserved: Int
}

extension TargetProjection {
  /// What the observations say of a target that was asked after a period; what stands up to that
  /// period is no part of the answer.
  package func result(after start: Int, by deadline: Int) -> TargetResult {
    let later = observed.filter { $0.ordinal > start }
    let reached = later.first { $0.value >= target.level(at: $0.ordinal) }?.ordinal
    let end = sample.end ?? start
    let touched: Bool? =
      if let reached, reached <= deadline { true } else if end >= deadline { false } else { nil }
    let last = min(end, min(deadline, reached ?? deadline))
    let seen = later.count { $0.ordinal <= last }
    return TargetResult(
      touched: touched,
      atLevel: later.first { $0.ordinal == deadline }.map {
        $0.value >= target.level(at: deadline)
      },
      reachedIn: reached, unobserved: max(0, last - start - seen))
  }
}
