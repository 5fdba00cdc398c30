internal import SeriesCore

/// What two reporters say of each flow, year by year.
package struct MirrorAnswer: ScenarioAnswer {
  /// A year in which both report, or a flow without one.
  package struct Row: Sendable {
    package let question: MirrorQuestion
    package let flow: MirrorQuestion.Flow
    /// The period in the notation of the importer's series; nil for a flow without a common one.
    package let period: String?
    package let importer: Double?
    package let exporter: Double?
    /// The flow's years together; nil where no year can be used.
    package let reconciliation: MirrorReconciliation?
    /// d of this year.
    package let logRatio: Double?
    /// The first and last year behind the spread.
    package let span: (first: String, last: String)?
    /// Why the row has no reconciled value; nil when it has one.
    package let insufficiency: String?

    package var count: Int { reconciliation?.logRatios.count ?? 0 }

    /// Exporter less importer.
    package var difference: Double? {
      guard let importer, let exporter else { return nil }
      return exporter - importer
    }

    /// What a margin makes of the difference: never positive, since shipping and insurance are in the
    /// importer's figure alone.
    package func explained(_ margin: Double) -> Double? {
      guard let importer, importer > 0 else { return nil }
      return 0 - MirrorReconciliation.shipping(importer, margin: margin)
    }

    /// What the middle of the margin leaves of the difference.
    package var rest: Double? {
      guard let difference, let explained = explained(flow.margin.middle) else { return nil }
      return difference - explained
    }

    package var reconciled: Double? {
      guard insufficiency == nil, let reconciliation, let importer, let exporter else {
        return nil
      }
      return reconciliation.reconciled(importer: importer, exporter: exporter)
    }

    package func interval(level: Double) -> (low: Double, high: Double)? {
      reconciled.flatMap { reconciliation?.interval(around: $0, level: level) }
    }
  }

  package let rows: [Row]

  /// The sentence of each flow's last year.
  package var verdicts: [PartVerdict] {
    lastRows.map { PartVerdict(subject: $0.question.name, text: MirrorVerdict.text($0)) }
  }

  /// A row a flow: what is reconciled of its last year, with its 80 % interval.
  package var sheet: [AnswerRow] {
    lastRows.map { row in
      let status: AnswerRow.Status = row.reconciled == nil ? .insufficient : .told
      var answer = AnswerRow(
        "\(row.question.name): \(row.flow.name)", MirrorVerdict.text(row), status)
      answer.value = row.reconciled
      answer.range = row.interval(level: 80).map { $0.low...$0.high }
      answer.unit = row.flow.importer.unit
      answer.deadline = row.period
      answer.count = row.count
      return answer
    } + totals
  }

  /// Of a question with several flows their sum in the last year, beside what each reporter adds up to:
  /// which of two turnovers is trade.
  private var totals: [AnswerRow] {
    var names: [String] = []
    for row in lastRows where !names.contains(row.question.name) { names.append(row.question.name) }
    return names.compactMap { name in
      let flows = lastRows.filter { $0.question.name == name }
      guard flows.count > 1, let first = flows.first, let period = first.period,
        flows.allSatisfy({
          $0.period == period && $0.flow.importer.unit == first.flow.importer.unit
        })
      else { return nil }
      let values = flows.compactMap(\.reconciled)
      let ranges = flows.compactMap { $0.interval(level: 80) }
      guard values.count == flows.count, ranges.count == flows.count else { return nil }
      let total = values.reduce(0, +)
      func away(_ ends: [Double]) -> Double {
        zip(values, ends).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
      }
      let range = total - away(ranges.map(\.low))...total + away(ranges.map(\.high))
      var answer = AnswerRow(
        "\(name): all flows",
        MirrorVerdict.total(flows, total, range), .told)
      (answer.value, answer.range) = (total, range)
      answer.unit = first.flow.importer.unit
      answer.deadline = period
      answer.count = flows.map(\.count).min()
      return answer
    }
  }

  private var lastRows: [Row] {
    rows.enumerated().filter { place, row in
      let next = place + 1 < rows.count ? rows[place + 1] : nil
      return next?.flow.name != row.flow.name || next?.question.name != row.question.name
    }.map(\.element)
  }

  /// The rows of one flow.
  static func rows(
    _ question: MirrorQuestion, _ flow: MirrorQuestion.Flow, _ run: PartRun
  ) -> [Row] {
    func values(_ side: MirrorQuestion.Side) -> [Int: Double] {
      let series = run.known(side.series)
      return Dictionary(
        uniqueKeysWithValues: zip(series.ordinals, series.values.map { $0 / side.divisor }))
    }
    let (importer, exporter) = (values(flow.importer), values(flow.exporter))
    let axis = flow.importer.series.axis
    let common = importer.keys.filter { exporter[$0] != nil }.sorted()
    guard !common.isEmpty else {
      return [
        Row(
          question: question, flow: flow, period: nil, importer: nil, exporter: nil,
          reconciliation: nil, logRatio: nil, span: nil,
          insufficiency: "the two reporters have no period in common")
      ]
    }
    let pairs = common.map { ($0, importer[$0] ?? 0, exporter[$0] ?? 0) }
    let used = pairs.filter { $0.1 > 0 && $0.2 > 0 }
    let reconciliation =
      used.isEmpty
      ? nil
      : MirrorReconciliation(
        importer: used.map(\.1), exporter: used.map(\.2), margin: flow.margin,
        reliability: flow.reliability)
    let places = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1.0, $0) })
    return pairs.map { ordinal, imported, exported in
      let bad = [imported, exported].first { $0 <= 0 }
      let insufficiency: String? =
        if let bad {
          "\(NumberText.shortest(bad)) has no logarithm"
        } else if used.count < MirrorReconciliation.leastYears {
          "one common period says nothing of the spread"
        } else { nil }
      return Row(
        question: question, flow: flow, period: axis.text(ordinal), importer: imported,
        exporter: exported, reconciliation: reconciliation,
        logRatio: places[ordinal].flatMap { reconciliation?.logRatios[$0] },
        span: used.first.flatMap { first in
          used.last.map { (axis.text(first.0), axis.text($0.0)) }
        }, insufficiency: insufficiency)
    }
  }
}
