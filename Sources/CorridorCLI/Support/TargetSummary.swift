import Corridor

/// The answers of `corridor target` for a person: the sentence of each deadline, and a small table.
/// Whoever reads a file or a pipe gets the CSV.
struct TargetSummary {
  private let inquiry: TargetInquiry
  /// Levels in percent of the intervals that were asked for.
  private let levels: [Double]

  init(_ inquiry: TargetInquiry, levels: [Double]) {
    self.inquiry = inquiry
    self.levels = levels
  }

  func text(width: Int) -> String {
    let prose = min(width, Terminal.longestProse)
    var lines: [String] = []
    for outcome in inquiry.outcomes {
      lines += WrappedText.lines(Verdict.text(outcome) + ".", columns: prose) + [""]
    }
    lines += table.lines(width: width)
    return lines.joined(separator: "\n") + "\n"
  }

  private var table: TextTable {
    var columns: [TextTable.Column] = [
      .init(title: "by"), .init(title: "level", isNumber: true),
      .init(title: "reached by then", isNumber: true), .init(title: "there then", isNumber: true),
      .init(title: "range"), .init(title: "half by"),
    ]
    if !levels.isEmpty { columns.append(.init(title: "median", isNumber: true)) }
    columns += levels.map { .init(title: "\(NumberText.shortest($0)) % interval") }
    columns.append(.init(title: "status"))
    return TextTable(columns: columns, flexible: 4, rows: inquiry.outcomes.map(cells))
  }

  private func cells(_ outcome: TargetOutcome) -> [String] {
    let isOpen = outcome.status == .projected
    let range = isOpen ? outcome.circumstances?.range(with: outcome.pTouch) : nil
    return [
      outcome.axis.text(outcome.deadline), Verdict.amount(outcome.level, outcome.unit),
      isOpen ? Verdict.share(outcome.pTouch) : "",
      outcome.horizon > 0 ? outcome.pLevel.map { Verdict.share($0) } ?? "" : "",
      range.map { "\(Verdict.share($0.lowerBound)) to \(Verdict.share($0.upperBound))" } ?? "",
      isOpen ? outcome.hitting.p50.map(outcome.axis.text) ?? "" : "",
    ] + intervals(outcome) + [outcome.status.rawValue]
  }

  /// The median and the intervals at the deadline; empty cells for one in the past.
  private func intervals(_ outcome: TargetOutcome) -> [String] {
    guard !levels.isEmpty else { return [] }
    let forecast = inquiry.forecast
    let step = outcome.deadline - forecast.start + 1
    guard step >= 1, step <= forecast.horizon else {
      return Array(repeating: "", count: levels.count + 1)
    }
    let median = Verdict.amount(forecast.distributions[step - 1].median, outcome.unit)
    return [median]
      + levels.map { level in
        let (low, high) = forecast.interval(step: step, level: level)
        return "\(Verdict.amount(low, outcome.unit)) to \(Verdict.amount(high, outcome.unit))"
      }
  }
}
