public import SeriesCore

/// Reads claims from CSV: `id,series,period,value,unit,kind`, and where they are there `quote`,
/// `source` (or `source_file`), `note` and `basis`. Other columns are passed over.
public enum ClaimReader {
  private static let required = ["id", "series", "period", "value", "unit", "kind"]

  /// Reads a whole file.
  ///
  /// - Parameter allowsFormulas: lets cells through that a spreadsheet would run, though they are
  ///   copied to outputs.
  /// - Parameter settings: what the caller calls its settings, for advice.
  /// - Throws: `InputFault` with the line of a missing column, a bad cell or an id that comes twice.
  public static func read(
    _ source: consuming ByteSource, allowsFormulas: Bool = false,
    settings: SettingNames = .library
  ) throws(InputFault) -> [Claim] {
    var records = try CSVRecordReader(source)
    let columns = try columns(&records)
    let gate = CopyGate(allowsFormulas: allowsFormulas, names: settings)
    var claims: [Claim] = []
    var lines: [String: Int] = [:]
    while try records.next() {
      guard records.fieldCount == columns.count else {
        throw records.raggedRow(columns: columns.count)
      }
      let row = Row(columns: columns, line: records.line, records: records)
      try requireCopyable(row, gate, records)
      let claim = try claim(row, records)
      if let earlier = lines.updateValue(claim.line, forKey: claim.id) {
        throw records.fault(
          "the id '\(claim.id)' stands on line \(earlier) already", advice: "give each row its own")
      }
      claims.append(claim)
    }
    guard !claims.isEmpty else {
      throw InputFault(
        .malformed, file: records.name, "no claims after the header", advice: "give a row a figure")
    }
    return claims
  }

  /// Where the columns stand.
  private struct Columns {
    let places: [String: Int]
    let count: Int
  }

  private static func columns(_ records: inout CSVRecordReader) throws(InputFault) -> Columns {
    guard try records.next() else {
      throw InputFault(
        .malformed, file: records.name, line: 1, "the file is empty",
        advice: "a header line and claims are needed")
    }
    var places: [String: Int] = [:]
    for i in 0..<records.fieldCount {
      let name = records.text(i)
      guard places.updateValue(i, forKey: name) == nil else {
        throw records.fault("two columns are named '\(name)'", advice: "rename one")
      }
    }
    for name in required where places[name] == nil {
      let others = places.keys.filter { !required.contains($0) }.sorted()
      let near = nearestName(to: name, among: others).map { "is '\($0)' meant?" }
      throw records.fault(
        "no column '\(name)'", advice: near ?? "needed are " + required.joined(separator: ", "))
    }
    return Columns(places: places, count: records.fieldCount)
  }

  /// The cells of one record that matter, as texts.
  private struct Row {
    private var cells: [String: String] = [:]
    let line: Int

    init(columns: Columns, line: Int, records: borrowing CSVRecordReader) {
      self.line = line
      for name in ClaimReader.required + ["quote", "source", "source_file", "note", "basis"] {
        if let place = columns.places[name] { cells[name] = records.text(place) }
      }
    }

    subscript(name: String) -> String { cells[name] ?? "" }
    var source: String { self["source"].isEmpty ? self["source_file"] : self["source"] }
  }

  /// Refuses what must not be copied to outputs. Quotes and sources may have line ends: they are
  /// put on one line.
  private static func requireCopyable(
    _ row: Row, _ gate: CopyGate, _ records: borrowing CSVRecordReader
  ) throws(InputFault) {
    let cells = [
      ("id", row["id"]), ("series", row["series"]), ("unit", row["unit"]),
      ("quote", onOneLine(row["quote"])), ("source", onOneLine(row.source)),
      ("basis", onOneLine(row["basis"])),
    ]
    for (name, cell) in cells {
      guard let objection = gate.objection(cell, what: "'\(name)'", verb: "reword it") else {
        continue
      }
      throw records.fault(objection.message, advice: objection.advice)
    }
  }

