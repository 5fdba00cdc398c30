internal import Glibc
internal import SeriesCore

/// The plain sentence that a target ends in. It says what its row says and nothing more.
public enum Verdict {
  public static func text(_ outcome: TargetOutcome) -> String {
    let axis = outcome.axis
    let level = amount(outcome.level, outcome.unit)
    let deadline = axis.text(outcome.deadline)
    let priced = outcome.target.target.deflator.map {
      ", \(number(outcome.target.level)) in \($0.base.written) prices at \(percent($0.rate, 1)) "
        + "inflation a year"
    }
    let summed = outcome.target.target.cumulative == nil ? "" : ", cumulative"
    let basis = outcome.basis.map { " (\($0.label) basis\(summed)\(priced ?? ""))" } ?? ""
    let head = "\(level) by \(deadline)\(basis): "
    switch outcome.status {
    case .insufficient:
      return head + "insufficient data, no answer: \(outcome.insufficiency ?? "")"
    case .met:
      let when = outcome.metIn.map(axis.text) ?? ""
      var text = head + "met in \(when)"
      if let base = outcome.base, base.value < outcome.level {
        text += ", but \(amount(base.value, outcome.unit)) in \(axis.text(base.period))"
      }
      if outcome.horizon > 0, let p = outcome.pLevel {
        text += "; \(share(p)) to be at or over it at the end date; \(sample(outcome))"
      }
      return text
    case .missed:
      let value = outcome.observedAtDeadline.map { "\(amount($0, outcome.unit)) then" }
      return head + "deadline passed, not met" + (value.map { ", \($0)" } ?? "")
    case .projected:
      break
    }
    var text =
      head + "\(share(outcome.pTouch)) to touch, \(share(outcome.pLevel)) to hold at the end date"
    if let required = outcome.growth.required, let base = outcome.base {
      text += "; needs \(percent(required, 1)) a year from \(axis.text(base.period))"
      if let trailing = outcome.growth.trailing, let span = outcome.growth.trailingSpan {
        let years = "\(axis.text(span.lowerBound)) to \(axis.text(span.upperBound))"
        text += ", \(years) gave \(percent(trailing, 1))"
      }
    }
    text += "; \(sample(outcome))"
    if let range = outcome.range {
      text +=
        ", between \(share(range.lowerBound)) and \(share(range.upperBound)) "
        + "across models and windows"
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
    return "\(outcome.model), \(points) \(span)"
  }

  /// A probability as whole percent; the ends are never rounded to certainty.
  public static func share(_ probability: Double?) -> String {
    guard let probability else { return "no figure" }
    if probability < 0.005 { return probability == 0 ? "0 %" : "under 1 %" }
    if probability > 0.995 { return probability == 1 ? "100 %" : "over 99 %" }
    return "\(Int((probability * 100).rounded())) %"
  }

  static func percent(_ rate: Double, _ digits: Int) -> String {
    let unit = pow(10, Double(digits))
    let rounded = (rate * 100 * unit).rounded() / unit
    let text = NumberText.shortest(rounded)
    return (text.contains(".") ? text : text + ".0") + " %"
  }

  static func amount(_ value: Double, _ unit: SeriesUnit?) -> String {
    number(value) + (unit.map { " \($0.label)" } ?? "")
  }

  /// Three significant digits, or all digits of a whole number.
  static func number(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return NumberText.shortest(value) }
    return NumberText.shortest(SignificantDigits.round(value, to: 3))
  }
}
