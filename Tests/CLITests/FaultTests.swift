import Foundation
import Testing
import _TestSupport

/// Calls of the system that fail, and ends that come at any moment: the old output whole or the new one
/// whole. The long form, every call of every command, is `.ci/check-faults`.
@Suite struct FaultTests {
  /// Loaded before C's library: it makes one call fail, or kills the program before it.
  static let library = Result { () throws -> URL in
    let url = FileManager.default.temporaryDirectory.appending(
      path: "corridor-faults-\(UUID().uuidString).so")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "cc", "-shared", "-fPIC", "-o", url.path(percentEncoded: false),
      Repository.path("Tests/CLITests/Faults/faults.c"), "-ldl",
    ]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return url
  }

  static let scenario = """
    series: [{id: x, file: x.csv}]
    models: [naive]
    paths: 200
    targets: [{name: t, series: x, level: 150, by: [2024]}]
    """

  static let observations =
    "ds,y\n" + (0..<20).map { "\(2000 + $0),\(100 + 3 * $0 + $0 % 3)\n" }.joined()

  /// A folder with a run that stands there already, and a file that a user put into it.
  static func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write("x.csv", observations)
    try runner.write("s.yaml", scenario)
    let earlier = try runner.corridor("run", "s.yaml", "-o", "out", "--seed", "2", "--excel")
    #expect(earlier.status == 0, "\(earlier.stderr)")
    try runner.write("out/s/note.txt", "mine")
    return runner
  }

  /// One hash of all that a run writes for a scenario, by names and contents.
  static let hash = "(cd out/s && find . -type f | sort | xargs sha256sum | sha256sum | cut -c -64)"

  /// For each call of a kind, `number` runs of the command with one harmed; prints what is amiss.
  static func harm(_ call: String, _ kind: String, stride: Int) throws -> String {
    let runner = try Self.runner()
    defer { runner.clean() }
    return try runner.shell(
      """
      faults=\(try library.get().path(percentEncoded: false))
      cp -a out kept; old=$\(hash)
      FAULT_CALL=\(call) FAULT_COUNT=count FAULT_NUMBER=0 LD_PRELOAD=$faults \
        "$CORRIDOR" run s.yaml -o out --quiet; new=$\(hash)
      count=$(cat count); [ $count -gt 0 ] && [ $old != $new ] || echo "nothing to harm"
      for k in $(seq 1 \(stride) $count); do
        rm -rf out; cp -a kept out
        FAULT_CALL=\(call) FAULT_NUMBER=$k FAULT_KIND=\(kind) LD_PRELOAD=$faults \
          "$CORRIDOR" run s.yaml -o out --quiet 2>err; status=$?; is=$\(hash)
        [ $is = $old ] || [ $is = $new ] || echo "\(call) $k: neither old nor new"
        case $status in
          137) "$CORRIDOR" run s.yaml -o out --quiet || echo "\(call) $k: and then $?"
            [ $\(hash) = $new ] || echo "\(call) $k: the next run does not mend it" ;;
          0) [ $is = $new ] || echo "\(call) $k: nothing written" ;;
          1|66|73) grep -q '^corridor: ' err || echo "\(call) $k: no message" ;;
          *) echo "\(call) $k: status $status" ;;
        esac
        ls -A out | grep partial
        [ -e out/s/note.txt ] || echo "\(call) $k: the user's file is gone"
      done
      """
    ).stdout
  }

  /// ENOSPC is 28, EIO 5, EINTR 4.
  @Test(arguments: [
    ("write", "28", 7), ("write", "short", 11), ("write", "4", 11), ("write", "kill", 7),
    ("fsync", "5", 5), ("fsync", "kill", 5), ("rename", "5", 1), ("rename", "22", 1),
    ("rename", "kill", 1), ("mkdir", "28", 1), ("link", "1", 1), ("close", "5", 17),
    ("open", "5", 17), ("mmap", "12", 3),
  ])
  func theOldRunOrTheNewOne(_ call: String, _ kind: String, _ stride: Int) throws {
    let amiss = try Self.harm(call, kind, stride: stride)
    #expect(amiss.isEmpty, "\(amiss)")
  }

  @Test func aRunThatIsKilledAtAnyMoment() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let result = try runner.shell(
      """
      old=$\(Self.hash); cp -a out kept
      "$CORRIDOR" run s.yaml -o out --quiet; new=$\(Self.hash)
      for i in $(seq 24); do
        rm -rf out; cp -a kept out
        "$CORRIDOR" run s.yaml -o out --quiet & p=$!
        sleep 0.$(printf %03d $((i * 17 % 240))); kill -9 $p 2>/dev/null; wait $p 2>/dev/null
        is=$\(Self.hash)
        [ $is = $old ] || [ $is = $new ] || echo "kill $i: neither old nor new"
      done
      "$CORRIDOR" run s.yaml -o out --quiet; ls -A out
      """)
    #expect(result.stdout == "answers.csv\ndatapackage.json\nindex.html\ns\n", "\(result.stdout)")
  }

  /// A ledger's rows and a run's reports change together.
  @Test func aLedgerThatCannotBeWrittenLeavesTheReports() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    _ = try runner.corridor("ledger", "add", "out/s/forecast.csv", "--ledger", "l.db")
    let result = try runner.shell(
      """
      faults=\(try Self.library.get().path(percentEncoded: false))
      cp l.db l.kept; cp -a out kept; old=$\(Self.hash)
      FAULT_CALL=write FAULT_COUNT=count FAULT_NUMBER=0 LD_PRELOAD=$faults \
        "$CORRIDOR" run s.yaml -o out --quiet --ledger l.db 2>err
      for k in $(seq $(($(cat count) - 16)) $(cat count)); do
        rm -rf out; cp -a kept out; cp l.kept l.db
        FAULT_CALL=write FAULT_NUMBER=$k FAULT_KIND=28 LD_PRELOAD=$faults \
          "$CORRIDOR" run s.yaml -o out --quiet --ledger l.db 2>err; status=$?
        added=no; cmp -s l.db l.kept || added=yes
        reports=old; [ $\(Self.hash) = $old ] || reports=new
        case "$added $reports $status" in
          "yes new 0"|"yes new 73"|"no old 73") ;;
          *) echo "write $k: added $added, reports $reports, status $status: $(cat err)" ;;
        esac
        [ ! -e l.db-journal ] || echo "write $k: a journal is left"
      done
      """)
    #expect(result.stdout.isEmpty, "\(result.stdout)\(result.stderr)")
  }
}
