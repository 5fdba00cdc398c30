import SeriesCore
import Testing

@Suite struct PrintedAmountTests {
  @Test(arguments: [
    (63_000, "USD million", 63, "USD bn"), (10_000, "thousand t", 10, "Mt"),
    (4484, "thousand t", 4.484, "Mt"), (2000, "kt", 2, "Mt"), (48, "Mt", 48, "Mt"),
    (999, "USD million", 999, "USD million"), (1_234_000, "USD thousand", 1.234, "USD bn"),
    (2500, "trains", 2500, "trains"), (-63_000, "million USD", -63, "USD bn"),
    (63_000, "USD bn, constant 2015 prices", 63_000, "USD bn, constant 2015 prices"),
  ])
  func amountsAreSaidAsAReaderWould(
    _ value: Double, _ unit: String, _ said: Double, _ saidUnit: String
  ) {
    let printed = PrintedAmount(value, SeriesUnit(unit))
    #expect(abs(printed.value - said) <= 1e-12 * abs(said))
    #expect(printed.unit == saidUnit)
  }

  @Test func aBoundIsSaidInTheUnitOfItsMedian() {
    let low = PrintedAmount(400, SeriesUnit("USD million"), beside: 63_000)
    #expect(low.unit == "USD bn" && abs(low.value - 0.4) < 1e-15)
    #expect(PrintedAmount(5, nil).unit == nil && PrintedAmount(.infinity, nil).value == .infinity)
  }
}
