package import Forecasting

/// What stands beside the probability of a target: the models that passed their own backtest, and what is
/// known of the current period.
package struct TargetCircumstances: Sendable {
  /// One model that was asked beside the headline, or the headline itself.
  package struct Member: Sendable {
    package let candidate: HeadlinePool.Candidate
    /// P(touch by the deadline) under this model alone; nil without an answer.
    package let pTouch: Double?
    /// P(at or over the level in the deadline's period) under this model alone.
    package let pLevel: Double?
    /// The median at the deadline over the last value, a year, a fraction; nil for what is not positive.
    package let growth: Double?
  }

  /// In the order of the pool, the headline first.
  package let members: [Member]
  /// P(touch) without what is known of the current period; nil where nothing is.
  package let withoutCurrent: Double?
  /// The evidence in use; nil without any.
  package let current: (period: String, evidence: CurrentEvidence)?
  /// The quoted distribution at the deadline, the course of events in it; nil in the past.
  package let amount: Amount?

  /// A median with its 80 % interval.
  package struct Amount: Sendable {
    package let median: Double
    package let low: Double
    package let high: Double
  }

  /// Those that passed and answered.
  package var passed: [Member] {
    members.filter { $0.candidate.gate.passed && $0.pTouch != nil }
  }

  /// The least and the greatest P(touch) over the models that passed and the quoted number.
  ///
  /// - Parameter quoted: the probability of the row.
  package func range(with quoted: Double?) -> ClosedRange<Double>? {
    let values = passed.compactMap(\.pTouch) + [quoted].compactMap { $0 }
    guard passed.count > 1, let low = values.min(), let high = values.max() else { return nil }
    return low...high
  }

  /// Why the members differ, in a clause: the median growth of the least and the greatest.
  package var whyRange: String? {
    let known = passed.filter { $0.growth != nil }
    guard
      let low = known.min(by: { ($0.pTouch ?? 0) < ($1.pTouch ?? 0) }),
      let high = known.max(by: { ($0.pTouch ?? 0) < ($1.pTouch ?? 0) }), known.count > 1,
      low.pTouch != high.pTouch
    else { return nil }
    func clause(_ member: Member) -> String {
      "\(member.candidate.request.text) says \(Verdict.share(member.pTouch)) "
        + "(median growth \(Verdict.percent(member.growth ?? 0, 1)) a year)"
    }
    return clause(low) + ", " + clause(high)
  }
}
