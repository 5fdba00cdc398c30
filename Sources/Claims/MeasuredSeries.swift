package import SeriesCore

/// A measured series with which stated figures of the same quantity are compared.
package struct MeasuredSeries: Sendable {
  /// The series of the claims.
  package let claims: String
  /// Its values with the digits in which they stand in the file, each called by the id of the series.
  package let values: [Claim]
  /// What sets its basis apart from that of the claims; nil where it is the same.
  package let otherBasis: String?

  /// The value of a period in a dimension, from a source that is none of the documents themselves.
  func value(in period: ClaimPeriod, beside group: ClaimGroup, _ dimension: String?) -> Claim? {
    values.first { value in
      value.period.isSame(as: period) && (dimension == nil || value.unit.dimension == dimension)
        && !group.claims.contains { Self.isSame(value.source, as: $0.source) }
    }
  }

  /// Whether a series has a value from a document itself, so that it would be compared with itself.
  private static func isSame(_ source: String, as document: String) -> Bool {
    guard !document.isEmpty else { return false }
    return source.hasPrefix(document)
      || (source.hasPrefix("Derived: ") && source.contains(document))
  }
}

/// Reads a measured series as figures, `series,period,value,unit` and, where they are there, `basis` and
/// `source`.
package enum MeasuredSeriesReader {
  private static let required = ["series", "period", "value", "unit"]

  /// Reads one series of a file.
  ///
  /// - Parameters:
  ///   - id: its id in the file.
  ///   - claims: the series of the claims that it measures.
  ///   - otherBasis: what sets its basis apart; nil where it is that of the claims.
  ///   - gate: what may be copied to outputs.
  /// - Throws: `InputFault` with the line of a missing column, a bad cell, or of the file without the
  ///   series.
  package static func read(
    _ source: consuming ByteSource, id: String, claims: String, otherBasis: String?, gate: CopyGate
  ) throws(InputFault) -> MeasuredSeries {
    var records = try CSVRecordReader(source)
    var places: [String: Int] = [:]
    var ids: [String] = []
    var values: [Claim] = []
    var count = 0
    while try records.next() {
      guard !places.isEmpty else {
        count = records.fieldCount
        for i in 0..<count { places[records.text(i)] = i }
        if let missing = required.first(where: { places[$0] == nil }) {
          throw records.fault(
            "no column '\(missing)'", advice: "needed are " + required.joined(separator: ", "))
        }
        continue
      }
      guard records.fieldCount == count else { throw records.raggedRow(columns: count) }
      func cell(_ name: String) -> String { places[name].map { records.text($0) } ?? "" }
      let name = cell("series")
      if !ids.contains(name) { ids.append(name) }
      guard name == id, !cell("value").isEmpty else { continue }
      for column in ["series", "unit", "basis", "source"] {
        guard let objection = gate.objection(cell(column), what: "'\(column)'", verb: "reword it")
        else { continue }
        throw records.fault(objection.message, advice: objection.advice)
      }
      values.append(
        try figure(
          id, claims, cell("period"), cell("value"), cell("unit"), cell("basis"), cell("source"),
          records))
    }
    guard !values.isEmpty else {
      throw InputFault(
        .malformed, file: records.name, "no series '\(id)' with values",
        advice: choiceAdvice(for: id, among: ids, called: "series"))
    }
    return MeasuredSeries(claims: claims, values: values, otherBasis: otherBasis)
  }

  private static func figure(
    _ id: String, _ claims: String, _ period: String, _ value: String, _ unit: String,
    _ basis: String, _ source: String, _ records: borrowing CSVRecordReader
  ) throws(InputFault) -> Claim {
    guard let read = ClaimPeriod(period) else {
      throw records.fault("unreadable period '\(period)'", advice: "write 2023, 2023-Q1 or 2023-05")
    }
    do throws(NumberText.Fault) {
      return try Claim(
        id: id, series: claims, period: read, printed: value, unit: ClaimUnit(unit), kind: .level,
        source: source, basis: basis.isEmpty ? nil : basis, line: records.line)
    } catch {
      throw records.fault("'\(value)' is not a number", advice: "write digits alone")
    }
  }
}
