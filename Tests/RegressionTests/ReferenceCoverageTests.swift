import Foundation
import Testing
import _TestSupport

/// That nothing in `Fixtures/regression/reference.json` is left unchecked: each case and each of its
/// results is named by a test that reads its section. A key that comes new to the file fails here
/// until a test reads it, and so does one whose test goes.
@Suite struct ReferenceCoverageTests {
  /// What says how a result was made.
  static let notes: Set<String> = ["formula", "note", "software"]

  /// The sources of the tests that name the section, this one aside.
  static func readers(of section: String) throws -> [String] {
    try Repository.swiftFiles("Tests/RegressionTests")
      .filter { !$0.hasSuffix("ReferenceCoverageTests.swift") }
      .map {
        try String(
          contentsOfFile: Repository.path("Tests/RegressionTests/" + $0), encoding: .utf8)
      }
      .filter { $0.contains("ReferenceFixture") && $0.contains("\"\(section)\"") }
  }

  @Test func everyKeyIsChecked() throws {
    let reference = ReferenceFixture.regression
    for section in reference.keys where !Self.notes.contains(section) {
      let readers = try Self.readers(of: section)
      #expect(!readers.isEmpty, "no test reads \(section)")
      let found = try reference.at(section)
      for name in found.keys {
        #expect(readers.contains { $0.contains("\"\(name)\"") }, "\(section): no test of \(name)")
        // A case of numbers by coefficient is read whole by the test that names it.
        let one = try found.at(name)
        if one.numbers.count == one.keys.count { continue }
        for key in one.keys where !Self.notes.contains(key) {
          #expect(
            readers.contains { $0.contains("\"\(key)\"") }, "\(section) \(name): no test of \(key)")
        }
      }
    }
  }
}
