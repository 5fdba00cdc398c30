internal import Glibc
package import Logistics
package import SeriesCore

/// The key `routes`: markets that split between routes by logit, with prices on full capacities.
package struct RoutesPart: ScenarioPart {
  package static let key = "routes"

  package let problems: [RouteProblem]
  package let sources: [ScenarioSource]

  package static func read(_ node: ScenarioNode, _ context: PartContext) -> RoutesPart? {
    RoutesPart(
      problems: RoutesReader(context: context).problems(node),
      sources: context.network.map { [$0.source] } ?? [])
  }

  package var plan: [String] {
    problems.map {
      "routes \($0.name): \($0.markets.count) markets over \($0.routes.count) routes in "
        + "\($0.periods.count) periods"
    }
  }

  package var reports: [PartReport] { [PartReport("routes.csv")] }

  package func answer(_ run: PartRun) -> RoutesAnswer {
    let courses = run.courses
    func isKnown(_ problem: RouteProblem) -> Bool {
      guard let last = run.asOf?.lastDay, let base = PeriodText("\(problem.baseYear)")?.lastDay
      else { return true }
      return base <= last
    }
    return RoutesAnswer(
      rows: problems.flatMap { problem -> [RoutesAnswer.Row] in
        let growth = RouteGrowth(problem, run)
        let capacities = RouteCapacities(problem, run)
        return courses.flatMap { course in
          problem.periods.map { year in
            do throws(Insufficient) {
              guard isKnown(problem) else {
                throw Insufficient(
                  reason: LogisticsError.notKnown(period: String(problem.baseYear)).description)
              }
              let ratios = try growth.ratios(year, in: course)
              return RoutesAnswer.Row(
                problem, course: course, year: year, ratios: ratios,
                capacities: capacities.capacities(year, in: course))
            } catch {
              return RoutesAnswer.Row(problem, course: course, year: year, failure: error)
            }
          }
        }
      }, headline: courses.first)
  }
}

/// Markets, routes and what changes, pivoted on a base year.
///
/// A market's utility of a route is ln of its base flow less weight × the change of cost: shares are
/// those of the base year when nothing changes, and need only differences of cost.
package struct RouteProblem: Sendable {
  package struct Route: Sendable {
    package let name: String
    /// Capacities with the years from which they hold, in order; empty for no bound.
    let capacities: [(year: Int, capacity: Double)]
    /// Years by which later capacities are late, by course.
    let delays: [String: Int]
    /// The change of cost against the base year, by course; 0 where none is given.
    let changes: [String: Double]
    /// The capacity of a shared link, in place of `capacities`.
    let plan: LinkPlan?
    /// The series of what it carries, whose headline grows the demand of markets that state no growth.
    let series: TimeSeries?
    /// What it carried in the base year: a capacity that gives way is at least as much.
    var carried = 0.0

    /// The capacity of a year where its file states it by year, and of the base year.
    package func stated(_ year: Int, in course: String) -> Double? {
      if let plan { return plan.capacity(carried: carried) }
      let delay = delays[course] ?? 0
      let held = capacities.enumerated().last { place, item in
        place == 0 || item.year + delay <= year
      }
      return held?.element.capacity
    }
  }

  package struct Market: Sendable {
    package let name: String
    /// Base flows by route; nil where the market cannot use it.
    let base: [Double?]
    /// Growth a year, a fraction, by course; nil where demand grows as the series of its routes do.
    package let growth: [String: Double]?

    /// What wants to take each route some years after the base year, were no cost changed; nil where the
    /// market cannot use it.
    func wanted(after years: Int, in course: String, ratios: [Double]) -> [Double?] {
      zip(base, ratios).map { flow, ratio in
        flow.map { $0 * (growth.map { pow(1 + ($0[course] ?? 0), Double(years)) } ?? ratio) }
      }
    }
  }

  package let name: String
  package let unit: SeriesUnit
  package let basis: String
  package let baseYear: Int
  package let periods: [Int]
  /// Utility lost for a unit of cost, and the unit's name.
  package let weight: Double
  package let costUnit: String
  package let reason: String
  package let routes: [Route]
  package let markets: [Market]

  /// Whether a market grows as the headlines of its routes' series do.
  var hearsHeadlines: Bool { markets.contains { $0.growth == nil } }

  /// Where growth comes from, for sentences.
  var growthText: String {
    !hearsHeadlines
      ? "assumed growth and weight"
      : markets.allSatisfy { $0.growth == nil }
        ? "medians of the headlines, assumed weight"
        : "medians of the headlines and assumed growth, assumed weight"
  }

  /// The problem of a year under a course.
  ///
  /// - Parameters:
  ///   - ratios: of each route's series, that year over the base year.
  ///   - capacities: of each route; nil for no bound.
  func choice(
    _ year: Int, in course: String, ratios: [Double], capacities: [Double?]
  ) -> RouteChoice {
    RouteChoice(
      routes: zip(routes, capacities).map { .init(name: $0.name, capacity: $1) },
      markets: markets.map { market in
        let wanted = market.wanted(after: year - baseYear, in: course, ratios: ratios)
        return .init(
          name: market.name, demand: wanted.reduce(0) { $0 + ($1 ?? 0) },
          utilities: zip(routes, wanted).map { route, wanted in
            wanted.map { log($0) - weight * (route.changes[course] ?? 0) }
          })
      })
  }
}

