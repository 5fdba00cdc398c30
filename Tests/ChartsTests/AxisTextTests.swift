import SeriesCore
import Testing
import _TestSupport

@testable import Charts

@Suite struct AxisTextTests {
  private static func texts(_ low: Double, _ high: Double, isShare: Bool = false) -> [String] {
    let text = AxisText.ticks(NiceTicks(from: low, to: high, about: 3), isShare: isShare)
    return text.texts + (text.factor.isEmpty ? [] : [text.factor])
  }

  @Test func ticksHaveOneNumberOfDecimals() {
    #expect(Self.texts(0, 1) == ["0", "0.5", "1.0"])
    #expect(Self.texts(0, 100) == ["0", "50", "100"])
    #expect(Self.texts(-1, 1) == ["−1", "0", "1"])
    #expect(Self.texts(0, 10_000) == ["0", "5,000", "10,000"])
    #expect(Self.texts(0, 1_000_000) == ["0", "500,000", "1,000,000"])
    #expect(Self.texts(0.001, 0.002) == ["0.0010", "0.0015", "0.0020"])
  }

  @Test func extremesHaveAPowerOfAThousand() {
    #expect(Self.texts(0, 1e12) == ["0", "0.5", "1.0", "×10¹²"])
    #expect(Self.texts(0, 2e7) == ["0", "10", "20", "×10⁶"])
    #expect(Self.texts(0, 1e-12) == ["0", "0.5", "1.0", "×10⁻¹²"])
    #expect(Self.texts(0, 2e-5) == ["0", "10", "20", "×10⁻⁶"])
  }

  @Test func sharesAreInPercent() {
    #expect(Self.texts(0, 1, isShare: true) == ["0\u{A0}%", "50\u{A0}%", "100\u{A0}%"])
    #expect(Self.texts(0, 0.01, isShare: true) == ["0\u{A0}%", "0.5\u{A0}%", "1.0\u{A0}%"])
  }

  @Test(arguments: [
    (0, "0"), (-0.0, "0"), (63.149, "63.1"), (52.0, "52"), (1234.5, "1,230"), (1234, "1,234"),
    (0.05234, "0.0523"),
    (-8.5, "−8.5"), (1e12, "1×10¹²"), (-2.5e-7, "−2.5×10⁻⁷"), (123_456_789, "123,000,000"),
    (.nan, ""), (.infinity, ""), (9.999e11, "1×10¹²"), (999.6, "1,000"),
  ])
  func valuesHaveThreeDigits(_ value: Double, _ text: String) {
    #expect(AxisText.value(value) == text)
  }

  @Test(arguments: [
    (0, "under\u{A0}1\u{A0}%"), (0.0049, "under\u{A0}1\u{A0}%"), (0.005, "1\u{A0}%"),
    (0.314, "31\u{A0}%"),
    (0.994, "99\u{A0}%"), (0.995, "over\u{A0}99\u{A0}%"), (1, "over\u{A0}99\u{A0}%"), (.nan, ""),
  ])
  func probabilitiesAreNeverCertain(_ value: Double, _ text: String) {
    #expect(AxisText.probability(value) == text)
  }

  @Test(arguments: [
    (0.124, "12.4\u{A0}%"), (0.0436, "4.4\u{A0}%"), (-0.0123, "−1.2\u{A0}%"),
    (0.0999, "10.0\u{A0}%"),
    (-0.00001, "0.0\u{A0}%"), (12.5, "1,250.0\u{A0}%"), (1e5, "1×10⁷\u{A0}%"),
  ])
  func ratesHaveADecimal(_ value: Double, _ text: String) {
    #expect(AxisText.rate(value) == text)
  }

  /// One rule of rounding for charts, tables and sentences.
  @Test func chartsRoundAsPagesDo() {
    for value in [0.5, 7.126, 46.338, 999, 1234.5, 4484, 9999, 73_072.4, 1_102_130] {
      #expect(AxisText.value(value) == PrintedNumber.grouped(value))
      let share = value / 2e6
      #expect(
        AxisText.rate(share).replacing("\u{A0}", with: " ") == PrintedNumber.rate(share, 1))
      #expect(
        AxisText.probability(share).replacing("\u{A0}", with: " ") == PrintedNumber.share(share))
    }
  }

  @Test func exponentsAreRaised() {
    #expect(AxisText.raised(-120) == "⁻¹²⁰")
    #expect(AxisText.decimal(-5, -3) == "−0.005" && AxisText.decimal(12, 3) == "12,000")
  }
}
