import Corridor

extension VarCommand {
  /// Reads the values that a forecast is to hold, by scenario in the order in which they first occur; one
  /// set without a name where the file has no such column.
  func givenPaths(_ path: String, _ question: VectorQuestion) throws -> [GivenPaths] {
    let reader = try TableReader(
      ByteSource(path: path), options: numbers.observationOptions)
    let hasScenarios = reader.header.contains("scenario")
    let table = try reader.read(
      numbers: ["value"],
      levels: Set(["variable", "period"] + (hasScenarios ? ["scenario"] : [])))
    var order: [String] = []
    var sets: [String: GivenPaths] = [:]
    var firstRow: [String: Int] = [:]
    for row in 0..<table.rowCount {
      let name = hasScenarios ? try scenario(table, row) : ""
      let (condition, period) = try condition(table, row, question)
      if let first = firstRow.updateValue(
        row, forKey: "\(condition.step) \(condition.variable) \(name)")
      {
        throw table.fault(
          row: row, "'\(condition.variable)' has a value in \(period) already",
          advice: "line \(table.line(ofRow: first)) gives it")
      }
      if sets[name] == nil { order.append(name) }
      sets[name, default: GivenPaths(scenario: hasScenarios ? name : nil)]
        .conditions.append(condition)
    }
    guard !order.isEmpty else { return [GivenPaths(scenario: nil)] }
    return order.compactMap { sets[$0] }
  }

  private func scenario(_ table: DataTable, _ row: Int) throws -> String {
    guard let levels = table.levels("scenario"), levels.codes[row] >= 0 else {
      throw table.fault(row: row, "an empty cell", advice: "complete the row")
    }
    let name = levels.names[Int(levels.codes[row])]
    let gate = CopyGate(allowsFormulas: false, names: .numbers)
    if let objection = gate.objection(name, what: "column 'scenario'") {
      throw table.fault(row: row, objection.message, advice: objection.advice)
    }
    return name
  }

  private func condition(
    _ table: DataTable, _ row: Int, _ question: VectorQuestion
  ) throws -> (ConditionalForecast.Condition, period: String) {
    let variables = question.variables.map(\.name)
    guard let values = table.numbers("value"), let names = table.levels("variable"),
      let periods = table.levels("period"), names.codes[row] >= 0, periods.codes[row] >= 0,
      values.values[row].isFinite
    else {
      throw table.fault(row: row, "an empty cell", advice: "complete the row")
    }
    let name = names.names[Int(names.codes[row])]
    guard variables.contains(name) else {
      let near = nearestName(to: name, among: variables).map { "did you mean '\($0)'?" }
      throw table.fault(
        row: row, "no variable '\(name)'",
        advice: near ?? "the variables are \(variables.joined(separator: ", "))")
    }
    let period = periods.names[Int(periods.codes[row])]
    guard let step = (1...horizon).first(where: { question.label(step: $0) == period }) else {
      throw table.fault(
        row: row, "the period \(period) is not among the \(horizon) after the sample",
        advice: "they go from \(question.label(step: 1)) to \(question.label(step: horizon))")
    }
    return (
      ConditionalForecast.Condition(variable: name, step: step, value: values.values[row]), period
    )
  }

  /// Held values that the model expects once in a hundred or less.
  func tellImplausible(_ tails: some Sequence<(String?, Double?)>) {
    for case (let scenario, let tail?) in tails where tail < 0.01 {
      let name = scenario.map { " of scenario '\($0)'" } ?? ""
      let size = NumberText.shortest(SignificantDigits.round(tail, to: 2))
      StandardError.lines([
        "\(given ?? ""): the values\(name) are far from all that the model expects (p \(size)): it says little "
          + "of such a case"
      ])
    }
  }
}
