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
    #expect(sources.count == files.count)
    let run = try Self.run()
    for kind in ReportCatalog.all {
      let names = kind.table(run).columns.map(\.name)
      #expect(Set(names).count == names.count, "\(kind.file)")
      #expect(kind.table(run).columns.allSatisfy { !$0.summary.isEmpty })
    }
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
  private func compare(_ table: ReportTable, with name: String) throws {
    let text = String(decoding: table.csv(), as: UTF8.self)
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
    for kind in ReportCatalog.wanted(run) {
      try compare(kind.table(run), with: kind.file)
    }
  }

  /// Reports of parts of shipped scenarios against kept ones, from few paths.
  @Test(arguments: [
    ("drivers", ["regressions.csv", "fitted.csv", "drivers.csv"]),
    (
      "middle-corridor",
      ["capacity.csv", "capacity_levels.csv", "openings.csv", "routes.csv"]
    ),
    ("trade-doubling", ["reconciled.csv"]),
  ])
  func partReportsAreAsKept(_ scenario: String, _ files: [String]) throws {
    var options = ScenarioRun.Options()
    options.paths = 100
    let file = Repository.path("datasets/scenarios/\(scenario).yaml")
    let run = ScenarioRun(try ScenarioReader.read(path: file), options: options)
    for name in files {
      let kind = try #require(ReportCatalog.wanted(run).first { $0.file == name })
      try compare(kind.table(run), with: name)
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
    let kind = try #require(ReportCatalog.wanted(run).first { name.hasSuffix($0.file) })
    try compare(kind.table(run), with: name)
  }

  /// What a look back writes, on data with dates of publication and revisions.
  @Test func postMortemsAreAsKept() throws {
    let file = Repository.fixture("scenario/lookback.yaml")
    let run = ScenarioRun(try ScenarioReader.read(path: file))
    let kinds = ReportCatalog.wanted(run).filter { $0.file.hasPrefix("postmortem") }
    #expect(kinds.count == 4)
    for kind in kinds {
      try compare(kind.table(run), with: kind.file)
    }
  }

  @Test func theContractColumnsAreThere() throws {
    let contract: [String: [String]] = [
      "forecast.csv": [
        "scenario", "series", "period", "model", "mean", "median", "lo-50", "hi-50", "lo-80",
        "hi-80", "lo-95", "hi-95", "unit", "basis",
      ],
      "targets.csv": [
        "scenario", "target", "series", "level", "unit", "basis", "model", "n", "sample_start",
        "sample_end", "base_period", "base_value", "deadline", "horizon", "trailing_span",
        "required_growth", "trailing_growth", "ambition", "p_level_at_deadline",
        "p_touch_by_deadline", "p_sustained", "p_min", "p_max", "period_p10", "period_p50",
        "period_p90", "p_never", "verdict",
      ],
      "hitting.csv": ["scenario", "target", "period", "p_level", "p_touch_by"],
    ]
    let run = try Self.run()
    for (file, columns) in contract {
      let kind = try #require(ReportCatalog.all.first { $0.file == file })
      #expect(kind.table(run).columns.map(\.name).filter(columns.contains) == columns, "\(file)")
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
      #expect(kind.table(run).csv() == kind.table(parallel).csv(), "\(kind.file)")
    }
  }

  @Test func theDescriptorDescribesTheFiles() throws {
    let run = try Self.run()
    let bytes = DataPackage.descriptor(of: run)
    let json = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    let resources = try #require(json?["resources"] as? [[String: Any]])
    #expect(resources.compactMap { $0["path"] as? String } == ReportCatalog.wanted(run).map(\.file))
    for (resource, kind) in zip(resources, ReportCatalog.wanted(run)) {
      let fields = (resource["schema"] as? [String: Any])?["fields"] as? [[String: Any]]
      #expect(fields?.compactMap { $0["name"] as? String } == kind.table(run).columns.map(\.name))
    }
    let corridor = try #require(json?["corridor"] as? [String: Any])
    let inputs = try #require(corridor["inputs"] as? [[String: Any]])
    #expect(inputs.count == 2 && inputs.allSatisfy { ($0["sha256"] as? String)?.count == 64 })
    #expect(corridor["seed"] as? String == "5")
  }
}
