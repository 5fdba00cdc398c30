internal import Logistics
internal import Scenarios
internal import SeriesCore

/// Flows of markets over routes, and the price of room on full ones.
enum RoutesReport {
  static let kind = ReportKind(
    file: "routes.csv", summary: "flows of markets over routes and the price of room",
    columns: [
      .text("scenario", "course of events"), .text("problem", "name of the problem"),
      .text("period", "year"), .text("market", "market"), .text("route", "route"),
      .text("unit", "unit of flows"), .text("basis", "what is counted"),
      .number("demand", "what the market sends"), .number("flow", "what takes the route"),
      .number("share", "flow over demand"),
      .number("route_flow", "what the route carries of all markets"),
      .number("capacity", "what it can carry; empty without a bound"),
      .number("price", "worth of room on the route, in units of cost; 0 unless it is full"),
      .text("price_unit", "unit of cost"), .text("base_period", "year whose shares hold"),
      .text("status", "assumption or insufficient"), .text("reason", "why these assumptions"),
      .text("verdict", "the route in one sentence"),
    ], isWanted: ReportKind.has(RoutesPart.self)
  ) { run in (run.part(RoutesPart.self)?.answer.rows ?? []).flatMap(rows) }

  private static func rows(_ row: RoutesAnswer.Row) -> [[ReportTable.Cell]] {
    let problem = row.problem
    return row.choice.markets.enumerated().flatMap { m, market in
      row.choice.routes.indices.filter { market.utilities[$0] != nil }.map { r in
        var (flow, total, price): (Double?, Double?, Double?)
        var status = "insufficient"
        if case .success(let solution) = row.solution {
          (flow, total) = (solution.flows[m][r], solution.total(r))
          price = solution.prices[r] / problem.weight
          status = "assumption"
        }
        return [
          .text(row.course), .text(problem.name), .text(String(row.year)), .text(market.name),
          .text(row.choice.routes[r].name), .text(problem.unit.label), .text(problem.basis),
          .rounded(market.demand), .rounded(flow),
          .rounded(market.demand > 0 ? flow.map { $0 / market.demand } : nil), .rounded(total),
          .rounded(row.choice.routes[r].capacity), .rounded(price), .text(problem.costUnit),
          .text(String(problem.baseYear)), .text(status), .text(problem.reason),
          .text(row.verdict(route: r)),
        ]
      }
    }
  }
}
