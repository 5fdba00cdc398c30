import Foundation
import Testing
import _TestSupport

/// `corridor audit`: the shipped claims, a user's own, and what is refused.
@Suite struct AuditCommandTests {
  static let claims = """
    id,series,period,value,unit,kind,quote,source_file
    A,trade,2023,41,USD bn,level,"reached $41 billion, a record",a.txt
    B,trade,2023,32,percent,growth,rose 32 percent,a.txt
    C,trade,2022,31.2,USD bn,level,was $31.2 billion,b.txt
    D,trade,2023,44000,USD mn,level,almost $44 billion,c.txt

    """

  @Test func theShippedClaims() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let data = Repository.path("datasets/claims/data.csv")
    let result = try runner.corridor("audit", data)
    #expect(result.status == 0, "\(result.stderr)")
    #expect(
      result.stdout.hasPrefix(
        "check,verdict,claims,series,period,stated,implied,low,high,unit,basis,explanation\n"))
    let rows = result.stdout.split(separator: "\n").filter {
      $0.contains(",contradiction,") || $0.contains(",tension,")
    }
    // Talks beside work can both be true; 25 beside "over 24" are.
    #expect(rows.count == 2 && rows.count { $0.contains(",tension,") } == 1)
    #expect(result.stdout.contains("cumulative-window,agreement,S23;S03;S33"))
    #expect(
      result.stderr.contains("54 claims") && result.stderr.contains("1 contradiction, 1 tension,"))
    #expect(result.stderr.contains("in no check with another: S14"))
    // The scenario's report is the same table, with what measured series say behind it.
    let scenario = Repository.path("datasets/scenarios/claims.yaml")
    let run = try runner.corridor("run", scenario, "-o", "out", "--no-pages", "-v")
    #expect(run.status == 0, "\(run.stderr)")
    let report = try runner.read("out/claims/claims.csv")
    #expect(report.hasPrefix(result.stdout) && report.contains("\nmeasured,different-basis,"))
    #expect(!result.stdout.contains("\nmeasured,"))
    #expect(runner.listing("out/claims") == ["answers.csv", "claims.csv", "datapackage.json"])
    #expect(run.stderr.contains("* contradiction, status "))
    #expect(run.stderr.contains("being negotiated"))
  }

  @Test func ownClaimsToAFile() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("c.csv", Self.claims)
    let result = try runner.corridor("audit", "c.csv", "-o", "out.csv")
    #expect(result.status == 0 && result.stdout.isEmpty, "\(result.stderr)")
    let text = try runner.read("out.csv")
    // 44 less what rounding took is not 41; 41/1.32 is 31.2 within rounding, 44/1.32 is not.
    #expect(text.contains("same-figure,contradiction,A;D,trade,2023,41,44,43,44,USD bn,,"))
    #expect(text.contains("growth,agreement,A;B;C,trade,2022,31.2,31.0606,"))
    #expect(text.contains("growth,contradiction,D;B;C,"))
    #expect(text.contains("Sources: a.txt;b.txt."))
    // The same bytes again, from standard input.
    let again = try runner.shell("\"$CORRIDOR\" audit - < c.csv")
    #expect(again.status == 0 && again.stdout == text)
  }

  @Test func relationsThatNamesDoNotTell() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write(
      "c.csv",
      "id,series,period,value,unit,kind\nA,yards,2024,50,yards,count\nB,sites,2024,45,yards,count\n"
    )
    try runner.write("r.csv", "kind,left,right\npart,yards,sites\n")
    #expect(try runner.corridor("audit", "c.csv").stderr.contains("0 checks"))
    let result = try runner.corridor("audit", "c.csv", "--relations", "r.csv")
    #expect(result.stdout.contains("part-of-whole,contradiction,A;B,"), "\(result.stdout)")
  }

  static let wrong: [(String, Int32, String)] = [
    ("id,series,period,value,unit,kid\n", Int32(65), "c.csv:1: no column 'kind' (is 'kid' meant?)"),
    ("", 65, "c.csv:1: the file is empty"),
    (
      "id,series,period,value,unit,kind\nA,s,2023,1,t,levels\n", 65,
      "c.csv:2: unknown kind 'levels'"
    ),
    ("id,series,period,value,unit,kind\nA,s,soon,1,t,level\n", 65, "c.csv:2: unreadable period"),
    ("id,series,period,value,unit,kind\nA,s,2023,one,t,level\n", 65, "c.csv:2: 'one' is not"),
    ("id,series,period,value,unit,kind,quote\nA,s,2023,1,t,level,=1+1\n", 65, "as a formula"),
  ]

  @Test(arguments: wrong)
  func faults(_ text: String, _ status: Int32, _ words: String) throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("c.csv", text)
    try runner.write("out.csv", "kept")
    let result = try runner.corridor("audit", "c.csv", "-o", "out.csv")
    #expect(result.status == status && result.stdout.isEmpty)
    #expect(
      result.stderr.hasPrefix("corridor: ") && result.stderr.contains(words), "\(result.stderr)")
    #expect(result.stderr.split(separator: "\n").count == 1)
    #expect(try runner.read("out.csv") == "kept")
    // The same fault in a scenario.
    try runner.write("s.yaml", "title: t\nclaims: {file: c.csv}\n")
    let run = try runner.corridor("run", "s.yaml")
    #expect(run.status == status && run.stderr.contains(words), "\(run.stderr)")
    #expect(!runner.exists("reports"))
  }

  @Test func theHelpListsTheChecks() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let help = try runner.corridor("audit", "--help")
    #expect(help.status == 0 && help.stderr.isEmpty)
    for name in ["same-figure", "cumulative-window", "window-length"] {
      #expect(help.stdout.contains(name + ": "), "\(name)")
    }
  }

  @Test func otherFaults() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("c.csv", Self.claims)
    #expect(try runner.corridor("audit", "none.csv").status == 66)
    #expect(try runner.corridor("audit").status == 64)
    #expect(try runner.corridor("audit", "-", "--relations", "-").status == 64)
    #expect(try runner.corridor("audit", "c.csv", "-o", "no/where.csv").status == 73)
    #expect(try runner.shell("\"$CORRIDOR\" audit c.csv | head -c 1").status == 0)
    try runner.write("s.yaml", "title: t\nclaims: {fiel: c.csv}\n")
    let run = try runner.corridor("run", "s.yaml")
    #expect(run.status == 65 && run.stderr.contains("did you mean 'file'?"), "\(run.stderr)")
  }
}
