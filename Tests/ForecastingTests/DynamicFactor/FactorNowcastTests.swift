import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@testable import Forecasting

@Suite struct FactorNowcastTests {
  private func question(
    _ target: String = "q", _ change: FactorChange = .year
  ) -> FactorNowcastQuestion {
    var question = FactorNowcastQuestion(target: target)
    question.change = change
    return question
  }

  private func error(
    _ series: [TimeSeries], _ question: FactorNowcastQuestion
  ) -> FactorNowcastError? {
    do throws(FactorNowcastError) {
      _ = try question.answer(series)
      return nil
    } catch { return error }
  }

  @Test func fourFrequenciesInOneModel() throws {
    let series = FactorSample.series(months: 126)
    let answer = try question().answer(series)
    #expect(answer.periods.map(\.ordinal) == [2020 * 4 + 1])
    #expect(answer.panel.base == .month)
    #expect(answer.panel.members.map(\.span) == [1, 1, 1, 3, 12])
    #expect(answer.estimate?.isConverged == true)
    let period = try #require(answer.periods.first)
    let (low, high) = period.interval(80)
    #expect(low < period.median && period.median < high)
    #expect(try #require(period.parameterVariance) > 0)
    #expect(period.base == 2019 * 4 + 1)
    // The yearly series is told as well, from the months of its year.
    let year = try question("y").answer(series)
    #expect(year.periods.map(\.ordinal) == [2020])
  }

  @Test func aTargetByMonthIsToldMonthByMonth() throws {
    let answer = try question("m3", .period).answer(FactorSample.series(months: 120))
    #expect(answer.periods.map(\.ordinal) == [2019 * 12 + 10, 2019 * 12 + 11])
    #expect(answer.periods[0].base == answer.periods[1].base)
    #expect(answer.periods[0].deviation < answer.periods[1].deviation)
  }

  @Test func unitsOfSeriesDoNotMatter() throws {
    let series = FactorSample.series(months: 120)
    let larger = series.map { $0.divided(by: $0.id == "q" ? 0.001 : 7) }
    let a = try #require(question().answer(series).periods.first)
    let b = try #require(question().answer(larger).periods.first)
    #expect(relativeError(b.median, 1000 * a.median) < 1e-8)
    #expect(relativeError(b.deviation, a.deviation) < 1e-6)
  }

  /// What is observed later of the target moves the sum as well: a sum over all its periods is known.
  @Test func whatIsObservedIsKnown() throws {
    let panel = try question("q", .period).panel(FactorSample.series(months: 96))
    let (centres, spreads) = panel.scaling()
    let data = panel.data(centres, spreads)
    let start = try FactorStart(data: data, factors: 1, lags: 1, isPersistent: true).parameters()
    let places = (0..<data.periods).filter { !data[$0, 3].isNaN }.suffix(4)
    let filter = FactorFilter(
      try FactorSystem(start, weights: data.weights, sums: 1), data,
      sums: SumTerms(series: 3, periods: [Array(places)]), keeps: false)
    let sum = places.reduce(0) { $0 + data[$1, 3] }
    #expect(abs(filter.mean(sum: 0) - sum) < 1e-9)
    #expect(filter.variance(sum: 0) < 1e-9)
  }

  @Test func normalisedParametersHaveTheSameLikelihood() throws {
    let fixture = try DynamicFactorFixture("two")
    let data = try fixture.data("before")
    let parameters = try fixture.parameters("em5")
    let unit = try parameters.normalised()
    func value(_ p: FactorParameters) throws -> Double {
      FactorFilter(try FactorSystem(p, weights: data.weights), data, keeps: false).logLikelihood
    }
    #expect(abs(try value(unit) - value(parameters)) < 1e-8)
    let gamma = try unit.autocovariances(through: 0)[0]
    for (a, b) in zip(gamma, [1.0, 0, 0, 1]) { #expect(abs(a - b) < 1e-9) }
  }

  @Test func theLikelihoodRisesStepByStep() throws {
    let data = try DynamicFactorFixture("two").data("before")
    var parameters = try FactorStart(data: data, factors: 2, lags: 2, isPersistent: true)
      .parameters()
    var last = -Double.infinity
    for _ in 0..<25 {
      let filter = FactorFilter(
        try FactorSystem(parameters, weights: data.weights), data, keeps: true)
      // The first period's share is left out of a step.
      #expect(filter.logLikelihood > last - 0.02)
      last = filter.logLikelihood
      parameters = try FactorEstimation().step(filter)
    }
  }

  /// 24 samples of 60 months by quarter and month: binomial with .8, 13 of 10,000 are outside of 14…24.
  @Test func intervalsHold() throws {
    var inside = 0
    for seed in 0..<24 {
      let whole = FactorSample.series(months: 60, seed: UInt64(100 + seed), target: 0)
      let actual = try #require(whole[3].values.last)
      let series = FactorSample.series(months: 60, seed: UInt64(100 + seed)).dropLast()
      var question = question("q", .period)
      question.estimation.maximumIterations = 60
      let period = try #require(question.answer(Array(series)).periods.first)
      let (low, high) = period.interval(80)
      if low <= actual, actual <= high { inside += 1 }
    }
    #expect((14...24).contains(inside))
  }

  // MARK: Faults

  @Test func faultsAreNamed() throws {
    let series = FactorSample.series(months: 120)
    func made(_ id: String, _ frequency: Frequency, _ values: [Double]) -> TimeSeries {
      TimeSeries(
        id: id, axis: PeriodAxis(frequency),
        observations: values.enumerated().map {
          (ordinal: 2010 * 12 + $0.offset, value: $0.element)
        })
    }
    #expect(
      error(series, question("z")) == .unknownSeries("z", among: series.map(\.id)))
    #expect(error([series[3]], question()) == .alone("q"))
    #expect(
      error(series + [made("w", .week, Array(repeating: 1, count: 60))], question())
        == .doesNotNest("w", .week))
    let flat = made("flat", .month, (0..<120).map { $0 < 0 ? 0 : 5 })
    #expect(error(series + [flat], question()) == .noVariation("flat"))
    let short = made("short", .month, (0..<20).map { 5 + Double($0 % 3) })
    #expect(
      error(series + [short], question())
        == .tooFew("short", needed: 16, found: 8, what: "changes on the year before"))
    let signed = made("signed", .month, (0..<120).map { Double($0 % 7) - 3 })
    var logs = question()
    logs.isLog = true
    #expect(error(series + [signed], logs) == .notPositive("signed", period: "2010-01", value: -3))
    // Without the demand it works on the level.
    let mixed = try question().answer(series + [signed])
    #expect(mixed.panel.members.map(\.isLog) == [true, true, true, true, true, false])
    let known = FactorSample.series(months: 120, target: 0)
    #expect(error(known, question()) == .nothingAhead("q", end: "2019-Q4"))
    var ahead = question()
    ahead.horizon = 2
    #expect(error(known, ahead) == nil)
    var many = question()
    many.factors = 4
    #expect(error(series, many) == .tooManyFactors(4, series: 3, frequency: .month))
    let other = FactorSample.series(months: 40)
    var rich = question("m3")
    (rich.factors, rich.lags) = (3, 6)
    guard case .tooManyParameters = error(Array(other.prefix(3)), rich) else {
      Issue.record("69 changes do not carry 72 parameters")
      return
    }
  }
}
