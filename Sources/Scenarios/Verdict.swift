internal import Glibc
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
    if let deflator = target.deflator {
      notes.append(
        "\(NumberText.shortest(outcome.target.level)) in \(deflator.base.written) prices at "
          + "\(percent(deflator.rate, 1)) inflation a year")
    }
    // A level as it was given keeps its digits; one that a deflator made is rounded.
    let level =
      target.deflator == nil
      ? NumberText.shortest(SignificantDigits.round(outcome.level, to: 12))
      : number(outcome.level)
    let unit = outcome.unit.map { " \($0.label)" } ?? ""
    let note = notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))"
    return "\(level)\(unit) by \(outcome.axis.text(outcome.deadline))\(note): "
  }

  private static func met(_ outcome: TargetOutcome) -> String {
    var text = "met in " + (outcome.metIn.map(outcome.axis.text) ?? "")
    if let base = outcome.base, base.value < outcome.level {
      text += ", but \(amount(base.value, outcome.unit)) in \(outcome.axis.text(base.period))"
    }
    if outcome.horizon > 0, let p = outcome.pLevel {
      text += "; \(share(p)) to be at or over it at the end date; \(sample(outcome))"
    }
    return text
  }

  private static func projected(_ outcome: TargetOutcome) -> String {
    let axis = outcome.axis
    var text =
      "\(share(outcome.pTouch)) to touch, \(share(outcome.pLevel)) to hold at the end date"
    if let growth = outcome.growth, let required = growth.required, let base = outcome.base {
      let rate = axis.frequency.periodsPerYear == nil ? "a period" : "a year"
      text += "; needs \(percent(required, 1)) \(rate) from \(axis.text(base.period))"
      if let trailing = growth.trailing, let span = growth.trailingSpan {
        let tenYears = (10 * (axis.frequency.periodsPerYear ?? 1)).rounded()
        let years =
          Double(span.count - 1) == tenYears && axis.frequency != .integer
          ? "the last ten years"
          : "\(axis.text(span.lowerBound)) to \(axis.text(span.upperBound))"
        text += ", \(years) gave \(percent(trailing, 1))"
      }
    }
    text += "; \(sample(outcome))"
    if let range = outcome.range {
      let fits = outcome.rangeFits == 1 ? "1 other fit" : "\(outcome.rangeFits) other fits"
      text +=
        ", between \(share(range.lowerBound)) and \(share(range.upperBound)) "
        + "across models and windows (\(fits))"
    }
    return text
  }

  private static func sample(_ outcome: TargetOutcome) -> String {
    guard let first = outcome.sampleStart, let last = outcome.sampleEnd else { return "no points" }
    let points = outcome.count == 1 ? "1 point" : "\(outcome.count) points"
    let span = "\(outcome.axis.text(first)) to \(outcome.axis.text(last))"
    if outcome.model == AssumedGrowth.modelName {
      return "assumed growth, no fitted model, \(points) \(span)"
    }
    let kind = outcome.referenceClass.map { " of class \($0.rawValue)" } ?? ""
    return "\(outcome.model)\(kind), \(points) \(span)"
  }

  /// A probability as whole percent. Shares of sample paths are never rounded to certainty: no path
  /// at all is still "under 1 %".
  public static func share(_ probability: Double?) -> String {
    guard let probability, probability.isFinite else { return "no figure" }
    if probability < 0.005 { return "under 1 %" }
    if probability >= 0.995 { return "over 99 %" }
    return "\(Int((probability * 100).rounded())) %"
  }

  static func percent(_ rate: Double, _ digits: Int) -> String {
    // Rates of millions of percent a year come from jumps within days: three digits are enough.
    if abs(rate) >= 1e4 {
      return rate * 100 < .infinity
        ? NumberText.shortest(SignificantDigits.round(rate * 100, to: 3)) + " %" : "over 1e308 %"
    }
    let unit = pow(10, Double(digits))
    let rounded = (rate * 100 * unit).rounded() / unit
    let text = NumberText.shortest(rounded)
    return (text.contains(".") || digits == 0 ? text : text + ".0") + " %"
  }

  /// A value with its unit, three significant digits.
  public static func amount(_ value: Double, _ unit: SeriesUnit?) -> String {
    number(value) + (unit.map { " \($0.label)" } ?? "")
  }

  /// Three significant digits, or all digits of a whole number.
  public static func number(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return NumberText.shortest(value) }
    return NumberText.shortest(SignificantDigits.round(value, to: 3))
  }
}