  private static func claim(
    _ row: Row, _ records: borrowing CSVRecordReader
  ) throws(InputFault) -> Claim {
    for name in ["id", "series", "unit"] {
      guard !row[name].isEmpty else {
        throw records.fault("the cell '\(name)' is empty", advice: "every claim has one")
      }
    }
    guard let kind = ClaimKind(rawValue: row["kind"]) else {
      let kinds = ClaimKind.allCases.map(\.rawValue)
      let near = nearestName(to: row["kind"], among: kinds).map { "did you mean '\($0)'? " } ?? ""
      throw records.fault(
        "unknown kind '\(row["kind"])'", advice: near + "kinds: " + kinds.joined(separator: ", "))
    }
    guard let period = ClaimPeriod(row["period"]) else {
      throw records.fault(
        "unreadable period '\(row["period"])'",
        advice: "write 2023, 2023-S1, 2023-Q1, 2023-05, 2023-05-01, 2009/2023 or 2024-07-03/..")
    }
    let claim: Claim
    do throws(NumberText.Fault) {
      claim = try Claim(
        id: row["id"], series: row["series"], period: period,
        printed: trimmed(row["value"]), unit: ClaimUnit(row["unit"]), kind: kind,
        quote: onOneLine(row["quote"]), source: onOneLine(row.source), note: row["note"],
        basis: row["basis"].isEmpty ? nil : onOneLine(row["basis"]), line: row.line)
    } catch {
      throw fault(error, row["value"], records)
    }
    if let problem = problem(claim) {
      throw records.fault(problem.message, advice: problem.advice)
    }
    return claim
  }

  private static func fault(
    _ fault: NumberText.Fault, _ cell: String, _ records: borrowing CSVRecordReader
  ) -> InputFault {
    switch fault {
    case .empty: records.fault("the value is empty", advice: "leave out claims without a figure")
    case .decimalComma:
      records.fault("decimal comma in '\(cell)'", advice: "write it with a point")
    case .notFinite: records.fault("'\(cell)' is not a finite number", advice: "write a number")
    case .notANumber: records.fault("'\(cell)' is not a number", advice: "write digits alone")
    }
  }

  /// What is wrong with a figure of its kind; nil for a sound one.
  private static func problem(_ claim: Claim) -> (message: String, advice: String)? {
    let figure = "\(claim.printed) \(claim.unit.label)"
    let isRatio = claim.unit.dimension == "ratio"
    // Far beyond any figure of the field; keeps products and quotients of figures finite.
    guard claim.amount == 0 || (1e-60...1e60).contains(abs(claim.amount)) else {
      return ("\(figure) is out of range", "write it in another unit")
    }
    switch claim.kind {
    case .growth, .share:
      guard isRatio, !claim.unit.isMultiple else {
        return (
          "a \(claim.kind.rawValue) in '\(claim.unit.label)'", "its unit is percent or fraction"
        )
      }
      if claim.kind == .growth, claim.amount <= -1 {
        return ("growth of \(figure) leaves nothing", "growth is above -100 %")
      }
      if claim.kind == .share, claim.amount < 0 || claim.amount > 1 {
        return ("a share of \(figure)", "a share is from 0 to 100 %")
      }
    case .multiple:
      guard isRatio else {
        return ("a multiple in '\(claim.unit.label)'", "its unit is 'multiple' or 'times'")
      }
      if claim.value <= 0 { return ("a multiple of \(figure)", "a multiple is above 0") }
    case .count, .rank, .ordinal:
      if claim.value <= 0 {
        return ("a \(claim.kind.rawValue) of \(claim.printed)", "it is above 0")
      }
    case .target:
      if claim.unit.isMultiple, claim.value <= 0 {
        return ("a target of \(figure)", "a multiple is above 0")
      }
    case .level, .cumulative: break
    }
    return nil
  }

  private static func trimmed(_ text: String) -> String {
    let kept = text.drop { $0 == " " || $0 == "\t" }
    return String(kept.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }

  /// The text without line ends and control characters, for sentences and terminals.
  private static func onOneLine(_ text: String) -> String {
    let clean = text.unicodeScalars.map { scalar -> Character in
      scalar.value < 0x20 || scalar.value == 0x7F ? " " : Character(scalar)
    }
    return String(clean).split(separator: " ").joined(separator: " ")
  }
}
