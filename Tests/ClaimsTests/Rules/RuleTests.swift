import Claims
import Foundation
import SeriesCore
import Testing
import _TestSupport

/// Each rule on a few claims made for it.
@Suite struct RuleTests {
  typealias Verdict = ClaimFinding.Verdict

  static let twins: [(String, String, String, Verdict)] = [
    // The same in another scale, another unit, on another basis.
    ("1500", "USD mn", "", Verdict.agreement), ("1.62", "USD bn", "", .contradiction),
    ("1.5", "Mt", "", .differentUnits), ("1.5", "USD bn (2015 prices)", "", .differentUnits),
    ("1.5", "USD bn", "customs", .agreement), ("9", "USD bn", "national bank", .differentBasis),
  ]

  @Test(arguments: twins)
  func oneFigureTwice(_ value: String, _ unit: String, _ basis: String, _ verdict: Verdict) throws {
    let audit = try ClaimFixture.audit([
      ["A", "x", "2023", "1.5", "USD bn", "level", "", "customs"],
      ["B", "x", "2023", value, unit, "level", "", basis],
    ])
    let found = audit.findings.filter { $0.ids == ["A", "B"] && $0.check == "same-figure" }
    #expect(found.map(\.verdict) == [verdict], "\(audit.findings)")
  }

  static let rates: [(String, String, String, Verdict)] = [
    ("multiple", "2", "times", Verdict.agreement), ("multiple", "2.6", "times", .contradiction),
    ("growth", "1.0", "fraction", .agreement), ("growth", "50", "percent", .contradiction),
    ("multiple", "2", "multiple of 2022 level", .agreement),
  ]

  @Test(arguments: rates)
  func growthInOtherWords(
    _ kind: String, _ value: String, _ unit: String, _ verdict: Verdict
  ) throws {
    let audit = try ClaimFixture.audit([
      ["A", "x", "2023", "100", "percent", "growth"], ["B", "x", "2023", value, unit, kind],
    ])
    #expect(ClaimFixture.verdicts(audit, "same-figure") == [verdict])
  }

  @Test func levelsGrowthAndBases() throws {
    let rows = [
      ["A", "x", "2023", "132", "t", "level"], ["B", "x", "2023", "32", "percent", "growth"],
    ]
    func verdict(_ level: String, _ basis: String = "", own: String = "") throws -> [Verdict] {
      let audit = try ClaimFixture.audit(
        rows.map { $0 + ["", own] } + [["C", "x", "2022", level, "t", "level", "", basis]])
      return ClaimFixture.verdicts(audit, "growth")
    }
    #expect(try verdict("100") == [.agreement] && verdict("102") == [.contradiction])
    #expect(try verdict("100.4") == [.agreement] && verdict("0.1") == [.contradiction])
    // Another basis: growth is then only carried back on its own.
    #expect(try verdict("70", "customs", own: "bank") == [.implied])
    // A multiple of a named year.
    let audit = try ClaimFixture.audit([
      ["A", "x", "2023", "41", "USD bn", "level"], ["B", "x", "2015", "10", "USD bn", "level"],
      ["C", "x", "2023", "4", "multiple of 2015 level", "multiple"],
      ["D", "x", "2023", "5", "multiple of 2015 level", "multiple"],
    ])
    #expect(ClaimFixture.verdicts(audit, "growth") == [.agreement, .contradiction])
    // Growth that nobody states, and a level that nobody states.
    let growth = try ClaimFixture.audit([
      ["A", "x", "2022", "100", "t", "level"], ["B", "x", "2023", "110", "t", "level"],
    ])
    #expect(abs((growth.findings.first?.implied ?? 0) - 10) < 1e-12)
    let level = try ClaimFixture.audit([
      ["A", "x", "2022", "100", "t", "level"], ["B", "x", "2023", "10", "percent", "growth"],
    ])
    #expect(abs((level.findings.first?.implied ?? 0) - 110) < 1e-12)
    #expect(level.findings.first?.period == "2023")
  }

