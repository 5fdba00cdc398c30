import SeriesCore
import Testing
import _TestSupport

@testable import Claims

@Suite struct ClaimUnitTests {
  static let labels: [(String, String, Double)] = [
    ("USD bn", "USD", 1e9), ("US$ mn", "USD", 1e6), ("$bn", "USD", 1e9), ("bn USD", "USD", 1e9),
    ("US dollars", "USD", 1), ("million US$", "USD", 1e6), ("USD m", "USD", 1e6), ("Mt", "t", 1e6),
    ("thousand t", "t", 1e3), ("million tonnes", "t", 1e6), ("kt", "t", 1e3), ("t", "t", 1),
    ("projects", "project", 1), ("thousand trips", "trip", 1e3), ("percent", "ratio", 0.01),
    ("%", "ratio", 0.01), ("per cent", "ratio", 0.01), ("fraction", "ratio", 1),
    ("rank (at worst)", "rank", 1), ("decades", "year", 10), ("rail crossings", "rail crossing", 1),
    ("multiple of 2023 level", "ratio", 1), ("USD bn (2015 prices)", "USD (2015 prices)", 1e9),
    ("€ mn", "EUR", 1e6), ("TEU", "teu", 1),
  ]

  @Test(arguments: labels)
  func unitsComeApart(_ label: String, _ dimension: String, _ scale: Double) {
    let unit = ClaimUnit(label)
    #expect(unit.dimension == dimension && unit.scale == scale, "\(unit)")
  }

  @Test func multiplesAndShares() {
    #expect(ClaimUnit("multiple of 2023 level").base == ClaimPeriod("2023"))
    #expect(ClaimUnit("multiple of 2023 level").isMultiple && ClaimUnit("times").isMultiple)
    #expect(ClaimUnit("percent of rail_freight").whole == "rail_freight")
    #expect(ClaimUnit("percent").whole == nil)
  }
}

@Suite struct ClaimPeriodTests {
  @Test func formsOfPeriods() throws {
    #expect(try #require(ClaimPeriod("2023")).year == 2023)
    let window = try #require(ClaimPeriod("2009/2023"))
    #expect(window.length == 15 && !window.isSingle && window.year == nil)
    let open = try #require(ClaimPeriod("2024-07-03/.."))
    #expect(open.isOpen && open.length == nil)
    #expect(try #require(ClaimPeriod("2023-Q1")).yearBefore?.written == "2022-Q1")
    #expect(try #require(ClaimPeriod("2023-05")).yearBefore?.written == "2022-05")
    #expect(window.yearBefore == nil)
    for text in [
      "", "23", "2023-13", "2023/2009", "2023/", "/2023", "../2023", "2023/2024-05", "x",
    ] {
      #expect(ClaimPeriod(text) == nil, "\(text)")
    }
  }

  @Test func partsOfYears() throws {
    func part(_ text: String) -> (year: Int, share: Double)? { ClaimPeriod(text)?.partOfYear }
    #expect(part("2023-Q1")?.year == 2023 && part("2023-Q1")?.share == 0.25)
    #expect(part("2023-S2")?.year == 2023 && part("2023-S2")?.share == 0.5)
    #expect(part("2023-Q1/2023-Q3")?.share == 0.75)
    #expect(try #require(part("2024-01/2024-04")).share == 1 / 3.0)
    // Months and days are dates as often as periods; others are whole years or reach over one.
    for text in [
      "2024-01", "2024-01-31", "2023", "2023-Q1/2023-Q4", "2023-11/2024-02", "2024-Q1/..",
    ] {
      #expect(part(text) == nil, "\(text)")
    }
  }

  @Test func distances() throws {
    let (window, may) = (
      try #require(ClaimPeriod("2009/2023")), try #require(ClaimPeriod("2024-05"))
    )
    // January to April of a leap year.
    #expect(window.gap(to: may) == 121 && may.gap(to: window) == 121)
    #expect(window.contains(try #require(ClaimPeriod("2023"))) && !window.contains(may))
  }
}

@Suite struct QualifierTests {
  static func claim(_ value: String, _ unit: String, _ quote: String) throws -> Claim {
    try Claim(
      id: "A", series: "s", period: #require(ClaimPeriod("2023")), printed: value,
      unit: ClaimUnit(unit), kind: .level, quote: quote)
  }

  static let words: [(String, String, String, String, Double, Double)] = [
    (
      "25", "USD bn", "Over the past 15 years, about $25 billion of investments", "about", 24.0,
      26.0
    ),
    ("24", "USD bn", "with over $24 billion in capital", "over", 24, 25),
    ("4700", "enterprises", "more than 4,700 enterprises", "over", 4700, 4800),
    ("4000", "students", "Over 4 thousand young people", "over", 4000, 5000),
    ("0.1", "USD bn", "agreements worth nearly $100 million", "under", 0, 0.1),
    ("5", "rank (at worst)", "one of five", "at most", -.infinity, 5),
    ("5", "rank", "among the top five investors", "at most", -.infinity, 5),
    ("10", "years (at least)", "", "at least", 10, .infinity),
    ("25", "USD bn", "25 or more", "at least", 25, .infinity),
    ("41", "USD bn", "reached US$41 billion", "", 40.5, 41.5),
    ("41", "USD bn", "over 30 years trade reached $41 billion", "", 40.5, 41.5),
    ("40", "USD bn", "surpassing the set target of $40 billion", "", 39.5, 40.5),
    ("16", "percent", "increased by 16%", "", 15.5, 16.5),
  ]

  @Test(arguments: words)
  func wordsWidenFigures(
    _ value: String, _ unit: String, _ quote: String, _ word: String, _ low: Double, _ high: Double
  ) throws {
    let claim = try Self.claim(value, unit, quote)
    #expect(claim.qualifier?.rawValue ?? "" == word)
    let interval = claim.interval / claim.unit.scale
    #expect(interval.low == low || abs(interval.low - low) < 1e-12)
    #expect(interval.high == high || abs(interval.high - high) < 1e-12)
  }

  @Test(arguments: [
    ("projects are being implemented", WorkStage.underWay),
    ("have already been finalized", .finished), ("are negotiating a third railroad", .negotiated),
    ("negotiating the construction of a road", .negotiated),
    ("construction of the third checkpoint", .underWay), ("the plant was commissioned", .finished),
    ("a line is planned", .agreed), ("a third plant is being built", .underWay),
    ("the plant was built", .finished),
  ])
  func stages(_ quote: String, _ stage: WorkStage) throws {
    #expect(try Self.claim("3", "projects", quote).stage == stage)
  }

  @Test func otherWordsTellNoStage() throws {
    for quote in [
      "45 projects identified by the sides", "export of construction materials",
      "to be completed in 2027", "not finished", "",
    ] {
      #expect(try Self.claim("3", "projects", quote).stage == nil, "\(quote)")
    }
  }
}
