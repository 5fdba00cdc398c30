import Testing

@testable import SeriesCore

@Suite struct PrintedNumberTests {
  @Test(arguments: [
    (0.0, "almost never"), (0.0049, "almost never"), (0.005, "1 in 100"), (0.03, "3 in 100"),
    (0.05, "1 in 10"), (0.3, "3 in 10"), (0.46338, "5 in 10"), (0.949, "9 in 10"),
    (0.95, "95 in 100"), (0.994, "99 in 100"), (0.995, "almost always"), (1, "almost always"),
  ])
  func oddsAreFrequencies(_ probability: Double, _ text: String) {
    #expect(PrintedNumber.frequency(probability) == text)
  }

  /// Never "0 in 10" and never "10 in 10".
  @Test func noFrequencyIsCertain() {
    for step in 0...10_000 {
      let words = PrintedNumber.frequency(Double(step) / 10_000).split(separator: " ")
      guard words.count == 3 else { continue }
      #expect(words[0] != "0" && words[0] != words[2])
    }
  }
}
