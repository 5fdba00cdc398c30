import Claims
import SeriesCore
import Testing
import _TestSupport

@Suite struct ClaimReaderTests {
  static func read(_ text: String, allowsFormulas: Bool = false) throws(InputFault) -> [Claim] {
    try ClaimReader.read(
      ByteSource(name: "c.csv", bytes: Array(text.utf8)), allowsFormulas: allowsFormulas)
  }

  static let header = "id,series,period,value,unit,kind\n"

  @Test func columnsInAnyOrderAndOthers() throws {
    let claims = try Self.read(
      "kind,extra,unit,value,period,series,id,source,basis\n"
        + "level,?,USD bn,41,2023,trade,A,paper,customs\n")
    let claim = try #require(claims.first)
    #expect(claim.id == "A" && claim.value == 41 && claim.source == "paper" && claim.line == 2)
    #expect(claim.basis == "customs" && claim.note.isEmpty)
  }

  static let wrongRows: [(row: String, words: String)] = [
    ("A,s,2023,1,t\n", "c.csv:2: 5 fields where the header has 6"),
    ("A,s,2023,x,t,level\n", "c.csv:2: 'x' is not a number"),
    ("A,s,2023,,t,level\n", "the value is empty"),
    ("A,s,2023,\"1,5\",t,level\n", "decimal comma"),
    ("A,s,2023,inf,t,level\n", "not a finite number"),
    ("A,s,2023,1e70,t,level\n", "out of range"),
    ("A,s,2023-13,1,t,level\n", "c.csv:2: unreadable period '2023-13'"),
    ("A,s,2023,1,t,levle\n", "did you mean 'level'?"),
    ("A,s,2023,1,t,\n", "kinds: level, growth, multiple"),
    ("A,s,2023,1,t,level\nA,s,2024,2,t,level\n", "c.csv:3: the id 'A' stands on line 2"),
    ("=A,s,2023,1,t,level\n", "would run as a formula"),
    ("A,@s,2023,1,t,level\n", "would run as a formula"),
    ("A,s,2023,-100,percent,growth\n", "leaves nothing"),
    ("A,s,2023,-1.2,fraction,growth\n", "leaves nothing"),
    ("A,s,2023,5,USD bn,growth\n", "its unit is percent"),
    ("A,s,2023,0,things,count\n", "a count of 0"),
    ("A,s,2023,-3,things,count\n", "a count of -3"),
    ("A,s,2023,120,percent,share\n", "from 0 to 100"),
    ("A,s,2023,0,times,multiple\n", "above 0"),
    ("A,,2023,1,t,level\n", "the cell 'series' is empty"),
    ("\"A\nB\",s,2023,1,t,level\n", "control character"),
  ]

  static let wrongFiles: [(text: String, words: String)] = [
    ("", "c.csv:1: the file is empty"), (header, "c.csv: no claims"),
    (
      "id,series,period,valeu,unit,kind\nA,s,2023,1,t,level\n",
      "c.csv:1: no column 'value' (is 'valeu'"
    ),
    ("id,id\n", "two columns are named 'id'"),
  ]

  @Test(arguments: wrongFiles + wrongRows.map { (text: header + $0.row, words: $0.words) })
  func faults(_ text: String, _ words: String) {
    do throws(InputFault) {
      _ = try Self.read(text)
      Issue.record("\(text) is taken")
    } catch {
      #expect(error.description.contains(words), "\(error)")
    }
  }

  @Test func formulasCanBeLetThrough() throws {
    #expect(try Self.read(Self.header + "=A,s,2023,1,t,level\n", allowsFormulas: true).count == 1)
  }

  @Test func relations() throws {
    func read(_ text: String) throws(InputFault) -> [SeriesRelation] {
      try RelationReader.read(
        ByteSource(name: "r.csv", bytes: Array(text.utf8)), series: ["a", "b", "c"])
    }
    let good = try read("kind,left,right,whole\nsum,all,a;b,\nshare,c,a,d\npart,a,b,\n")
    #expect(
      good == [
        SeriesRelation(.sum, "all", ["a", "b"]), SeriesRelation(.share, "c", ["a"], whole: "d"),
        SeriesRelation(.part, "a", ["b"]),
      ])
    for (text, words) in [
      ("", "empty"), ("kind,left\n", "kind, left and right"),
      ("kind,left,right\nprat,a,b\n", "did you mean 'part'?"),
      ("kind,left,right\npart,a,x\n", "r.csv:2: no claim is about 'x'"),
      ("kind,left,right\npart,a,b;c\n", "holds 2 series"),
      ("kind,left,right\nshare,a,b\n", "needs its whole"),
      ("kind,left,right\npart,a\n", "2 fields"),
    ] {
      do throws(InputFault) {
        _ = try read(text)
        Issue.record("\(text) is taken")
      } catch { #expect(error.description.contains(words), "\(error)") }
    }
  }
}
