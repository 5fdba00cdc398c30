internal import Regression
internal import SeriesCore

/// The table of a regression of a scenario file, and what was done to it.
struct RegressionData {
  /// The rows that are fitted.
  var table: DataTable
  /// The rows of all periods, where the table goes by periods.
  var whole: DataTable?
  let formula: Formula
  let sources: [ScenarioSource]
  /// The id of the series that the response is the logarithm of; nil for another response.
  var responseSeries: String?
  var corrections: [RowCorrection] = []
  /// The table as the file has it, where `corrections` change it.
  var uncorrected: DataTable?
  /// Files, columns and rows in one text.
  var identity: String
}

/// Reads the table of a regression: a file with a row each, or series as columns.
struct RegressionDataReader {
  let context: PartContext
  let formula: Formula
  /// Columns beside the formula's that are read as levels.
  let extra: Set<String>

  func data(_ node: ScenarioNode, _ options: inout ModelFrame.Options) -> RegressionData? {
    switch (node.has("file"), node.has("columns")) {
    case (true, false):
      guard let data = fileData(node, options) else { return nil }
      return corrected(data, node)
    case (false, true):
      for key in ObservationKeys.numbers + ["corrections"] where node.has(key) {
        node.fault(at: key, "'\(key)' is of a 'file'", advice: "give it to the columns")
      }
      for column in extra.subtracting(["period"]).sorted() {
        node.fault("'\(column)' names no rows: with 'columns' they are named by 'period'")
      }
      return seriesData(node, &options)
    default:
      node.fault("either 'file' or 'columns' is needed")
      return nil
    }
  }

  private func fileData(
    _ node: ScenarioNode, _ options: ModelFrame.Options
  ) -> RegressionData? {
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
      return RegressionData(
        table: table, whole: options.time != nil && options.id == nil ? table : nil,
        formula: resolved, sources: [source],
        identity: source.sha256
          + ObservationKeys.numbers.map { node[$0]?.scalar ?? "" }.joined(separator: "|"))
    } catch let error as InputFault {
      context.files.add(error)
    } catch let error as FormulaError {
      node.fault(at: "formula", error.message, advice: error.advice)
    } catch {
      node.fault("\(error)")
    }
    return nil
  }

  /// The data with the corrections under `corrections`.
  private func corrected(_ data: RegressionData, _ node: ScenarioNode) -> RegressionData? {
    var changed = data
    for item in node.list("corrections") {
      item.allow(["rows", "column", "value", "reason"])
      guard let column = item.text("column"), let reason = context.copiedText(item, "reason") else {
        continue
      }
      let rows = (item["rows"]?.keys ?? []).compactMap { key in
        item["rows"]?[key]?.scalar.map { (column: key, level: $0) }
      }
      let value = item.has("value") ? item.number("value") : nil
      guard !rows.isEmpty else {
        item.fault("no row is named", advice: "rows: {column: its text, …}")
        continue
      }
      guard
        let (table, correction) = RowCorrection.applied(
          to: changed.table, rows: rows, column: column, value: value, reason: reason)
      else {
        item.fault("no row of the file is as 'rows' says, or '\(column)' is no number of it")
        continue
      }
      changed.corrections.append(correction)
      changed.table = table
      changed.identity += "|" + correction.text
    }
    if !changed.corrections.isEmpty {
      changed.uncorrected = data.table
      changed.whole = data.whole == nil ? nil : changed.table
    }
    return changed
  }

  /// A table with a row a period from series of one frequency.
  private func seriesData(
    _ node: ScenarioNode, _ options: inout ModelFrame.Options
  ) -> RegressionData? {
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
    let ordinals = Set(series.values.flatMap(\.ordinals)).sorted().filter {
      $0 >= first ?? .min
    }
    let fitted = ordinals.filter { $0 <= last ?? .max }
    guard !fitted.isEmpty else {
      node.fault("no period between 'from' and 'to' has data")
      return nil
    }
    do {
      let names = series.keys.sorted()
      let resolved = formula.resolved(header: names)
      let columns = try ModelFrame.columns(
        of: resolved, in: names + ["period"], options: options)
      options.time = "period"
      func table(_ ordinals: [Int]) -> DataTable {
        var numbers: [String: DataTable.Numbers] = [:]
        for name in columns.numbers {
          guard let values = series[name] else { continue }
          numbers[name] = DataTable.Numbers(ordinals.map { values.value(at: $0) ?? .nan })
        }
        return DataTable(
          name: context.files.scenario, rowCount: ordinals.count, numbers: numbers,
          levels: ["period": DataTable.Levels(ordinals.map { axis.text($0) })])
      }
      let used = columns.numbers.sorted().map { name in
        let values = series[name]
        return "\(name)=\(values?.id ?? ""):\(values?.values.description ?? "")"
      }
      return RegressionData(
        table: table(fitted), whole: table(ordinals), formula: resolved, sources: sources,
        responseSeries: resolved.logarithmOfResponse.flatMap { series[$0]?.id },
        identity: ([axis.text(fitted[0]), axis.text(fitted[fitted.count - 1])] + used)
          .joined(separator: "|"))
    } catch {
      node.fault(at: "formula", error.message, advice: error.advice)
      return nil
    }
  }
}
