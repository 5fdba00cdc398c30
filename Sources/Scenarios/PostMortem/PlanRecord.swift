package import SeriesCore

/// Stated plans for single periods, scored beside what came.
package struct PlanRecord: Sendable {
  package let series: TimeSeries
  package let source: ScenarioSource
  /// Why plans and values can be compared although their bases are named differently.
  package let bridge: String?
  /// When the plans were made; nil where the file does not say: then before each period.
  package let made: PeriodText?

  /// One plan.
  package struct Row: Sendable {
    package let period: Int
    package let plan: Double
    /// nil while there is no value.
    package let actual: Double?
    /// The last value before the period, and over when the plan was made: what a plan should beat.
    package let before: (period: Int, value: Double)?
    /// The first value after a period without one.
    package let after: (period: Int, value: Double)?

    /// Of a plan without a value: whether it is more than the values on both sides.
    package var isOverBothSides: Bool {
      guard actual == nil, let before, let after else { return false }
      return plan > max(before.value, after.value)
    }

    /// Plan minus value; positive when less came than planned.
    package var error: Double? { actual.map { plan - $0 } }
    /// Plan ÷ value; nil for a value that is not positive.
    package var ratio: Double? { actual.flatMap { $0 > 0 ? plan / $0 : nil } }
    /// The last value before minus the value.
    package var naiveError: Double? {
      guard let actual, let before else { return nil }
      return before.value - actual
    }
  }

  /// The plans in order, each beside the values.
  package func rows(beside actual: TimeSeries) -> [Row] {
    let made = made.flatMap(actual.axis.time)
    return zip(series.ordinals, series.values).map { period, plan in
      let earlier = actual.ordinals.lastIndex {
        $0 < period && actual.axis.time(atEndOf: $0) <= made ?? .max
      }
      let value = actual.value(at: period)
      let later = value == nil ? actual.ordinals.firstIndex { $0 > period } : nil
      func known(_ place: Int) -> (period: Int, value: Double) {
        (actual.ordinals[place], actual.values[place])
      }
      return Row(
        period: period, plan: plan, actual: value, before: earlier.map(known),
        after: later.map(known))
    }
  }
}

/// How far plans were from what came.
package struct PlanScore: Sendable {
  /// Plans with a value.
  package let count: Int
  package let over: Int
  /// Mean of plan minus value; nil without one.
  package let meanError: Double?
  package let meanAbsoluteError: Double?
  /// Mean of plan ÷ value; nil unless all have one.
  package let meanRatio: Double?
  /// The mean absolute error of plans and of the last value before, over those that have both.
  package let paired: (count: Int, plan: Double, naive: Double)?

  package init(_ rows: [PlanRecord.Row]) {
    let errors = rows.compactMap(\.error)
    let ratios = rows.compactMap(\.ratio)
    func mean(_ values: [Double]) -> Double? {
      values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    count = errors.count
    over = errors.count { $0 > 0 }
    meanError = mean(errors)
    meanAbsoluteError = mean(errors.map(abs))
    meanRatio = ratios.count == errors.count ? mean(ratios) : nil
    let pairs = rows.compactMap { row in
      row.error.flatMap { error in row.naiveError.map { (abs(error), abs($0)) } }
    }
    if let plan = mean(pairs.map(\.0)), let naive = mean(pairs.map(\.1)) {
      paired = (pairs.count, plan, naive)
    } else {
      paired = nil
    }
  }
}