  @Test func sums() throws {
    func verdicts(_ total: String, _ basis: String = "") throws -> [Verdict] {
      ClaimFixture.verdicts(
        try ClaimFixture.audit([
          ["A", "exports_a_to_b", "2023", "2.6", "USD bn", "level", "", "bank"],
          ["B", "imports_a_from_b", "2023", "3300", "USD mn", "level", "", "bank"],
          ["C", "turnover_a_b", "2023", total, "USD bn", "level", "", basis],
        ]), "sum")
    }
    #expect(try verdicts("5.9") == [.agreement] && verdicts("6.1") == [.contradiction])
    #expect(try verdicts("8", "customs") == [.differentBasis])
    let mixed = try ClaimFixture.audit([
      ["A", "exports_a_to_b", "2023", "2.6", "USD bn", "level", "", "bank"],
      ["B", "imports_a_from_b", "2023", "3.3", "USD bn", "level", "", "customs"],
    ])
    #expect(ClaimFixture.verdicts(mixed, "sum") == [.differentBasis])
    // Three addends, by a stated relation.
    let named = try ClaimFixture.audit(
      [
        ["A", "p", "2023", "10", "t", "level"], ["B", "q", "2023", "20", "t", "level"],
        ["C", "r", "2023", "30", "t", "level"], ["D", "all", "2023", "65", "t", "level"],
      ], relations: [SeriesRelation(.sum, "all", ["p", "q", "r"])])
    #expect(ClaimFixture.flags(named) == ["sum A;B;C;D"])
  }

  static let parts: [(String, String, String, Verdict)] = [
    // Four quarters of 10 against the year; a quarter over the year; enterprises, which stand.
    ("level", "10", "41", Verdict.implied), ("level", "10", "70", .differentBasis),
    ("level", "10", "20", .differentBasis), ("level", "50", "41", .contradiction),
    ("count", "47", "48", .implied), ("count", "10", "41", .implied),
  ]

  @Test(arguments: parts)
  func quartersAndYears(_ kind: String, _ part: String, _ year: String, _ verdict: Verdict) throws {
    let audit = try ClaimFixture.audit([
      ["A", "x", "2023-Q1", part, "t", kind], ["B", "x", "2023", year, "t", kind],
    ])
    #expect(ClaimFixture.verdicts(audit, "part-of-year") == [verdict])
    let bases = try ClaimFixture.audit([
      ["A", "x", "2023-Q1", part, "t", kind, "", "bank"],
      ["B", "x", "2023", year, "t", kind, "", "customs"],
    ])
    #expect(ClaimFixture.verdicts(bases, "part-of-year") == [.differentBasis])
  }

  static let windows: [(String, String, String, String, Verdict)] = [
    ("2005/2023", "25", "2009/2023", "24", Verdict.implied),
    ("2005/2023", "24", "2009/2023", "25", .contradiction),
    ("2024-05", "24", "2009/2023", "25", .contradiction),
    ("2024-05", "26", "2009/2023", "25", .implied),
    ("2024-05", "25.2", "2009/2023", "25", .agreement),
    ("2022", "24", "2023", "25", .implied), ("2022", "26", "2023", "25", .contradiction),
  ]

  @Test(arguments: windows)
  func totalsOfWindows(
    _ first: String, _ a: String, _ second: String, _ b: String, _ verdict: Verdict
  ) throws {
    let audit = try ClaimFixture.audit([
      ["A", "x", first, a, "USD bn", "cumulative"], ["B", "x", second, b, "USD bn", "cumulative"],
    ])
    #expect(ClaimFixture.verdicts(audit, "cumulative-window") == [verdict])
  }

