import Testing

@testable import SeriesCore

@Suite struct PrintedNumberTests {
  @Test(arguments: [
    (0.0, "0"), (46.338, "46.3"), (-7.126, "-7.13"), (999, "999"), (4484, "4,484"),
    (9999, "9,999"), (-1234, "-1,234"), (580_694, "581,000"), (1_102_130, "1,100,000"),
    (0.000123456, "0.000123"),
  ])
  func numbersAreReadable(_ value: Double, _ text: String) {
    #expect(PrintedNumber.grouped(value) == text)
  }

  @Test(arguments: [
    (0.0, "fewer than 1 in 100"), (0.0049, "fewer than 1 in 100"), (0.005, "1 in 100"),
    (0.02, "1 in 50"), (0.03, "3 in 100"), (0.05, "1 in 20"), (0.05485, "1 in 20"),
    (0.08, "8 in 100"), (0.1, "1 in 10"), (0.13, "3 in 20"), (0.15, "3 in 20"), (0.2, "2 in 10"),
    (0.25, "1 in 4"), (0.3, "3 in 10"), (0.35, "7 in 20"), (0.46338, "9 in 20"), (0.5, "5 in 10"),
    (0.75, "3 in 4"), (0.88, "9 in 10"), (0.92, "92 in 100"), (0.95, "19 in 20"),
    (0.98, "98 in 100"),
    (0.994, "99 in 100"), (0.995, "more than 99 in 100"), (1, "more than 99 in 100"),
  ])
  func oddsAreFrequencies(_ probability: Double, _ text: String) {
    #expect(PrintedNumber.frequency(probability) == text)
  }

  @Test func aRateThatRoundsToNoughtHasNoSign() {
    #expect(PrintedNumber.rate(-0.0001, 1) == "0.0 %" && PrintedNumber.rate(-0.01, 1) == "-1.0 %")
  }

  /// Never "0 in 10" and never "10 in 10"; never further than three points off, nor, where hundredths
  /// can say it, than by a fifth of the probability or its complement.
  @Test func frequenciesAreNearAndNeverCertain() {
    for step in 50..<9950 {
      let probability = Double(step) / 10_000
      let words = PrintedNumber.frequency(probability).split(separator: " ")
      guard words.count == 3, let count = Double(words[0]), let whole = Double(words[2]) else {
        Issue.record("\(probability): \(words)")
        continue
      }
      #expect(count > 0 && count < whole)
      let room = min(0.03, max(0.005, 0.2 * min(probability, 1 - probability)))
      #expect(abs(count / whole - probability) <= room + 1e-12, "\(probability)")
    }
  }
}
