import Foundation
import Ledger
import Testing
import _TestSupport

/// Ledgers with several writers, and writers that are killed. Nothing here asserts a time.
@Suite struct LedgerCrashTests {
  /// Forecasts of so many series, one period each.
  static func forecasts(_ series: Int, median: Int = 10) -> String {
    "unique_id,ds,model,median,lo-80,hi-80\n"
      + (0..<series).map { "s\($0),2030,drift,\(median),8,13\n" }.joined()
  }

  static func counts(_ runner: CommandRunner) throws -> (check: String, counts: [Int]) {
    let db = try SQLiteConnection(
      path: runner.folder.appending(path: "l.db").path(percentEncoded: false))
    let check = try db.prepare("PRAGMA integrity_check")
    _ = try check.next()
    let keys = try db.prepare("PRAGMA foreign_key_check")
    let counts = try ["entry", "forecast", "forecast_interval"].map {
      Int(try db.integer("SELECT COUNT(*) FROM \($0)") ?? -1)
    }
    return (try keys.next() ? "keys lead nowhere" : check.text(0), counts)
  }

  @Test func manyProgramsAtOnce() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    // The ledger is not there yet: who comes first makes it.
    for i in 0..<8 { try runner.write("f\(i).csv", Self.forecasts(200, median: i)) }
    let result = try runner.shell(
      """
      for i in 0 1 2 3 4 5 6 7; do "$CORRIDOR" ledger add f$i.csv --ledger l.db & pids="$pids $!"; done
      for p in $pids; do wait $p || echo "failed $?"; done
      """)
    #expect(result.stdout.isEmpty, "\(result.stdout)\(result.stderr)")
    let (check, counts) = try Self.counts(runner)
    #expect(check == "ok" && counts == [8, 1600, 1600])
    #expect(runner.listing() == (0..<8).map { "f\($0).csv" } + ["l.db"])
  }

  /// A writer is killed once its transaction has begun to write, which its journal shows, and as it
  /// stands beside the ledger: all of its rows are there, or none, and the next one works on.
  @Test(arguments: [0, 1, 2])
  func aKilledWriterLeavesAllOrNothing(_ round: Int) throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("a.csv", Self.forecasts(10))
    // More pages than SQLite's cache holds: they go to the file before the commit.
    try runner.write("b.csv", Self.forecasts(25_000))
    _ = try runner.corridor("ledger", "add", "a.csv", "--ledger", "l.db")
    let killed = try runner.shell(
      """
      "$CORRIDOR" ledger add b.csv --ledger l.db 2> err & p=$!
      until [ -e l.db-journal ] || ! kill -0 $p 2> none; do :; done
      for i in $(seq \(round * 400)); do [ -e l.db-journal ] || break; done
      kill -9 $p; wait $p 2> none; echo "status $?"; rm -f none
      """)
    let listed = try runner.corridor("ledger", "list", "--ledger", "l.db")
    #expect(listed.status == 0, "\(listed.stderr)")
    let (check, counts) = try Self.counts(runner)
    #expect(check == "ok")
    if killed.stdout.contains("status 137") {
      #expect(counts == [1, 10, 10] || counts == [2, 25_010, 25_010], "\(counts)")
    }
    let again = try runner.corridor("ledger", "add", "b.csv", "--ledger", "l.db")
    #expect(again.status == 0, "\(again.stderr)")
    #expect(try Self.counts(runner).counts == [2, 25_010, 25_010])
    #expect(!runner.exists("l.db-journal"))
  }

  /// What can only be read is read, and not written.
  @Test func aReadOnlyFolder() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("a.csv", Self.forecasts(3))
    try runner.write("b.csv", Self.forecasts(3, median: 9))
    try runner.write("actual.csv", "series,period,value\ns0,2030,9\n")
    try runner.write("ro/keep", "")
    _ = try runner.corridor("ledger", "add", "a.csv", "--ledger", "ro/l.db")
    // Root writes anywhere but on a file system that is mounted read-only.
    let result = try runner.shell(
      """
      unshare -rm bash -c '
        mount --bind ro ro && mount -o remount,bind,ro ro
        "$CORRIDOR" ledger list --ledger ro/l.db | wc -l; echo "status ${PIPESTATUS[0]}"
        "$CORRIDOR" ledger add b.csv --ledger ro/l.db; echo "status $?"
        "$CORRIDOR" ledger add b.csv --ledger ro/new.db; echo "status $?"
        "$CORRIDOR" ledger score --actual actual.csv --ledger ro/l.db; echo "status $?"'
      """)
    #expect(
      result.stdout == "2\nstatus 0\nstatus 73\nstatus 73\nstatus 73\n",
      "\(result.stdout)\(result.stderr)")
    #expect(runner.listing("ro") == ["keep", "l.db"])
  }
}
