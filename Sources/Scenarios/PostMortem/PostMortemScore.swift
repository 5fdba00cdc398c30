internal import Forecasting
internal import SeriesCore
internal import StatisticsCore

/// A mean over vintages, with how many it is over.
package struct PostMortemScore: Sendable {
  /// What is scored: a target's name, `forecasts` or `plans`.
  package let subject: String
  package let deadline: Int?
  /// Periods ahead; nil for all of them, and for targets.
  package let step: Int?
  package let model: String
  /// `brier_touch`, `brier_level`, `coverage_80`, `wis`, `plan_error`, …
  package let measure: String
  package let value: Double
  /// Of a coverage: Jeffreys' 95 % interval, as if the forecasts were independent.
  package let interval: ClosedRange<Double>?
  /// Scored forecasts.
  package let count: Int
  /// The same of naive over the same forecasts; nil when it does not have them all.
  package let naive: Double?

  package var ratio: Double? { naive.flatMap { $0 > 0 ? value / $0 : nil } }

  /// Scored forecasts below which nothing is said about them.
  package static let leastCount = 5

  /// What a reader must know about the figure.
  package var note: String {
    let few = count < Self.leastCount ? "too few to judge; " : ""
    if subject == "plans" { return few + "plans of different kinds and lead times" }
    if measure.hasPrefix("brier") {
      return few + "one outcome for all vintages: they are not independent"
    }
    return few + (step == 1 ? "" : "overlapping forecasts are not independent; ")
      + "samples of later vintages hold those of earlier ones"
  }
}

extension PostMortemAnswer {
  var computedScores: [PostMortemScore] { targetScores + forecastScores + planScores }

  /// Models that were asked, the headline first.
  var models: [String] { question.models.map(\.text) }

  /// Each target and deadline, with the rows of all models.
  var byTarget: [(name: String, deadline: Int, rows: [TargetRow])] {
    question.targets.flatMap { target in
      target.deadlines.map { deadline in
        let rows = targets.filter {
          $0.outcome.target.target.name == target.target.name && $0.outcome.deadline == deadline
        }
        return (target.target.name, deadline, rows)
      }
    }
  }

  private var targetScores: [PostMortemScore] {
    byTarget.flatMap { name, deadline, rows in
      models.flatMap { model -> [PostMortemScore] in
        [("brier_touch", \TargetRow.brierTouch), ("brier_level", \TargetRow.brierLevel)]
          .compactMap { measure, value in
            func scored(_ model: String) -> [Int: Double] {
              Dictionary(
                rows.filter { $0.outcome.model == model }.compactMap { row in
                  row[keyPath: value].map { (row.vintage, $0) }
                }, uniquingKeysWith: { first, _ in first })
            }
            return score(
              scored(model), beside: scored(question.referenceName), subject: name,
              deadline: deadline, model: model, measure: measure)
          }
      }
    }
  }

  /// The mean of scores by forecast, beside naive's where it has them all.
  private func score<Key: Hashable>(
    _ own: [Key: Double], beside naive: [Key: Double], subject: String, deadline: Int? = nil,
    step: Int? = nil, model: String, measure: String
  ) -> PostMortemScore? {
    guard !own.isEmpty else { return nil }
    let shared = own.keys.compactMap { naive[$0] }
    // Sorted: sums of dictionaries' values would depend on their order.
    func mean(_ values: [Double]) -> Double { values.sorted().reduce(0, +) / Double(values.count) }
    return PostMortemScore(
      subject: subject, deadline: deadline, step: step, model: model, measure: measure,
      value: mean(Array(own.values)), interval: nil, count: own.count,
      naive: shared.count == own.count ? mean(shared) : nil)
  }

  private struct Place: Hashable {
    let vintage: Int
    let step: Int
  }

  private var forecastScores: [PostMortemScore] {
    models.flatMap { model -> [PostMortemScore] in
      let steps: [Int?] = [nil] + (1...question.horizon).map { Optional($0) }
      return steps.flatMap { step -> [PostMortemScore] in
        func rows(_ model: String) -> [ForecastRow] {
          forecasts.filter {
            $0.model == model && $0.actual != nil && (step == nil || $0.step == step)
          }
        }
        func scores(_ rows: [ForecastRow]) -> [Place: Double] {
          Dictionary(
            uniqueKeysWithValues: rows.compactMap { row in
              row.wis.map { (Place(vintage: row.vintage, step: row.step), $0) }
            })
        }
        let own = rows(model)
        let coverage = question.levels.indices.compactMap { place -> PostMortemScore? in
          guard !own.isEmpty else { return nil }
          let inside = own.count { $0.isInside(place) == true }
          return PostMortemScore(
            subject: "forecasts", deadline: nil, step: step, model: model,
            measure: "coverage_" + NumberText.shortest(question.levels[place]),
            value: Double(inside) / Double(own.count),
            interval: BinomialInterval.jeffreys(successes: inside, of: own.count),
            count: own.count, naive: nil)
        }
        let wis = score(
          scores(own), beside: scores(rows(question.referenceName)), subject: "forecasts",
          step: step, model: model, measure: "wis")
        return [wis].compactMap { $0 } + coverage
      }
    }
  }

  private var planScores: [PostMortemScore] {
    let score = PlanScore(plans.map(\.row))
    func row(_ measure: String, _ value: Double?, _ count: Int, naive: Double? = nil)
      -> PostMortemScore?
    {
      value.map {
        PostMortemScore(
          subject: "plans", deadline: nil, step: nil, model: "plan", measure: measure, value: $0,
          interval: nil, count: count, naive: naive)
      }
    }
    return [
      row("plan_error", score.meanError, score.count),
      row("plan_ratio", score.meanRatio, score.count),
      row("plan_mae", score.paired?.plan, score.paired?.count ?? 0, naive: score.paired?.naive),
    ].compactMap { $0 }
  }
}
