import Forecasting
import Foundation
import Glibc
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@Suite struct ModelContractTests {
  /// The contract says that unit and basis are kept.
  static func made(
    _ id: String, _ values: [Double?], by frequency: Frequency = .annual, from start: Int = 2000
  ) -> TimeSeries {
    .made(
      values, id: id, by: frequency, from: start, unit: .megatonnes, basis: SeriesBasis("test"))
  }

  static let samples: [TimeSeries] = {
    var numbers = SeededNumbers(41)
    var walk = 100.0
    let yearly = (0..<24).map { _ -> Double? in
      walk *= 1.05 + 0.1 * numbers.symmetric()
      return walk
    }
    let gappy = yearly.enumerated().map { [3, 4, 9, 15].contains($0) ? nil : $1 }
    let quarterly = (0..<40).map { i -> Double? in
      (100 + 3 * Double(i)) * [0.8, 1, 1.3, 0.9][i % 4] * (1 + 0.03 * numbers.symmetric())
    }
    return [
      made("yearly", yearly), made("gappy", gappy),
      made("quarterly", quarterly, by: .quarter, from: 8000), made("short", [3, 4, 4.5, 6, 5, 7]),
    ]
  }()

  /// The samples that are long enough, and without gaps where the model takes none.
  static func samples(for name: String) throws -> [TimeSeries] {
    let entry = try ModelCatalog.entry(named: name)
    let request = try ModelRequest(name)
    return try samples.filter {
      let least = try request.leastObservations(seasonLength: $0.frequency.seasonLength)
      return $0.count >= least && (entry.takesGaps || !$0.hasGaps)
    }
  }

  @Test(arguments: ModelCatalog.all.map(\.name)) func everyModelKeepsTheContract(
    _ name: String
  ) throws {
    for series in try Self.samples(for: name) {
      for scale in ["level", "log"] {
        let request = try ModelRequest("\(name)+\(scale)")
        #expect(ForecastModelContract.violations(of: request, on: series) == [])
      }
    }
  }

  @Test(arguments: ModelCatalog.all.map(\.name)) func scalingTheSeriesScalesTheForecast(
    _ name: String
  ) throws {
    // What a search finds is as exact as its stopping rule; the style page asks for 1e-4.
    let tolerance = try ModelCatalog.entry(named: name).isOptimized ? 1e-4 : 1e-9
    for series in try Self.samples(for: name) {
      let scaled = TimeSeries(
        id: series.id, axis: series.axis,
        observations: zip(series.ordinals, series.values).map { (ordinal: $0, value: $1 * 1e6) })
      for scale in ["level", "log"] {
        let request = try ModelRequest("\(name)+\(scale)")
        let a = try request.fit(to: series).forecast(horizon: 6)
        let b = try request.fit(to: scaled).forecast(horizon: 6)
        for (x, y) in zip(a.distributions, b.distributions) {
          for p in [0.025, 0.5, 0.975] {
            #expect(relativeError(y.quantile(p), x.quantile(p) * 1e6) < tolerance)
          }
        }
      }
    }
  }

  @Test(arguments: ModelCatalog.all.map(\.name)) func tooFewObservationsAreSaid(
    _ name: String
  ) throws {
    let request = try ModelRequest(name)
    let least = try request.leastObservations(seasonLength: 1)
    // What the catalog says in words begins with the same number, of seasons of one period.
    let words = try ModelCatalog.entry(named: name).leastObservations
    #expect(words.hasPrefix(words.hasPrefix("m") ? "m+\(least - 1)" : "\(least)"), "\(words)")
    for count in 0...least {
      let series = Self.made("tiny", Array([5, 6, 8, 7, 9, 8, 10, 12].prefix(count)))
      let fit = { try request.fit(to: series, seasonLength: 1) }
      if count < least {
        #expect(throws: ForecastingError.tooShort(needed: least, found: count)) { try fit() }
      } else {
        #expect(throws: Never.self) { try fit() }
      }
    }
    // Equal values, huge and tiny ones: an answer or a reason, never a trap.
    for values in [
      [7.0, 7, 7, 7, 7], [0, 0, 0, 0, 0], [1e300, 2e300, 1e300, 3e300, 1e299],
      [1e-300, 2e-300, 1e-300, 4e-300, 2e-300], [-3, -2, -5, 1, 0], [0, 0, 1, 0, 0],
      [1e-300, 1e300, 1, -1e300, 1e-10],
    ] {
      let series = Self.made("odd", (values + values).map { $0 })
      do {
        let forecast = try request.fit(to: series).forecast(horizon: 4)
        #expect(forecast.distributions.allSatisfy { $0.median.isFinite })
      } catch {
        #expect(error == .overflow)
      }
    }
  }

  /// In units of 2^±1000 every model says the same, to the last bit: no square leaves the doubles.
  @Test(arguments: ModelCatalog.all.map(\.name)) func theUnitDoesNotMatter(_ name: String) throws {
    let y = [1.0, 1.25, 1.1, 1.3, 1.2, 1.5, 1.4, 1.35, 1.6, 1.7, 1.55, 1.8, 1.75, 1.9]
    func quantiles(_ values: [Double]) throws -> [Double] {
      let fitted = try ModelRequest(name).fit(
        to: Self.made("u", values), seasonLength: 4)
      var path = [Double](repeating: 0, count: 3)
      var random = PhiloxGenerator(seed: 1)
      path.withUnsafeMutableBufferPointer {
        fitted.prepared(horizon: 3).simulate(into: $0, using: &random)
      }
      return try fitted.forecast(horizon: 3).distributions.flatMap {
        [$0.median, $0.quantile(0.1), $0.quantile(0.975)]
      } + path
    }
    let plain = try quantiles(y)
    #expect(plain[2] > plain[0] && plain[0] > plain[1])
    for exponent in [1000, -1000] {
      let far = try quantiles(y.map { scalbn($0, exponent) })
      #expect(far == plain.map { scalbn($0, exponent) }, "\(exponent)")
    }
  }

  @Test func negativeValuesAreRefusedOnLogs() throws {
    let series = Self.made("n", [3, 4, -1, 5, 6])
    #expect(throws: ForecastingError.nonPositiveValue(period: "2002", value: -1)) {
      try ModelRequest("drift+log").fit(to: series)
    }
  }

  /// A name without a scale gets one, and says it when it is not the level.
  @Test func oneNameHasOneAnswer() throws {
    let negative = Self.made("n", [3, 4, -1, 5, 6])
    let positive = Self.samples[0]
    func name(_ text: String, _ series: TimeSeries, _ rule: ScaleRule) throws -> String {
      let request = try ModelRequest(text).named(for: series, by: rule)
      let fit = try request.fit(to: series)
      #expect(fit.model == request.text)
      #expect((fit.scale == .level) == !request.text.hasSuffix("+log"))
      return request.text
    }
    #expect(try name("drift", positive, .logsOfPositive) == "drift+log")
    #expect(try name("drift", positive, .level) == "drift")
    #expect(try name("drift", negative, .logsOfPositive) == "drift")
    #expect(try name("drift+level", positive, .logsOfPositive) == "drift+level")
    #expect(try name("trend:2001", positive, .logsOfPositive) == "trend:2001+log")
  }

  @Test func requestsAreParsedAndFaultsExplained() throws {
    let request = try ModelRequest("trend:2010+log")
    #expect(request.name == "trend" && request.form == "2010" && request.scale == .log)
    #expect(throws: ForecastingError.unknownModel("dirft", nearest: "drift")) {
      try ModelRequest("dirft")
    }
    for bad in ["drift+exp", "naive:x", "trend:abc", "", "+log"] {
      #expect(throws: ForecastingError.self) { try ModelRequest(bad) }
    }
  }

  /// The documentation of each model has its equations, set apart, and where they come from.
  @Test func everyPageHasEquationsAndASource() throws {
    let files = Repository.swiftFiles("Sources/Forecasting/Models")
    #expect(files.count == ModelCatalog.all.count)
    for file in files {
      let text = try String(
        contentsOfFile: Repository.path("Sources/Forecasting/Models/" + file), encoding: .utf8)
      let end = try #require(text.firstRange(of: "\npublic struct ")).lowerBound
      let page = text[..<end].split(separator: "\n").reversed().prefix { $0.hasPrefix("///") }
      #expect(page.contains { $0.hasPrefix("///     ") }, "\(file) has no equation")
      #expect(page.contains { $0.hasPrefix("/// - Source: ") }, "\(file) has no source")
    }
  }

  @Test func theCatalogMatchesTheFolder() throws {
    let names = ModelCatalog.all.map(\.name)
    #expect(Set(names).count == names.count)
    let inFiles = try Repository.namesInFiles(
      "Sources/Forecasting/Models", after: "name: ", of: names)
    for (file, found) in inFiles { #expect(found.count == 1, "\(file): \(found)") }
    #expect(Set(inFiles.flatMap(\.names)) == Set(names))
  }
}
