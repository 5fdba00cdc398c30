/// Files that are no text with separated fields, known by how they begin.
struct FileKind {
  let message: String
  let remedy: Remedy

  /// nil where the bytes may be CSV.
  init?(_ head: [UInt8]) {
    let start = head.prefix(4096)
    func begins(_ bytes: [UInt8]) -> Bool { start.starts(with: bytes) }
    func holds(_ text: String) -> Bool { Self.contains(start, Array(text.utf8)) }
    let what: (name: String, advice: String)
    if begins([0x50, 0x4B, 0x03, 0x04]) {
      if holds("xl/") || holds("[Content_Types].xml") {
        what = ("an Excel workbook", "save it as CSV")
      } else if holds("opendocument.spreadsheet") {
        what = ("an OpenDocument spreadsheet", "save it as CSV")
      } else {
        what = ("a zip archive", "unpack it and give the CSV file in it")
      }
    } else if begins([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      what = ("an Excel workbook (xls)", "save it as CSV")
    } else if begins(Array("%PDF".utf8)) {
      what = ("a PDF document", "copy its table into a CSV file")
    } else if let known = Self.binary.first(where: { begins($0.bytes) }) {
      what = (known.name, known.advice)
    } else if let known = Self.text(start) {
      what = known
    } else {
      return nil
    }
    message = "is \(what.name), not CSV"
    remedy = Remedy(what.advice)
  }

  private static let binary: [(bytes: [UInt8], name: String, advice: String)] = [
    (Array("PAR1".utf8), "a Parquet file", "write it as CSV"),
    (Array("ARROW1".utf8), "an Arrow file", "write it as CSV"),
    (Array("SQLite format 3".utf8), "an SQLite database", "write the table as CSV"),
    (Array("<stata_dta>".utf8), "a Stata file", "write it as CSV"),
    (Array("$FL2".utf8), "an SPSS file", "write it as CSV"),
    (Array("{\\rtf".utf8), "an RTF document", "save it as plain text"),
    ([0x42, 0x5A, 0x68, 0x31], "packed by bzip2", "unpack it"),
    ([0x42, 0x5A, 0x68, 0x39], "packed by bzip2", "unpack it"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "packed by xz", "unpack it"),
    ([0x28, 0xB5, 0x2F, 0xFD], "packed by zstd", "unpack it"),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27], "a 7z archive", "unpack it"),
    (Array("Rar!".utf8), "a RAR archive", "unpack it"),
  ]

  /// Texts of other formats, behind a byte order mark and blanks.
  private static func text(_ start: ArraySlice<UInt8>) -> (name: String, advice: String)? {
    let blanks: Set<UInt8> = [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D]
    let rest = start.drop { blanks.contains($0) }.prefix(64).map { $0 | ($0 < 0x5B ? 0x20 : 0) }
    func begins(_ text: String) -> Bool { rest.starts(with: Array(text.utf8)) }
    if begins("<!doctype") || begins("<html") || begins("<head") || begins("<script") {
      return ("an HTML page", "a download may have got a page instead of the data: open it and see")
    }
    if begins("<?xml") || begins("<mes:") { return ("an XML file", "ask the publisher for CSV") }
    if begins("{\"") || begins("[{") || begins("{ \"") {
      return ("a JSON file", "ask the publisher for CSV")
    }
    return nil
  }

  private static func contains(_ bytes: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
    guard bytes.count >= word.count else { return false }
    return (bytes.startIndex...(bytes.endIndex - word.count)).contains { i in
      bytes[i] == word[0] && bytes[i..<(i + word.count)].elementsEqual(word)
    }
  }
}
