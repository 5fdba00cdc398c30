import Logistics
import Testing

@Suite struct CrossingTests {
  /// 14 trains a day of 2,000 net tonnes at 90 % availability: 365·14·2000·0.9 t = 9.198 Mt.
  @Test func capacityIsTrainsTimesTonnes() {
    let crossing = Crossing(
      name: "Dostyk", trainsPerDay: 14, netTonnesPerTrain: 2000, availability: 0.9)
    #expect(abs(crossing.annualCapacity - 9.198) < 1e-12)
  }
}
