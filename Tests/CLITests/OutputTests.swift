import Foundation
import Testing
import _TestSupport

/// Outputs that cannot be written, and ends that come early.
@Suite struct OutputTests {
  static func runner(rows: Int = 30) throws -> CommandRunner {
    let runner = try CommandRunner()
    let lines = (0..<rows).map { "s\($0 / 30),\(1990 + $0 % 30),\(100 + $0 % 30 + $0 % 7)\n" }
    try runner.write("d.csv", "unique_id,ds,y\n" + lines.joined())
    return runner
  }

  @Test func placesThatCannotBeWritten() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let below = try runner.corridor("forecast", "d.csv", "--horizon", "3", "-o", "d.csv/x.csv")
    #expect(below.status == 73 && below.stderr.contains("d.csv/x.csv"))
    let folder = try runner.corridor("forecast", "d.csv", "--horizon", "3", "-o", ".")
    #expect(folder.status == 73)
    let full = try runner.shell("\"$CORRIDOR\" forecast d.csv --horizon 3 > /dev/full")
    #expect(full.status == 73 && full.stderr.contains("No space left"))
    #expect(try runner.shell("\"$CORRIDOR\" --help > /dev/full").status == 73)
    #expect(try runner.shell("\"$CORRIDOR\" verify > /dev/full").status == 73)
    #expect(runner.listing() == ["d.csv"])
  }

  @Test func aFullDiskLeavesNothingBehind() throws {
    let runner = try Self.runner(rows: 30_000)
    defer { runner.clean() }
    // A file system of 64 kB in a name space of its own.
    let result = try runner.shell(
      """
      mkdir small && unshare -rm bash -c '
        mount -t tmpfs -o size=64k tmpfs small && echo old > small/o.csv
        "$CORRIDOR" forecast d.csv --horizon 6 -o small/o.csv; echo "status $?"
        ls -A small; cat small/o.csv'
      """)
    #expect(result.stdout == "status 73\no.csv\nold\n", "\(result.stdout)\(result.stderr)")
    #expect(result.stderr.contains("No space left"))
  }

  @Test func devicesAreWrittenThroughAndLinksFollowed() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let null = try runner.corridor("forecast", "d.csv", "--horizon", "3", "-o", "/dev/null")
    #expect(null.status == 0)
    #expect(try runner.shell("test -c /dev/null && echo device").stdout == "device\n")
    try runner.write("real.csv", "old")
    let link = try runner.shell(
      "ln -s real.csv link.csv; \"$CORRIDOR\" models -o link.csv; test -L link.csv && head -c 4 real.csv"
    )
    #expect(link.stdout == "name")
    // What the shell opened is gone on with where it stands.
    let given = try runner.shell(
      "echo first > log; \"$CORRIDOR\" models -o /dev/stdout >> log; head -n 2 log | cut -c -5")
    #expect(given.stdout == "first\nname,\n")
    let pipe = try runner.shell(
      "mkfifo p; \"$CORRIDOR\" models -o p & head -c 4 p; wait; test -p p && echo ' pipe'")
    #expect(pipe.stdout == "name pipe\n")
  }

  @Test func aClosedPipeEndsQuietly() throws {
    let runner = try Self.runner(rows: 30_000)
    defer { runner.clean() }
    let result = try runner.shell(
      "\"$CORRIDOR\" forecast d.csv --horizon 6 | head -n 1; echo ${PIPESTATUS[0]}")
    #expect(result.stdout.hasSuffix("\n0\n"), "\(result.stdout)")
    #expect(result.stderr.isEmpty)
  }

  @Test func anInterruptLeavesNoHalfFile() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    // Standard input stays open, so that the program waits for more; then the interrupt comes.
    let result = try runner.shell(
      """
      mkfifo in; echo old > o.csv
      "$CORRIDOR" forecast in --horizon 3 -o o.csv & pid=$!
      exec 3>in; cat d.csv >&3; sleep 0.5; kill -INT $pid; wait $pid; echo "status $?"
      cat o.csv; ls -A
      """)
    #expect(result.stdout == "status 130\nold\nd.csv\nin\no.csv\n", "\(result.stdout)")
  }

  @Test func anInterruptWhileWritingLeavesNoHalfFile() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    // The first outputs wait beside their places while a later one, a pipe nobody reads, blocks.
    for name in ["small.yaml", "y.csv"] {
      try runner.write(
        name, String(contentsOfFile: Repository.fixture("scenario/" + name), encoding: .utf8))
    }
    let result = try runner.shell(
      """
      mkdir -p out/small; mkfifo out/small/targets.csv
      "$CORRIDOR" run small.yaml -o out --paths 500 --no-pages & pid=$!
      for i in $(seq 100); do ls -A out/small | grep -q partial && break; sleep 0.1; done
      ls -A out/small | grep -c partial
      kill -INT $pid; wait $pid; echo "status $?"; ls -A out/small
      """)
    #expect(result.stdout.hasSuffix("status 130\ntargets.csv\n"), "\(result.stdout)")
    #expect(result.stdout.hasPrefix("1\n"), "\(result.stdout)")
  }
}
