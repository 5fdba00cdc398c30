import Foundation
import Scenarios
import SeriesCore
import Testing
import _TestSupport

@testable import Reports

/// The report of the shipped claims.
@Suite struct ClaimsReportTests {
  static func run() throws -> ScenarioRun {
    let file = Repository.path("datasets/scenarios/claims.yaml")
    return ScenarioRun(try ScenarioReader.read(path: file))
  }

  /// `RECORD_GOLDEN=1` rewrites the kept copy and fails that run.
  @Test func theReportIsAsKept() throws {
    let run = try Self.run()
    let files = RunReports(run).files
    #expect(files.map(\.name) == ["answers.csv", "claims.csv"])
    let text = String(decoding: try #require(files.last).bytes, as: UTF8.self)
    let path = Repository.fixture("golden/claims.csv")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("recorded claims.csv")
      return
    }
    // No arithmetic here goes through BLAS: the bytes are the same everywhere.
    #expect(try text == String(contentsOfFile: path, encoding: .utf8))
  }

  @Test func theRunEndsInAFewSentences() throws {
    let run = try Self.run()
    let verdicts = run.answers.flatMap(\.verdicts)
    #expect((2...12).contains(verdicts.count))
    #expect(verdicts[0].text.hasPrefix("54 claims, "))
    let texts = verdicts.map(\.text).joined(separator: "\n")
    for words in ["S06", "S31", "S34", "finished", "negotiated"] {
      #expect(texts.contains(words), "\(words)")
    }
    let json = try JSONSerialization.jsonObject(with: Data(RunReports(run).descriptor))
    let corridor = (json as? [String: Any])?["corridor"] as? [String: Any]
    #expect((corridor?["inputs"] as? [Any])?.count == 7)
  }
}
