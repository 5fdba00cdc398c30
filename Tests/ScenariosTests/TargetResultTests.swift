import SeriesCore
import Testing

@testable import Scenarios

@Suite struct TargetResultTests {
  static func result(
    _ values: [Int: Double], level: Double, by deadline: Int, after start: Int,
    deflator: Target.Deflator? = nil, cumulative: Target.Cumulative? = nil
  ) throws -> TargetResult {
    let series = TimeSeries(
      id: "s", axis: PeriodAxis(.annual), observations: values.map { ($0.key, $0.value) })
    let target = Target(
      name: "t", seriesID: "s", level: .value(level), deadlines: [try #require(PeriodText("2030"))],
      deflator: deflator, cumulative: cumulative)
    return TargetProjection(try PlacedTarget(target, on: series), sample: series)
      .result(after: start, by: deadline)
  }

  @Test func reachedMissedOrOpen() throws {
    let values = [2010: 5.0, 2011: 6, 2013: 12, 2014: 9]
    let met = try Self.result(values, level: 10, by: 2014, after: 2010)
    #expect(met == TargetResult(touched: true, atLevel: false, reachedIn: 2013, unobserved: 1))
    let early = try Self.result(values, level: 10, by: 2020, after: 2010)
    #expect(early.touched == true && early.atLevel == nil)
    let missed = try Self.result(values, level: 10, by: 2012, after: 2010)
    #expect(missed == TargetResult(touched: false, atLevel: nil, reachedIn: 2013, unobserved: 1))
    let open = try Self.result(values, level: 20, by: 2020, after: 2010)
    #expect(open == TargetResult(touched: nil, atLevel: nil, reachedIn: nil, unobserved: 1))
    // What stood there before the question is no answer to it.
    let later = try Self.result(values, level: 10, by: 2014, after: 2013)
    #expect(later == TargetResult(touched: false, atLevel: false, reachedIn: nil, unobserved: 0))
  }

  @Test func realLevelsAndSums() throws {
    let base = try #require(PeriodText("2014"))
    let values = [2010: 5.0, 2011: 9.5, 2012: 9.6, 2013: 9.7, 2014: 9.8]
    // 10 in the money of 2014 is 10·1.05⁻³ = 8.64 in 2011.
    let real = try Self.result(
      values, level: 10, by: 2014, after: 2010, deflator: .init(rate: 0.05, base: base))
    #expect(real.touched == true && real.reachedIn == 2011 && real.atLevel == false)
    let through = try #require(PeriodText("2011"))
    let sum = try Self.result(
      values, level: 50, by: 2013, after: 2011, cumulative: .init(start: 30, through: through))
    // 30 + 9.6 + 9.7 = 49.3, with 2014 59.1.
    #expect(sum == TargetResult(touched: false, atLevel: false, reachedIn: 2014, unobserved: 0))
  }
}
