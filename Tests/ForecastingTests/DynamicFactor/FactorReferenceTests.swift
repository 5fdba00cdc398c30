import SeriesCore
import Testing
import _TestSupport

@testable import Forecasting

/// Values of statsmodels' DynamicFactorMQ (`Fixtures/statsmodels/make_dynamic_factor.py`).
struct DynamicFactorFixture {
  private var rows: [String: [[Double]]] = [:]
  let factors: Int
  let months: Int
  let quarters: Int
  let periods: Int

  init(_ name: String) throws {
    for row in try Repository.rows("statsmodels/dynamic_factor.csv") where row["case"] == name {
      let values = try #require(row["values"]).split(separator: " ").map {
        $0 == "NA" ? .nan : try #require(Double($0))
      }
      rows[try #require(row["what"]), default: []].append(values)
    }
    factors = Int(try #require(rows["factors"]?.first?.first))
    let found = rows
    months = (1...9).count { found["now m\($0)"] != nil }
    quarters = (1...9).count { found["now q\($0)"] != nil }
    periods = try #require(rows["now m1"]?.first).count
  }

  func callAsFunction(_ name: String) throws -> [Double] {
    try #require(rows[name]?.first, "\(name)")
  }

  func all(_ name: String) -> [[Double]] { rows[name] ?? [] }

  var names: [String] {
    (1...months).map { "m\($0)" } + (1...quarters).map { "q\($0)" }
  }

  func parameters(_ state: String) throws -> FactorParameters {
    FactorParameters(
      factors: factors, lags: Int(try self("lags")[0]), loadings: try self("\(state) loadings"),
      transition: try self("\(state) transition"), innovation: try self("\(state) innovation"),
      persistence: try self("\(state) persistence"), noise: try self("\(state) noise"))
  }

  /// The series as rates, from January 2018 on.
  func series(_ state: String) throws -> [TimeSeries] {
    try names.map { name in
      let isMonth = name.hasPrefix("m")
      let first = isMonth ? 2018 * 12 : 2018 * 4
      let values = try self("\(state) \(name)")
      return TimeSeries(
        id: name, axis: PeriodAxis(isMonth ? .month : .quarter),
        observations: values.indices.filter { !values[$0].isNaN }.map {
          (ordinal: first + $0, value: values[$0])
        })
    }
  }

  func question() throws -> FactorNowcastQuestion {
    var question = FactorNowcastQuestion(target: "q1")
    question.change = .rates
    let count = names.count
    question.model = FactorModel(
      ids: names, centres: Array(repeating: 0, count: count),
      spreads: Array(repeating: 1, count: count), parameters: try parameters("em5"))
    return question
  }

  func data(_ state: String) throws -> FactorData {
    let panel = try question().panel(try series(state))
    let first = 2018 * 12
    return panel.covering(first...(first + periods - 1)).data(
      Array(repeating: 0, count: names.count), Array(repeating: 1, count: names.count))
  }
}

/// Tolerances: both sides are sums of a few thousand products of numbers of order one.
@Suite struct FactorReferenceTests {
  private static let tolerance = 1e-9

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test(arguments: ["one", "two"])
  func stepsOfEM(name: String) throws {
    let fixture = try DynamicFactorFixture(name)
    let data = try fixture.data("before")
    var estimation = FactorEstimation()
    estimation.movesLoadings = false
    var parameters = try fixture.parameters("start")
    for step in 1...5 {
      let system = try FactorSystem(parameters, weights: data.weights)
      parameters = try estimation.step(FactorFilter(system, data, keeps: true))
      guard step == 1 || step == 5 else { continue }
      let reference = try fixture.parameters("em\(step)")
      #expect(distance(parameters.loadings, reference.loadings) < Self.tolerance)
      #expect(distance(parameters.transition, reference.transition) < Self.tolerance)
      #expect(distance(parameters.innovation, reference.innovation) < Self.tolerance)
      #expect(distance(parameters.persistence, reference.persistence) < Self.tolerance)
      #expect(distance(parameters.noise, reference.noise) < Self.tolerance)
    }
  }

