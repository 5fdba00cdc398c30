import Claims
import SeriesCore
import _TestSupport

/// Claims for tests: the shipped ones with cells changed, or a few rows.
enum ClaimFixture {
  static let header = ["id", "series", "period", "value", "unit", "kind", "quote", "basis"]

  /// Rows in the order of `header`; what is left out at the end is empty.
  static func claims(_ rows: [[String]]) throws -> [Claim] {
    try read(rows.map { $0 + Array(repeating: "", count: header.count - $0.count) }, header)
  }

  static func audit(_ rows: [[String]], relations: [SeriesRelation] = []) throws -> ClaimAudit {
    ClaimAudit(try claims(rows), relations: relations)
  }

  /// The shipped claims with some values changed and rows added.
  static func shipped(
    moving values: [String: String] = [:], adding rows: [[String]] = []
  ) throws -> ClaimAudit {
    var records = try csvRecords(path: Repository.path("datasets/claims/data.csv"))
    let names = records.removeFirst()
    for i in records.indices {
      if let value = values[records[i][0]] { records[i][3] = value }
    }
    for row in rows {
      records.append(row + Array(repeating: "", count: names.count - row.count))
    }
    return ClaimAudit(try read(records, names))
  }

  private static func read(_ records: [[String]], _ names: [String]) throws -> [Claim] {
    var writer = CSVWriter(header: names)
    for record in records {
      for cell in record { writer.field(cell) }
      writer.endRow()
    }
    return try ClaimReader.read(ByteSource(name: "claims.csv", bytes: writer.takeBytes()))
  }

  /// Check and ids of what is flagged, one text a finding.
  static func flags(_ audit: ClaimAudit) -> Set<String> {
    Set(
      audit.findings.filter { [.contradiction, .tension].contains($0.verdict) }.map {
        $0.check + " " + $0.ids.sorted().joined(separator: ";")
      })
  }

  static func verdicts(_ audit: ClaimAudit, _ check: String) -> [ClaimFinding.Verdict] {
    audit.findings.filter { $0.check == check }.map(\.verdict)
  }
}
