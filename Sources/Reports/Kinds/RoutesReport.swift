internal import Logistics
internal import Scenarios
internal import SeriesCore

/// Flows of markets over routes, and the price of room on full ones.
enum RoutesReport {
  static let kind = ReportKind(
    file: "routes.csv", summary: "flows of markets over routes and the price of room", table: table
  ) { run in
    (run.part(RoutesPart.self)?.answer.rows ?? []).flatMap { year in
      year.choice.markets.enumerated().flatMap { place, market in
        year.choice.routes.indices.filter { market.utilities[$0] != nil }.map {
          Row(year: year, market: place, route: $0)
        }
      }
    }
  }

  private struct Row {
    let year: RoutesAnswer.Row
    let market: Int
    let route: Int

    var problem: RouteProblem { year.problem }
    var demand: Double { year.choice.markets[market].demand }
    var capacity: Double? { year.choice.routes[route].capacity }

    var solution: RouteChoice.Solution? {
      if case .success(let solution) = year.solution { solution } else { nil }
    }

    var flow: Double? { solution?.flows[market][route] }
    var price: Double? { solution.map { $0.prices[route] / problem.weight } }
    var share: Double? { demand > 0 ? flow.map { $0 / demand } : nil }
  }

  private static let table: Table<Row> = [
    .text("scenario", "course of events") { $0.year.course },
    .text("problem", "name of the problem") { $0.problem.name },
    .text("period", "year") { String($0.year.year) },
    .text("market", "market") { $0.year.choice.markets[$0.market].name },
    .text("route", "route") { $0.year.choice.routes[$0.route].name },
    .text("unit", "unit of flows") { $0.problem.unit.label },
    .text("basis", "what is counted") { $0.problem.basis },
    .rounded("demand", "what the market sends") { $0.demand },
    .rounded("flow", "what takes the route") { $0.flow },
    .rounded("share", "flow over demand") { $0.share },
    .rounded("route_flow", "what the route carries of all markets") {
      $0.solution?.total($0.route)
    },
    .rounded(
      "capacity",
      "what it can carry: median of a shared link's draws, or as stated; empty for no bound"
    ) {
      $0.capacity
    },
    .rounded("price", "worth of room on the route, in units of cost; 0 unless it is full") {
      $0.price
    },
    .text("price_unit", "unit of cost") { $0.problem.costUnit },
    .text("base_period", "year whose shares hold") { String($0.problem.baseYear) },
    .text("growth", "where the growth of demand comes from: the headlines' medians or assumed") {
      $0.problem.markets[$0.market].growth == nil ? "headline" : "assumed"
    },
    .text("status", "conditional on stated capacity and weight, assumption or insufficient") {
      $0.solution == nil
        ? "insufficient"
        : $0.problem.markets[$0.market].growth == nil ? "conditional" : "assumption"
    },
    .text("reason", "why these assumptions") { $0.problem.reason },
    .text("verdict", "the route in one sentence") { $0.year.verdict(route: $0.route) },
  ]
}
