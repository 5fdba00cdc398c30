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

  @Test func symlinksAreWrittenThrough() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("real.csv", "old and long")
    _ = try runner.shell("ln -s real.csv link.csv")
    var file = try OutputFile(path: Self.path(runner, "link.csv"))
    try file.write(Array("new".utf8))
    try file.commit()
    #expect(try runner.read("real.csv") == "new")
    #expect(try runner.shell("readlink link.csv").stdout == "real.csv\n")
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
