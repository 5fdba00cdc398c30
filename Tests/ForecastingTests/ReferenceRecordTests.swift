import SeriesCore
import Testing

@testable import Forecasting

@Suite struct ReferenceRecordTests {
  /// Counted by hand from the series: of 1,012 with a base in the 1990s .386 had come 1.871 times as far
  /// within six years, of 261 in the 2000s .554 twice as far within eight, of 165 in the 1960s .619 half
  /// as far again within five. The table has hundredths of logarithms at thirteen shares.
  @Test(arguments: [
    ("1990s", 6, 82 / 43.82, 0.386, 1012), ("1960s", 5, 1.5, 0.619, 165),
  ])
  func sharesAreCounted(
    _ epoch: String, _ horizon: Int, _ multiple: Double, _ share: Double, _ count: Int
  ) throws {
    let record = try #require(
      ReferenceRecord.records(of: .nominal, horizon: horizon).first { $0.epoch == epoch })
    #expect(record.count == count)
    #expect(abs(record.share(reaching: multiple) - share) < 0.01)
  }

  @Test func sharesFallWithTheMultipleAndRiseWithTheHorizon() throws {
    for kind in ReferenceClass.allCases {
      for horizon in 1...9 {
        let now = ReferenceRecord.records(of: kind, horizon: horizon)
        #expect(!now.isEmpty)
        for record in now {
          #expect(record.logs == record.logs.sorted())
          var last = 1.0
          for multiple in [0.001, 0.5, 1, 1.2, 2, 5, 1e9] {
            let share = record.share(reaching: multiple)
            #expect(share <= last && share >= 0)
            last = share
          }
          #expect(record.share(reaching: 1e9) == 0 && record.share(reaching: 0) == 1)
        }
        // The series of a longer horizon are fewer, so that only whole classes can be compared.
        let later = ReferenceRecord.records(of: kind, horizon: horizon + 1)
        for record in now {
          guard let next = later.first(where: { $0.epoch == record.epoch }),
            next.count == record.count
          else { continue }
          #expect(next.share(reaching: 1.5) >= record.share(reaching: 1.5) - 0.02)
        }
      }
      #expect(ReferenceRecord.records(of: kind, horizon: 11).isEmpty)
    }
  }
}
