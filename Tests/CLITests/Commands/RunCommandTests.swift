import Foundation
import Testing
import _TestSupport

/// `corridor run` on whole scenario files.
@Suite struct RunCommandTests {
  static let files = [
    "accuracy.csv", "answers.csv", "calibration.csv", "charts", "coefficients.csv", "combined.csv",
    "datapackage.json", "forecast.csv", "hitting.csv", "index.html", "models.csv",
    "observations.csv", "reference_class.csv", "sensitivity.csv", "targets.csv",
    "targets_vintages.csv", "tornado.csv",
  ]

  static func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    for name in ["small.yaml", "y.csv"] {
      try runner.write(
        "in/" + name,
        String(contentsOfFile: Repository.fixture("scenario/" + name), encoding: .utf8))
    }
    return runner
  }

  @Test func reportsAppearTogether() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let result = try runner.corridor("run", "in/small.yaml", "-o", "out", "-v")
    #expect(result.status == 0 && result.stdout.isEmpty, "\(result.stderr)")
    #expect(runner.listing("out/small") == Self.files)
    #expect(result.stderr.contains("A small scenario") && result.stderr.contains("30 Mt by 2030"))
    let targets = try runner.read("out/small/targets.csv")
    let again = try runner.corridor("run", "in/small.yaml", "-o", "again", "--jobs", "1")
    #expect(again.status == 0)
    let charts = runner.listing("out/small/charts").map { "charts/" + $0 }
    #expect(!charts.isEmpty)
    for file in Self.files.filter({ $0 != "charts" }) + charts {
      #expect(try runner.read("again/small/" + file) == runner.read("out/small/" + file), "\(file)")
    }
    _ = try runner.corridor("run", "in/small.yaml", "-o", "seed", "--seed", "6", "--paths", "500")
    #expect(try runner.read("seed/small/targets.csv") != targets)
    let vintage = try runner.corridor("run", "in/small.yaml", "-o", "v", "--as-of", "2016")
    #expect(vintage.status == 0)
    // Asked of earlier data alone, these are the answers, and no others stand beside them.
    #expect(try runner.read("v/small/targets.csv").contains("pseudo-vintage"))
    #expect(try !runner.read("v/small/targets.csv").contains("latest"))
    #expect(try runner.read("v/small/targets_vintages.csv").split(separator: "\n").count == 1)
    #expect(try runner.read("v/small/answers.csv").split(separator: "\n").count > 1)
  }

  @Test func aWrongFileGetsAllItsFaults() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let text = try runner.read("in/small.yaml")
      .replacing("models: [drift", with: "models: [dirft").replacing("seed: 5", with: "sed: 5")
    try runner.write("in/bad.yaml", text)
    let result = try runner.corridor("run", "in/bad.yaml", "-o", "out")
    #expect(result.status == 65)
    let lines = result.stderr.split(separator: "\n")
    #expect(lines.count == 2, "\(result.stderr)")
    #expect(lines[0].hasPrefix("corridor: in/bad.yaml:7: "))
    #expect(lines[0].contains("did you mean 'drift'?"))
    #expect(lines[1].contains("'sed'"))
    #expect(!runner.exists("out"))
  }

  @Test func oneOfTwoFailing() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let both = try runner.corridor("run", "in/small.yaml", "in/none.yaml", "-o", "out")
    #expect(both.status == 3, "\(both.stderr)")
    #expect(runner.listing("out") == ["answers.csv", "datapackage.json", "index.html", "small"])
    #expect(try runner.read("out/answers.csv") == runner.read("out/small/answers.csv"))
    let none = try runner.corridor("run", "in/none.yaml", "-o", "out2")
    #expect(none.status == 66 && !runner.exists("out2"))
    try runner.write("in/y2.yaml", "series:\n  - {id: y, file: gone.csv}\n")
    let data = try runner.corridor("run", "in/y2.yaml", "-o", "out3")
    #expect(data.status == 66 && data.stderr.contains("gone.csv"))
    #expect(try runner.corridor("run").status == 64)
  }

  @Test func duplicatePeriodsFailTheFile() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    try runner.write("in/y.csv", try runner.read("in/y.csv") + "y,2024,9,Mt,test,x,printed\n")
    let result = try runner.corridor("run", "in/small.yaml", "-o", "out")
    #expect(result.status == 65 && result.stderr.contains("in/y.csv:13: "))
    #expect(!runner.exists("out"))
  }

  @Test func aFailedRunOverwritesNothing() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    #expect(try runner.corridor("run", "in/small.yaml", "-o", "out").status == 0)
    let before = try runner.read("out/small/targets.csv")
    try runner.write("in/y.csv", "series,period,value\ny,2010,x\n")
    #expect(try runner.corridor("run", "in/small.yaml", "-o", "out").status == 65)
    #expect(try runner.read("out/small/targets.csv") == before)
    #expect(runner.listing("out/small") == Self.files)
  }

  @Test func tooFewPointsGiveNoFittedModel() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    try runner.write("in/y.csv", "series,period,value,unit,basis\ny,2023,10,Mt,t\ny,2024,11,Mt,t\n")
    let result = try runner.corridor("run", "in/small.yaml", "-o", "out", "--paths", "500")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(try runner.read("out/small/targets.csv").contains("insufficient data"))
    #expect(try runner.read("out/small/models.csv").contains("failed"))
  }

  /// Data with dates of publication give vintages, plain ones pseudo-vintages.
  @Test func vintagesAreLabelledForWhatTheyAre() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    for name in ["lookback.yaml", "published.csv", "plans.csv"] {
      try runner.write(
        "in/" + name,
        String(contentsOfFile: Repository.fixture("scenario/" + name), encoding: .utf8))
    }
    let result = try runner.corridor("run", "in/lookback.yaml", "-o", "out", "--as-of", "2016")
    #expect(result.status == 0, "\(result.stderr)")
    let targets = try runner.read("out/lookback/targets.csv")
    #expect(targets.contains(",2016,vintage,") && !targets.contains("pseudo"))
    #expect(runner.listing("out/lookback").filter { $0.hasPrefix("postmortem") }.count == 4)
    #expect(result.stderr.contains("vintages 2011 to"))
    // The last rows that a vintage of 2016 may know are of 2015.
    let forecasts = try runner.read("out/lookback/postmortem_forecasts.csv")
    #expect(!forecasts.contains("look,p,Mt,test,2017"))
    try runner.write(
      "in/bad.yaml",
      try runner.read("in/lookback.yaml").replacing("from: 2011", with: "fro: 2011"))
    let bad = try runner.corridor("run", "in/bad.yaml", "-o", "no")
    #expect(bad.status == 65 && bad.stderr.contains("did you mean 'from'?"), "\(bad.stderr)")
    #expect(!runner.exists("no"))
  }
}
