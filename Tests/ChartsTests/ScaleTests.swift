import Testing
import _TestSupport

@testable import Charts

@Suite struct ScaleTests {
  private static func scale(
    _ values: [Double], _ spacing: ValueScale.Spacing = .linear
  ) -> ValueScale {
    ValueScale(
      enclosing: values, unit: .amount(""), start: 200, end: 10, spacing: spacing)
  }

  @Test func endsStandAtTheEnds() {
    let scale = Self.scale([3, 97])
    #expect(scale.place(scale.low) == 200 && scale.place(scale.high) == 10)
    #expect(scale.place(.nan) == nil && scale.place(.infinity) == nil)
    #expect(scale.held(1e9) == 10 && scale.held(-1e9) == 200)
  }

  @Test func noValueIsNoughtToOne() {
    for values in [[], [Double.nan], [.infinity, -.infinity]] {
      let scale = Self.scale(values)
      #expect(scale.low == 0 && scale.high == 1)
    }
  }

  @Test func logarithmsHaveEqualStepsForEqualGrowth() throws {
    let scale = Self.scale([1, 100], .logarithmic)
    #expect(scale.ticks.map(\.text) == ["1", "2", "5", "10", "20", "50", "100"])
    let places = try [1, 10, 100].map { try #require(scale.place($0)) }
    #expect(abs((places[0] - places[1]) - (places[1] - places[2])) < 1e-9)
    #expect(scale.place(0) == nil && scale.place(-1) == nil)
  }

  @Test func wideLogarithmsAreInPowers() {
    let scale = Self.scale([1e-12, 1e12], .logarithmic)
    #expect(scale.low <= 1e-12 && scale.high >= 1e12 && scale.ticks.count <= 8)
    #expect(scale.ticks[0].text == "10⁻¹²")
  }

  /// A logarithm of nought or less does not exist: the axis is linear, and says so by its ticks.
  @Test func noLogarithmsOfNought() {
    #expect(Self.scale([0, 5], .logarithmic).spacing == .linear)
    #expect(Self.scale([-1, 5], .logarithmic).spacing == .linear)
  }

  @Test func randomLogarithmsEnclose() {
    var random = SeededNumbers(5)
    for _ in 0..<2000 {
      let low = (random.symmetric() + 1.001) * DecimalPower.value(1, random.integer(-12...12))
      let high =
        low * (1 + (random.symmetric() + 1) * DecimalPower.value(1, random.integer(-3...9)))
      let scale = Self.scale([low, high], .logarithmic)
      #expect(scale.low <= low * (1 + 1e-9) && scale.high >= high * (1 - 1e-9))
      #expect((2...10).contains(scale.ticks.count), "\(low) to \(high)")
      #expect(zip(scale.ticks, scale.ticks.dropFirst()).allSatisfy { $0.value < $1.value })
    }
  }

  private static func thinned(_ labels: [String]) -> [String] {
    PeriodScale(labels: labels, start: 40, end: 440).thinned(.tick).map(\.text)
  }

  @Test func yearsAreThinnedToRoundOnes() {
    #expect(Self.thinned((2020...2026).map(String.init)).count == 7)
    #expect(
      Self.thinned((1990...2035).map(String.init))
        == ["1990", "2000", "2010", "2020", "2030"])
  }

  @Test func monthsGiveWayToYears() {
    let months = (0..<150).map { "\(2014 + ($0 + 6) / 12)-0\(($0 + 6) % 9 + 1)" }
    #expect(Self.thinned(months) == ["2016", "2018", "2020", "2022", "2024", "2026"])
    #expect(Self.thinned(["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1"]).count == 5)
    let days = (0..<90).map { "2024-03-\($0)" }
    #expect((2...8).contains(Self.thinned(days).count))
  }

  @Test func labelsOfAnyKindNeverTouch() {
    var random = SeededNumbers(3)
    for _ in 0..<300 {
      let labels = (0..<random.integer(0...150)).map { index in
        String(repeating: "m", count: random.integer(0...12)) + "\(index)"
      }
      let scale = PeriodScale(labels: labels, start: 40, end: 440)
      var last = -Double.infinity
      for label in scale.thinned(.tick) {
        guard let place = scale.place(label.index) else { continue }
        #expect(place - scale.reach(label.text, .tick) >= last)
        last = place + scale.reach(label.text, .tick)
      }
      #expect(labels.isEmpty || !scale.thinned(.tick).isEmpty)
    }
  }

  /// 2012, 2013, 2016: three years are as wide as three times one.
  @Test(arguments: [
    ["2012", "2013", "2016"], ["2012-Q4", "2013-Q1", "2013-Q4"], ["2012-12", "2013-01", "2013-04"],
  ])
  func missingPeriodsKeepTheirRoom(_ labels: [String]) throws {
    let scale = PeriodScale(labels: labels, start: 0, end: 400)
    let places = try (0...2).map { try #require(scale.place($0)) }
    #expect(abs((places[2] - places[1]) - 3 * (places[1] - places[0])) < 1e-9)
    #expect(abs(places[1] - places[0] - scale.step) < 1e-9)
    #expect(scale.areNeighbours(0, 1) && !scale.areNeighbours(1, 2) && !scale.areNeighbours(2, 3))
  }

  @Test func otherLabelsStandSideBySide() throws {
    for labels in [["a", "b", "c"], ["2013", "2012", "2016"], ["2012", "2012-Q1", "2013"]] {
      let scale = PeriodScale(labels: labels, start: 0, end: 400)
      let places = try (0...2).map { try #require(scale.place($0)) }
      #expect(abs((places[2] - places[1]) - (places[1] - places[0])) < 1e-9)
    }
  }

  @Test func onePeriodStandsInTheMiddle() {
    let scale = PeriodScale(labels: ["2024"], start: 40, end: 440)
    #expect(scale.place(0) == 240 && scale.place(1) == nil && scale.place(-1) == nil)
    #expect(scale.thinned(.tick).map(\.text) == ["2024"])
  }
}
