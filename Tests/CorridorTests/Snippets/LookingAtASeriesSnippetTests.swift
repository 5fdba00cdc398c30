import Corridor
import Foundation
import Testing
import _TestSupport

extension SnippetTests {
  /// On ten years of months with a trend and a season.
  @Test func lookingAtASeries() throws {
    let page = try GuidePage("LookingAtASeries", language: "swift")
    #expect(try GuidePage.compiled(in: #filePath) == page.pieces.map(\.code))
    func print(_ items: Any...) { page.print(items) }
    let folder = try TemporaryFolder()
    let months = (0..<120).map { month -> String in
      let value = 100 + Double(month) + 20 * sin(Double(month) * .pi / 6) + Double(month * 7 % 11)
      return "exports,\(2015 + month / 12)-\(String(format: "%02d", month % 12 + 1)),\(value)"
    }
    try folder.write(
      "exports.csv", "series,period,value\n" + months.joined(separator: "\n") + "\n")
    #expect(FileManager.default.changeCurrentDirectoryPath(folder.path))
    defer { _ = FileManager.default.changeCurrentDirectoryPath(Repository.path("")) }
    // snippet
    let series = try SeriesPanel.read(path: "exports.csv").series[0]
    let m = series.frequency.seasonLength
    let parts = try STL(robust: true).decompose(series.values, seasonLength: m)
    print(parts.seasonalStrength, parts.trendStrength)  // shares in [0, 1]
    let adjusted = parts.seasonallyAdjusted(series.values)  // in the unit of the series
    let acf = try Autocorrelation(series.values, lags: 24)
    print(acf.correlations[0], acf.partial[0], acf.band())  // r₁, φ₁₁, 1.96/√n
    let left = try Portmanteau(parts.remainder, lags: 2 * m)  // Ljung–Box
    print(left.statistic, left.pValue)
    let level = try KPSS(series.values, lag: .rootThirteenth)  // null: stationary
    let root = try DickeyFuller(series.values, terms: .trend)  // null: unit root
    print(level.pValue, root.statistic, root.criticalValues[1])
    print(BoxCox.guerrero(series.values, seasonLength: m) ?? 1)  // λ; 0 is the log, 1 the level
    // end of snippet
    #expect(adjusted.count == 120 && parts.seasonalStrength > 0.9)
    #expect(level.pValue <= 0.05, "a trend is not stationary")
    #expect(try page.difference() == nil)
    // snippet
    var options = SeasonalAdjustment.Options()
    options.method = .structural
    let adjustment = try SeasonalAdjustment(series, options: options)
    print(adjustment.points.last?.adjusted ?? .nan)  // in the unit of the series
    // end of snippet
    #expect(adjustment.points.count == 120)
    #expect(try page.difference() == nil)
  }
}
