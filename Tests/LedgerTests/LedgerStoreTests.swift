import Foundation
import Ledger
import SeriesCore
import Testing
import _TestSupport

@Suite struct LedgerStoreTests {
  /// A folder for one test.
  static func folder() throws -> CommandRunner { try CommandRunner() }

  static func path(_ runner: CommandRunner, _ name: String = "l.db") -> String {
    runner.folder.appending(path: name).path(percentEncoded: false)
  }

  static func file(_ name: String, _ medians: [Double]) -> LedgerFile {
    LedgerFile(
      scenario: "s", name: name, sha256: SHA256.hexDigest(Array("\(name)\(medians)".utf8)),
      kind: .forecast,
      forecasts: medians.enumerated().map { step, median in
        LedgerForecast(
          course: "baseline", series: "y", model: "drift", period: String(2030 + step),
          median: median,
          intervals: [
            .init(level: 50, low: median - 1, high: median + 1),
            .init(level: 80, low: median - 3, high: median + 2),
          ], unit: "Mt", basis: "KTZ")
      })
  }

  static let target = LedgerTarget(
    course: "", target: "t", series: "y", model: "mixture", level: 82, deadline: "2030",
    basePeriod: "2024", baseValue: 43.8, deflatorRate: 0.025, isCumulative: true, pLevel: 0.2,
    pTouch: 0.3, unit: nil, basis: nil)

  @Test func rowsComeBackAsTheyWentIn() throws {
    let runner = try Self.folder()
    defer { runner.clean() }
    let store = try LedgerStore(path: Self.path(runner), for: .adding)
    let forecasts = Self.file("forecast.csv", [31.25, 0.1 + 0.2, 1e-300])
    let targets = LedgerFile(
      scenario: "s", name: "targets.csv", sha256: "b", kind: .targets, targets: [Self.target])
    #expect(try store.add([forecasts, targets], made: "2026-01-31") == [true, true])
    let reopened = try LedgerStore(path: Self.path(runner), for: .reading)
    #expect(try reopened.forecasts().map(\.row) == forecasts.forecasts)
    #expect(try reopened.targets().map(\.row) == [Self.target])
    let entries = try reopened.entries()
    #expect(entries.map(\.run) == [1, 1] && entries.map(\.rows) == [3, 1])
    #expect(entries.map(\.kind) == ["forecast", "targets"])
    #expect(entries.allSatisfy { $0.made == "2026-01-31" && $0.scored == 0 })
    #expect(runner.listing() == ["l.db"])
  }

  @Test func theSameContentIsKeptOnce() throws {
    let runner = try Self.folder()
    defer { runner.clean() }
    let store = try LedgerStore(path: Self.path(runner), for: .adding)
    let (a, b) = (Self.file("a.csv", [1]), Self.file("b.csv", [2]))
    #expect(try store.add([a], made: "2026-01-01") == [true])
    #expect(try store.add([a, b, b], made: "2026-02-01") == [false, true, false])
    let entries = try store.entries()
    #expect(entries.map(\.file) == ["a.csv", "b.csv"])
    #expect(entries.map(\.made) == ["2026-01-01", "2026-02-01"] && entries.map(\.run) == [1, 2])
  }

  /// A row that breaks a rule of the schema takes all files of its addition with it.
  @Test func anAdditionIsWholeOrNone() throws {
    let runner = try Self.folder()
    defer { runner.clean() }
    let store = try LedgerStore(path: Self.path(runner), for: .adding)
    let good = Self.file("a.csv", [1, 2])
    let twice = LedgerFile(
      scenario: "s", name: "b.csv", sha256: "c", kind: .targets,
      targets: [Self.target, Self.target])
    #expect(throws: LedgerError.self) { try store.add([good, twice], made: "2026-01-01") }
    #expect(try store.entries().isEmpty && store.forecasts().isEmpty && store.targets().isEmpty)
    #expect(try store.add([good], made: "2026-01-01") == [true])
  }

  @Test func outcomesAreFilledIn() throws {
    let runner = try Self.folder()
    defer { runner.clean() }
    let store = try LedgerStore(path: Self.path(runner), for: .adding)
    let targets = LedgerFile(
      scenario: "s", name: "t.csv", sha256: "t", kind: .targets, targets: [Self.target])
    _ = try store.add([Self.file("f.csv", [1, 2]), targets], made: "2026-01-01")
    let ids = try store.forecasts().map(\.id)
    let target = try #require(try store.targets().first)
    try store.record(
      forecasts: [ids[1]: LedgerOutcome(actual: 2.5)],
      targets: [target.id: LedgerOutcome(touched: false)])
    #expect(try store.forecasts().map(\.outcome.actual) == [nil, 2.5])
    #expect(try store.targets().first?.outcome == LedgerOutcome(touched: false, atLevel: nil))
    #expect(try store.entries().map(\.scored) == [1, 1])
  }

