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
        "labels", "spacing", "project",
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
    var options = ModelFrame.Options()
    options.time = node["time"]?.scalar
    options.id = node["id"]?.scalar
    options.clusters = covariance.clusters
    let rows = (node["rows"]?.keys ?? []).compactMap { key in
      node["rows"]?[key]?.scalar.map { (column: key, level: $0) }
    }
    let labels = node.list("labels").compactMap(\.scalar)
    let before = node.faultCount
    guard
      let data = data(
        node, formula: formula, options: &options, extra: Set(rows.map(\.column) + labels))
    else { return nil }
    let projection = node["project"].flatMap { self.projection($0) }
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
      name: name, regression: regression, sources: data.sources, rows: rows, labels: labels,
      spacing: spacing, projection: projection)
  }

  private struct Data {
    let table: DataTable
    let formula: Formula
    let sources: [ScenarioSource]
  }

  private func data(
    _ node: ScenarioNode, formula: Formula, options: inout ModelFrame.Options,
    extra: Set<String>
  ) -> Data? {
    switch (node.has("file"), node.has("columns")) {
    case (true, false):
      return fileData(node, formula: formula, options: options, extra: extra)
    case (false, true):
      for key in ObservationKeys.numbers where node.has(key) {
        node.fault(at: key, "'\(key)' is of a 'file'", advice: "give it to the columns")
      }
      for column in extra.subtracting(["period"]).sorted() {
        node.fault("'\(column)' names no rows: with 'columns' they are named by 'period'")
      }
      return seriesData(node, formula: formula, options: &options)
    default:
      node.fault("either 'file' or 'columns' is needed")
      return nil
    }
  }

  private func fileData(
    _ node: ScenarioNode, formula: Formula, options: ModelFrame.Options, extra: Set<String>
  ) -> Data? {
    guard let (bytes, source) = context.files.bytes(node, "file") else { return nil }
    do {
      let reading = ObservationKeys.options(
        node, keys: ObservationKeys.numbers, on: context.files.options)
      let reader = try TableReader(
        ByteSource(name: source.path, bytes: bytes), options: reading, offersFactors: true)
      let resolved = formula.resolved(header: reader.header)
      let columns = try ModelFrame.columns(of: resolved, in: reader.header, options: options)
      let table = try reader.read(
        numbers: columns.numbers, levels: columns.levels.union(extra))
      return Data(table: table, formula: resolved, sources: [source])
    } catch let error as InputFault {
      context.files.add(error)
    } catch let error as FormulaError {
      node.fault(at: "formula", error.message, advice: error.advice)
    } catch {
      node.fault("\(error)")
    }
    return nil
  }

  /// A table with a row a period from series of one frequency.
  private func seriesData(
    _ node: ScenarioNode, formula: Formula, options: inout ModelFrame.Options
  ) -> Data? {
    var series: [String: TimeSeries] = [:]
    var sources: [ScenarioSource] = []
    for item in node.list("columns") {
      item.allow(["name", "file", "series"] + ObservationKeys.all)
      guard let name = item.text("name"), let read = context.files.panel(item),
        let found = context.files.series(called: name, of: read, item)
      else { continue }
      if series.updateValue(found, forKey: name) != nil {
        item.fault("the column '\(name)' stands twice")
      }
      sources.append(read.source)
    }
    // In the order of the file: the first column gives the axis, and the notation of its periods.
    let columns = node.list("columns").compactMap { $0["name"]?.scalar }
    guard series.count == node.list("columns").count,
      let axis = columns.first.flatMap({ series[$0]?.axis })
    else { return nil }
    for name in columns {
      guard let other = series[name], other.axis.frequency != axis.frequency else { continue }
      node.fault(
        "the column '\(name)' is by \(other.axis.frequency.rawValue), others by "
          + axis.frequency.rawValue)
      return nil
    }
    let first = node.has("from") ? node.ordinal("from", axis) : nil
    let last = node.has("to") ? node.ordinal("to", axis, periodEnd: true) : nil
    var ordinals = Set(series.values.flatMap(\.ordinals)).sorted()
    ordinals = ordinals.filter { $0 >= first ?? .min && $0 <= last ?? .max }
    guard !ordinals.isEmpty else {
      node.fault("no period between 'from' and 'to' has data")
      return nil
    }
    let header = series.keys.sorted() + ["period"]
    do {
      let columns = try ModelFrame.columns(
        of: formula.resolved(header: series.keys.sorted()), in: header, options: options)
      options.time = "period"
      var numbers: [String: DataTable.Numbers] = [:]
      for name in columns.numbers {
        guard let values = series[name] else { continue }
        numbers[name] = DataTable.Numbers(ordinals.map { values.value(at: $0) ?? .nan })
      }
      let table = DataTable(
        name: context.files.scenario, rowCount: ordinals.count, numbers: numbers,
        levels: ["period": DataTable.Levels(ordinals.map { axis.text($0) })])
      return Data(
        table: table, formula: formula.resolved(header: series.keys.sorted()), sources: sources)
    } catch {
      node.fault(at: "formula", error.message, advice: error.advice)
      return nil
    }
  }

  private func projection(_ node: ScenarioNode) -> ScenarioRegressionQuestion.Projection? {
    node.allow(["series", "level", "by", "growth", "solve"])
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
      solvedColumns: solved, probability: probability, range: range)
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
