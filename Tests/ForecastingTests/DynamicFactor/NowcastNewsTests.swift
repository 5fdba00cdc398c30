import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@testable import Forecasting

/// Simulated flows of a common factor: three by month, one by quarter, one by year.
enum FactorSample {
  static let firstYear = 2010

  static func series(
    months: Int, seed: UInt64 = 3, target missing: Int = 1
  ) -> [TimeSeries] {
    var generator = PhiloxGenerator(seed: seed, series: 9)
    let loadings = [0.8, 0.6, -0.5, 0.7, 0.7]
    var factor = 0.0
    var own = [Double](repeating: 0, count: 5)
    var logs = [Double](repeating: 4, count: 5)
    var values = [[Double]](repeating: [], count: 5)
    for t in -24..<months {
      factor = 0.6 * factor + 0.8 * generator.normal()
      for i in 0..<5 {
        own[i] = 0.3 * own[i] + 0.5 * generator.normal()
        logs[i] += 0.003 + 0.02 * (loadings[i] * factor + own[i])
        if t >= 0 { values[i].append(Scale.log.observed(logs[i])) }
      }
    }
    func sums(_ i: Int, of span: Int) -> [Double] {
      (0..<(months / span)).map { values[i][($0 * span)..<(($0 + 1) * span)].reduce(0, +) }
    }
    func made(_ id: String, _ frequency: Frequency, _ values: [Double], _ perYear: Int)
      -> TimeSeries
    {
      TimeSeries(
        id: id, axis: PeriodAxis(frequency),
        observations: values.enumerated().map {
          (ordinal: firstYear * perYear + $0.offset, value: $0.element)
        })
    }
    return [
      made("m1", .month, values[0], 12), made("m2", .month, values[1].dropLast(1), 12),
      made("m3", .month, values[2].dropLast(2), 12),
      made("q", .quarter, sums(3, of: 3).dropLast(missing), 4),
      made("y", .annual, sums(4, of: 12), 1),
    ]
  }

  /// The series with some values changed and some taken out.
  static func earlier(
    _ series: [TimeSeries], months cut: Int, revised: [String: [Int: Double]] = [:]
  ) -> [TimeSeries] {
    series.map { one in
      let last = one.id.hasPrefix("m") ? cut : 0
      let kept = zip(one.ordinals, one.values).dropLast(last).map { ordinal, value in
        (ordinal: ordinal, value: value * (revised[one.id]?[ordinal] ?? 1))
      }
      return TimeSeries(id: one.id, axis: one.axis, observations: kept)
    }
  }
}

@Suite struct NowcastNewsTests {
  private let changes: [FactorChange] = [.year, .period, .none]

  private func question(_ change: FactorChange) -> FactorNowcastQuestion {
    var question = FactorNowcastQuestion(target: "q")
    question.change = change
    question.estimation.maximumIterations = 15
    return question
  }

  /// Revisions of indicators and of the target, one of them the value that the change is added to.
  private func states() -> (now: [TimeSeries], before: [TimeSeries]) {
    let now = FactorSample.series(months: 120)
    let last = now[3].end ?? 0
    let before = FactorSample.earlier(
      now, months: 2,
      revised: [
        "m1": [2019 * 12 + 3: 1.01, 2018 * 12 + 3: 0.98], "q": [last - 3: 1.02, last: 0.995],
        "y": [2017: 1.01],
      ])
    return (now, before)
  }

