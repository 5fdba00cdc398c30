internal import Forecasting
package import Regression
internal import SeriesCore

/// The key `regressions`: fits of formulas and what follows from them for a target.
package struct RegressionPart: ScenarioPart {
  package static let key = "regressions"

  package let questions: [ScenarioRegressionQuestion]

  package static func read(_ node: ScenarioNode, _ context: PartContext) -> RegressionPart? {
    RegressionPart(questions: RegressionReader(context: context).questions(node))
  }

  package var sources: [ScenarioSource] { questions.flatMap(\.sources) }

  package var plan: [String] {
    questions.map { question in
      let projection = question.projection.map {
        ", projects \($0.series.id) to \($0.deadlines.count) deadlines"
      }
      return "regression \(question.name): \(question.formula.text)" + (projection ?? "")
    }
  }

  package var reports: [PartReport] {
    let projects = questions.contains { $0.projection != nil }
    var reports = [
      PartReport("regressions.csv"),
      PartReport("fitted.csv", hasRows: questions.contains { !$0.rows.isEmpty }),
      PartReport("drivers.csv", hasRows: projects),
    ]
    if projects { reports.append(PartReport("driver_fan.csv")) }
    return reports
  }

  package func answer(_ run: PartRun) -> RegressionAnswers {
    let courses = run.courses
    var known: [String: ScenarioRegressionAnswer] = [:]
    let rows = questions.map { question in
      do throws(RegressionError) {
        let cut = try question.cut(run)
        let answer = try ScenarioRegressionAnswer(
          cut, courses: courses, sameAs: known[question.fitIdentity])
        if answer.sameFit == nil { known[question.fitIdentity] = answer }
        return RegressionRow(question: cut, answer: .success(answer))
      } catch {
        return RegressionRow(question: question, answer: .failure(error))
      }
    }
    return RegressionAnswers(rows: rows, headline: courses.first)
  }
}

/// One regression and its answer, or why there is none.
package struct RegressionRow: Sendable {
  package let question: ScenarioRegressionQuestion
  package let answer: Result<ScenarioRegressionAnswer, RegressionError>
}

/// The answers of all regressions of a scenario.
package struct RegressionAnswers: ScenarioAnswer {
  package let rows: [RegressionRow]
  /// The course of events whose sentences end the run.
  let headline: String?

  package var verdicts: [PartVerdict] {
    rows.flatMap { row -> [PartVerdict] in
      switch row.answer {
      case .failure(let error):
        return [PartVerdict(subject: row.question.name, text: "no answer, \(error.description)")]
      case .success(let answer):
        let outcomes = answer.outcomes.filter { $0.course == headline }.map {
          PartVerdict(subject: row.question.name, text: DriverVerdict.text(answer, $0))
        }
        return outcomes
          + answer.warnings.map { PartVerdict(subject: row.question.name, text: "note: " + $0) }
      }
    }
  }
}

extension RegressionAnswers {
  /// A row a projection: what the drivers say. One that passed the gate is conditional all the same: the
  /// gate had the drivers as they came, and an answer has them as somebody states them.
  package var sheet: [AnswerRow] {
    rows.flatMap { row -> [AnswerRow] in
      guard case .success(let answer) = row.answer else {
        return [
          AnswerRow(
            row.question.name, verdicts.first { $0.subject == row.question.name }?.text ?? "",
            .insufficient)
        ]
      }
      guard let projection = answer.question.projection else { return [] }
      return answer.outcomes.filter { $0.course == headline }.map { outcome in
        let gate = answer.record?.gate
        var result = AnswerRow(
          row.question.name, DriverVerdict.text(answer, outcome),
          gate?.passed ?? false ? .conditional : .unproven)
        result.probability = outcome.probability
        result.unit = projection.series.unit
        result.basis = projection.series.basis
        result.level = projection.level
        result.deadline = projection.series.axis.text(outcome.deadline)
        result.value = outcome.median
        result.members = DriverVerdict.method(answer)
        result.count = answer.fit.count
        result.whyRange = answer.differs
        result.wouldChange = DriverVerdict.wouldChange(projection, outcome)
        return result
      }
    }
  }
}

extension ScenarioRun {
  /// The regressions of the scenario with their answers.
  package var regressions: [RegressionRow] { part(RegressionPart.self)?.answer.rows ?? [] }
}
