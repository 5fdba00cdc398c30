import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@testable import Regression

/// Tests of a break that allow for autocorrelation against strucchange (`Fixtures/r/break_scores.csv`).
@Suite struct ScoreBreakTestTests {
  private static func frame(_ name: String) throws -> ModelFrame {
    let columns = try #require(BreakFixture.columns[name])
    let fixture = try BreakFixture()
    var numbers = ["y": DataTable.Numbers(try #require(fixture.vector(name, "y")))]
    for column in columns {
      numbers[column] = DataTable.Numbers(try #require(fixture.vector(name, column)))
    }
    let count = numbers["y"]?.values.count ?? 0
    let table = DataTable(rowCount: count, numbers: numbers, levels: [:])
    let terms = columns.isEmpty ? "1" : columns.joined(separator: " + ")
    return try ModelFrame(Formula("y ~ " + terms), table: table)
  }

  @Test func agreesWithStrucchange() throws {
    var compared = 0
    for row in try Repository.rows("r/break_scores.csv") {
      let (name, what) = (row["case"] ?? "", row["what"] ?? "")
      let values = (row["values"] ?? "").split(separator: " ").compactMap { Double($0) }
      let lag = what.hasSuffix("_3") ? 3 : nil
      let test = try ScoreBreakTest(
        Self.frame(name), KernelWeighting(.bartlett(lag: lag)), trimming: 0.15)
      if what.hasPrefix("process") {
        for (i, value) in test.statistics.enumerated() {
          #expect(relativeError(value, values[test.firstPlace + i - 1]) < 1e-8)
          compared += 1
        }
        let known = test.known(test.breakAfter)
        #expect(known.statistic * Double(known.numerator) == test.statistics.max())
      } else {
        #expect(relativeError(test.supremum.statistic, values[0]) < 1e-8)
        // Its p-values are simulated, ours are Hansen's.
        #expect(abs((test.supremum.pValue ?? .nan) - values[1]) < 0.01)
      }
    }
    #expect(compared > 300)
  }

  /// Errors with a correlation of .5: the F test finds a break in half of the samples, this one in few.
  /// 300 samples of 100: three standard errors around 5 % reach to 8.8 %.
  @Test func holdsItsSizeUnderAutocorrelation() throws {
    var (independent, robust) = (0, 0)
    for draw in 0..<300 {
      var random = PhiloxGenerator(seed: 31, path: UInt32(draw))
      var value = random.normal()
      let y = (0..<100).map { _ in
        value = 0.5 * value + random.normal()
        return value
      }
      let table = DataTable(rowCount: 100, numbers: ["y": .init(y)], levels: [:])
      let frame = try ModelFrame(Formula("y ~ 1"), table: table)
      let test = try ScoreBreakTest(
        frame, KernelWeighting(.bartlett(lag: nil)), trimming: 0.15)
      if try #require(test.supremum.pValue) < 0.05 { robust += 1 }
      let plain = try SupFTest(Design(frame.terms), response: y)
      if try #require(plain.supremum.pValue) < 0.05 { independent += 1 }
    }
    #expect(robust <= 26)
    #expect(independent > 100)
  }
}
