import Charts
import Foundation
import Testing

@testable import Pages

/// What sections make of small reports.
@Suite struct PageSectionsTests {
  static let courses = [
    ScenarioPage.Course(name: "baseline", description: ""),
    ScenarioPage.Course(name: "high", description: "more"),
    ScenarioPage.Course(name: "late", description: "later"),
  ]

  static let answers = """
    scenario,question,verdict,probability,unit,level,deadline,status
    s,q,told of q,0.2,Mt,9,2030,projected
    s,link: 9 Mt carried,told of link,0.1,Mt,9,2030,conditional

    """

  static let targets = """
    scenario,target,series,level,unit,deadline,status,p_touch_by_deadline,also,p_difference,\
    p_difference_lo95,p_difference_hi95,median_difference,as_of
    baseline,q,y,9,Mt,2030,projected,0.2,late,,,,,
    high,q,y,9,Mt,2030,projected,0.3,,0.1,0.09,0.11,1.5,

    """

  static let levels = """
    scenario,link,level,unit,deadline,status,p_touch_by_deadline,also,as_of
    baseline,link,9,Mt,2030,projected,0.1,,
    high,link,9,Mt,2030,projected,0.15,,
    late,link,9,Mt,2030,projected,0.05,,

    """

  static func page(
    named: Int = 0, _ files: [(name: String, text: String)],
    sources: [ScenarioPage.Source] = []
  ) -> ScenarioPage {
    let made = PageFixture.input(courses: courses, files: files)
    return ScenarioPage(
      ScenarioPage.Input(
        name: made.name, title: made.title, question: made.question, courses: made.courses,
        named: named, files: made.files, sources: made.sources + sources, inputs: made.inputs,
        command: made.command, version: made.version))
  }

  static let files: [(name: String, text: String)] = [
    ("answers.csv", answers), ("targets.csv", targets), ("capacity_levels.csv", levels),
  ]

  /// Courses that are alike share a row, and what a course adds stands with its interval.
  @Test func coursesStandSideBySide() throws {
    let html = Self.page(Self.files).html
    #expect(html.contains(">by 2030<") && html.contains(">baseline, late<"))
    #expect(html.contains(">late<"), "of a link each course has a row")
    #expect(html.contains("<data value=\"0.1\" data-as=\"rate\">10.0 %</data>"))
    #expect(html.contains("<data value=\"0.09\" data-as=\"rate\">9.0 %</data>"))
  }

  /// The chart of what the page answers comes before the others.
  @Test func theCoursesOfTheAnswerComeFirst() throws {
    let answers = Self.answers.split(separator: "\n", omittingEmptySubsequences: false)
    let turned = [answers[0], answers[2], answers[1], ""].joined(separator: "\n")
    let page = Self.page(named: 1, [("answers.csv", turned)] + Self.files.dropFirst())
    #expect(page.pictures.first?.title.hasPrefix("“link”") == true)
    #expect(Self.page(Self.files).pictures.first?.title.hasPrefix("“q”") == true)
  }

  /// What is the same under all scenarios is no chart.
  @Test func whatNoScenarioChangesIsASentence() {
    let alike = """
      scenario,target,series,level,unit,deadline,status,p_touch_by_deadline,also,as_of
      baseline,q,y,9,Mt,2030,projected,0.2,high; late,

      """
    let page = Self.page([("answers.csv", Self.answers), ("targets.csv", alike)])
    #expect(page.html.contains("is the same under") && page.pictures.isEmpty)
  }

  /// Words that do not occur are not explained.
  @Test func wordsOfThePageAreExplained() {
    let html = Self.page(Self.files).html
    #expect(html.contains("<code>conditional</code>") && html.contains("<code>dots</code>"))
    #expect(!html.contains("<code>pseudo-vintage</code>") && !html.contains("<code>fan</code>"))
  }

  /// A licence stands once, above its sources, each once.
  @Test func sourcesStandByLicence() {
    let source = { ScenarioPage.Source(title: $0, licence: $1) }
    let html = Self.page(
      Self.files, sources: [source("one", "free"), source("two", "shut"), source("one", "free")]
    ).html
    #expect(html.components(separatedBy: "<summary>free</summary>").count == 2)
    #expect(html.components(separatedBy: "<li>one</li>").count == 2)
  }