  @Test(arguments: ["one", "two"])
  func likelihoodAndStates(name: String) throws {
    let fixture = try DynamicFactorFixture(name)
    let data = try fixture.data("before")
    let (n, r, t) = (data.series, fixture.factors, data.periods)
    let system = try FactorSystem(try fixture.parameters("em5"), weights: data.weights)
    let filter = FactorFilter(system, data, keeps: true)
    #expect(abs(filter.logLikelihood - (try fixture("loglikelihood")[0])) < Self.tolerance)
    #expect(filter.determined == 0)
    let smoothed = filter.smoothedFactors()
    for j in 0..<r {
      let means = (0..<t).map { smoothed.means[$0 * r + j] }
      let variances = (0..<t).map { smoothed.variances[$0 * r + j] }
      #expect(distance(means, try fixture("factor\(j + 1) mean")) < Self.tolerance)
      #expect(distance(variances, try fixture("factor\(j + 1) variance")) < Self.tolerance)
    }
    let expected = filter.expectations()
    for i in 0..<n {
      let values = (0..<t).map { expected[$0 * n + i] }
      #expect(distance(values, try fixture("expected \(i + 1)")) < Self.tolerance)
    }
    let later = FactorFilter(system, try fixture.data("now"), keeps: false)
    #expect(abs(later.logLikelihood - (try fixture("now loglikelihood")[0])) < Self.tolerance)
  }

  @Test(arguments: ["one", "two"])
  func nowcastAndItsVariance(name: String) throws {
    let fixture = try DynamicFactorFixture(name)
    var question = try fixture.question()
    // Of the last quarter, whose last month no series has yet.
    question.horizon = 2
    let answer = try question.answer(try fixture.series("before"))
    let period = try #require(answer.periods.last)
    let (target, last) = (fixture.months, fixture.periods - 1)
    let mean = try fixture("expected \(target + 1)")[last]
    #expect(abs(period.location - mean) < Self.tolerance)
    #expect(abs(period.variance - (try fixture("expected variance q1")[last])) < Self.tolerance)
    #expect(period.parameterVariance == nil)
  }

  /// statsmodels gives a quarter that was only forecast its old value when the months that end it come
  /// (its issue 8419); the news itself, and ours, moves.
  @Test(arguments: ["one", "two"])
  func newsOfEveryRelease(name: String) throws {
    let fixture = try DynamicFactorFixture(name)
    let (_, news) = try fixture.question().news(
      try fixture.series("now"), since: try fixture.series("before"))
    let period = try #require(news.periods.last)
    let target = fixture.months
    #expect(abs(period.before - (try fixture("impact before")[target])) < Self.tolerance)
    #expect(abs(period.now - (try fixture("impact now")[target])) < Self.tolerance)
    func sum(_ kind: NowcastNews.Kind) -> Double {
      period.items.filter { $0.kind == kind }.reduce(0) { $0 + $1.impact }
    }
    #expect(abs(sum(.revision) - (try fixture("impact revisions")[target])) < Self.tolerance)
    #expect(abs(sum(.news) - (try fixture("impact news")[target])) < Self.tolerance)
    #expect(sum(.parameters) == 0)
    func place(_ item: NowcastNews.Item) throws -> [Double] {
      let (series, ordinal) = (try #require(item.series), try #require(item.ordinal))
      let first = 2018 * 12
      let t = series < fixture.months ? ordinal - first : ordinal * 3 + 2 - first
      return [Double(series), Double(t)]
    }
    for kind in [NowcastNews.Kind.news, .revision] {
      let items = period.items.filter { $0.kind == kind }
      let rows = fixture.all(kind.rawValue)
      #expect(items.count == rows.count)
      for row in rows {
        let item = try #require(try items.first { try place($0) == Array(row[0...1]) })
        #expect(abs(try #require(item.now) - row[2]) < Self.tolerance)
        let from = try #require(kind == .news ? item.expected : item.before)
        #expect(abs(from - row[3]) < Self.tolerance)
        #expect(abs(try #require(item.weight) - row[4]) < Self.tolerance)
        #expect(abs(item.impact - row[5]) < Self.tolerance)
      }
    }
    let ending = try period.items.filter {
      try $0.kind == .news && place($0)[1] == Double(fixture.periods - 1)
    }
    #expect(ending.count > 1)
    #expect(ending.allSatisfy { abs($0.impact) > 1e-4 })
  }

  /// Where own parts are states the published step leaves loadings where they started; ours climbs on.
  @Test(arguments: ["one", "two"])
  func movingLoadingsReachAGreaterLikelihood(name: String) throws {
    let fixture = try DynamicFactorFixture(name)
    let data = try fixture.data("before")
    let start = try fixture.parameters("start")
    var held = FactorEstimation()
    held.movesLoadings = false
    let published = try held.estimate(data, from: start)
    let estimate = try FactorEstimation().estimate(data, from: start)
    #expect(published.parameters.loadings.elementsEqual(start.loadings) { abs($0 - $1) < 1e-9 })
    #expect(estimate.logLikelihood > published.logLikelihood + 0.3)
    #expect(estimate.isConverged)
  }
}
