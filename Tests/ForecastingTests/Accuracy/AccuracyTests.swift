import Testing

@testable import Forecasting

@Suite struct AccuracyTests {
  @Test func measuresFromTheirDefinitions() throws {
    let scale = try #require(
      AccuracyScale(ordinals: [1, 2, 3, 5, 6], values: [1, 3, 2, 9, 5], season: 1))
    // Changes 2, −1 and −4; the pair over the gap does not count.
    #expect(scale.absolute == 7.0 / 3 && scale.squared == 7)
    #expect(AccuracyScale(ordinals: [1, 2], values: [4, 4], season: 1) == nil)
    #expect(AccuracyScale(ordinals: [1, 2], values: [4, 5], season: 12) == nil)
    var measures = AccuracyMeasures(levels: [80])
    measures.add(actual: 10, point: 3, intervals: [(1, 5)], scale: scale)
    measures.add(actual: -2, point: -2, intervals: [nil], scale: nil)
    #expect(measures.mase == 3 && measures.count == 2)
    #expect(abs(measures.rmsse! * measures.rmsse! - 7) < 1e-14)
    let smape: Double = 100 * 7.0 / 13
    #expect(measures.smape == smape)
    #expect(measures.mape == 35 && measures.coverage(0) == 0)
    // 4 + 10·5 over 7/3; (7/2 + 0.1·54)/1.5.
    #expect(abs(measures.msis(0)! - 54 * 3 / 7) < 1e-12)
    #expect(abs(measures.wis! - 8.9 / 1.5) < 1e-12)
  }

  @Test func resultsComeInOrderAndAFaultComesLast() throws {
    struct Fault: Error {}
    for jobs in [1, 3, 8] {
      var (sent, taken) = (0, [Int]())
      #expect(throws: Fault.self) {
        try OrderedWork.run(
          jobs: jobs,
          next: { () throws(Fault) -> Int? in
            if sent == 100 { throw Fault() }
            sent += 1
            return sent
          }, work: { $0 * $0 }, take: { (square) throws(Fault) in taken.append(square) })
      }
      #expect(taken == (1...100).map { $0 * $0 })
      sent = 0
      #expect(throws: Fault.self) {
        try OrderedWork.run(
          jobs: jobs,
          next: { () throws(Fault) -> Int? in
            sent += 1
            return sent
          }, work: { $0 }, take: { (number) throws(Fault) in if number == 50 { throw Fault() } })
      }
      #expect(sent <= 50 + 2 * jobs + 2)
    }
  }
}
