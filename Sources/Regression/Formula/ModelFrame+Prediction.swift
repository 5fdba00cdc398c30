internal import SeriesCore

/// What predicting rows without a response needs of a frame.
extension ModelFrame {
  /// The columns of the terms at the rows without a response, dummies as in the fit.
  func unansweredTerms(
    table: DataTable, options: Options
  ) throws(RegressionError) -> [Design.Term] {
    guard !unanswered.isEmpty else { return [] }
    var lags: LagIndex?
    do throws(InputFault) {
      if formula.usesLags { lags = try LagIndex(table, id: options.id, time: options.time) }
    } catch { throw .input(error) }
    var builder = DesignBuilder(
      table: table, rows: unanswered, levelRows: rows, formula: formula,
      evaluator: ColumnEvaluator(table: table, lags: lags))
    let intercept: [Design.Term] =
      formula.hasIntercept && effects.isEmpty ? [.intercept(count: unanswered.count)] : []
    return try intercept + builder.columns(of: formula.terms + formula.endogenous)
  }

  /// The level of each row without a response in one fixed effect; −1 for one the fit has not seen.
  func unansweredCodes(of groups: Groups, table: DataTable) -> [Int] {
    guard let effect = formula.effects.first(where: { $0.text == groups.name }) else { return [] }
    var codeOf: [String: Int] = [:]
    for (code, name) in groups.levelNames.enumerated() { codeOf[name] = code }
    let parts = effect.columns.compactMap { table.levels($0.name) }
    return unanswered.map { row in
      codeOf[parts.map { $0.names[Int($0.codes[row])] }.joined(separator: "^")] ?? -1
    }
  }

  private static func dummyName(_ groups: Groups, _ level: Int) -> String {
    "\(groups.name)=\(groups.levelNames[level])"
  }

  /// The same model with a dummy a level in place of the fixed effects.
  func withDummies() -> ModelFrame {
    var frame = self
    for groups in effects {
      for level in groups.levelNames.indices {
        frame.terms.append(
          Design.Term(
            Self.dummyName(groups, level), groups.codes.codes.map { Int($0) == level ? 1 : 0 }))
      }
    }
    frame.effects = []
    return frame
  }

  /// The dummies of `withDummies` at the rows without a response.
  func unansweredDummies(table: DataTable) -> [Design.Term] {
    effects.flatMap { groups in
      let codes = unansweredCodes(of: groups, table: table)
      return groups.levelNames.indices.map { level in
        Design.Term(
          Self.dummyName(groups, level), codes.map { $0 < 0 ? .nan : $0 == level ? 1 : 0 })
      }
    }
  }
}
