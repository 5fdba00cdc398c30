internal import Forecasting
internal import Logistics
internal import SeriesCore

extension CapacityAnswer {
  /// A row a level and deadline, then one on what a step's opening is worth. All are conditional: on the
  /// capacities that the file states. Alternatives to a link's demand widen its range and have no row.
  package var sheet: [AnswerRow] {
    links.filter { $0.question.alternativeOf == nil }.flatMap { link -> [AnswerRow] in
      let question = link.question
      guard case .success(let outcome) = link.result,
        let tally = outcome.tallies.first(where: { $0.course == headline })?.tally
      else {
        let reason = verdicts.first { $0.subject == question.name }?.text ?? "no answer"
        return [AnswerRow(question.name, reason, .insufficient)]
      }
      var rows: [AnswerRow] = []
      for (place, level) in question.levels.enumerated() {
        for deadline in level.deadlines {
          rows.append(row(question, outcome, tally, place, level.level, deadline))
        }
      }
      if let step = question.steps.first {
        var row = AnswerRow(
          "\(question.name): \(step.step.name)",
          CapacityVerdict.opening(question, outcome, tally, step.step), .conditional)
        row.count = outcome.demand.count
        row.basis = question.series.basis
        rows.append(row)
      }
      return rows
    }
  }

  private func row(
    _ question: CapacityQuestion, _ outcome: Outcome, _ tally: CapacityTally, _ place: Int,
    _ level: Double, _ deadline: Int
  ) -> AnswerRow {
    let text = CapacityVerdict.text(
      question, outcome, tally, level: place, value: level, deadline: deadline)
    let amount = Verdict.amount(level, question.series.unit)
    var row = AnswerRow("\(question.name): \(amount) carried", text, .conditional)
    row.level = level
    row.deadline = question.series.axis.text(deadline)
    row.unit = question.series.unit
    // What passes, not what is wanted: another quantity than that of the series' targets.
    row.basis = question.series.basis.map { SeriesBasis($0.label + ", carried") }
    row.count = outcome.demand.count
    row.members = question.demand.name + " demand under capacity"
    switch Self.standing(outcome, tally, level: place, value: level, deadline: deadline) {
    case .met: (row.status, row.probability) = (.met, 1)
    case .missed: (row.status, row.probability) = (.missed, 0)
    case .projected(_, _, _, let touched):
      row.probability = touched
      let others = touches(beside: question, place, level, deadline)
      guard !others.isEmpty else { break }
      // They give no range: what was never tested has no weight.
      row.whyRange =
        "no backtest has judged the other models of demand, which have no weight: "
        + others.map { "\($0.name) \(Verdict.share($0.touched))" }.joined(separator: ", ")
    }
    return row
  }

  /// What the alternatives to a link's demand say of a level by a deadline.
  private func touches(
    beside question: CapacityQuestion, _ place: Int, _ level: Double, _ deadline: Int
  ) -> [(name: String, touched: Double)] {
    links.filter { $0.question.alternativeOf == question.name }.compactMap { link in
      guard case .success(let outcome) = link.result,
        let tally = outcome.tallies.first(where: { $0.course == headline })?.tally,
        case .projected(_, _, _, let touched) = Self.standing(
          outcome, tally, level: place, value: level, deadline: deadline)
      else { return nil }
      return (String(link.question.name.dropFirst(question.name.count + 2)), touched)
    }
  }
}
