import Testing

@testable import Pages

@Suite struct AnswerSheetTests {
  static func sheet(_ rows: String...) -> AnswerSheet {
    let text =
      "question,verdict,probability,value,low,high,unit,level,deadline,status\n"
      + rows.joined(separator: "\n") + "\n"
    return AnswerSheet(PageTable(file: "answers.csv", bytes: Array(text.utf8)))
  }

  /// The sentence without markup.
  static func text(_ pieces: [PagePiece]) -> String {
    pieces.map { piece in
      switch piece {
      case .words(let text), .code(let text), .tag(let text), .link(let text, _): text
      case .cell(let cell), .strong(let cell):
        switch cell {
        case .text(let text): text
        case .number(_, let printed, _): printed
        case .range, .none: ""
        }
      }
    }.joined()
  }

  @Test func thePageOpensWithWhatIsOpenAndSurest() {
    let sheet = Self.sheet(
      "old,v,0,,,,Mt,5,2015,missed", "weak,v,0.3,,,,Mt,9,2030,unproven",
      "strong,v,0.4,,,,Mt,9,2030,projected", "strong,v,0.6,,,,Mt,9,2035,projected")
    #expect(sheet.lead?.question == "strong" && sheet.lead?.rows.count == 2)
    #expect(Self.sheet("old,v,0,,,,Mt,5,2015,missed").lead?.question == "old")
    // The question of most deadlines; among sentences the first, however many a question has.
    let two = ["a,v,0.3,,,,Mt,9,2030,projected", "b,v,0.3,,,,Mt,9,2030,projected"]
    #expect(Self.sheet(two[0], two[1], two[1]).lead?.question == "b")
    #expect(
      Self.sheet("c,v,,,,,,,,told", "d,v,,,,,,,,told", "d,w,,,,,,,,told").lead?.question == "c")
    let rows = Self.sheet("a,v,0,,,,Mt,9,2020,missed", two[0], two[0]).lead?.rows
    #expect(rows?.map { $0["status"] } == ["projected", "projected", "missed"])
    #expect(Self.sheet().lead == nil)
  }

  /// What a scenario names is said in its order, whatever its status.
  @Test func thePageOpensWithTheAnswersThatAreNamed() {
    let table = Self.sheet(
      "carried,v,0.1,,,,Mt,9,2027,conditional", "carried,v,0.2,,,,Mt,9,2030,conditional",
      "plans,v,,,,,,,,told", "strong,v,0.4,,,,Mt,9,2030,projected"
    ).table
    let sheet = AnswerSheet(table, named: 3)
    #expect(sheet.leads.map(\.question) == ["carried", "plans"])
    #expect(sheet.lead?.rows.count == 2 && sheet.others.map(\.question) == ["strong"])
  }

  @Test(arguments: [
    (
      "q,v,0.46338,71,,,USD million,82000,2030,projected",
      "46 %, about 9 in 20, to reach 82 USD bn by 2030"
    ),
    (
      "q,v,0.001,71,,,Mt,82,2030,projected",
      "under 1 %, fewer than 1 in 100, to reach 82 Mt by 2030"
    ),
    ("q,v,0.03,71,,,Mt,82,2030,unproven", "3 %, about 3 in 100, to reach 82 Mt by 2030"),
    ("q,v,0,,,,Mt,5,2015,missed", "Missed: 5 Mt by 2015"),
    (
      "q,v,0.87,,,,Mt,5,2030,met",
      "Met already, and 87 %, about 17 in 20 to be there then: 5 Mt by 2030"
    ),
    ("q,v,,31,19.5,49.3,USD bn,,2023,told", "2023: 31 USD bn (80 %: 19.5 USD bn to 49.3 USD bn)"),
    ("q,as it is said,,,,,,,,told", "as it is said"),
  ])
  func theAnswerIsOneSentence(_ row: String, _ sentence: String) throws {
    let row = try #require(Self.sheet(row).lead?.rows.first)
    #expect(Self.text(AnswerSheet.sentence(row)) == sentence)
  }
}