/// Flows and prices, by problem, course and year.
package struct RoutesAnswer: ScenarioAnswer {
  package struct Row: Sendable {
    package let problem: RouteProblem
    package let course: String
    package let year: Int
    package let choice: RouteChoice
    package let solution: Result<RouteChoice.Solution, Insufficient>

    init(
      _ problem: RouteProblem, course: String, year: Int, ratios: [Double], capacities: [Double?]
    ) {
      self.problem = problem
      self.course = course
      self.year = year
      choice = problem.choice(year, in: course, ratios: ratios, capacities: capacities)
      do throws(LogisticsError) { solution = .success(try choice.solve()) } catch {
        solution = .failure(Insufficient(reason: error.description))
      }
    }

    /// A row without an answer; its demand is that of the base year.
    init(_ problem: RouteProblem, course: String, year: Int, failure: Insufficient) {
      self.problem = problem
      self.course = course
      self.year = year
      choice = problem.choice(
        problem.baseYear, in: course, ratios: problem.routes.map { _ in 1 },
        capacities: problem.routes.map { $0.stated(problem.baseYear, in: course) })
      solution = .failure(failure)
    }

    /// What a route carries of what it can, in a sentence.
    package func verdict(route: Int) -> String {
      switch solution {
      case .failure(let error): return "no answer for \(year), \(error.reason)"
      case .success(let solution):
        let name = choice.routes[route].name
        var text =
          "\(name) carries \(Verdict.amount(solution.total(route), problem.unit)) in \(year)"
        if let capacity = choice.routes[route].capacity {
          text +=
            " of \(Verdict.number(capacity)) that it can carry"
            + (problem.routes[route].plan == nil ? "" : " at the median")
        }
        let price = solution.prices[route] / problem.weight
        if price > 0 {
          text +=
            "; it is full, and room on it is worth \(Verdict.number(price)) "
            + problem.costUnit
        }
        return text + "; \(problem.growthText), shares of \(problem.baseYear)"
      }
    }
  }

  package let rows: [Row]
  let headline: String?

  package var verdicts: [PartVerdict] {
    rows.filter { $0.course == headline }.flatMap { row in
      row.choice.routes.indices.filter { row.choice.routes[$0].capacity != nil }.map {
        PartVerdict(subject: row.problem.name, text: row.verdict(route: $0))
      }
    }
  }
}
