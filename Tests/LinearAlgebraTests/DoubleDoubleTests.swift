import LinearAlgebra
import Testing
import _TestSupport

@Suite struct DoubleDoubleTests {
  @Test func decimalsAreReadInBothHalves() throws {
    // 0.1 = 0x1.999999999999ap-4 − 5.55e-18: the low half is the rounding error of the high one.
    let tenth = try #require(DoubleDouble(decimal: "0.1"))
    #expect(tenth.high == 0.1)
    #expect(relativeError(tenth.low, -5.551115123125783e-18) < 1e-12)
    #expect(DoubleDouble(decimal: "-3482258.63459582")?.high == -3482258.63459582)
    #expect(DoubleDouble(decimal: "0.429796848199937E-03")?.high == 0.429796848199937e-3)
    let ten = (0..<10).reduce(DoubleDouble.zero) { sum, _ in sum + tenth }
    #expect(ten.high == 1 && abs(ten.low) < 1e-31)
    for bad in ["", "abc", "1.2.3", "1e", "--1", "1e999", "nan"] {
      #expect(DoubleDouble(decimal: bad) == nil, "\(bad)")
    }
  }

  @Test func arithmeticHasTwiceThePrecision() {
    var numbers = SeededNumbers(3)
    for _ in 0..<500 {
      let a = DoubleDouble(numbers.symmetric(), numbers.symmetric() * 0x1p-60)
      let b = DoubleDouble(numbers.symmetric() + 2, numbers.symmetric() * 0x1p-60)
      // (a ÷ b)·b − a and √(b)² − b vanish to 2⁻⁹⁸, the error bounds of Joldes et al. with room.
      let quotient = (a / b) * b - a
      #expect(abs(quotient.high) <= 0x1p-98)
      let root = b.squareRoot()
      #expect(abs((root * root - b).high) <= 0x1p-98)
      // a + b − b gives back what a sum of this size can hold of a.
      #expect(abs(((a + b) - b - a).high) <= 0x1p-100)
    }
  }
}
