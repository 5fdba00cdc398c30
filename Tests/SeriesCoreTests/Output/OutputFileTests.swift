import Foundation
import SeriesCore
import Testing
import _TestSupport

@Suite struct OutputFileTests {
  static func path(_ runner: CommandRunner, _ name: String) -> String {
    runner.folder.appending(path: name).path(percentEncoded: false)
  }

  @Test func aFileAppearsWholeOrNotAtAll() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("a.csv", "old")
    do {
      var file = try OutputFile(path: Self.path(runner, "a.csv"))
      try file.write(Array("half".utf8))
      #expect(try runner.read("a.csv") == "old")
      // Dropped without commit.
    }
    #expect(try runner.read("a.csv") == "old")
    #expect(runner.listing() == ["a.csv"])
    var file = try OutputFile(path: Self.path(runner, "a.csv"))
    try file.write(Array("new".utf8))
    try file.commit()
    #expect(try runner.read("a.csv") == "new")
    #expect(runner.listing() == ["a.csv"])
  }

  @Test func aFolderAppearsTogether() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    do {
      try PendingFiles.makeFolder(Self.path(runner, "r/s"))
      var files = PendingFiles()
      try files.add(Self.path(runner, "r/s/one"), [1])
      try files.add(Self.path(runner, "r/s/two"), [2])
      #expect(!runner.exists("r/s/one"))
    }
    #expect(runner.listing("r/s") == [])
    var files = PendingFiles()
    try files.add(Self.path(runner, "r/s/one"), [1])
    try files.commit()
    #expect(runner.listing("r/s") == ["one"])
  }

  @Test func linksAreFollowed() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("real.csv", "old and long")
    _ = try runner.shell("ln -s real.csv link.csv; ln -s new.csv far.csv; ln -s loop loop")
    do {
      var dropped = try OutputFile(path: Self.path(runner, "link.csv"))
      try dropped.write(Array("half".utf8))
    }
    #expect(try runner.read("real.csv") == "old and long")
    #expect(throws: OutputFault.self) { _ = try OutputFile(path: Self.path(runner, "loop")) }
    var far = try OutputFile(path: Self.path(runner, "far.csv"))
    try far.write(Array("far".utf8))
    try far.commit()
    #expect(try runner.read("new.csv") == "far")
    var file = try OutputFile(path: Self.path(runner, "link.csv"))
    try file.write(Array("new".utf8))
    try file.commit()
    #expect(try runner.read("real.csv") == "new")
    #expect(try runner.shell("readlink link.csv far.csv").stdout == "real.csv\nnew.csv\n")
  }

  /// The second of two outputs has no place: the first is as it was.
  @Test func aSetThatCannotBePlacedIsTakenBack() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("a.csv", "old")
    var files = PendingFiles()
    try files.add(Self.path(runner, "a.csv"), Array("new".utf8))
    try files.add(Self.path(runner, "fresh.csv"), Array("new".utf8))
    try files.add(Self.path(runner, "b.csv"), Array("new".utf8))
    try runner.write("b.csv/stands", "in the way")
    do throws(OutputFault) {
      try files.commit()
      Issue.record("b.csv is a folder")
    } catch {}
    #expect(try runner.read("a.csv") == "old")
    #expect(runner.listing() == ["a.csv", "b.csv"])
  }

  @Test func whatIsPlacedCanBeTakenBack() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("a.csv", "old")
    try runner.write("gone.csv", "old")
    var files = PendingFiles()
    try files.retire(Self.path(runner, "gone.csv"))
    try files.add(Self.path(runner, "a.csv"), Array("new".utf8))
    try files.add(Self.path(runner, "b.csv"), Array("new".utf8))
    do {
      let placement = try files.place()
      #expect(try runner.read("a.csv") == "new" && runner.read("b.csv") == "new")
      #expect(!runner.exists("gone.csv"))
      placement.undo()
    }
    #expect(try runner.read("a.csv") == "old" && runner.read("gone.csv") == "old")
    #expect(runner.listing() == ["a.csv", "gone.csv"])
  }

  /// The name beside a place is short, whatever that of the place is.
  @Test func namesOfAnyLength() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let longest = String(repeating: "n", count: 255)
    try PendingFiles.write([(Self.path(runner, longest), [1])])
    #expect(runner.listing() == [longest])
    #expect(throws: OutputFault.self) { _ = try OutputFile(path: Self.path(runner, longest + "n")) }
    #expect(throws: OutputFault.self) { _ = try OutputFile(path: "") }
    #expect(throws: OutputFault.self) { _ = try OutputFile(path: "a\0b") }
  }

  @Test func placesThatCannotBeWritten() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("file", "x")
    #expect(throws: OutputFault.self) { _ = try OutputFile(path: Self.path(runner, "file/below")) }
    #expect(throws: OutputFault.self) { _ = try OutputFile(path: Self.path(runner, ".")) }
    #expect(throws: OutputFault.self) {
      try PendingFiles.makeFolder(Self.path(runner, "file/r"))
    }
  }
}
