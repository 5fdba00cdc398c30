import Foundation
import SeriesCore
import Testing
import _TestSupport

@Suite struct OutputFolderTests {
  /// A folder with these files, each with its own name as content, and `version` before it.
  static func folder(_ runner: CommandRunner, _ version: String, _ files: [String]) -> OutputFolder
  {
    var folder = OutputFolder(path: OutputFileTests.path(runner, "out/s"), teller: "tell")
    for file in files + ["tell"] { folder.add(file, Array((version + file).utf8)) }
    return folder
  }

  static let first = ["a", "b", "charts/c", "charts/d", "excel/a"]

  @Test func aFolderIsExchangedWhole() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let made = try Self.folder(runner, "1", Self.first).place { _ in [] }
    #expect(made.isExchanged)
    #expect(runner.listing("out") == ["s"])
    #expect(runner.listing("out/s") == ["a", "b", "charts", "excel", "tell"])
    let earlier = Set(Self.first + ["tell"])
    let again = try Self.folder(runner, "2", ["a", "charts/c"]).place { _ in earlier }
    #expect(again.isExchanged)
    withExtendedLifetime(again.placement) {
      // What was replaced is kept as long as it can be taken back.
      #expect(runner.listing("out").count == 2)
    }
  }

  /// What an earlier run wrote and the later does not goes; what others put there stays, also where
  /// folders of the run hold it.
  @Test func whatOthersPutThereStays() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    _ = try Self.folder(runner, "1", Self.first).place { _ in [] }
    try runner.write("out/s/note", "mine")
    try runner.write("out/s/charts/sketch", "mine")
    try runner.write("out/s/own/deep/file", "mine")
    _ = try runner.shell("mkdir out/s/empty; ln -s note out/s/link; chmod 700 out/s/own")
    let before = try runner.shell("stat -c '%i %a' out/s/note out/s/own").stdout
    let earlier = Set(Self.first + ["tell"])
    _ = try Self.folder(runner, "2", ["a", "charts/c"]).place { _ in earlier }
    #expect(
      runner.listing("out/s") == ["a", "charts", "empty", "link", "note", "own", "tell"])
    #expect(runner.listing("out/s/charts") == ["c", "sketch"])
    #expect(try runner.read("out/s/own/deep/file") == "mine")
    #expect(try runner.read("out/s/a") == "2a" && runner.read("out/s/link") == "mine")
    let after = try runner.shell("stat -c '%i %a' out/s/note out/s/own").stdout
    #expect(before.split(separator: "\n")[0] == after.split(separator: "\n")[0])
    #expect(after.hasSuffix(" 700\n"))
    #expect(runner.listing("out") == ["s"])
  }

  @Test func aFolderCanBeTakenBack() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    do {
      let made = try Self.folder(runner, "1", ["a"]).place { _ in [] }
      made.placement.undo()
    }
    #expect(runner.listing("out") == [])
    _ = try Self.folder(runner, "1", ["a"]).place { _ in [] }
    do {
      let again = try Self.folder(runner, "2", ["b"]).place { _ in ["a", "tell"] }
      #expect(runner.listing("out/s") == ["b", "tell"])
      again.placement.undo()
    }
    #expect(runner.listing("out/s") == ["a", "tell"] && runner.listing("out") == ["s"])
    #expect(try runner.read("out/s/tell") == "1tell")
  }

  /// Where a folder cannot be exchanged its files are put there one by one: what others opened in it
  /// stays, what the earlier run wrote goes, and what tells of the files comes last.
  @Test func aFolderThatCannotBeExchanged() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    _ = try Self.folder(runner, "1", Self.first).place { _ in [] }
    try runner.write("target", "old")
    _ = try runner.shell("ln -sf ../../target out/s/a; echo mine > out/s/note")
    let earlier = Set(Self.first + ["tell"])
    let made = try Self.folder(runner, "2", ["a", "charts/c"]).place { _ in earlier }
    #expect(!made.isExchanged)
    #expect(try runner.read("target") == "2a" && runner.read("out/s/tell") == "2tell")
    #expect(try runner.shell("readlink out/s/a").stdout == "../../target\n")
    withExtendedLifetime(made.placement) {}
    made.placement.undo()
    #expect(try runner.read("target") == "old" && runner.read("out/s/tell") == "1tell")
    #expect(try runner.read("out/s/b") == "1b")
  }

  @Test func placesThatAreNoFolders() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("out/s", "a file")
    #expect(throws: OutputFault.self) {
      _ = try Self.folder(runner, "1", ["a"]).place { _ in [] }
    }
    #expect(try runner.read("out/s") == "a file")
    #expect(runner.listing("out") == ["s"])
    _ = try runner.shell("rm out/s; mkdir -p out/s/a; echo mine > out/s/a/f")
    #expect(throws: OutputFault.self) {
      _ = try Self.folder(runner, "1", ["a"]).place { _ in [] }
    }
    #expect(try runner.read("out/s/a/f") == "mine\n")
    #expect(runner.listing("out/s") == ["a"])
  }

  /// A folder that a group shares, and one with a database in it, stay what they are.
  @Test(arguments: [
    "chmod 2775 out/s", "printf 'SQLite format 3\\0' > out/s/own.db", "touch out/s/own.db-journal",
    "mkdir -m 2770 out/s/mine",
  ]) func foldersThatMustStay(_ before: String) throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    _ = try Self.folder(runner, "1", ["a"]).place { _ in [] }
    _ = try runner.shell(before)
    let look = "stat -c '%i %a %n' out/s $(find out/s -name 'own*' -o -name mine)"
    let was = try runner.shell(look).stdout
    let made = try Self.folder(runner, "2", ["b"]).place { _ in ["a", "tell"] }
    #expect(!made.isExchanged)
    withExtendedLifetime(made.placement) {}
    #expect(try runner.shell(look).stdout == was)
    #expect(try runner.read("out/s/b") == "2b" && runner.read("out/s/tell") == "2tell")
    #expect(!runner.listing("out/s").contains("a"))
  }

  /// The copy of a folder of others that nobody may write goes too.
  @Test func nothingIsLeftOfAFolderThatNobodyMayWrite() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    _ = try Self.folder(runner, "1", ["a"]).place { _ in [] }
    try runner.write("out/s/mine/file", "mine")
    _ = try runner.shell("chmod 555 out/s/mine")
    _ = try Self.folder(runner, "2", ["a"]).place { _ in ["a", "tell"] }
    #expect(runner.listing("out") == ["s"])
    #expect(try runner.read("out/s/mine/file") == "mine")
  }
}
