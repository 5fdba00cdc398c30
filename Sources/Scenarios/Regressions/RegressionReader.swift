internal import Glibc
internal import Regression
internal import SeriesCore

/// Reads the key `regressions` of a scenario file.
struct RegressionReader {
  let context: PartContext

  private var courses: [String] { context.courses.map(\.name) }

  func questions(_ list: ScenarioNode) -> [ScenarioRegressionQuestion] {
    list.named("regression", question)
  }

  private func question(_ node: ScenarioNode) -> ScenarioRegressionQuestion? {
    node.allow(
      [
        "name", "file", "columns", "formula", "family", "se", "from", "to", "time", "id", "rows",
        "labels", "spacing", "project", "corrections",
      ] + ObservationKeys.numbers)
    guard let name = node.text("name"), let text = node.text("formula") else { return nil }
    let formula: Formula
    do throws(FormulaError) { formula = try Formula(text) } catch {
      node.fault(
        at: "formula", "character \(error.position + 1): \(error.message)", advice: error.advice)
      return nil
    }
    guard let family = node.oneOf("family", "family", usual: Family.gaussian) else { return nil }
    let errors = node["se"]?.scalar
    guard let covariance = errors.map(CovarianceKind.init) ?? .usual(for: family) else {
      node.fault(at: "se", "unknown standard error '\(errors ?? "")'")
      return nil
    }
    if let fault = covariance.clusterFault {
      node.fault(at: "se", fault)
      return nil
    }
    var options = ModelFrame.Options()
    options.time = node["time"]?.scalar
    options.id = node["id"]?.scalar
    options.clusters = covariance.clusters
    let rows = rowSets(node)
    let labels = node.list("labels").compactMap(\.scalar)
    let before = node.faultCount
    let projection = node["project"].flatMap { self.projection($0, rows: rows) }
    let period = projection?.residuals.map(\.period)
    let corrected = node.list("corrections").flatMap { $0["rows"]?.keys ?? [] }
    let reader = RegressionDataReader(
      context: context, formula: formula,
      extra: Set(rows.joined().map(\.column) + labels + corrected + [period].compactMap { $0 }))
    guard let data = reader.data(node, &options) else { return nil }
    for driver in projection?.growth ?? []
    where formula.logarithmTerm(of: driver.column) == nil {
      node["project"]?.fault(
        at: "growth", "the formula has no term log(\(driver.column))",
        advice: "a driver's growth reaches the series through the logarithm of its column")
    }
    let spacing = node.integer("spacing", in: 1...1000) ?? 1
    guard node.faultCount == before else { return nil }
    var regression = RegressionQuestion(data.formula, table: data.table)
    regression.family = family
    regression.errors = covariance
    regression.options = options
    return ScenarioRegressionQuestion(
      name: name, regression: regression, data: data, rows: rows, labels: labels,
      spacing: spacing, projection: projection)
  }

  /// The rows under `rows`: a mapping, or a list of them.
  private func rowSets(_ node: ScenarioNode) -> [[(column: String, level: String)]] {
    guard let rows = node["rows"] else { return [] }
    let sets = rows.items.isEmpty ? [rows] : rows.items
    return sets.map { set in
      set.keys.compactMap { key in set[key]?.scalar.map { (column: key, level: $0) } }
    }.filter { !$0.isEmpty }
  }

  /// Whose residuals tell how those of the projected rows go on.
  private func residuals(
    _ node: ScenarioNode, rows: [[(column: String, level: String)]]
  ) -> PanelResiduals.Plan? {
    guard let item = node["residuals"] else { return nil }
    item.allow(["period", "both_ways", "size"])
    guard let pair = rows.first else {
      item.fault(
        "no pair is named", advice: "rows: of the regression, such as {iso_o: KAZ, iso_d: CHN}")
      return nil
    }
    guard let period = item.text("period") else { return nil }
    let bothWays = item.flag("both_ways")
    if bothWays, pair.count != 2 {
      item.fault(at: "both_ways", "two columns name a pair, 'rows' has \(pair.count)")
    }
    var size: Double?
    if item.has("size"), let times = item.number("size") {
      if times > 1 { size = times } else { item.fault(at: "size", "a size is over 1") }
    }
    return PanelResiduals.Plan(period: period, bothWays: bothWays, size: size)
  }

