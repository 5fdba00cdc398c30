import Foundation
import Testing
import _TestSupport

@testable import SeriesCore

@Suite struct CSVReaderTests {
  /// All records of a text, read with a buffer so small that every boundary is crossed.
  static func records(_ bytes: [UInt8], buffer: Int = 16) throws -> [[String]] {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("in.csv", Data(bytes))
    let path = runner.folder.appending(path: "in.csv").path(percentEncoded: false)
    return try csvRecords(path: path, bufferSize: buffer)
  }

  static func fault(_ text: String) throws -> InputFault? {
    do {
      _ = try records(Array(text.utf8))
      return nil
    } catch let fault as InputFault {
      return fault
    }
  }

  @Test func theFormsOfTheFormatAreRead() throws {
    #expect(try Self.records(Array("a,b\n1,2\n".utf8)) == [["a", "b"], ["1", "2"]])
    #expect(
      try Self.records(Array("a,b\r\n1,\r\n\r\n,2".utf8)) == [["a", "b"], ["1", ""], ["", "2"]])
    #expect(
      try Self.records([0xEF, 0xBB, 0xBF] + Array("x\n\"q\"\"q,\n\"\n".utf8)) == [
        ["x"], ["q\"q,\n"],
      ])
    #expect(try Self.records(Array("\"\",\"a\",b,\"\"\n".utf8)) == [["", "a", "b", ""]])
    #expect(try Self.records(Array("\"a\",\n".utf8)) == [["a", ""]])
    #expect(try Self.records([]) == [])
    #expect(try Self.records(Array("\n\n".utf8)) == [])
    #expect(try Self.records(Array("Қазақстан,中国\n".utf8)) == [["Қазақстан", "中国"]])
  }

  @Test func whatIsWrittenReadsBack() throws {
    var numbers = SeededNumbers(17)
    let alphabet = ["a", "\"", ",", "\n", "\r", "é", " ", "=", "x\ny", ""]
    for _ in 0..<60 {
      let width = numbers.integer(1...5)
      var rows: [[String]] = []
      for _ in 0..<numbers.integer(1...8) {
        rows.append(
          (0..<width).map { _ in
            (0..<numbers.integer(0...6)).map { _ in alphabet[numbers.integer(0...9)] }.joined()
          })
      }
      // A single empty field is a blank line, and a record may not end in a bare CR.
      rows = rows.map { $0.count == 1 ? ["k" + $0[0] + "k"] : $0 }
      var writer = CSVWriter(header: (0..<width).map { "h\($0)" })
      for row in rows {
        for cell in row { writer.field(cell) }
        writer.endRow()
      }
      let read = try Self.records(writer.bytes, buffer: numbers.integer(16...40))
      #expect(Array(read.dropFirst()) == rows)
    }
  }

  @Test func faultsHaveTheLineOfTheirRecord() throws {
    let unclosed = try #require(try Self.fault("a,b\n1,2\n3,\"x\n\n4,5\n"))
    #expect(unclosed.line == 3 && unclosed.message.contains("never ends"))
    let after = try #require(try Self.fault("a\n\"x\ny\"z\n"))
    #expect(after.line == 2)
    let inside = try #require(try Self.fault("a\n1\nb\"c\n"))
    #expect(inside.line == 3)
    let encoding = #expect(throws: InputFault.self) {
      try Self.records(Array("a,b\n1,2\n".utf8) + [0x33, 0xE9, 0x2C, 0x34, 0x0A])
    }
    #expect(encoding?.line == 3 && encoding?.message.contains("UTF-8") == true)
    let wide = #expect(throws: InputFault.self) { try Self.records([0x61, 0, 0x62, 0]) }
    #expect(wide?.line == 1 && wide?.message.contains("UTF-16") == true)
    // Lines go on counting after a field with line ends in it.
    let later = try #require(try Self.fault("a,b\n\"x\ny\",1\nq\"r,2\n"))
    #expect(later.line == 4)
  }

  /// What never ends is refused where its record begins, whatever the bytes come in.
  @Test(arguments: ["a", "\"", ";"])
  func aRecordIsBounded(_ byte: String) throws {
    func fault(_ text: String) throws -> InputFault? {
      do throws(InputFault) {
        var reader = try CSVRecordReader(
          ByteSource(name: "f.csv", bytes: Array(text.utf8)), bufferSize: 64, longestRecord: 1000)
        while try reader.next() {}
        return nil
      } catch {
        return error
      }
    }
    let header = byte == ";" ? "a;b\n1;2\n" : "a,b\n1,2\n"
    let found = try fault(header + String(repeating: byte, count: 5000))
    #expect(found?.line == 3 && found?.message == "a record is longer than 1000 bytes")
    // One of nearly that length is a record.
    let quotes = byte == "\"" ? 2 : 1
    #expect(try fault(header + String(repeating: byte, count: 990 / quotes * quotes) + "\n") == nil)
  }

  /// A record of a million bytes that comes in pieces of a pipe is one record.
  @Test func aLongRecordComesWhole() throws {
    let long = String(repeating: "x", count: 1_000_000)
    #expect(try Self.records(Array("a,\(long)\nb,c\n".utf8)) == [["a", long], ["b", "c"]])
    #expect(
      try Self.records(Array("a,\"\(long)\"\nb,c\n".utf8)) == [["a", long], ["b", "c"]])
  }

  @Test func missingFilesAndFolders() throws {
    let missing = #expect(throws: InputFault.self) { _ = try ByteSource(path: "no/such/file.csv") }
    #expect(missing?.kind == .unreadable)
    let folder = #expect(throws: InputFault.self) { _ = try ByteSource(path: "/") }
    #expect(folder?.kind == .unreadable)
  }
}
