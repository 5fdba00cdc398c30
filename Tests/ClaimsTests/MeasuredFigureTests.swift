import Claims
import SeriesCore
import Testing
import _TestSupport

/// Stated figures beside the measured series of their quantity.
@Suite struct MeasuredFigureTests {
  static func series(
    _ rows: String, of claims: String = "s", id: String = "m", otherBasis: String? = nil
  ) throws -> MeasuredSeries {
    try MeasuredSeriesReader.read(
      ByteSource(
        name: "m.csv", bytes: Array(("series,period,value,unit,basis,source\n" + rows).utf8)),
      id: id, claims: claims, otherBasis: otherBasis,
      gate: CopyGate(allowsFormulas: false, names: .library))
  }

  static func findings(
    _ claims: [[String]], _ measured: MeasuredSeries
  ) throws -> [ClaimFinding] {
    ClaimAudit(try ClaimFixture.claims(claims), measured: [measured]).findings.filter {
      $0.check == "measured"
    }
  }

  static let level = ["A", "s", "2023", "41", "USD bn", "level"]
  static let growth = ["B", "s", "2023", "32", "percent", "growth"]

  /// 41 is what 41,020 million rounds to, not what 41,600 does; a third more is told on another basis.
  @Test func levelsAreCompared() throws {
    let near = try Self.series("m,2023,41020,USD million,b,x\nm,2022,1,USD million,b,x\n")
    let found = try Self.findings([Self.level], near)
    #expect(found.map(\.verdict) == [.agreement] && found[0].ids == ["A", "m"])
    #expect(abs((found[0].implied ?? 0) - 41.02) < 1e-12)
    let far = try Self.findings([Self.level], Self.series("m,2023,41600,USD million,b,x\n"))
    #expect(far.map(\.verdict) == [.contradiction])
    #expect(far[0].explanation.contains("1.442 % under the 41.6 USD bn of m (b): rounding"))
    let other = try Self.findings(
      [Self.level], Self.series("m,2023,31500,USD million,b,x\n", otherBasis: "measured otherwise"))
    #expect(other.map(\.verdict) == [.differentBasis])
    #expect(
      other[0].explanation.contains("30.16 % over the 31.5 USD bn of m (b): another"))
  }

  /// +32 % is what 41.02 on 31.2 rounds to, not what 31.5 on 24.1 is; where the series has the year
  /// before alone, the stated level stands on it.
  @Test func growthIsThatOfTheSeries() throws {
    let own = try Self.findings(
      [Self.growth], Self.series("m,2022,31.2,USD bn,b,x\nm,2023,41.02,USD bn,b,x\n"))
    #expect(own.map(\.verdict) == [.agreement])
    #expect(abs((own[0].implied ?? 0) - 100 * (41.02 / 31.2 - 1)) < 1e-12)
    let other = try Self.findings(
      [Self.growth], Self.series("m,2022,24.1,USD bn,b,x\nm,2023,31.5,USD bn,b,x\n"))
    #expect(other.map(\.verdict) == [.contradiction])
    let stated = try Self.findings(
      [
        ["A", "s", "2023", "1.8", "USD bn", "level"],
        ["B", "s", "2023", "16", "percent", "growth"],
      ], Self.series("m,2022,1.4,USD bn,b,x\n", otherBasis: "as first published"))
    #expect(stated.map(\.verdict) == [.differentBasis] && stated[0].ids == ["B", "A", "m"])
    #expect(abs((stated[0].implied ?? 0) - 100 * (1.8 / 1.4 - 1)) < 1e-12)
  }

  /// A value that a series has from the document itself is no second witness, nor is one derived from it.
  @Test func aDocumentIsNotItsOwnWitness() throws {
    func audit(_ source: String) throws -> Int {
      let text =
        "id,series,period,value,unit,kind,source\nA,s,2023,41,USD bn,level,doc.txt\n"
      let claims = try ClaimReader.read(ByteSource(name: "c.csv", bytes: Array(text.utf8)))
      let measured = try Self.series("m,2023,41,USD bn,b,\(source)\n")
      return ClaimAudit(claims, measured: [measured]).findings.count { $0.check == "measured" }
    }
    #expect(try audit("doc.txt") == 0 && audit("doc.txt (May)") == 0)
    #expect(try audit("\"Derived: half, doc.txt\"") == 0)
    #expect(try audit("\"Ministry; same in doc.txt\"") == 1)
  }

  @Test func filesAreChecked() throws {
    for (rows, fault) in [
      ("n,2023,1,Mt,b,x\n", "no series 'm' with values"),
      ("m,soon,1,Mt,b,x\n", "unreadable period 'soon'"), ("m,2023,x,Mt,b,x\n", "not a number"),
      ("m,2023,1,Mt\n", "4 fields"), ("m,2023,1,Mt,=b,x\n", "formula"),
    ] {
      do {
        _ = try Self.series(rows)
        Issue.record("\(rows) is read")
      } catch let error as InputFault {
        #expect(error.description.contains(fault), "\(error)")
      }
    }
  }

  /// The pairs of the shipped claims: both counts of 2023, both growths, +16 % on both states of 2022.
  @Test func theShippedFiguresStandBesideTheirSeries() throws {
    let audit = ClaimAudit(
      try ClaimFixture.shipped().claims,
      measured: try [
        ("trade_turnover_kaz_chn", "trade-gacc-turnover", nil),
        ("trade_turnover_kaz_chn", "trade-kazside-turnover", "other"),
        ("fdi_chn_to_kaz", "fdi-gross-inflow", nil), ("rail_freight", "rail-kaz-chn", nil),
        ("agri_exports_kaz_to_chn", "agri-exports", nil),
      ].map { claims, id, other in
        try MeasuredSeriesReader.read(
          ByteSource(path: Repository.path("datasets/\(id)/data.csv")), id: id, claims: claims,
          otherBasis: other, gate: CopyGate(allowsFormulas: false, names: .library))
      })
    let found = audit.findings.filter { $0.check == "measured" }
    // Turnover and growth twice, inflow and growth, freight and growth, agricultural exports, whose growth
    // is derived from the document.
    #expect(found.count { $0.verdict == .agreement } == 7, "\(found.map(\.explanation))")
    #expect(found.count { $0.verdict == .differentBasis } == 2)
    #expect(!found.contains { $0.verdict == .contradiction })
  }
}