  private func projection(
    _ node: ScenarioNode, rows: [[(column: String, level: String)]]
  ) -> ScenarioRegressionQuestion.Projection? {
    node.allow(["series", "level", "by", "growth", "solve", "residuals"])
    guard let series = context.series(node, "series"), let level = node.positive("level") else {
      return nil
    }
    guard series.isPositive, let end = series.end else {
      node.fault(at: "series", "a projection by elasticities needs positive values")
      return nil
    }
    let deadlines = node.deadlines(on: series, isAhead: true)
    guard !deadlines.isEmpty else { return nil }
    var growth: [ScenarioRegressionQuestion.Driver] = []
    let periods = (deadlines.max() ?? end) - end
    guard
      (node["by"] ?? node).hasRoom(
        periods: periods,
        [("scenarios", context.courses.count), ("drivers", node.list("growth").count)])
    else { return nil }
    for item in node.list("growth") {
      item.allow(["column", "series", "label"] + courses)
      guard let column = item.text("column"), let first = courses.first,
        let usual = rate(item, first)
      else { continue }
      var rates: [String: Double] = [:]
      for course in context.courses {
        let named = course.lineage.first { item.has($0) }
        rates[course.name] = named.flatMap { rate(item, $0) } ?? usual
      }
      growth.append(
        ScenarioRegressionQuestion.Driver(
          column: column,
          label: item.has("label") ? context.copiedText(item, "label") ?? column : column,
          rates: rates,
          logShocks: logShocks(item, base: series, end: end, periods: periods)))
    }
    guard !growth.isEmpty else {
      node.fault("no growth of drivers", advice: "growth: with column and a rate a scenario")
      return nil
    }
    var (solved, probability, range) = ([String](), 0.8, -0.5...1.0)
    if let solve = node["solve"] {
      solve.allow(["columns", "probability", "low", "high"])
      solved = solve.list("columns").compactMap { item in
        guard let name = item.scalar, growth.contains(where: { $0.column == name }) else {
          item.fault("'\(item.scalar ?? "…")' is no column of 'growth'")
          return nil
        }
        return name
      }
      if solve.has("probability"), let value = solve.number("probability") {
        if value > 0, value < 1 {
          probability = value
        } else {
          solve.fault(at: "probability", "a probability is between 0 and 1")
        }
      }
      let low = solve.has("low") ? solve.number("low") ?? -0.5 : -0.5
      let high = solve.has("high") ? solve.number("high") ?? 1 : 1
      if low > -1, high > low {
        range = low...high
      } else {
        solve.fault("'low' is over -1 and under 'high'")
      }
    }
    return ScenarioRegressionQuestion.Projection(
      series: series, level: level, deadlines: deadlines, growth: growth,
      solvedColumns: solved, probability: probability, range: range,
      residuals: residuals(node, rows: rows))
  }

  /// ln of what shocks on the series of a driver do to it, by course.
  private func logShocks(
    _ item: ScenarioNode, base: TimeSeries, end: Int, periods: Int
  ) -> [String: [Double]] {
    guard item.has("series"), let driver = context.series(item, "series") else { return [:] }
    guard driver.frequency == base.frequency else {
      item.fault(
        at: "series",
        "'\(driver.id)' is by \(driver.frequency.rawValue), the projected series by "
          + base.frequency.rawValue)
      return [:]
    }
    var shocks: [String: [Double]] = [:]
    for course in context.courses {
      if let excess = course.excess(for: driver, horizon: periods) {
        item.fault(at: "series", excess, advice: "end them earlier")
        return [:]
      }
      shocks[course.name] = course.factors(
        for: driver.id, axis: driver.axis, start: end + 1, horizon: periods
      ).map { log($0) }
    }
    return shocks
  }

  private func rate(_ node: ScenarioNode, _ key: String) -> Double? {
    guard let value = node.number(key) else { return nil }
    guard value > -0.9, value < 10 else {
      node.fault(at: key, "a growth rate is a fraction a year between -0.9 and 10, such as 0.05")
      return nil
    }
    node.warnOfPercent(key)
    return value
  }
}