  @Test(arguments: [FactorChange.year, .period, .none])
  func impactsSumToTheRevision(change: FactorChange) throws {
    let (now, before) = states()
    let (nowcast, news) = try question(change).news(now, since: before)
    for period in news.periods {
      let onScale = period.items.reduce(0) { $0 + $1.scaleImpact }
      let inUnit = period.items.reduce(0) { $0 + $1.impact }
      // The sum of a few dozen numbers of order one, and of the size of the target.
      #expect(abs(onScale - (period.scaleNow - period.scaleBefore)) < 1e-10)
      #expect(abs(inUnit - (period.now - period.before)) < 1e-10 * period.now)
      #expect(period.items.first?.kind == .parameters)
      #expect(period.items.count { $0.kind == .revision } > 2)
      #expect(period.items.count { $0.kind == .news } == 6)
    }
    // Both ends are what the question says of each state alone.
    let alone = try question(change).answer(before)
    let (first, told) = (try #require(news.periods.first), try #require(alone.periods.first))
    #expect(first.ordinal == told.ordinal)
    #expect(abs(first.before - told.median) < 1e-9 * told.median)
    #expect(abs(first.now - (nowcast.periods.first?.median ?? 0)) < 1e-9 * first.now)
  }

  @Test func withGivenParametersNothingIsReestimated() throws {
    let (now, before) = states()
    var question = question(.year)
    question.model = try question.answer(now).model
    let (_, news) = try question.news(now, since: before)
    #expect(news.periods.allSatisfy { $0.items[0].impact == 0 })
  }

  @Test func withdrawnValuesAreNamed() throws {
    let (now, before) = states()
    // The later state lacks what the earlier one has.
    let (_, news) = try question(.year).news(before, since: now)
    let period = try #require(news.periods.first)
    let gone = period.items.filter { $0.kind == .withdrawn }
    #expect(gone.count == 6)
    #expect(gone.allSatisfy { $0.now == nil && $0.before != nil && $0.expected != nil })
    let sum = period.items.reduce(0) { $0 + $1.scaleImpact }
    #expect(abs(sum - (period.scaleNow - period.scaleBefore)) < 1e-10)
  }

  /// Where a weight and an expectation stand, they make the impact. A gap that is filled completes the change a year
  /// later too, which has others: its row has neither, and sums hold.
  @Test func impactsAreWeightsTimesSurprises() throws {
    let now = FactorSample.series(months: 120)
    let gap = 2018 * 12 + 5
    let before = FactorSample.earlier(now, months: 2).map { one in
      guard one.id == "m1" else { return one }
      let kept = zip(one.ordinals, one.values).filter { $0.0 != gap }
      return TimeSeries(
        id: one.id, axis: one.axis, observations: kept.map { (ordinal: $0.0, value: $0.1) })
    }
    let (_, news) = try question(.year).news(now, since: before)
    var compared = 0
    for period in news.periods {
      for item in period.items where item.kind == .news {
        guard let weight = item.weight, let expected = item.expected, let value = item.now else {
          #expect(item.ordinal == gap && item.weight == nil && item.expected == nil)
          continue
        }
        let surprise = Scale.log.working(value) - Scale.log.working(expected)
        // Logarithms of order 1 and a weight of order 1, through an exponential and back.
        #expect(abs(item.scaleImpact - weight * surprise) < 1e-12, "\(item)")
        compared += 1
      }
      let filled = try #require(period.items.first { $0.kind == .news && $0.ordinal == gap })
      #expect(filled.weight == nil && filled.scaleImpact != 0)
      let sum = period.items.reduce(0) { $0 + $1.scaleImpact }
      #expect(abs(sum - (period.scaleNow - period.scaleBefore)) < 1e-10)
    }
    #expect(compared >= 6)
  }

  /// A quarter that the earlier data told and that is published by now: its own release says the rest.
  @Test func aPublishedQuarterIsToldByItsOwnRelease() throws {
    let now = FactorSample.series(months: 120)
    let before = FactorSample.earlier(FactorSample.series(months: 120, target: 2), months: 2)
    let (_, news) = try question(.year).news(now, since: before)
    let published = try #require(now[3].end)
    let period = try #require(news.periods.first { $0.ordinal == published })
    let actual = try #require(now[3].values.last)
    #expect(abs(period.now - actual) < 1e-9 * actual)
    let own = try #require(period.items.first { $0.series == 3 && $0.ordinal == published })
    #expect(abs(try #require(own.weight) - 1) < 1e-9)
    let others = period.items.filter { $0.kind == .news && $0.series != 3 }
    #expect(others.allSatisfy { abs($0.scaleImpact) < 1e-9 })
  }

  /// A month that ends the quarter moves it.
  @Test func theLastMonthOfAQuarterMovesIt() throws {
    let now = FactorSample.series(months: 120)
    let (_, news) = try question(.year).news(now, since: FactorSample.earlier(now, months: 1))
    let period = try #require(news.periods.first)
    let last = try #require(period.items.first { $0.kind == .news && $0.series == 0 })
    #expect(last.ordinal == FactorSample.firstYear * 12 + 119)
    #expect(abs(last.scaleImpact) > 1e-6)
    #expect(period.now != period.before)
  }

  /// Weights from the way back are what a pass gives when one observation is moved.
  @Test func weightsAreDerivatives() throws {
    let panel = try question(.period).panel(FactorSample.series(months: 96))
    let (centres, spreads) = panel.scaling()
    let data = panel.data(centres, spreads)
    let start = try FactorStart(data: data, factors: 1, lags: 2, isPersistent: true).parameters()
    let system = try FactorSystem(start, weights: data.weights, sums: 1)
    let terms = SumTerms(series: 3, periods: [[50, 56]])
    let filter = FactorFilter(system, data, sums: terms, keeps: true)
    let weights = filter.weights(ofSum: 0)
    for place in stride(from: 0, to: weights.count, by: 17) {
      let step = filter.steps[place]
      var moved = data
      moved.values[step.period * data.series + step.series] += 1
      let after = FactorFilter(system, moved, sums: terms, keeps: false).mean(sum: 0)
      #expect(abs(after - filter.mean(sum: 0) - weights[place]) < 1e-10)
    }
  }
}
