package import SeriesCore

/// Reads what the program itself wrote, `forecast.csv`, `targets.csv` and the outputs of `forecast`
/// and `target`, for a ledger.
package enum LedgerReader {
  /// Reads one file.
  ///
  /// - Parameters:
  ///   - bytes: the file's content; its hash tells it from others.
  ///   - name: its path, for messages.
  ///   - scenario: the scenario it belongs to; nil takes the folder's name for a report, else the
  ///     file's stem.
  ///   - settings: what the caller calls its settings, for advice.
  /// - Throws: `InputFault` with the line of what cannot be read.
  package static func read(
    _ bytes: [UInt8], name: String, scenario: String? = nil, allowsFormulas: Bool = false,
    settings: SettingNames = .library
  ) throws(InputFault) -> LedgerFile {
    let reader = try TableReader(ByteSource(name: name, bytes: bytes))
    let gate = CopyGate(allowsFormulas: allowsFormulas, names: settings)
    let header = Set(reader.header)
    let place = scenario ?? self.scenario(of: name)
    for text in [place] + (name == "-" ? [] : [self.name(name)]) {
      if let objection = gate.objection(
        text, what: "the scenario's or the file's name", verb: "give another")
      {
        throw InputFault(.malformed, file: name, objection.message, advice: objection.advice)
      }
    }
    let file = Identity(
      scenario: place, name: self.name(name),
      sha256: SHA256.hexDigest(bytes))
    if header.contains("p_touch_by_deadline") {
      return try targets(reader, file, gate)
    }
    guard header.contains("model"), header.contains("median") else {
      throw InputFault(
        .malformed, file: name, line: 1, "neither forecasts nor targets of corridor",
        advice: "give forecast.csv or targets.csv of a run, or the output of forecast or target")
    }
    guard !header.contains("cutoff") else {
      throw InputFault(
        .malformed, file: name, line: 1, "a backtest, which looks back, is no forecast",
        advice: "score it with 'corridor score'")
    }
    return try forecasts(reader, file, gate)
  }

  struct Identity {
    let scenario: String
    let name: String
    let sha256: String
  }

  /// Reports of a run stand in a folder named after their scenario.
  static func scenario(of path: String) -> String {
    let stem = ObservationReader.stem(path)
    let parts = path.split(separator: "/")
    guard ["forecast", "targets"].contains(stem), parts.count > 1 else { return stem }
    return String(parts[parts.count - 2])
  }

  private static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func forecasts(
    _ reader: consuming TableReader, _ file: Identity, _ gate: CopyGate
  ) throws(InputFault) -> LedgerFile {
    let levels = LevelColumns(reader.header)
    let id = reader.header.contains("unique_id") ? "unique_id" : "series"
    let time = reader.header.contains("ds") ? "ds" : "period"
    let optional = ["scenario", "unit", "basis", "as_of"].filter(reader.header.contains)
    let table = try reader.read(
      numbers: Set(["median"] + levels.names), levels: Set([id, time, "model"] + optional))
    let cells = TableCells(table, gate)
    var rows: [LedgerForecast] = []
    var skipped: [String: Int] = [:]
    var seen = Set<[String]>()
    for row in 0..<table.rowCount {
      let series = try cells.required(id, row)
      if cells.text("as_of", row) != nil {
        skipped["as of an earlier time", default: 0] += 1
        continue
      }
      // A running sum has no value of its own to be compared with.
      if RunningSumName(series) != nil {
        skipped["of a running sum", default: 0] += 1
        continue
      }
      let model = try cells.required("model", row)
      let period = try cells.period(time, row)
      guard let median = cells.number("median", row) else {
        skipped["without a number", default: 0] += 1
        continue
      }
      let course = try cells.checked("scenario", row) ?? ""
      guard seen.insert([course, series, model, period]).inserted else {
        throw table.fault(
          row: row, "series '\(series)', \(model) has two forecasts of \(period)",
          advice: "keep one")
      }
      var intervals: [LedgerForecast.Interval] = []
      for level in levels.all {
        guard let low = cells.number(level.low, row), let high = cells.number(level.high, row)
        else { continue }
        guard low <= high else {
          throw table.fault(row: row, "\(level.low) lies over \(level.high)", advice: "mend it")
        }
        intervals.append(.init(level: level.level, low: low, high: high))
      }
      rows.append(
        LedgerForecast(
          course: course, series: series, model: model, period: period, median: median,
          intervals: intervals, unit: try cells.checked("unit", row),
          basis: try cells.checked("basis", row)))
    }
    return LedgerFile(
      scenario: file.scenario, name: file.name, sha256: file.sha256, kind: .forecast,
      forecasts: rows, skipped: skipped)
  }

  private static func targets(
    _ reader: consuming TableReader, _ file: Identity, _ gate: CopyGate
  ) throws(InputFault) -> LedgerFile {
    let needed = [
      "target", "series", "model", "deadline", "base_period", "status", "cumulative_through",
    ]
    let optional = ["scenario", "unit", "basis", "as_of"].filter(reader.header.contains)
    let table = try reader.read(
      numbers: [
        "level", "base_value", "deflator_rate", "p_level_at_deadline", "p_touch_by_deadline",
      ], levels: Set(needed + optional))
    let cells = TableCells(table, gate)
    var rows: [LedgerTarget] = []
    var skipped: [String: Int] = [:]
    var seen = Set<[String]>()
    for row in 0..<table.rowCount {
      let name = try cells.required("target", row)
      if cells.text("as_of", row) != nil {
        skipped["as of an earlier time", default: 0] += 1
        continue
      }
      let status = try cells.required("status", row)
      guard status == "projected" else {
        skipped["\(status), no forecast", default: 0] += 1
        continue
      }
      let course = try cells.checked("scenario", row) ?? ""
      let (series, model) = (try cells.required("series", row), try cells.required("model", row))
      let deadline = try cells.period("deadline", row)
      guard seen.insert([course, name, series, model, deadline]).inserted else {
        throw table.fault(
          row: row, "the target '\(name)' has two rows for \(deadline)", advice: "keep one")
      }
      rows.append(
        LedgerTarget(
          course: course, target: name, series: series, model: model,
          level: try cells.requiredNumber("level", row), deadline: deadline,
          basePeriod: try cells.period("base_period", row),
          baseValue: try cells.requiredNumber("base_value", row),
          deflatorRate: cells.number("deflator_rate", row),
          isCumulative: cells.text("cumulative_through", row) != nil,
          pLevel: try cells.probability("p_level_at_deadline", row),
          pTouch: try cells.probability("p_touch_by_deadline", row),
          unit: try cells.checked("unit", row), basis: try cells.checked("basis", row)))
    }
    return LedgerFile(
      scenario: file.scenario, name: file.name, sha256: file.sha256, kind: .targets,
      targets: rows, skipped: skipped)
  }
}

