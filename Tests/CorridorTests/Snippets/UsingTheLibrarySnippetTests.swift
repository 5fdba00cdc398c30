import Corridor
import Foundation
import Testing
import _TestSupport

extension SnippetTests {
  /// The guide to the library, letter for letter, with what it prints.
  @Test func usingTheLibrary() throws {
    let page = try GuidePage("UsingTheLibrary", language: "swift")
    #expect(try GuidePage.compiled(in: #filePath) == page.pieces.map(\.code))
    func print(_ items: Any...) { page.print(items) }
    #expect(FileManager.default.changeCurrentDirectoryPath(Repository.path("")))
    // snippet
    let trade = try TimeSeries(csv: "datasets/trade-gacc-turnover/data.csv")
    print(trade.id, trade.count, trade.unit?.label ?? "", trade.hasGaps)
    let crossings = try SeriesPanel.read(path: "datasets/rail-kaz-chn-crossings/data.csv")
    for series in crossings.series { print(series.id, series.count) }
    // end of snippet
    #expect(try page.difference() == nil)
    // snippet
    let forecast = try trade.forecast("ets+log", through: "2030")
    if let then = forecast["2030"] {
      print(then.median, then.interval(80).low, then.interval(80).high, then.atLeast(82))
    }
    // end of snippet
    #expect(try page.difference() == nil)
    // snippet
    let fitted = try Drift().fit(to: trade, scale: .log)
    for (name, value) in fitted.fitted.parameters { print(name, value) }
    print(try fitted.forecast(horizon: 6)["2030"]?.median ?? .nan)
    // end of snippet
    #expect(try page.difference() == nil)
    // snippet
    for model in ["naive", "drift+log", "mixture+log"] {
      let record = RollingAccuracy(of: try ModelRequest(model), on: trade)
      print(model, record.forecasts, record.measures.mase ?? .nan)
    }
    // end of snippet
    #expect(try page.difference() == nil)
    // snippet
    let doubling = try trade.target(82, by: "2030")
    print(doubling.touch ?? .nan, doubling.level ?? .nan, doubling.requiredGrowth ?? .nan)
    if let range = doubling.range { print(range.lowerBound, range.upperBound) }
    // end of snippet
    #expect(try page.difference() == nil)
    // snippet
    let run = try ScenarioRun(path: "datasets/scenarios/agriculture.yaml")
    print(try run.target("doubled again", course: "high", by: "2027").touch ?? .nan)
    for file in RunReports(run).files.prefix(3) { print(file.name, file.summary) }
    // end of snippet
    #expect(try page.difference() == nil)
    // snippet
    let fit = try Regression(
      "log(flow_usd) ~ log(distw) + contig + pta", csv: "datasets/gravity-panel/data.csv")
    print(fit["pta"].estimate, fit.table(.hc1)["pta"]?.standardError ?? .nan)
    // end of snippet
    #expect(try page.difference() == nil)
    // snippet
    do {
      _ = try trade.forecast("arima:9", through: "2030")
    } catch {
      print(error)
    }
    // end of snippet
    #expect(try page.difference() == nil)
  }
}