  /// Two stores on one file, in threads of one program, a hundred additions: none is lost.
  @Test func writersWaitForEachOther() async throws {
    let runner = try Self.folder()
    defer { runner.clean() }
    let path = Self.path(runner)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<2 {
        group.addTask {
          let store = try LedgerStore(path: path, for: .adding)
          for i in 0..<50 {
            _ = try store.add([Self.file("\(writer)-\(i).csv", [1, 2])], made: "2026-01-01")
          }
        }
      }
      try await group.waitForAll()
    }
    let entries = try LedgerStore(path: path, for: .reading).entries()
    #expect(entries.count == 100 && Set(entries.map(\.run)) == Set(1...100))
    #expect(runner.listing() == ["l.db"])
  }

  @Test func otherFilesAreRefused() throws {
    let runner = try Self.folder()
    defer { runner.clean() }
    func error(_ name: String, _ access: LedgerStore.Access) -> LedgerError? {
      do throws(LedgerError) {
        _ = try LedgerStore(path: Self.path(runner, name), for: access)
        return nil
      } catch { return error }
    }
    func isNotALedger(_ name: String) -> Bool {
      [LedgerStore.Access.reading, .adding, .updating].allSatisfy { access in
        if case .notALedger = error(name, access) { true } else { false }
      }
    }
    try runner.write("text.db", "not a database, but some text that is long enough for a page")
    try runner.write("short.db", "SQL")
    try runner.write("empty.db", "")
    try runner.write("broken.db", "SQLite format 3\0" + String(repeating: "x", count: 5000))
    try SQLiteConnection(path: Self.path(runner, "other.db")).execute("CREATE TABLE t (a)")
    for name in ["text.db", "short.db", "empty.db", "broken.db", "other.db"] {
      let before = try Data(contentsOf: runner.folder.appending(path: name))
      #expect(isNotALedger(name), "\(name): \(String(describing: error(name, .adding)))")
      #expect(try Data(contentsOf: runner.folder.appending(path: name)) == before, "\(name)")
    }
    if case .unreadable = error("none.db", .reading) {} else { Issue.record("missing") }
    if case .unreadable = error("none.db", .updating) {} else { Issue.record("missing") }
    #expect(!runner.exists("none.db"))
    if case .unreadable = error(".", .reading) {} else { Issue.record("folder") }
    if case .notWritable = error(".", .adding) {} else { Issue.record("folder") }
    if case .notWritable = error("empty.db/l.db", .adding) {} else { Issue.record("below a file") }
  }

  @Test func aLaterSchemaIsRefused() throws {
    let runner = try Self.folder()
    defer { runner.clean() }
    let path = Self.path(runner)
    _ = try LedgerStore(path: path, for: .adding).add([Self.file("a", [1])], made: "2026-01-01")
    try SQLiteConnection(path: path).execute("INSERT INTO grdb_migrations VALUES ('v99')")
    for access in [LedgerStore.Access.reading, .adding, .updating] {
      #expect(throws: LedgerError.newer(file: path)) {
        _ = try LedgerStore(path: path, for: access)
      }
    }
  }

  /// A link is followed, also when nothing stands behind it yet.
  @Test func linksAreFollowed() throws {
    let runner = try Self.folder()
    defer { runner.clean() }
    try runner.write("deep/keep", "")
    let files = FileManager.default
    try files.createSymbolicLink(
      atPath: Self.path(runner, "l.db"), withDestinationPath: "deep/real.db")
    _ = try LedgerStore(path: Self.path(runner), for: .adding)
      .add([Self.file("a", [1])], made: "2026-01-01")
    #expect(runner.listing() == ["deep", "l.db"] && runner.listing("deep") == ["keep", "real.db"])
    #expect(try files.destinationOfSymbolicLink(atPath: Self.path(runner)) == "deep/real.db")
    #expect(
      try LedgerStore(path: Self.path(runner, "deep/real.db"), for: .reading).entries().count == 1)
    try files.createSymbolicLink(
      atPath: Self.path(runner, "loop"), withDestinationPath: "loop")
    #expect(throws: LedgerError.self) {
      _ = try LedgerStore(path: Self.path(runner, "loop"), for: .adding)
    }
  }
}