  /// `over 24` is true of 25 and not of 27; figures alike but for a qualifier are one row.
  @Test(arguments: [("25", Verdict.agreement), ("27", .contradiction)])
  func aTotalThatIsOverAFigure(_ part: String, _ verdict: Verdict) throws {
    let audit = try ClaimFixture.audit([
      ["A", "x", "2009/2023", part, "USD bn", "cumulative"],
      ["B", "x", "2009/2023", part, "USD bn (about)", "cumulative"],
      ["C", "x", "2024-05", "24", "USD bn (over)", "cumulative"],
    ])
    #expect(ClaimFixture.verdicts(audit, "cumulative-window") == [verdict])
  }

  @Test(arguments: [("24900", Verdict.agreement), ("24000", .contradiction), ("26000", .implied)])
  func totalsInOtherUnits(_ millions: String, _ verdict: Verdict) throws {
    let audit = try ClaimFixture.audit([
      ["A", "x", "2009/2023", "25", "USD bn", "cumulative"],
      ["B", "x", "2024-05", millions, "USD mn", "cumulative"],
    ])
    #expect(ClaimFixture.verdicts(audit, "cumulative-window") == [verdict])
    let record = try ClaimFixture.audit([
      ["A", "x", "2022", "25", "USD bn", "level"],
      ["B", "x", "2023", millions, "USD mn", "level", "a record"],
    ])
    let isBelow = verdict == .contradiction
    #expect(ClaimFixture.verdicts(record, "record") == [isBelow ? .contradiction : .agreement])
  }

  @Test func windowsThatOnlyMeetAreNoPair() throws {
    for (first, second) in [("2001/2010", "2005/2023"), ("2022", "2005/2023")] {
      let audit = try ClaimFixture.audit([
        ["A", "x", first, "90", "USD bn", "cumulative"],
        ["B", "x", second, "25", "USD bn", "cumulative"],
      ])
      #expect(audit.findings.isEmpty)
    }
  }

