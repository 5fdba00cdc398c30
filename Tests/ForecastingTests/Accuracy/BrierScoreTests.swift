import Forecasting
import Testing

@Suite struct BrierScoreTests {
  @Test func scoresAreMeansOfSquares() {
    var score = BrierScore()
    #expect(score.mean == nil)
    score.add(probability: 0.7, came: true)
    score.add(probability: 0.2, came: false)
    score.add(probability: 1, came: false)
    // (0.09 + 0.04 + 1) / 3.
    #expect(abs((score.mean ?? 0) - 1.13 / 3) < 1e-15 && score.count == 3)
    #expect(BrierScore.of(probability: 0.5, came: true) == 0.25)
    #expect(BrierScore.of(probability: 0.5, came: false) == 0.25)
  }

  /// A proper score: on average no other number beats the true probability.
  @Test(arguments: [0.05, 0.3, 0.5, 0.9])
  func theTruthIsBest(_ truth: Double) {
    func expected(_ stated: Double) -> Double {
      truth * BrierScore.of(probability: stated, came: true)
        + (1 - truth) * BrierScore.of(probability: stated, came: false)
    }
    for stated in stride(from: 0.0, through: 1, by: 0.01) {
      #expect(expected(stated) >= expected(truth) - 1e-15)
    }
  }
}
