import Foundation
import SeriesCore
import Testing
import _TestSupport

@Suite struct StagingFolderTests {
  /// A name as those of this program, which no other test draws.
  static let dead = ".corridor-0123456789abcdef.partial"

  @Test func whatADeadProgramLeftIsSwept() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write(Self.dead + "/1", "half")
    try runner.write(Self.dead + "/charts/a.svg", "half")
    // Of others: a longer name, a file, a name of another form.
    try runner.write(".corridor-0123456789abcdef.partial.bak/1", "mine")
    try runner.write(".corridor-fedcba9876543210.partial", "mine")
    try runner.write(".corridor-1.partial/1", "mine")
    _ = try runner.shell(
      "mkdir elsewhere; echo kept > elsewhere/f; ln -s ../elsewhere \(Self.dead)/out")
    try PendingFiles.write([(OutputFileTests.path(runner, "a.csv"), [1])])
    #expect(
      runner.listing() == [
        ".corridor-0123456789abcdef.partial.bak", ".corridor-1.partial",
        ".corridor-fedcba9876543210.partial", "a.csv", "elsewhere",
      ])
    #expect(runner.listing("elsewhere") == ["f"])
  }

  /// Programs with one process id, in two containers on one volume, say: the lock tells them apart.
  @Test func whatAProgramAtWorkHasIsNotSwept() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write(Self.dead + "/1", "half")
    let result = try runner.shell(
      """
      exec 9< \(Self.dead); flock -x 9
      "$CORRIDOR" models -o o.csv; ls -A | grep -c partial
      exec 9<&-
      "$CORRIDOR" models -o o.csv; ls -A | grep -c partial
      """)
    #expect(result.stdout == "1\n0\n", "\(result.stdout)\(result.stderr)")
  }
}
