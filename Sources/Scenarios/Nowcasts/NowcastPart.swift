internal import Forecasting
internal import SeriesCore

/// The key `nowcasts`: full years told from their beginnings.
package struct NowcastPart: ScenarioPart {
  package static let key = "nowcasts"

  package let questions: [NowcastQuestion]

  package static func read(_ node: ScenarioNode, _ context: PartContext) -> NowcastPart? {
    NowcastPart(questions: NowcastReader(context: context).questions(node))
  }

  package var sources: [ScenarioSource] { questions.flatMap(\.sources) }

  package var plan: [String] {
    questions.map { question in
      let flows = question.flows.count == 1 ? "1 flow" : "\(question.flows.count) flows"
      return "nowcast \(question.name): \(question.year) from "
        + "\(question.part.text(of: question.year)), \(flows)"
        + (question.bridge == nil ? "" : ", bridged to another basis")
    }
  }

  package var reports: [PartReport] { [PartReport("nowcast.csv")] }

  package func answer(_ run: PartRun) -> NowcastAnswers {
    let courses = run.courses
    return NowcastAnswers(
      rows: questions.flatMap { question in
        let factors = NowcastFactors(question)
        return courses.flatMap {
          NowcastAnswer(question, course: $0, asOf: run.asOf, factors: factors).rows
        }
      }, headline: courses.first)
  }
}

/// The answers of all nowcasts of a scenario.
package struct NowcastAnswers: ScenarioAnswer {
  package let rows: [NowcastRow]
  let headline: String?

  package var verdicts: [PartVerdict] {
    rows.filter { $0.course == headline && $0.flow == $0.question.whole.name }.map { row in
      PartVerdict(subject: row.question.name, text: NowcastVerdict.text(row))
    }
      + levels.map { row, level in
        PartVerdict(subject: level.name, text: NowcastVerdict.text(level, row))
      }
  }

  /// The levels that are asked, each beside the first row that gives a probability, or any where none
  /// does.
  private var levels: [(row: NowcastRow, level: NowcastQuestion.Level)] {
    let whole = rows.filter { $0.course == headline && $0.flow == $0.question.whole.name }
    var seen: [String] = []
    return whole.flatMap { first -> [(row: NowcastRow, level: NowcastQuestion.Level)] in
      guard !seen.contains(first.question.name) else { return [] }
      seen.append(first.question.name)
      let own = whole.filter { $0.question.name == first.question.name }
      return first.question.levels.map { level in
        (own.first { $0.probability(of: level.level) != nil } ?? first, level)
      }
    }
  }
}

extension NowcastAnswers {
  /// A row a nowcast and basis: the first of the file's methods; what the others say stands beside it.
  package var sheet: [AnswerRow] {
    let whole = rows.filter { $0.course == headline && $0.flow == $0.question.whole.name }
    // A method without an estimate, or without an interval, speaks only where no other has one.
    let own =
      whole.filter { $0.interval(level: 80) != nil }
      + whole.filter { $0.interval(level: 80) == nil }
    var seen: [String] = []
    let years = own.compactMap { row -> AnswerRow? in
      let key = row.question.name + "\n" + (row.basis?.label ?? "")
      guard !seen.contains(key) else { return nil }
      // A second basis is a question of its own.
      let isBridged = seen.contains { $0.hasPrefix(row.question.name + "\n") }
      seen.append(key)
      let name =
        row.question.name + (isBridged ? row.basis.map { ", \($0.label)" } ?? "" : "")
      var answer = AnswerRow(name, NowcastVerdict.text(row), Self.status(row))
      answer.value = row.estimate
      answer.range = row.interval(level: 80).map { $0.low...$0.high }
      answer.unit = row.unit
      answer.basis = row.basis
      answer.deadline = String(row.question.year)
      answer.members = row.method.rawValue
      answer.count = row.carry?.count
      let others = own.filter {
        $0.question.name == row.question.name && $0.basis == row.basis && $0.estimate != nil
          && ($0.method != row.method || $0.bridging?.ratio.rule != row.bridging?.ratio.rule)
      }
      if !others.isEmpty {
        answer.whyRange = others.map {
          let bridge = $0.bridging.map { ", ratio of \($0.ratio.rule.rawValue)" } ?? ""
          return "\($0.method.rawValue)\(bridge) gives "
            + Verdict.amount($0.estimate ?? 0, row.unit)
        }.joined(separator: ", ")
      }
      return answer
    }
    return years + levels.map(Self.row)
  }

  private static func row(_ row: NowcastRow, _ level: NowcastQuestion.Level) -> AnswerRow {
    let probability = row.probability(of: level.level)
    var answer = AnswerRow(
      level.name, NowcastVerdict.text(level, row),
      probability == nil ? .insufficient : status(row))
    answer.probability = probability
    answer.value = probability == nil ? nil : row.estimate
    answer.unit = row.unit
    answer.basis = row.basis
    answer.level = level.level
    answer.deadline = String(row.question.year)
    answer.members = row.method.rawValue
    answer.count = row.carry?.count
    return answer
  }

  private static func status(_ row: NowcastRow) -> AnswerRow.Status {
    switch row.status {
    case .estimated, .proxy: .projected
    case .assumption: .assumption
    case .insufficient: .insufficient
    }
  }
}

extension ScenarioRun {
  /// The nowcasts of the scenario, a row a flow and method.
  package var nowcasts: [NowcastRow] { part(NowcastPart.self)?.answer.rows ?? [] }
}