  @Test func yearsAddUpToTheirTotal() throws {
    func flags(_ total: String) throws -> Set<String> {
      ClaimFixture.flags(
        try ClaimFixture.audit([
          ["T", "x_cumulative", "2021/2023", total, "USD bn", "cumulative"],
          ["A", "x", "2021", "1.2", "USD bn", "level"],
          ["B", "x", "2022", "1500", "USD mn", "level"],
          ["C", "x", "2023", "1.8", "USD bn", "level"],
        ]))
    }
    #expect(try flags("4.5").isEmpty && flags("4.6").isEmpty)
    #expect(try flags("5.0") == ["cumulative-level A;B;C;T"])
    #expect(
      try flags("1.0")
        == Set(["A;B;C;T", "A;T", "B;T", "C;T"].map { "cumulative-level " + $0 }))
  }

  static let stated: [(String, String, Verdict)] = [
    ("57.8", "percent", Verdict.agreement), ("0.58", "fraction", .agreement),
    ("62", "percent", .contradiction),
  ]

  @Test(arguments: stated)
  func shares(_ value: String, _ unit: String, _ verdict: Verdict) throws {
    let rows = [
      ["A", "done", "2023", "26", "projects", "count"],
      ["B", "all", "2023", "45", "projects", "count"],
    ]
    let named = try ClaimFixture.audit(
      rows + [["C", "done_share_of_all", "2023", value, unit, "share"]])
    #expect(ClaimFixture.verdicts(named, "share") == [verdict])
    let stated = try ClaimFixture.audit(
      rows + [["C", "s", "2023", value, unit, "share"]],
      relations: [SeriesRelation(.share, "s", ["done"], whole: "all")])
    #expect(ClaimFixture.verdicts(stated, "share") == [verdict])
    let alone = try ClaimFixture.audit([
      rows[1], ["C", "done_share_of_all", "2023", value, unit, "share"],
    ])
    let part = alone.findings.first { $0.check == "share" }
    #expect(part?.verdict == .implied && abs((part?.implied ?? 0) - 26) < 3)
  }

  @Test func partsAndStages() throws {
    func flags(_ whole: String, _ date: String, _ part: String = "26") throws -> Set<String> {
      ClaimFixture.flags(
        try ClaimFixture.audit([
          ["A", "plants", date, "45", "plants", "count", whole],
          ["B", "plants_completed", "2024-05", part, "plants", "count"],
        ]))
    }
    #expect(try flags("45 plants are being built", "2024-07") == ["status A;B"])
    #expect(try flags("45 plants were identified", "2024-07").isEmpty)
    // Built now, some completed months later; planned, some completed already.
    #expect(try flags("45 plants are being built", "2024-01").isEmpty)
    #expect(try flags("45 plants are planned", "2024-07").isEmpty)
    #expect(try flags("", "2024-07", "46") == ["part-of-whole A;B"])
    #expect(try flags("", "2020-07", "46").isEmpty)
  }

  static let stages: [(String, String, String, String, Bool)] = [
    // Talks then building in weeks, after years; building then talks; other things; no ordinal.
    ("negotiating a third line", "2024-05", "third line under construction", "2024-07", true),
    ("negotiating a third line", "2021-05", "third line under construction", "2024-07", false),
    ("third line under construction", "2024-05", "negotiating a third line", "2024-07", true),
    ("third line planned", "2024-05", "third line under construction", "2024-07", false),
    ("third line completed", "2024-05", "third line under construction", "2024-07", true),
    ("third line completed", "2024-05", "third line is being built", "2024-05", true),
    ("negotiating a second line", "2024-05", "third line under construction", "2024-07", false),
    ("negotiating three lines", "2024-05", "lines under construction", "2024-07", false),
  ]

  @Test(arguments: stages)
  func oneObjectAtTwoStages(
    _ a: String, _ first: String, _ b: String, _ second: String, _ isFlagged: Bool
  ) throws {
    func audit(_ one: String, _ other: String, _ relations: [SeriesRelation] = []) throws
      -> Set<String>
    {
      ClaimFixture.flags(
        try ClaimFixture.audit(
          [
            ["A", one, first, "3", "rail links", "count", a],
            ["B", other, second, "3", "rail crossings", "count", b],
          ], relations: relations))
    }
    let expected: Set<String> = isFlagged ? ["status A;B"] : []
    #expect(try audit("rail_links_x", "rail_crossings_x") == expected)
    #expect(try audit("lines", "border_posts").isEmpty)
    let relation = SeriesRelation(.object, "lines", ["border_posts"])
    #expect(try audit("lines", "border_posts", [relation]) == expected)
  }

  @Test func stocksAtDates() throws {
    func verdicts(_ a: String, _ b: String, _ value: String) throws -> [Verdict] {
      ClaimFixture.verdicts(
        try ClaimFixture.audit([
          ["A", "x", a, "47", "firms", "count"], ["B", "x", b, value, "firms", "count"],
        ]), "stock")
    }
    #expect(try verdicts("2024-07", "2024-07-03", "47") == [.agreement])
    #expect(try verdicts("2024-07", "2024-07-03", "50") == [.contradiction])
    #expect(try verdicts("2024-05", "2024-07", "50") == [.implied])
    #expect(try verdicts("2022-05", "2024-07", "50").isEmpty)
  }

  @Test func targets() throws {
    let level = ["L", "x", "2023", "41", "USD bn", "level"]
    func audit(_ rows: [String]...) throws -> ClaimAudit { try ClaimFixture.audit([level] + rows) }
    let doubled = ["M", "x", "2030", "2", "multiple of 2023 level", "target"]
    let stated = try audit(doubled, ["T", "x_target", "2030", "82.5", "USD bn", "target"])
    #expect(ClaimFixture.verdicts(stated, "target-multiple") == [.agreement])
    let wrong = try audit(doubled, ["T", "x", "2030", "84", "USD bn", "target"])
    #expect(ClaimFixture.flags(wrong) == ["target-multiple L;M;T"])
    // 82 from 41 in seven years is 2^(1/7) − 1 a year.
    let needed = try audit(["T", "x", "2030", "82", "USD bn", "target"])
    let growth = needed.findings.first { $0.check == "target-level" }
    #expect(abs((growth?.implied ?? 0) - 10.408_951_367_381_225) < 1e-10)
    let met = try audit(["T", "x", "2030", "40", "USD bn", "target", "surpassing $40 billion"])
    #expect(ClaimFixture.verdicts(met, "target-level") == [.agreement])
    let missed = try audit(["T", "x", "2030", "60", "USD bn", "target", "surpassing $60 billion"])
    #expect(ClaimFixture.flags(missed) == ["target-level L;T"])
    let late = try audit(
      ["T", "x", "2030", "40", "USD bn", "target"],
      ["Y", "x_target_lead_time", "2023", "6", "years", "level", "six years early"])
    #expect(ClaimFixture.flags(late) == ["target-lead-time L;T;Y"])
  }

  /// A negative figure in front would make the cell a formula.
  @Test func sentencesAreNoFormulas() throws {
    let audit = try ClaimFixture.audit([
      ["A", "x", "2023", "-0.7", "USD bn", "level"], ["B", "x", "2023", "-0.9", "USD bn", "level"],
      ["C", "x", "2023-Q1", "+0.2", "USD bn", "level"],
      ["D", "y", "2023", "5", "USD bn", "level", "about $5 billion"],
      ["E", "y", "2023", "9", "USD bn", "level"],
    ])
    #expect(audit.findings.count == 4)
    for finding in audit.findings {
      #expect(finding.explanation.first.map { $0.isUppercase } == true, "\(finding.explanation)")
    }
  }

  @Test func oneSeriesUnderTwoNames() throws {
    let rows = [
      ["A", "trade", "2023", "41", "USD bn", "level"],
      ["B", "turnover", "2023", "44", "USD bn", "level"],
    ]
    #expect(try ClaimFixture.audit(rows).findings.isEmpty)
    let same = try ClaimFixture.audit(
      rows, relations: [SeriesRelation(.same, "turnover", ["trade"])])
    #expect(ClaimFixture.flags(same) == ["same-figure A;B"])
    // Names that turn in a circle end somewhere.
    let circle = [SeriesRelation(.same, "a", ["b"]), SeriesRelation(.same, "b", ["a"])]
    #expect(try ClaimFixture.audit(rows, relations: circle).claims.count == 2)
  }

  /// True figures printed with few digits are never flagged, and one moved past what rounding can do
  /// always is.
  @Test func roundingIsNeverFlaggedAndMoreAlwaysIs() throws {
    var random = SeededNumbers(11)
    func printed(_ value: Double, _ decimals: Int) -> String {
      String(format: "%.\(decimals)f", value)
    }
    for _ in 0..<300 {
      // Below 1000, so that printed zeros count as digits.
      let before = 20 + 250 * (random.symmetric() + 1)
      let growth = 0.6 * random.symmetric()
      let decimals = (0..<3).map { _ in random.integer(0...2) }
      let (level, rate) = (before * (1 + growth), 100 * growth)
      func flags(_ level: Double) throws -> Set<String> {
        ClaimFixture.flags(
          try ClaimFixture.audit([
            ["A", "x", "2023", printed(level, decimals[0]), "t", "level"],
            ["B", "x", "2023", printed(rate, decimals[1]), "percent", "growth"],
            ["C", "x", "2022", printed(before, decimals[2]), "t", "level"],
          ]))
      }
      #expect(try flags(level).isEmpty, "\(before) \(growth) \(decimals)")
      // Each figure is at most half a unit off, and so is what it is moved to.
      let units = decimals.map { [1, 0.1, 0.01][$0] }
      let slack = units[0] + (1 + growth) * units[2] + (before + 1) * units[1] / 100
      #expect(
        try flags(level + slack + units[0]) == ["growth A;B;C"], "\(before) \(growth) \(decimals)")
    }
  }
}
