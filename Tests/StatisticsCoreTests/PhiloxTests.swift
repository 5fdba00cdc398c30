import Testing

@testable import StatisticsCore

@Suite struct PhiloxTests {
  /// The known-answer vectors for philox4x32-10 of the Random123 library (Salmon et al. 2011).
  @Test func knownAnswers() {
    let zero = PhiloxGenerator.block(counter: (0, 0, 0, 0), key: (0, 0))
    #expect(zero == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    let ones = UInt32.max
    let full = PhiloxGenerator.block(counter: (ones, ones, ones, ones), key: (ones, ones))
    #expect(full == (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    let pi = PhiloxGenerator.block(
      counter: (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
      key: (0xa409_3822, 0x299f_31d0))
    #expect(pi == (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test func streamsAreKeyedAndRepeat() {
    var a = PhiloxGenerator(seed: 7, series: 1, path: 2)
    var b = PhiloxGenerator(seed: 7, series: 1, path: 2)
    var c = PhiloxGenerator(seed: 7, series: 1, path: 3)
    let first = (0..<10).map { _ in a.next() }
    #expect(first == (0..<10).map { _ in b.next() })
    #expect(first != (0..<10).map { _ in c.next() })
  }

  /// Moments of 200,000 draws within 5 standard errors, at a fixed seed.
  @Test func momentsAreRight() {
    var random = PhiloxGenerator(seed: 2024)
    let n = 200_000
    var (sum, square, fourth) = (0.0, 0.0, 0.0)
    for _ in 0..<n {
      let z = random.normal()
      sum += z
      square += z * z
      fourth += z * z * z * z
    }
    let root = Double(n).squareRoot()
    #expect(abs(sum / Double(n)) < 5 / root)
    #expect(abs(square / Double(n) - 1) < 5 * 2.0.squareRoot() / root)
    #expect(abs(fourth / Double(n) - 3) < 5 * 96.0.squareRoot() / root)
    for nu in [1.0, 3, 12.5] {
      var total = 0.0
      for _ in 0..<n { total += random.chiSquared(degreesOfFreedom: nu) }
      #expect(abs(total / Double(n) - nu) < 5 * (2 * nu).squareRoot() / root)
    }
  }

  /// A generator that reads a tape gives the numbers of one that does not, whatever is asked in between,
  /// past the tape's end, by a second reader and after another stream.
  @Test func tapesLeaveNoTrace() {
    let tape = RandomTape()
    for path in [UInt32(4), 9] {
      tape.wind(seed: 11, series: 3, path: path)
      for rhythm in [1, 2, 3, 7] {
        var alone = PhiloxGenerator(seed: 11, series: 3, path: path)
        var reader = tape.generator
        for k in 0..<400 {
          switch k % rhythm {
          case 0: #expect(alone.normal() == reader.normal())
          case 1: #expect(alone.next() == reader.next())
          case 2:
            #expect(
              alone.chiSquared(degreesOfFreedom: 3) == reader.chiSquared(degreesOfFreedom: 3))
          default: #expect(alone.uniform() == reader.uniform())
          }
        }
      }
    }
  }
}
