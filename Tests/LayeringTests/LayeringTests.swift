import Foundation
import Testing
import _TestSupport

/// Reads every import against the layer table. SwiftPM lets a target import what it only reaches
/// through another one; this test does not.
@Suite struct LayeringTests {
  /// What each layer may import of ours and of others. System modules are listed where they are
  /// allowed at all.
  static let allowed: [String: Set<String>] = [
    "LinearAlgebra": ["COpenBLAS", "Glibc"],
    "StatisticsCore": ["LinearAlgebra", "Glibc"],
    "SeriesCore": ["CFileExchange", "CZlib", "Glibc", "Synchronization"],
    "Regression": ["CBreakTables", "SeriesCore", "LinearAlgebra", "StatisticsCore", "Glibc"],
    "Forecasting": [
      "SeriesCore", "Regression", "StatisticsCore", "LinearAlgebra", "Glibc", "Dispatch",
      "Synchronization",
      // Only for the Chinese and Islamic calendars.
      "Foundation",
    ],
    "Trade": ["SeriesCore", "Regression", "StatisticsCore", "LinearAlgebra", "Glibc"],
    "Logistics": ["SeriesCore", "StatisticsCore", "LinearAlgebra", "Glibc"],
    "Claims": ["SeriesCore", "Glibc"],
    "Charts": ["SeriesCore", "Glibc"],
    "Scenarios": [
      "Logistics", "Forecasting", "Regression", "SeriesCore", "StatisticsCore", "Yams", "Glibc",
      "Synchronization", "Claims", "Trade",
    ],
    "Reports": [
      "Claims", "Scenarios", "Logistics", "Trade", "Forecasting", "Regression", "SeriesCore",
      "Foundation",
    ],
    "Pages": ["Charts", "Reports", "Scenarios", "SeriesCore", "Mustache"],
    "Notebooks": ["Pages", "Reports", "Scenarios"],
    "Ledger": [
      "Scenarios", "Forecasting", "StatisticsCore", "SeriesCore", "CSQLite", "Glibc",
      "Synchronization",
    ],
    "Corridor": [
      "LinearAlgebra", "StatisticsCore", "SeriesCore", "Regression", "Forecasting", "Trade",
      "Logistics", "Claims", "Scenarios", "Reports", "Pages", "Notebooks", "Ledger",
    ],
    "CorridorC": ["Corridor", "CCorridor", "Glibc"],
    "CorridorCLI": ["Corridor", "ArgumentParser", "Glibc", "Dispatch", "Synchronization"],
  ]

  /// C modules, each of which one layer wraps.
  static let systemModules: Set<String> = [
    "COpenBLAS", "CFileExchange", "CZlib", "CSQLite", "CBreakTables", "CCorridor",
  ]

  static func imports(of file: String) throws -> [(module: String, line: String)] {
    let text = try String(contentsOfFile: Repository.path(file), encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard let place = words.firstIndex(of: "import"), place <= 2, place + 1 < words.count,
        words[..<place].allSatisfy({
          ["public", "internal", "package", "private", "@_exported", "@testable"].contains($0)
        })
      else { return nil }
      return (words[place + 1].split(separator: ".").first.map(String.init) ?? "", String(line))
    }
  }

  @Test func importsGoDownOnly() throws {
    let files = Repository.swiftFiles("Sources")
    #expect(files.count > 60)
    for file in files {
      let layer = String(file.split(separator: "/")[0])
      let allowed = try #require(Self.allowed[layer], "\(layer) is no layer")
      for (module, line) in try Self.imports(of: "Sources/" + file) {
        #expect(allowed.contains(module), "\(file): \(line)")
        if Self.systemModules.contains(module) {
          #expect(line == "internal import \(module)", "\(file): C types stay inside")
        }
      }
    }
  }

  @Test func everyLayerIsListed() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Repository.path("Sources"))
    #expect(Set(folders) == Set(Self.allowed.keys).union(Self.systemModules))
  }

  @Test func filesKeepToOneConcern() throws {
    for file in Repository.swiftFiles("Sources") + Repository.swiftFiles("Tests").map({ $0 }) {
      let path =
        FileManager.default.fileExists(atPath: Repository.path("Sources/" + file))
        ? "Sources/" + file : "Tests/" + file
      let lines = try String(contentsOfFile: Repository.path(path), encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 800, "\(path) has \(lines) lines")
      #expect(!file.contains("Utils") && !file.contains(" "), "\(path)")
    }
  }
}
