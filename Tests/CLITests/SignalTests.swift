import Foundation
import Testing
import _TestSupport

/// A signal ends the program while all workers are busy, with its own status and without half files.
@Suite struct SignalTests {
  /// 6,000 series to fit: minutes of work, of which a signal leaves the most undone.
  static let work =
    "unique_id,ds,y\n"
    + (0..<6000).map { series in
      (0..<40).map { "s\(series),\(1980 + $0),\(100 + $0 * 3 + (series * 7 + $0 * 13) % 29)\n" }
        .joined()
    }.joined()

  @Test(arguments: [("INT", 130), ("TERM", 143), ("HUP", 129), ("QUIT", 131)])
  func aSignalIsHeardWhileAllWorkersAreBusy(_ signal: String, _ status: Int) throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", Self.work)
    // The first rows are there, so a half file is: then the signal comes. `timeout` ends a program
    // that does not hear it, with another status.
    let result = try runner.shell(
      """
      echo old > o.csv
      jobs=$(( $(nproc) * 4 ))
      timeout --foreground -s KILL 60 \
        "$CORRIDOR" forecast d.csv --horizon 3 --model ets --jobs $jobs -o o.csv & outer=$!
      for i in $(seq 600); do ls -d .corridor-*.partial >/dev/null 2>&1 && break; sleep 0.1; done
      ls -d .corridor-*.partial | wc -l
      kill -\(signal) $(ps -o pid= --ppid $outer); wait $outer; echo "status $?"
      cat o.csv; ls -A
      """)
    #expect(result.stdout == "1\nstatus \(status)\nold\nd.csv\no.csv\n", "\(result.stdout)")
  }

  @Test func aLostTerminalIsIgnoredUnderNohup() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let result = try runner.shell(
      """
      mkfifo in
      nohup "$CORRIDOR" forecast in --horizon 1 --model naive -o o.csv >/dev/null 2>&1 & pid=$!
      exec 3>in; printf 'ds,y\\n2020,1\\n' >&3; sleep 0.5; kill -HUP $pid; sleep 0.2
      printf '2021,2\\n2022,3\\n' >&3; exec 3>&-; wait $pid; echo "status $?"; wc -l < o.csv
      """)
    #expect(result.stdout == "status 0\n2\n", "\(result.stdout)\(result.stderr)")
  }
}
