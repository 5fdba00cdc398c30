import Forecasting
import SeriesCore
import Testing
import _TestSupport

@Suite struct HeadlineTests {
  /// What a unit says of the kind of quantity.
  @Test(arguments: [
    ("USD bn", ReferenceClass.nominal), ("million euro", .nominal), ("$ m", .nominal),
    ("KZT bn", .nominal), ("USD bn, constant 2015 prices", .volume), ("Mt", .volume),
    ("thousand TEU", .volume), ("trains a day", .volume), ("million tonnes", .volume),
    ("%", .other), ("index 2015 = 100", .other), ("USD growth, percent", .other), ("", .other),
  ])
  func classByUnit(_ unit: String, _ expected: ReferenceClass) {
    #expect(ReferenceClass(unit: SeriesUnit(unit)) == expected)
    #expect(ReferenceClass(unit: nil) == .other)
  }

  /// The class that is set stays with parts of the series and its copies.
  @Test func theClassGoesAlong() {
    var series = TimeSeries.made([1, 2, 3, 4])
    series.referenceClass = .nominal
    #expect(series.upTo(series.ordinals[1]).referenceClass == .nominal)
    #expect(series.last(2).renamed("b").divided(by: 2).referenceClass == .nominal)
  }

  /// With a season the headline keeps it.
  @Test func bySeason() throws {
    #expect(try Headline.request(for: TimeSeries.made([1, 2, 3, 4])).text == "mixture+log")
    #expect(try Headline.request(for: TimeSeries.made([1, -2, 3, 4])).text == "mixture")
    let months = SeasonTests.monthly((0..<30).map { 10 + Double($0 % 12) })
    #expect(try Headline.request(for: months).text == "auto+log")
    #expect(try Headline.request(for: months, seasonLength: 1).text == "mixture+log")
    #expect(try Headline.request(for: months.last(20)).text == "mixture+log")
    #expect(Headline.asksClass("mixture+log") && Headline.asksClass("auto+log"))
    #expect(!Headline.asksClass("mixture") && !Headline.asksClass("drift+log"))
  }

  /// No model says that positive values turn negative, unless it may.
  @Test(arguments: ["naive", "drift", "ets", "arima", "structural", "trend", "combination", "auto"])
  func positiveStaysPositive(_ model: String) throws {
    let falling = TimeSeries.made([90, 70, 66, 51, 40, 34, 20, 17, 9, 6])
    let steps = try ModelRequest(model).fit(to: falling).forecast(horizon: 8).distributions
    for step in steps {
      #expect(step.quantile(0.001) >= 0 && step.median >= 0)
      #expect(step.atLeast(0) == 1)
    }
    guard !["combination", "auto"].contains(model) else { return }
    let free = try ModelRequest(model).fit(to: falling, allowsNegative: true)
      .forecast(horizon: 8).distributions
    #expect(free[7].quantile(0.001) < 0)
  }
}