/// The columns `lo-80`, `hi-80`, … of a header.
struct LevelColumns {
  let all: [(level: Double, low: String, high: String)]

  init(_ header: [String]) {
    let ends = header.map { IntervalColumn($0) }
    all = zip(header, ends).compactMap { name, end in
      guard let end, end.end == .low, end.front.isEmpty,
        let high = ends.firstIndex(of: end.partner)
      else { return nil }
      return (end.level, name, header[high])
    }
  }

  var names: [String] { all.flatMap { [$0.low, $0.high] } }
}

/// The cells of a table, checked before they are kept.
struct TableCells {
  private let table: DataTable
  private let gate: CopyGate

  init(_ table: DataTable, _ gate: CopyGate) {
    self.table = table
    self.gate = gate
  }

  /// nil without that column or when the cell is empty.
  func text(_ column: String, _ row: Int) -> String? {
    guard let levels = table.levels(column), levels.codes[row] >= 0 else { return nil }
    return levels.names[Int(levels.codes[row])]
  }

  /// A text that will be copied to outputs.
  func checked(_ column: String, _ row: Int) throws(InputFault) -> String? {
    guard let text = text(column, row) else { return nil }
    if let objection = gate.objection(text, what: "column '\(column)'") {
      throw table.fault(row: row, objection.message, advice: objection.advice)
    }
    return text
  }

  func required(_ column: String, _ row: Int) throws(InputFault) -> String {
    guard let text = try checked(column, row) else {
      throw table.fault(row: row, "column '\(column)' is empty", advice: "complete the row")
    }
    return text
  }

  func period(_ column: String, _ row: Int) throws(InputFault) -> String {
    let text = try required(column, row)
    guard let period = PeriodText(text), period.kind != .interval else {
      throw table.fault(
        row: row, "unreadable period '\(text)'",
        advice: "write 2023, 2023-S1, 2023-Q1, 2023-05, 2023-W05, 2023-05-01 or 1, 2, 3")
    }
    return text
  }

  func number(_ column: String, _ row: Int) -> Double? {
    guard let value = table.numbers(column)?.values[row], !value.isNaN else { return nil }
    return value
  }

  func requiredNumber(_ column: String, _ row: Int) throws(InputFault) -> Double {
    guard let value = number(column, row) else {
      throw table.fault(row: row, "column '\(column)' is empty", advice: "complete the row")
    }
    return value
  }

  func probability(_ column: String, _ row: Int) throws(InputFault) -> Double {
    let value = try requiredNumber(column, row)
    guard (0...1).contains(value) else {
      throw table.fault(
        row: row, "\(NumberText.shortest(value)) in '\(column)' is no probability",
        advice: "it runs from 0 to 1")
    }
    return value
  }
}
