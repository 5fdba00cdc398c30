package import SeriesCore

/// The key `comparisons`: two measures of one thing, how far apart they are and whether they part.
package struct ComparisonPart: ScenarioPart {
  package static let key = "comparisons"

  package let questions: [ComparisonQuestion]

  package static func read(_ node: ScenarioNode, _ context: PartContext) -> ComparisonPart? {
    ComparisonPart(
      questions: node.named("comparison") { ComparisonQuestion.read($0, context) })
  }

  package var sources: [ScenarioSource] { questions.map(\.source) }

  package var plan: [String] {
    questions.map { "comparison \($0.name): \($0.one.id) beside \($0.other.id)" }
  }

  package var reports: [PartReport] { [PartReport("comparisons.csv")] }

  package func answer(_ run: PartRun) -> ComparisonAnswers {
    ComparisonAnswers(rows: questions.map { ComparisonAnswer($0, run) })
  }
}

/// A series of the scenario and another measure of what it measures.
package struct ComparisonQuestion: Sendable {
  package let name: String
  package let one: TimeSeries
  /// In the unit of `one`.
  package let other: TimeSeries
  /// What is known of why they differ.
  package let reason: String
  let source: ScenarioSource

  static func read(_ node: ScenarioNode, _ context: PartContext) -> ComparisonQuestion? {
    node.allow(["name", "series", "beside", "reason"])
    let (name, reason) = (context.copiedText(node, "name"), context.copiedText(node, "reason"))
    guard let one = context.series(node, "series"), let child = node["beside"] else {
      if !node.has("beside") {
        node.fault("the key 'beside' is missing", advice: "beside: {file: ../other/data.csv}")
      }
      return nil
    }
    child.allow(["file", "series", "divide_by", "unit"] + ObservationKeys.withoutUnit)
    guard let scale = UnitScale.read(child, context),
      let (read, source) = context.files.series(child, keys: ObservationKeys.withoutUnit)
    else { return nil }
    do throws(SeriesError) {
      guard read.frequency == one.frequency else {
        throw .frequencyMismatch(one.frequency, read.frequency)
      }
      guard scale.unit ?? read.unit == one.unit else {
        throw .unitMismatch(one.unit, scale.unit ?? read.unit)
      }
    } catch {
      child.fault(error.description)
      return nil
    }
    guard let name, let reason else { return nil }
    return ComparisonQuestion(
      name: name, one: one, other: read.divided(by: scale.divisor), reason: reason, source: source)
  }
}

/// Two measures over the periods that both have.
package struct ComparisonAnswer: Sendable {
  package struct Pair: Sendable {
    package let period: Int
    package let one: Double
    package let other: Double

    /// The one over the other, less one; nil unless both are positive.
    package var gap: Double? { one > 0 && other > 0 ? one / other - 1 : nil }
  }

  package let question: ComparisonQuestion
  /// In the order of time.
  package let pairs: [Pair]

  init(_ question: ComparisonQuestion, _ run: PartRun) {
    self.question = question
    let (one, other) = (run.known(question.one), run.known(question.other))
    pairs = zip(one.ordinals, one.values).compactMap { period, value in
      other.value(at: period).map { Pair(period: period, one: value, other: $0) }
    }
  }
}

/// The answers of all comparisons of a scenario.
package struct ComparisonAnswers: ScenarioAnswer {
  package let rows: [ComparisonAnswer]

  package var verdicts: [PartVerdict] {
    rows.map { PartVerdict(subject: $0.question.name, text: ComparisonVerdict.text($0)) }
  }
}

extension ScenarioRun {
  /// The comparisons of the scenario.
  package var comparisons: [ComparisonAnswer] { part(ComparisonPart.self)?.answer.rows ?? [] }
}
