import Testing

@testable import SeriesCore

@Suite struct PrintedNumberTests {
  @Test(arguments: [
    (0.0, "fewer than 1 in 100"), (0.0049, "fewer than 1 in 100"), (0.005, "1 in 100"),
    (0.02, "1 in 50"), (0.03, "3 in 100"), (0.05, "1 in 20"), (0.05485, "1 in 20"),
    (0.08, "8 in 100"), (0.1, "1 in 10"), (0.13, "13 in 100"), (0.15, "3 in 20"), (0.2, "2 in 10"),
    (0.25, "1 in 4"), (0.3, "3 in 10"), (0.35, "7 in 20"), (0.46338, "9 in 20"), (0.5, "5 in 10"),
    (0.75, "3 in 4"), (0.91, "9 in 10"), (0.95, "19 in 20"), (0.98, "98 in 100"),
    (0.994, "99 in 100"), (0.995, "more than 99 in 100"), (1, "more than 99 in 100"),
  ])
  func oddsAreFrequencies(_ probability: Double, _ text: String) {
    #expect(PrintedNumber.frequency(probability) == text)
  }

  /// Never "0 in 10" and never "10 in 10"; never further than three points off, nor, where hundredths
  /// can say it, than by 15 % of the probability or its complement.
  @Test func frequenciesAreNearAndNeverCertain() {
    for step in 50..<9950 {
      let probability = Double(step) / 10_000
      let words = PrintedNumber.frequency(probability).split(separator: " ")
      guard words.count == 3, let count = Double(words[0]), let whole = Double(words[2]) else {
        Issue.record("\(probability): \(words)")
        continue
      }
      #expect(count > 0 && count < whole)
      let room = min(0.03, max(0.005, 0.15 * min(probability, 1 - probability)))
      #expect(abs(count / whole - probability) <= room + 1e-12, "\(probability)")
    }
  }
}
