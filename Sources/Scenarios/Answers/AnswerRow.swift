package import SeriesCore

/// The one answer to one question of a scenario: what a reader may quote, how sure it is, and what would
/// change it.
package struct AnswerRow: Sendable {
  /// Where an answer stands.
  package enum Status: String, Sendable {
    /// Projected, by a model that passed its own backtest.
    case projected
    /// Projected, and its model failed a backtest on the series or could not be judged.
    case unproven
    /// On numbers that the file states beside the data, such as the capacity of a link.
    case conditional
    /// Rests on numbers that a person stated.
    case assumption
    /// Decided by what is observed.
    case met, missed
    /// Told from observations or sources, no projection.
    case told
    /// No answer.
    case insufficient
  }

  /// What is asked, as the file names it.
  package let question: String
  /// The answer in one sentence.
  package let verdict: String
  package var status: Status
  /// Of the event that is asked, 0 to 1; nil for questions of an amount.
  package var probability: Double? = nil
  /// The range that earned its place: of the probability over the models that passed, else of the value,
  /// 80 %.
  package var range: ClosedRange<Double>? = nil
  /// The median amount, in `unit`.
  package var value: Double? = nil
  package var unit: SeriesUnit? = nil
  package var basis: SeriesBasis? = nil
  /// The level asked for and by when.
  package var level: Double? = nil
  package var deadline: String? = nil
  /// A year, a fraction.
  package var requiredGrowth: Double? = nil
  package var referenceClass: ReferenceClass? = nil
  /// Who speaks, with weights.
  package var members: String? = nil
  /// Observations behind it.
  package var count: Int? = nil
  /// Why other answers differ.
  package var whyRange: String? = nil
  /// What would move it most.
  package var wouldChange: String? = nil
  /// The next figure that will tell.
  package var nextData: String? = nil

  init(_ question: String, _ verdict: String, _ status: Status) {
    self.question = question
    self.verdict = verdict
    self.status = status
  }
}

extension ScenarioAnswer {
  /// A row a sentence.
  package var sheet: [AnswerRow] {
    verdicts.map {
      AnswerRow($0.subject, $0.text, $0.text.contains("no answer") ? .insufficient : .told)
    }
  }
}

extension ScenarioRun {
  /// The answers of the scenario, a row a question: one question, one row.
  ///
  /// Of one event one probability is quoted, that of the part which stands first: the headline's. What
  /// drivers or gravity say of the same event stands in their sentence and in `combined.csv`.
  var quotedSheet: [AnswerRow] {
    var quoted = Set<[String]>()
    return answers.flatMap(\.sheet).map { row in
      guard row.probability != nil, let level = row.level else { return row }
      let event = [
        row.basis?.label ?? "", row.unit?.label ?? "", NumberText.shortest(level),
        row.deadline ?? "",
      ]
      var row = row
      let isQuotable = row.status != .conditional && row.status != .unproven
      if !quoted.insert(event).inserted, !isQuotable { row.probability = nil }
      return row
    }
  }
}
