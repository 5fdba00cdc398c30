import SeriesCore
import Testing

@testable import Forecasting

@Suite struct CalibrationRecordTests {
  @Test(arguments: ReferenceClass.allCases)
  func binsAreInOrderAndSharesWithinTheirIntervals(_ name: ReferenceClass) {
    let records = CalibrationRecord.records(of: name)
    #expect(records.count >= 7)
    #expect(records.map(\.lower) == records.indices.map { Double($0) / 10 })
    #expect(records.map(\.upper) == records.indices.map { Double($0 + 1) / 10 })
    for record in records {
      #expect(record.said >= record.lower && record.said < record.upper)
      #expect(record.low <= record.cameTrue && record.cameTrue <= record.high)
      #expect(record.statements >= 500 && record.series > 100)
    }
    #expect(Set(records.map(\.years)) == [name == .nominal ? 8 : 6])
    #expect(records.map(\.cameTrue) == records.map(\.cameTrue).sorted())
  }

  /// The script's count: of 24,737 statements about 1,015 nominal series between .5 and .6 (.553 on
  /// average) .599 came true.
  @Test func theRowsAreTheScripts() throws {
    let record = try #require(CalibrationRecord.records(of: .nominal).first { $0.lower == 0.5 })
    #expect(record.statements == 24737 && record.series == 1015)
    #expect(record.said == 0.553 && record.cameTrue == 0.599)
    #expect(record.low == 0.542 && record.high == 0.694 && record.years == 8)
  }
}
