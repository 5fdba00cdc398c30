import Foundation
import Scenarios
import SeriesCore
import Testing
import _TestSupport

@testable import Reports

@Suite struct ReportTests {
  /// FIPS 180-4 example vectors (NIST CSRC "SHA Examples") and the empty message.
  @Test func hashesAreRight() {
    #expect(
      SHA256.hexDigest([])
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      SHA256.hexDigest(Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256.hexDigest(Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      SHA256.hexDigest(Array(repeating: UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func namesAreUniqueAndFilesListed() throws {
    let files = ReportCatalog.all.map(\.file)
    #expect(Set(files).count == files.count)
    let sources = Repository.swiftFiles("Sources/Reports/Kinds")
    // The vintages of targets have the columns of targets.
    #expect(sources.count == files.count - 1)
    let run = try Self.run()
    for kind in ReportCatalog.all {
      let columns = kind.file(of: run).columns
      #expect(Set(columns.map(\.name)).count == columns.count, "\(kind.file)")
      #expect(columns.allSatisfy { !$0.summary.isEmpty })
    }
  }

  /// The parts say which reports they have, the catalog how they are made: neither may forget one.
  @Test func partsAndCatalogNameTheSameReports() throws {
    let made = ReportCatalog.all.map(\.file)
    var asked: Set<String> = []
    let shipped = Repository.path("datasets/scenarios")
    let paths =
      try FileManager.default.contentsOfDirectory(atPath: shipped).filter {
        $0.hasSuffix(".yaml")
      }.map { shipped + "/" + $0 } + [Repository.fixture("scenario/lookback.yaml")]
    for path in paths {
      let scenario = try ScenarioReader.read(path: path)
      let files = scenario.reports.map(\.file)
      #expect(Set(files).count == files.count && made.filter(files.contains).count == files.count)
      #expect(scenario.parts.allSatisfy { $0.reports.contains(where: \.hasRows) }, "\(path)")
      #expect(ReportCatalog.plan(scenario).map(\.name) == made.filter(files.contains))
      asked.formUnion(files)
    }
    #expect(asked == Set(made))
  }

  static func run(jobs: Int = 1) throws -> ScenarioRun {
    let file = Repository.fixture("scenario/small.yaml")
    var options = ScenarioRun.Options()
    options.jobs = jobs
    return ScenarioRun(try ScenarioReader.read(path: file), options: options)
  }

  /// A table against a kept one, numbers rounded to six digits.
  ///
  /// `RECORD_GOLDEN=1` rewrites it and fails that run.
  private func compare(_ file: RunReports.File, with name: String) throws {
    let text = String(decoding: file.bytes, as: UTF8.self)
    let path = Repository.fixture("golden/" + name)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name)")
      return
    }
    let kept = try String(contentsOfFile: path, encoding: .utf8)
    #expect(agreeToSixDigits(text, kept), "\(name) differs from its golden file")
  }

  /// The reports of a small scenario.
  @Test func reportsAreAsKept() throws {
    let run = try Self.run()
    for file in RunReports(run).files { try compare(file, with: file.name) }
  }

  /// Reports of parts of shipped scenarios against kept ones, from few paths.
  @Test(arguments: [
    ("drivers", ["regressions.csv", "fitted.csv", "drivers.csv"]),
    (
      "middle-corridor",
      ["comparisons.csv", "capacity.csv", "capacity_levels.csv", "openings.csv", "routes.csv"]
    ),
    ("trade-doubling", ["reconciled.csv"]), ("mirror", ["mirror.csv"]),
    ("border-cost", ["counterfactual.csv", "counterfactual_flows.csv"]),
  ])
  func partReportsAreAsKept(_ scenario: String, _ files: [String]) throws {
    var options = ScenarioRun.Options()
    options.paths = 100
    let file = Repository.path("datasets/scenarios/\(scenario).yaml")
    let run = ScenarioRun(try ScenarioReader.read(path: file), options: options)
    let reports = RunReports(run).files
    for name in files {
      try compare(try #require(reports.first { $0.name == name }), with: name)
    }
  }

  /// The reports of the shipped nowcasts and projects against kept ones.
  @Test(arguments: [
    ("nowcast", "nowcast.csv"), ("border-traffic", "border_nowcast.csv"),
    ("project-pipeline", "pipeline.csv"),
  ])
  func nowcastsAndProjectsAreAsKept(_ scenario: String, _ name: String) throws {
    var options = ScenarioRun.Options()
    options.paths = 2000
    let file = Repository.path("datasets/scenarios/\(scenario).yaml")
    let run = ScenarioRun(try ScenarioReader.read(path: file), options: options)
    let report = try #require(RunReports(run).files.first { name.hasSuffix($0.name) })
    try compare(report, with: name)
  }

  /// What a look back writes, on data with dates of publication and revisions.
  @Test func postMortemsAreAsKept() throws {
    let file = Repository.fixture("scenario/lookback.yaml")
    let run = ScenarioRun(try ScenarioReader.read(path: file))
    let files = RunReports(run).files.filter { $0.name.hasPrefix("postmortem") }
    #expect(files.count == 4)
    for file in files { try compare(file, with: file.name) }
  }

  @Test func theContractColumnsAreThere() throws {
    let contract: [String: [String]] = [
      "forecast.csv": [
        "scenario", "series", "period", "model", "mean", "median", "lo-50", "hi-50", "lo-80",
        "hi-80", "lo-95", "hi-95", "unit", "basis",
      ],
      "targets.csv": [
        "scenario", "target", "deadline", "verdict", "series", "level", "unit", "basis", "model",
        "n", "sample_start", "sample_end", "base_period", "base_value", "horizon",
        "trailing_span", "required_growth", "trailing_growth", "ambition", "p_level_at_deadline",
        "p_touch_by_deadline", "p_sustained", "p_min", "p_max", "period_p10", "period_p50",
        "period_p90", "p_never",
      ],
      "answers.csv": [
        "scenario", "question", "verdict", "probability", "low", "high", "value", "unit", "basis",
        "level", "deadline", "required_growth", "class", "members", "n", "why_range",
        "would_change", "next_data", "status",
      ],
      "hitting.csv": ["scenario", "target", "period", "p_level", "p_touch_by"],
    ]
    let run = try Self.run()
    for (file, columns) in contract {
      let kind = try #require(ReportCatalog.all.first { $0.file == file })
      let names = kind.file(of: run).columns.map(\.name)
      #expect(names.filter(columns.contains) == columns, "\(file)")
    }
  }

  @Test func rowsHangTogether() throws {
    let run = try Self.run()
    for row in run.targets where row.outcome.status == .projected {
      let outcome = row.outcome
      let (level, touch) = (try #require(outcome.pLevel), try #require(outcome.pTouch))
      #expect(touch >= level)
      let range = try #require(outcome.range)
      #expect(range.contains(touch))
      let hitting = try #require(
        run.hitting.first {
          $0.vintage == row.vintage && $0.course == row.course
            && $0.target == outcome.target.target.name
        })
      #expect(hitting.pTouch[outcome.horizon - 1] == touch)
      #expect(hitting.pLevel[outcome.horizon - 1] == level)
      #expect(abs((outcome.pNever ?? 0) - (1 - (hitting.pTouch.last ?? 0))) < 1e-15)
    }
    let parallel = try Self.run(jobs: 3)
    for kind in ReportCatalog.all {
      #expect(kind.file(of: run).bytes == kind.file(of: parallel).bytes, "\(kind.file)")
    }
  }

  @Test func theDescriptorDescribesTheFiles() throws {
    let run = try Self.run()
    let reports = RunReports(run)
    let json = try JSONSerialization.jsonObject(with: Data(reports.descriptor)) as? [String: Any]
    let resources = try #require(json?["resources"] as? [[String: Any]])
    #expect(resources.compactMap { $0["path"] as? String } == reports.files.map(\.name))
    for (resource, file) in zip(resources, reports.files) {
      let fields = (resource["schema"] as? [String: Any])?["fields"] as? [[String: Any]]
      let header = String(decoding: file.bytes.prefix { $0 != 0x0A }, as: UTF8.self)
      #expect(
        fields?.compactMap { $0["name"] as? String }
          == header.split(separator: ",").map(String.init), "\(file.name)")
    }
    let corridor = try #require(json?["corridor"] as? [String: Any])
    let inputs = try #require(corridor["inputs"] as? [[String: Any]])
    #expect(inputs.count == 2 && inputs.allSatisfy { ($0["sha256"] as? String)?.count == 64 })
    #expect(corridor["seed"] as? String == "5")
  }
}
