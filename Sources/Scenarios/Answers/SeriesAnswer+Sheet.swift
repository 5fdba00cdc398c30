internal import Forecasting
internal import SeriesCore

extension SeriesAnswer {
  /// A row a target and deadline, of the first course of events and the latest data.
  package var sheet: [AnswerRow] {
    targets.filter { $0.course == headline && isMain($0.vintage) }.map(row)
  }

  /// Whether it is the time that was asked first. Of one time a series with dates of publication has a
  /// vintage and another one a pseudo-vintage: both are answers.
  func isMain(_ vintage: ScenarioRun.Vintage) -> Bool {
    targets.first.map { $0.vintage.asOf == vintage.asOf } ?? false
  }

  private func row(_ target: ScenarioRun.TargetRow) -> AnswerRow {
    let outcome = target.outcome
    let circumstances = outcome.circumstances
    let passed = circumstances?.members.first?.candidate.gate.passed ?? false
    let status: AnswerRow.Status =
      switch outcome.status {
      case .met: .met
      case .missed: .missed
      case .insufficient: .insufficient
      case .projected where outcome.model == AssumedGrowth.modelName: .assumption
      case .projected: passed ? .projected : .unproven
      }
    var row = AnswerRow(outcome.target.target.name, Verdict.text(outcome), status)
    row.unit = outcome.unit
    row.basis = outcome.basis
    row.level = outcome.level
    row.deadline = outcome.axis.text(outcome.deadline)
    row.count = outcome.count
    // Of a level that was reached already only whether it lasts is open.
    let isReached = outcome.status == .met && outcome.horizon > 0
    row.probability = isReached ? outcome.pLevel : outcome.pTouch
    row.requiredGrowth = outcome.growth?.required
    row.referenceClass = outcome.referenceClass
    row.value = circumstances?.amount?.median ?? outcome.observedAtDeadline
    guard outcome.status == .projected || outcome.status == .met else { return row }
    row.members = circumstances.map(members)
    guard outcome.status == .projected else { return row }
    row.range = circumstances?.range(with: outcome.pTouch)
    row.whyRange = circumstances?.whyRange
    row.wouldChange = wouldChange(outcome)
    guard !outcome.target.target.yearTotal else { return row }
    row.nextData = outcome.sampleEnd.map {
      let next = outcome.axis.text($0 + 1)
      let known = circumstances?.current == nil ? "" : " itself"
      return "\(outcome.seriesID) of \(next)\(known)" + rival(outcome)
    }
    return row
  }

  /// The declared median of the next period, beside which its value will be read.
  private func rival(_ outcome: TargetOutcome) -> String {
    guard
      let forecast = forecasts.first(where: {
        isMain($0.vintage) && $0.forecast.seriesID == outcome.seriesID
      })?.forecast, let first = forecast.distributions.first
    else { return "" }
    let ends = forecast.interval(step: 1, level: 80)
    return ": \(Verdict.amount(first.median, outcome.unit)) expected, 80 % "
      + "\(Verdict.amount(ends.low, outcome.unit)) to \(Verdict.amount(ends.high, outcome.unit))"
  }

  private func members(_ circumstances: TargetCircumstances) -> String {
    circumstances.members.filter { $0.candidate.weight > 0 }.map {
      "\(Verdict.percent($0.candidate.weight, 0)) \($0.candidate.request.text)"
    }.joined(separator: ", ")
  }

  /// The greatest move up and the greatest down.
  private func wouldChange(_ outcome: TargetOutcome) -> String? {
    let moves = tornado.filter {
      $0.target == outcome.target.target.name && $0.deadline == outcome.deadline
        && $0.seriesID == outcome.seriesID && abs($0.change) >= 0.01
    }
    let up = moves.max { $0.change < $1.change }.flatMap { $0.change > 0 ? $0 : nil }
    let down = moves.min { $0.change < $1.change }.flatMap { $0.change < 0 ? $0 : nil }
    let texts = [up, down].compactMap { $0 }.map {
      "\(Verdict.share($0.probability)) with \($0.factor.text): \($0.setting)"
    }
    return texts.isEmpty ? nil : texts.joined(separator: "; ")
  }
}
