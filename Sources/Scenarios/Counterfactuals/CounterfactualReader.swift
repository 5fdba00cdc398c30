internal import SeriesCore
internal import Trade

/// Reads the key `counterfactual` of a scenario file.
struct CounterfactualReader {
  let context: PartContext

  private static let drawRange = 100...100_000

  func questions(_ list: ScenarioNode) -> [TradeCostQuestion] {
    list.named("counterfactual", question)
  }

  private func question(_ node: ScenarioNode) -> TradeCostQuestion? {
    node.allow(
      [
        "name", "file", "exporter", "importer", "flow", "year", "domestic", "sigma", "changes",
        "tell", "draws", "divide_by", "unit",
      ] + ObservationKeys.numbers)
    let before = node.faultCount
    let name = context.copiedText(node, "name")
    let changes = node.named(under: "changes", "change", self.change)
    if node.list("changes").isEmpty {
      node.fault("no changes", advice: "changes: with name, between and cost")
    }
    let told = node.list("tell").compactMap(\.scalar)
    let scale = UnitScale.read(node, context)
    let sigma = node["sigma"].flatMap(self.sigma)
    if !node.has("sigma") {
      node.fault("the key 'sigma' is missing", advice: "sigma: {value: 5, sd: 1, reason: …}")
    }
    let draws = node.integer("draws", in: Self.drawRange) ?? 1_000
    let domestic = node["domestic"].flatMap(self.domestic)
    if !node.has("domestic") {
      node.fault(
        "the key 'domestic' is missing",
        advice: "domestic: {column: gdp, low: 0.2, high: 1, reason: …}")
    }
    guard let name, let scale, let sigma, let domestic, node.faultCount == before else {
      return nil
    }
    let changing = changes.flatMap { [$0.countries.0, $0.countries.1] }
    guard let read = flows(node, domestic, kept: Set(told + changing)) else { return nil }
    let countries = read.table.economy.countries
    require(told, of: countries, at: "tell", node)
    require(changing, of: countries, at: "changes", node)
    guard node.faultCount == before else { return nil }
    return TradeCostQuestion(
      name: name, table: read.table, domesticBase: read.base, domestic: domestic.range,
      domesticColumn: domestic.column, sigma: sigma.elasticity, sigmaReason: sigma.reason,
      changes: changes, told: told.isEmpty ? [changes[0].countries.0] : told, draws: draws,
      divisor: scale.divisor, unit: scale.unit?.label, source: read.source)
  }

  /// Reports the first name that is no country of the table.
  private func require(
    _ names: [String], of countries: [String], at key: String, _ node: ScenarioNode
  ) {
    guard let name = names.first(where: { !countries.contains($0) }) else { return }
    node.fault(
      at: key, "no country '\(name)'",
      advice: choiceAdvice(for: name, among: countries, called: "the countries are"))
  }

  private func change(_ node: ScenarioNode) -> TradeCostQuestion.Change? {
    node.allow(["name", "between", "cost"])
    guard let name = context.copiedText(node, "name") else { return nil }
    let pair = node.list("between").compactMap(\.scalar)
    guard pair.count == 2, pair[0] != pair[1] else {
      node.fault("two countries are needed", advice: "between: [KAZ, CHN]")
      return nil
    }
    guard let item = node["cost"] else {
      node.fault("the key 'cost' is missing", advice: "cost: {low: -0.05, high: -0.01, reason: …}")
      return nil
    }
    guard let cost = range(item), cost.low > -0.9, cost.high < 9 else {
      if item.has("low") {
        item.fault(
          "a change of cost is a fraction from -0.9 to 9", advice: "two percent less is -0.02")
      }
      return nil
    }
    return TradeCostQuestion.Change(name: name, countries: (pair[0], pair[1]), cost: cost)
  }

  private func range(_ node: ScenarioNode) -> TradeCostQuestion.Range? {
    node.allow(["low", "high", "reason", "column"])
    guard let low = node.number("low"), let high = node.number("high"),
      let reason = context.copiedText(node, "reason")
    else { return nil }
    guard high >= low else {
      node.fault("a range runs from 'low' up to 'high'")
      return nil
    }
    return TradeCostQuestion.Range(low: low, high: high, reason: reason)
  }

  private func domestic(
    _ node: ScenarioNode
  ) -> (column: String, range: TradeCostQuestion.Range)? {
    guard let column = node.text("column"), let range = range(node) else { return nil }
    guard range.low > 0 else {
      node.fault(at: "low", "domestic flows are a positive multiple of '\(column)'")
      return nil
    }
    return (column, range)
  }

  private func sigma(_ node: ScenarioNode) -> (elasticity: Elasticity, reason: String)? {
    node.allow(["value", "sd", "reason"])
    guard let value = node.number("value"), let reason = context.copiedText(node, "reason") else {
      return nil
    }
    let deviation = node.has("sd") ? node.positive("sd") ?? 0 : 0
    guard value > 1 else {
      node.fault(
        at: "value", "\(NumberText.shortest(value)) is not above 1",
        advice: "goods of different countries would be no substitutes")
      return nil
    }
    return (Elasticity(value, deviation: deviation), reason)
  }

  /// The square table of the year, with domestic flows at the middle of their range, and what these are
  /// multiples of.
  private func flows(
    _ node: ScenarioNode, _ domestic: (column: String, range: TradeCostQuestion.Range),
    kept: Set<String>
  ) -> (table: TradeTable, base: [Double], source: ScenarioSource)? {
    guard let exporter = node.text("exporter"), let importer = node.text("importer"),
      let flow = node.text("flow"), let (bytes, source) = context.files.bytes(node, "file")
    else { return nil }
    var columns = TradeColumns(exporter: exporter, importer: importer, flow: flow)
    if let year = node["year"] {
      year.allow(["column", "at"])
      guard let column = year.text("column") else { return nil }
      (columns.year, columns.chosenYear) = (column, year["at"]?.scalar)
    }
    do throws(InputFault) {
      let reading = ObservationKeys.options(
        node, keys: ObservationKeys.numbers, on: context.files.options)
      let table = try TableReader(ByteSource(name: source.path, bytes: bytes), options: reading)
        .read(numbers: columns.numbers.union([domestic.column]), levels: columns.levels)
      let base = try self.base(table, columns, domestic.column)
      var options = TradeTable.Options()
      options.baseline = .observed
      options.dropsIncomplete = true
      options.kept = kept
      options.completion = "the countries of 'tell' and 'changes' need every pair"
      options.allowsFormulas = context.allowsFormulas
      let middle = (domestic.range.low * domestic.range.high).squareRoot()
      options.domestic = base.mapValues { $0 * middle }
      let trade = try TradeTable(table, columns: columns, frame: nil, options: options)
      return (trade, trade.economy.countries.map { base[$0] ?? .nan }, source)
    } catch {
      context.files.add(error)
      return nil
    }
  }

  /// The value of a column by exporter in the year; countries without one lack their domestic flow.
  private func base(
    _ table: DataTable, _ columns: TradeColumns, _ column: String
  ) throws(InputFault) -> [String: Double] {
    guard let exporters = table.levels(columns.exporter), let values = table.numbers(column)
    else { return [:] }
    let rows = try TradeTable.rows(of: table, columns: columns)
    var found: [String: Double] = [:]
    for row in rows where exporters.codes[row] >= 0 && values.values[row] > 0 {
      let name = exporters.names[Int(exporters.codes[row])]
      if let other = found[name], other != values.values[row] {
        throw table.fault(
          row: row, "'\(column)' of \(name) has several values", advice: "one value a country")
      }
      found[name] = values.values[row]
    }
    return found
  }
}
