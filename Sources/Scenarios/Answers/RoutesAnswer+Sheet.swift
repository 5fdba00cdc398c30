internal import Logistics
internal import SeriesCore

extension RoutesAnswer {
  /// A row a bounded route and year, of the first course of events.
  package var sheet: [AnswerRow] {
    rows.filter { $0.course == headline }.flatMap { row in
      row.choice.routes.indices.filter { row.choice.routes[$0].capacity != nil }.map { route in
        var answer = AnswerRow(
          "\(row.problem.name): \(row.choice.routes[route].name)", row.verdict(route: route),
          row.problem.hearsHeadlines ? .conditional : .assumption)
        answer.deadline = String(row.year)
        answer.unit = row.problem.unit
        answer.basis = SeriesBasis(row.problem.basis)
        answer.members = row.problem.growthText
        switch row.solution {
        case .success(let solution): answer.value = solution.total(route)
        case .failure: answer.status = .insufficient
        }
        return answer
      }
    }
  }
}
