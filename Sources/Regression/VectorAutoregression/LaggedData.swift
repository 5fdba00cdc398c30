/// The variables of a vector autoregression, checked, and the regressors made from them.
struct LaggedData {
  let variables: [Design.Term]
  /// Observations.
  let count: Int

  init(_ variables: [Design.Term]) throws(RegressionError) {
    guard let first = variables.first else {
      throw .invalid(argument: "variables", detail: "at least one is needed")
    }
    for (i, variable) in variables.enumerated() {
      guard variable.values.count == first.values.count else {
        throw .lengthMismatch(
          term: variable.name, needed: first.values.count, found: variable.values.count)
      }
      if let place = variable.values.firstIndex(where: { !$0.isFinite }) {
        throw .nonFinite(term: variable.name, observation: place)
      }
      guard !variables.prefix(i).contains(where: { $0.name == variable.name }) else {
        throw .invalid(argument: "variables", detail: "'\(variable.name)' stands twice")
      }
    }
    self.variables = variables
    self.count = first.values.count
  }

  /// The columns of the observations from `start` on: deterministic terms, then all variables at
  /// lag 1, at lag 2, and so on.
  func terms(
    lags: Int, deterministic: VectorAutoregression.Deterministic, from start: Int
  ) -> [Design.Term] {
    var terms: [Design.Term] = []
    if deterministic.hasConstant { terms.append(.intercept(count: count - start)) }
    if deterministic.hasTrend {
      terms.append(.init("trend", (start..<count).map { Double($0 + 1) }))
    }
    for lag in 1...lags {
      for variable in variables {
        let values = Array(variable.values[(start - lag)..<(count - lag)])
        terms.append(.init("\(variable.name).l\(lag)", values))
      }
    }
    return terms
  }
}