  /// A level for the sum of several years is none for one of them.
  @Test(arguments: [("2021", false), ("", true)]) func sumsAreNotDrawnOverYears(
    _ through: String, _ isDrawn: Bool
  ) {
    let targets = """
      scenario,target,series,level,unit,deadline,status,p_touch_by_deadline,cumulative_through,as_of
      baseline,q,y,90,Mt,2030,projected,0.2,\(through),

      """
    let forecast = """
      scenario,series,period,model,n,median,lo-50,hi-50,lo-80,hi-80,lo-95,hi-95,unit,basis,as_of
      baseline,y,2029,naive,9,5,4,6,3,7,2,8,Mt,b,
      baseline,y,2030,naive,9,5,4,6,3,7,2,8,Mt,b,

      """
    let page = Self.page([
      ("answers.csv", Self.answers), ("targets.csv", targets), ("forecast.csv", forecast),
      ("observations.csv", "series,period,value,unit,basis,break\ny,2028,5,Mt,b,\n"),
    ])
    let history = page.pictures.first { $0.title.hasPrefix("b (y)") }
    #expect(history?.inline().contains(">q<") == isDrawn)
    #expect(page.html.contains("<dt>Known up to</dt>"))
  }

  /// A level that was missed at its deadline and reached later was not reached by it.
  @Test func whatCameLaterWasMissed() {
    let rows = """
      postmortem,target,deadline,vintage,model,n,p_touch,p_level,reached_in,outcome_touch,status
      p,q,2015,2012,naive,5,0.3,0.2,2023,0,projected
      p,q,2015,2013,naive,6,0.2,0.1,2023,0,projected

      """
    let html = Self.page([("answers.csv", Self.answers), ("postmortem.csv", rows)]).html
    let words = html.replacing(/<[^>]*>/, with: "")
    #expect(words.contains("By 2015 it was not reached; it was in 2023."))
    // Whether a model may be quoted stands with the answers alone.
    #expect(!html.contains("<th scope=\"col\">Already</th>"))
  }

  /// Sections about a target say so where the page answers something else.
  @Test func sectionsSayWhatTheyAreOf() {
    let answers = Self.answers.replacing("s,q,told of q,0.2,Mt,9,2030,projected\n", with: "")
    let hitting = """
      scenario,target,series,period,p_touch_by,p_level,as_of
      baseline,q,y,2030,0.2,0.1,

      """
    let files = [("answers.csv", answers)] + Self.files.dropFirst() + [("hitting.csv", hitting)]
    #expect(Self.page(named: 1, files).html.contains("The answer at the top is another"))
    let own = Self.files + [("hitting.csv", hitting)]
    #expect(!Self.page(own).html.contains("The answer at the top is another"))
  }

  /// Beside what drivers make of a level stands what the series alone makes of it, at the same time.
  @Test(arguments: [("Mt", true), ("USD bn", false)]) func driversStandBesideTheSeries(
    _ unit: String, _ isBeside: Bool
  ) {
    let answers = """
      scenario,question,verdict,probability,unit,basis,level,deadline,status
      s,r,told of r,,\(unit),b,9,2030,conditional
      s,q,told of q,0.5,Mt,b,9,2030,projected

      """
    let targets = """
      scenario,target,series,level,unit,basis,deadline,status,p_touch_by_deadline,p_level_at_deadline,as_of
      baseline,q,y,9,Mt,b,2030,projected,0.5,0.4,

      """
    let html = Self.page(named: 1, [("answers.csv", answers), ("targets.csv", targets)]).html
    let words = html.replacing(/<[^>]*>/, with: "")
    #expect(
      words.contains("40 %, about 4 in 10 to be there then, without drivers (“q”)") == isBeside)
  }

  /// A forecast's far ends do not make thousandths of its medians.
  @Test func tablesTakeTheUnitOfHalfTheirAmounts() throws {
    let text = "unit,median,hi\nUSD million,49000,90000\nUSD million,71500,2500000\n"
    let table = PageTable(file: "forecast.csv", bytes: Array(text.utf8))
    let grid = try #require(
      PageGrid("f", table, [PageGrid.amount("Median", "median"), PageGrid.amount("To", "hi")]))
    #expect(grid.caption == "f, in USD bn")
    #expect(
      grid.rows.flatMap { $0 }.map { AnswerSheetTests.text([.cell($0)]) } == [
        "49", "90", "71.5", "2,500",
      ])
  }

  /// A projection along drivers is said as one; what would make its level likelier stands beneath.
  @Test func driversAreSaidInASentence() throws {
    let answer = PageTable(
      file: "answers.csv",
      bytes: Array(
        """
        question,deadline,level,unit,probability,would_change
        r,2030,63000,USD million,,80 % with oil growing

        """.utf8))
    let drivers = PageTable(
      file: "drivers.csv",
      bytes: Array(
        """
        regression,deadline,level,unit,p_level_at_deadline
        r,2030,63000,USD million,0.0992

        """.utf8))
    let row = try #require(answer.rows.first)
    let pieces = try #require(DriverSentence.pieces(row, drivers))
    #expect(
      AnswerSheetTests.text(pieces)
        == "10 %, about 1 in 10: 63 USD bn in 2030 with its drivers as assumed")
    #expect(DriverSentence.pieces(row, PageTable(file: "drivers.csv")) == nil)
  }
}
