import Foundation
import Testing
import _TestSupport

/// What reports and commands say of one series is the same, to the last digit that both print.
@Suite struct OneAnswerTests {
  /// Nine years of quarters with a season, so that season, scale and origins all matter.
  static let quarters =
    "series,period,value,unit,basis\n"
    + (0..<36).map { i in
      let season = [90, 110, 130, 100][i % 4]
      return
        "q,\(2015 + i / 4)-Q\(i % 4 + 1),\(season + 2 * i + (i * i) % 7),Mt,KTZ\n"
    }.joined()

  static let scenario = """
    title: one
    question: one answer?
    seed: 7
    paths: 2000
    horizon: 2027-Q4
    series: [{id: q, file: d.csv}]
    models: [drift, snaive]
    targets: [{name: t, series: q, level: 230, by: [2025-Q2, 2026-Q4]}]
    """

  static func rows(_ runner: CommandRunner, _ name: String) throws -> [[String: String]] {
    let path = runner.folder.appending(path: name).path(percentEncoded: false)
    let records = try csvRecords(path: path)
    let header = try #require(records.first)
    return records.dropFirst().map {
      Dictionary(zip(header, $0), uniquingKeysWith: { first, _ in first })
    }
  }

  /// To six significant digits, which reports print.
  static func rounded(_ text: String?) throws -> String {
    guard let text, let value = Double(text) else { return text ?? "" }
    return String(format: "%.5e", value)
  }

  @Test func reportsSayWhatCommandsSay() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", Self.quarters)
    try runner.write("one.yaml", Self.scenario)
    let commands = [
      "run one.yaml -o reports",
      "target d.csv --level 230 --by 2025-Q2,2026-Q4 --horizon 16 --paths 2000 --seed 7 "
        + "--levels 50,80,95 -o t.csv",
      "target d.csv --level 230 --by 2025-Q2,2026-Q4 --horizon 16 --paths 2000 --seed 7 "
        + "--model drift -o drift.csv",
      "forecast d.csv --horizon 16 --model auto+log --levels 50,80,95 -o f.csv",
      "backtest d.csv --horizon 5 --windows 27 -o b.csv --model "
        + "auto+log,mixture+log,structural+log,naive+log,drift+log,snaive+log",
      "score b.csv --train d.csv -o s.csv",
    ]
    for command in commands {
      let result = try runner.shell("\"$CORRIDOR\" " + command)
      #expect(result.status == 0, "\(command): \(result.stderr)")
    }
    let targets = try Self.rows(runner, "reports/one/targets.csv")
    for (report, own) in zip(targets, try Self.rows(runner, "t.csv")) {
      for column in own.keys
      where !["target", "p_min", "p_max", "fits"].contains(column)
        && report.keys.contains(column)
      {
        #expect(report[column] == own[column], "\(column)")
      }
    }
    let sensitivity = try Self.rows(runner, "reports/one/sensitivity.csv")
      .filter { $0["model"] == "drift+log" }
    let drift = try Self.rows(runner, "drift.csv")
    #expect(sensitivity.count == drift.count && drift.allSatisfy { $0["model"] == "drift+log" })
    for (report, own) in zip(sensitivity, drift) {
      for column in ["p_level_at_deadline", "p_touch_by_deadline", "p_sustained"] {
        #expect(report[column] == own[column], "\(column)")
      }
    }
    let fan = try Self.rows(runner, "reports/one/forecast.csv")
    let asked = try Self.rows(runner, "t.csv")
    for own in asked {
      let report = try #require(fan.first { $0["period"] == own["deadline"] })
      #expect(report["model"] == own["model"])
      for column in ["median", "lo-50", "hi-80", "lo-95"] {
        #expect(report[column] == own[column], "\(column)")
      }
    }
    // Where the headline answers alone its fan is that of 'forecast'.
    let forecasts = try Self.rows(runner, "f.csv")
    #expect(fan.count == forecasts.count && fan.count == 16)
    for (report, own) in zip(fan, forecasts) where report["model"] == own["model"] {
      #expect(report["period"] == own["ds"])
      for column in ["median", "lo-50", "hi-80", "lo-95"] {
        #expect(try Self.rounded(report[column]) == Self.rounded(own[column]), "\(column)")
      }
    }
    // 36 quarters, five before the first origin, five after the last.
    let accuracy = try Self.rows(runner, "reports/one/accuracy.csv")
    let scores = try Self.rows(runner, "s.csv")
    #expect(accuracy.count == 6 && scores.count == 6)
    for report in accuracy {
      let own = try #require(scores.first { $0["model"] == report["model"] })
      #expect(report["n"] == own["n"])
      for (column, name) in [
        ("mase", "mase"), ("smape", "smape"), ("coverage_80", "coverage_80"),
        ("coverage_95", "coverage_95"),
      ] {
        #expect(
          try Self.rounded(report[column]) == Self.rounded(own[name]),
          "\(column) of \(report["model"] ?? "")")
      }
    }
  }
}
