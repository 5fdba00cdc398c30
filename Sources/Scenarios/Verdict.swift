internal import Forecasting
public import SeriesCore

/// The plain sentence that a target ends in. It says what its row says and nothing more.
public enum Verdict {
  /// The sentence for one outcome, without a full stop: level, deadline and answer.
  public static func text(_ outcome: TargetOutcome) -> String {
    let head = self.head(outcome)
    switch outcome.status {
    case .insufficient: return head + "no answer, \(outcome.insufficiency ?? "no data")"
    case .met: return head + met(outcome)
    case .missed:
      let value = outcome.observedAtDeadline.map { ", \(amount($0, outcome.unit)) then" }
      return head + "deadline passed, not met" + (value ?? "")
    case .projected: return head + projected(outcome)
    }
  }

  /// What is asked: level, deadline, basis, prices.
  static func head(_ outcome: TargetOutcome) -> String {
    let target = outcome.target.target
    var notes: [String] = []
    if let basis = outcome.basis { notes.append("\(basis.label) basis") }
    if target.cumulative != nil { notes.append("cumulative") }
    if target.regain { notes.append("back at it") }
    if target.yearTotal { notes.append("a year's total") }
    if let deflator = target.deflator {
      notes.append(
        "\(amount(outcome.target.level, outcome.unit)) in \(deflator.base.written) prices at "
          + "\(percent(deflator.rate, 1)) inflation a year")
    }
    let level = levelText(outcome)
    let note = notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))"
    return "\(level) by \(outcome.axis.text(outcome.deadline))\(note): "
  }

  /// The level with its unit: as it was given with all digits, one that a deflator made rounded.
  static func levelText(_ outcome: TargetOutcome) -> String {
    let printed = PrintedAmount(outcome.level, outcome.unit)
    var text = number(printed.value)
    if outcome.target.target.deflator == nil {
      // A multiple has the digits of its base, a sum of these more than anybody says.
      let isSum = outcome.target.target.yearTotal && outcome.target.target.level.isMultiple
      text = NumberText.shortest(SignificantDigits.round(printed.value, to: isSum ? 4 : 12))
    }
    return text + (printed.unit.map { " " + $0 } ?? "")
  }

  private static func met(_ outcome: TargetOutcome) -> String {
    var text = "met in " + (outcome.metIn.map(outcome.axis.text) ?? "")
    if let base = outcome.base, base.value < outcome.level {
      text += ", but \(amount(base.value, outcome.unit)) in \(outcome.axis.text(base.period))"
    }
    if outcome.horizon > 0, let p = outcome.pLevel {
      text += "; \(share(p)) to be there then; \(sample(outcome))"
    } else if let reason = outcome.insufficiency {
      text += "; no answer to whether it lasts, \(reason)"
    } else if let value = outcome.observedAtDeadline {
      text += "; \(amount(value, outcome.unit)) in \(outcome.axis.text(outcome.deadline))"
      text += timesTheBase(outcome, value)
    }
    return text
  }

  /// How many times its base period's value a value is, of a target that is a multiple of it.
  private static func timesTheBase(_ outcome: TargetOutcome, _ value: Double) -> String {
    guard case .multiple(let multiple, let base) = outcome.target.target.level,
      outcome.target.target.deflator == nil, outcome.target.level > 0
    else { return "" }
    return ", \(number(value / outcome.target.level * multiple)) times \(base.written)"
  }

  private static func projected(_ outcome: TargetOutcome) -> String {
    let axis = outcome.axis
    var text = "\(share(outcome.pTouch)) to reach it by then"
    // A sum that has come so far stays there, unless what adds to it turns negative.
    if outcome.target.target.cumulative == nil || share(outcome.pLevel) != share(outcome.pTouch) {
      text += ", \(share(outcome.pLevel)) to be there"
    }
    if let growth = outcome.growth, let required = growth.required, let base = outcome.base {
      let rate = axis.frequency.periodsPerYear == nil ? "a period" : "a year"
      text += "; needs \(percent(required, 1)) \(rate) from \(axis.text(base.period))"
      let past = pastGrowth(outcome, growth)
      if !past.isEmpty { text += ", " + past.joined(separator: ", ") }
    }
    if let amount = outcome.circumstances?.amount {
      let what = outcome.target.target.cumulative == nil ? "a median of" : "adds up to a median of"
      text += "; \(what) \(self.amount(amount.median, outcome.unit)) then, 80 % "
      text += "\(self.number(PrintedAmount(amount.low, outcome.unit, beside: amount.median)))"
      text += " to \(self.number(PrintedAmount(amount.high, outcome.unit, beside: amount.median)))"
    }
    if let half = outcome.hitting.p50 {
      text += "; half of the paths reach it by \(axis.text(half))"
    }
    if let shrunk = shrunkGrowth(outcome) { text += "; " + shrunk }
    text += "; \(sample(outcome))"
    text += record(outcome)
    return text
  }

  /// Why the median grows otherwise than the past did, where it does by a point a year or more: outside of
  /// all that the past gave, or between its spans.
  private static func shrunkGrowth(_ outcome: TargetOutcome) -> String? {
    // What is known of the current period sets its growth, and not the class.
    guard outcome.referenceClass != nil,
      outcome.horizon > 1 || outcome.circumstances?.current == nil,
      let growth = outcome.growth, let past = growth.trailing,
      let own = outcome.circumstances?.members.first?.growth
    else { return nil }
    let rates = pastSpans(growth).map(\.rate) + [past]
    guard let least = rates.min(), let greatest = rates.max(),
      abs(own - past) > 0.01 || greatest - least > 0.01
    else { return nil }
    let side: String
    if own < least - 0.01 {
      side = "less than the past"
    } else if own > greatest + 0.01 {
      side = "more than the past"
    } else if greatest - least > 0.01 {
      side = "between what these gave"
    } else {
      return nil
    }
    return
      "its median grows \(percent(own, 1)) a year, \(side): growth is drawn to that of its class"
  }

  /// The spans that a sentence tells: those that cross a break only where all do, each once.
  private static func pastSpans(_ growth: Growth) -> [Growth.Span] {
    let whole = growth.spans.filter { $0.crosses == nil }
    var seen = Set<ClosedRange<Int>>()
    return (whole.isEmpty ? growth.spans : whole).filter { seen.insert($0.periods).inserted }
  }

  /// What the past gave, spans that cross a break left out where others do not.
  private static func pastGrowth(_ outcome: TargetOutcome, _ growth: Growth) -> [String] {
    pastSpans(growth).map {
      let ends = [$0.periods.lowerBound, $0.periods.upperBound].map(outcome.axis.text)
      let kind = $0.kind == .recordToRecord ? " from record to record" : ""
      let crossed = $0.crosses.map { " across the break of \(outcome.axis.text($0))" } ?? ""
      return "\(ends[0]) to \(ends[1]) gave \(percent($0.rate, 1))\(kind)\(crossed)"
    }
  }

  /// The range over the models that passed, what is known of the current period, and how far ahead the
  /// probabilities have a record.
  private static func record(_ outcome: TargetOutcome) -> String {
    var text = ""
    if let circumstances = outcome.circumstances {
      if let range = circumstances.range(with: outcome.pTouch) {
        text +=
          "; \(share(range.lowerBound)) to \(share(range.upperBound)) over the "
          + "\(circumstances.passed.count) models that passed a backtest on the series"
      } else if let headline = circumstances.members.first, !headline.candidate.gate.passed {
        text += "; without a record that proves it: \(headline.candidate.reason)"
      }
      if let (period, evidence) = circumstances.current, let joint = evidence.joint,
        let without = circumstances.withoutCurrent
      {
        let same = share(without) == outcome.pTouch.map { share($0) }
        text +=
          "; \(same ? "the same" : share(without)) without what is known of \(period), "
          + "\(amount(joint.value, outcome.unit)) give or take \(percent(joint.spread, 0))"
      }
    }
    if let shares = referenceShares(outcome) {
      text += "; of \(shares.kind.rawValue) series \(share(shares.range.lowerBound))"
      if shares.range.lowerBound < shares.range.upperBound {
        text += " to \(share(shares.range.upperBound)), by decade,"
      }
      text += " had come as far in as many years"
    }
    if isBeyondRecord(outcome) { text += "; further ahead than the 8 years it was calibrated on" }
    return text
  }

  /// The outside view: the least and the greatest share over the epochs of the series of the class that
  /// had reached the multiple within the horizon; nil for sums, periods that are no years, what stands
  /// at the level, and beyond ten years.
  package static func referenceShares(
    _ outcome: TargetOutcome
  ) -> (kind: ReferenceClass, range: ClosedRange<Double>)? {
    guard outcome.status == .projected, let base = outcome.base, base.value > 0,
      outcome.level > base.value, outcome.target.target.cumulative == nil,
      outcome.axis.frequency == .annual
    else { return nil }
    let kind = outcome.referenceClass ?? ReferenceClass(unit: outcome.unit)
    let shares = ReferenceRecord.records(of: kind, horizon: outcome.horizon).map {
      $0.share(reaching: outcome.level / base.value)
    }
    guard let low = shares.min(), let high = shares.max() else { return nil }
    return (kind, low...high)
  }

  /// Whether a deadline lies beyond the horizons on which the headline was calibrated.
  package static func isBeyondRecord(_ outcome: TargetOutcome) -> Bool {
    guard let perYear = outcome.axis.frequency.periodsPerYear,
      outcome.model != AssumedGrowth.modelName
    else { return false }
    return Double(outcome.horizon) > 8 * perYear
  }

  private static func sample(_ outcome: TargetOutcome) -> String {
    guard let first = outcome.sampleStart, let last = outcome.sampleEnd else { return "no points" }
    let points = outcome.count == 1 ? "1 point" : "\(outcome.count) points"
    let caution = outcome.sampleEndStatus?.caution.map { ", the last \($0)" } ?? ""
    let span = "\(outcome.axis.text(first)) to \(outcome.axis.text(last))" + caution
    if outcome.model == AssumedGrowth.modelName {
      return "assumed growth, no fitted model, \(points) \(span)"
    }
    let kind = outcome.referenceClass.map { " of class \($0.rawValue)" } ?? ""
    return "\(outcome.model)\(kind), \(points) \(span)"
  }

  /// A probability as whole percent, never rounded to certainty.
  public static func share(_ probability: Double?) -> String { PrintedNumber.share(probability) }

  static func percent(_ rate: Double, _ digits: Int) -> String {
    PrintedNumber.rate(rate, digits)
  }

  /// A value with its unit as a reader would say them, three significant digits.
  public static func amount(_ value: Double, _ unit: SeriesUnit?) -> String {
    PrintedNumber.amount(value, unit)
  }

  private static func number(_ printed: PrintedAmount) -> String { number(printed.value) }

  /// Three significant digits, or all digits of a whole number.
  public static func number(_ value: Double) -> String { PrintedNumber.text(value) }
}
