import Forecasting
import SeriesCore
import Testing

/// Flows of which the beginning of each year is known, and their totals.
@Suite struct NowcastFlowTests {
  static func years(_ id: String, _ values: [Int: Double]) -> YearFlow {
    YearFlow(id: id, unit: SeriesUnit("USD bn"), basis: nil, values: values)
  }

  static func flow(
    _ name: String, _ parts: [Int: Double], _ full: [Int: Double]?
  ) -> NowcastFlow {
    NowcastFlow(
      name: name, parts: parts, full: full.map { years(name, $0) }, carry: nil, basis: nil)
  }

  static func parts(_ rows: [String]) throws -> PartFlow {
    let text = "series,period,value\n" + rows.map { "x," + $0 + "\n" }.joined()
    let drafts = try SeriesDraft.group(ByteSource(name: "d.csv", bytes: Array(text.utf8)))
    return PartFlow(series: try PartYearSeries(drafts[0]), divisor: 10, unit: nil)
  }

  @Test func aTotalHasTheYearsThatAllHave() {
    let total = NowcastFlow(
      name: "total",
      of: [
        Self.flow("a", [2020: 1, 2021: 2], [2020: 10, 2021: 20]),
        Self.flow("b", [2021: 3, 2022: 4], [2021: 30]),
      ], full: nil, carry: nil, basis: nil)
    #expect(total.parts == [2021: 5])
    #expect(total.full?.values == [2021: 50] && total.full?.id == "a+b")
    #expect(total.pastSums(before: 2022) == [YearSums(year: 2021, part: 5, full: 50)])
    #expect(total.pastSums(before: 2021).isEmpty)
  }

  @Test func aMeasuredTotalGoesBeforeASum() {
    let flows = [Self.flow("a", [2021: 2], [2021: 20]), Self.flow("b", [2021: 3], nil)]
    let measured = NowcastFlow(
      name: "total", of: flows, full: Self.years("t", [2021: 55]), carry: nil, basis: nil)
    #expect(measured.full?.values == [2021: 55])
    // The years of one flow alone are no total's.
    let none = NowcastFlow(name: "total", of: flows, full: nil, carry: nil, basis: nil)
    #expect(none.full == nil && none.parts == [2021: 5])
  }

  @Test func badValuesAreFoundByYear() {
    let flow = Self.flow(
      "a", [2019: 0, 2020: 9, 2021: .infinity, 2023: -1], [2018: -5, 2019: -4, 2020: 8])
    #expect(
      flow.badValues(through: 2022) == [
        .notPositivePart(year: 2019, 0), .partBeyondWhole(year: 2020, part: 9, whole: 8),
        .notFinitePart(year: 2021), .notPositiveWhole(year: 2019, -4),
      ])
  }

  @Test func aProxyIsTheSumOfItsFlows() throws {
    let quarters = (2018...2022).flatMap { year in
      (1...4).map { "\(year)-Q\($0),\(10 * ($0 + year % 2))" }
    }
    let flow = try Self.parts(quarters)
    let first = YearPart(endMonth: 3)
    #expect(flow.values(first) == [2018: 1, 2019: 2, 2020: 1, 2021: 2, 2022: 1])
    #expect(flow.wholeYears[2018] == 10 && flow.wholeYears[2019] == 14)
    guard
      case .proxy(let id, let sums) = try NowcastCarry.proxy(
        [flow, flow], part: first, before: 2022)
    else {
      Issue.record("a proxy was asked for")
      return
    }
    #expect(id == "x+x" && sums.map(\.year) == [2018, 2019, 2020, 2021])
    #expect(sums.first == YearSums(year: 2018, part: 2, full: 20))
    #expect(throws: ForecastingError.tooShort(needed: 3, found: 2)) {
      try NowcastCarry.proxy([flow], part: first, before: 2021)
    }
  }
}
