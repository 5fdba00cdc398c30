import Foundation
import SeriesCore
import Testing
import _TestSupport

/// The same table in the encodings, separators and line ends that programs write.
@Suite struct TextFormTests {
  static let table = "Год;Стоимость\n2001;1,5\n2002;2,25\n2003;-3\n"

  static func read(
    _ bytes: [UInt8], _ change: (inout ObservationOptions) -> Void = { _ in }
  ) throws -> SeriesPanel {
    var options = ObservationOptions()
    options.time = "Год"
    options.value = "Стоимость"
    change(&options)
    return try SeriesPanel.read(ByteSource(name: "t.csv", bytes: bytes), options: options)
  }

  static func values(
    _ bytes: [UInt8], _ change: (inout ObservationOptions) -> Void = { _ in }
  ) throws -> [Double] {
    try #require(try read(bytes, change).series.first).values
  }

  static func utf16(_ text: String, isBig: Bool, mark: Bool) -> [UInt8] {
    ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
      isBig ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)]
    }
  }

  static func bytes(_ text: String, _ encoding: String.Encoding) throws -> [UInt8] {
    Array(try #require(text.data(using: encoding)))
  }

  @Test func encodings() throws {
    let expected = [1.5, 2.25, -3]
    #expect(try Self.values(Array(Self.table.utf8)) == expected)
    #expect(try Self.values([0xEF, 0xBB, 0xBF] + Array(Self.table.utf8)) == expected)
    for isBig in [true, false] {
      #expect(try Self.values(Self.utf16(Self.table, isBig: isBig, mark: true)) == expected)
      let bare = Self.utf16(Self.table, isBig: isBig, mark: false)
      let encoding = isBig ? TextEncoding.utf16BigEndian : .utf16LittleEndian
      #expect(try Self.values(bare) { $0.encoding = encoding } == expected)
      let fault = #expect(throws: InputFault.self) { try Self.values(bare) }
      #expect(fault?.message.contains("UTF-16") == true)
      #expect(fault?.remedy?.steps == [.give(.encoding, encoding.rawValue)])
    }
    let cyrillic = try Self.bytes(Self.table, .windowsCP1251)
    #expect(try Self.values(cyrillic) { $0.encoding = .windows1251 } == expected)
    let fault = #expect(throws: InputFault.self) { try Self.values(cyrillic) }
    #expect(fault?.line == 1 && fault?.message.contains("UTF-8") == true)
    #expect(fault?.remedy?.steps == [.give(.encoding, "cp1251")])
  }

  /// Every character that Foundation writes in these encodings comes back.
  @Test(arguments: [
    (TextEncoding.windows1251, String.Encoding.windowsCP1251), (.windows1252, .windowsCP1252),
    (.latin1, .isoLatin1), (.utf16LittleEndian, .utf16LittleEndian),
    (.utf16BigEndian, .utf16BigEndian),
  ]) func charactersComeBack(_ encoding: TextEncoding, _ other: String.Encoding) throws {
    // Without combining marks, which make one character with the letter before.
    let ranges = [0x21...0x2AF, 0x400...0x482, 0x48A...0x52F, 0x2010...0x2023, 0x2030...0x203A]
    let others: [Unicode.Scalar] = ["€", "№", "™", "𝄞", "😀", "中"]
    let scalars = ranges.joined().compactMap { Unicode.Scalar($0) } + others
    let gate = CopyGate(allowsFormulas: true)
    let texts = scalars.map { String(Character($0)) }.filter { text in
      // Control characters are refused in ids; Foundation leaves out some that it cannot write.
      text != "\"" && text != "," && gate.refusal(text) == nil
        && text.data(using: other).flatMap { String(data: $0, encoding: other) } == text
    }
    #expect(texts.count > 150)
    let rows = texts.map { "a\($0),2001,1\n" }.joined()
    var options = ObservationOptions()
    options.encoding = encoding
    let bytes = try Self.bytes("series,period,value\n" + rows, other)
    let panel = try SeriesPanel.read(ByteSource(name: "t.csv", bytes: bytes), options: options)
    let wrong = zip(panel.series, texts).filter { $0.id != "a" + $1 }.map(\.1)
    #expect(panel.series.count == texts.count && wrong.isEmpty)
  }

  /// Characters that lie across two pieces of reading.
  @Test func longTexts() throws {
    let rows = (1...6000).map { "Қазақстан 😀;\($0);\($0),5\n" }.joined()
    let text = "series;period;value\n" + rows
    for bytes in [Self.utf16(text, isBig: false, mark: true), Array(text.utf8)] {
      let panel = try SeriesPanel.read(
        ByteSource(name: "t.csv", bytes: bytes), options: ObservationOptions())
      let series = try #require(panel.series.first)
      #expect(series.id == "Қазақстан 😀" && series.count == 6000)
      #expect(series.values[5999] == 6000.5)
    }
    let returns = Array(text.replacing("\n", with: "\r").utf8)
    let panel = try SeriesPanel.read(ByteSource(name: "t.csv", bytes: returns))
    #expect(panel.series.first?.count == 6000)
  }

  @Test(
    arguments: [
      ([0x50, 0x4B, 0x03, 0x04] + Array("........xl/workbook.xml".utf8), "Excel workbook"),
      ([0x50, 0x4B, 0x03, 0x04] + Array(".......data.csv".utf8), "zip archive"),
      (
        [0x50, 0x4B, 0x03, 0x04]
          + Array("mimetypeapplication/vnd.oasis.opendocument.spreadsheet".utf8), "OpenDocument"
      ),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "Excel workbook"),
      (Array("%PDF-1.7\n%....".utf8), "PDF"), (Array("<!DOCTYPE html><html>".utf8), "HTML"),
      (Array("\u{FEFF}\n  <HTML lang=en>".utf8), "HTML"),
      (Array("<?xml version='1.0'?>".utf8), "XML"),
      (Array("{\"data\": []}".utf8), "JSON"), (Array("PAR1....".utf8), "Parquet"),
      (Array("SQLite format 3\0".utf8), "SQLite"), ([0x28, 0xB5, 0x2F, 0xFD, 1, 2], "zstd"),
      ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "UTF-32"),
      ([0x61, 0x2C, 0x62, 0x0A] + [UInt8](repeating: 1, count: 400) + [0], "zero byte"),
    ] as [([UInt8], String)]) func otherFilesAreNamed(_ bytes: [UInt8], _ word: String)
  {
    let fault = #expect(throws: InputFault.self) {
      _ = try SeriesPanel.read(ByteSource(name: "x.csv", bytes: bytes))
    }
    #expect(fault?.message.contains(word) == true, "\(String(describing: fault))")
    #expect(fault?.advice != nil && fault?.line == 1)
    #expect(throws: InputFault.self) {
      _ = try TableReader(ByteSource(name: "x.csv", bytes: bytes))
    }
  }

  @Test(arguments: [",", ";", "\t"]) func separators(_ mark: String) throws {
    for end in ["\n", "\r\n", "\r"] {
      // A tab within an id is a control character.
      let inner = mark == "\t" ? " " : mark
      let lines = ["series,period,value", "a,2001,1", "\"b\(inner)c\",2001,2", "a,2002,3"]
      let text = lines.map { $0.replacing(",", with: mark) }.joined(separator: end) + end
      let panel = try SeriesPanel.read(ByteSource(name: "t.csv", bytes: Array(text.utf8)))
      #expect(panel.series.map(\.id) == ["a", "b\(inner)c"], "\(mark)")
      #expect(panel.series[0].values == [1, 3])
      let table = try TableReader(ByteSource(name: "t.csv", bytes: Array(text.utf8)))
        .read(numbers: ["value"], levels: ["series"])
      #expect(table.numbers("value")?.values == [1, 2, 3])
      #expect(table.line(ofRow: 2) == 4)
    }
  }

  @Test func theLineThatNamesTheSeparator() throws {
    let text = "sep=;\r\nperiod;value\r\n2001;1,5\r\n2002;x\r\n"
    let fault = #expect(throws: InputFault.self) {
      try SeriesPanel.read(ByteSource(name: "t.csv", bytes: Array(text.utf8)))
    }
    #expect(fault?.line == 4)
    let good = "sep=|\nperiod|value\n2001|1.5\n"
    let panel = try SeriesPanel.read(ByteSource(name: "t.csv", bytes: Array(good.utf8)))
    #expect(panel.series[0].values == [1.5])
  }

  @Test func commasInTextDoNotSeparate() throws {
    let text = "series;period;value\nRice, milled;2001;1,5\nWheat;2001;2,5\n"
    let panel = try SeriesPanel.read(ByteSource(name: "t.csv", bytes: Array(text.utf8)))
    #expect(panel.series.map(\.id) == ["Rice, milled", "Wheat"])
    let other = "series,period,value,note\nA;B,2001,1,x;y\nC;D,2001,2,z;w\n"
    let comma = try SeriesPanel.read(ByteSource(name: "t.csv", bytes: Array(other.utf8)))
    #expect(comma.series.map(\.id) == ["A;B", "C;D"])
  }

  /// Decimal marks where semicolons separate: seen in the first rows, else doubtful ones are refused.
  @Test(
    arguments: [
      (["1,5", "2"], [1.5, 2]), (["1.5", "2"], [1.5, 2]), (["1,5", "1,234"], [1.5, 1.234]),
      (["1,234", "1,5"], [1.234, 1.5]), (["1.234", "12.5"], [1.234, 12.5]), (["1", "2"], [1, 2]),
      (["0,125", "2,250"], [0.125, 2.25]),
    ] as [([String], [Double])])
  func decimalMarks(_ cells: [String], _ values: [Double]) throws {
    let rows = cells.enumerated().map { "\(2001 + $0);\($1)\n" }.joined()
    let panel = try SeriesPanel.read(
      ByteSource(name: "t.csv", bytes: Array(("period;value\n" + rows).utf8)))
    #expect(panel.series.first?.values == values)
  }

  @Test(arguments: [
    (["1.234", "2.345"], 2), (["1,234", "2"], 2), (["1,5", "2.5"], 2), (["1,5", "2,5", "3.5"], 4),
    (["1.5", "2.5", "3,5"], 4), (["1.234,5", "2,5"], 2), (["1,5", "1.234"], 3),
    (["7", "1.234"], 3),
  ]) func doubtfulMarksAreRefused(_ cells: [String], _ line: Int) {
    let rows = cells.enumerated().map { "\(2001 + $0);\($1)\n" }.joined()
    let fault = #expect(throws: InputFault.self) {
      try SeriesPanel.read(
        ByteSource(name: "t.csv", bytes: Array(("period;value\n" + rows).utf8)))
    }
    #expect(fault?.line == line, "\(String(describing: fault))")
  }
}
