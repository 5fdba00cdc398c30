/// Turns bytes of another encoding into UTF-8, piece by piece, and lone carriage returns into line
/// feeds.
final class TextDecoder {
  private let encoding: TextEncoding
  /// Whether carriage returns alone end lines, as in files of old Macintosh programs.
  private let turnsReturns: Bool
  private let file: String
  /// Bytes of a character that the next piece completes.
  private var rest: [UInt8] = []
  private var line = 1

  init(_ encoding: TextEncoding, turnsReturns: Bool, file: String) {
    (self.encoding, self.turnsReturns, self.file) = (encoding, turnsReturns, file)
  }

  /// Appends what the bytes mean.
  ///
  /// - Parameter isLast: whether no bytes follow: half a character at the end is a fault then.
  /// - Throws: `InputFault` with the line of bytes that mean nothing in this encoding.
  func decode(
    _ bytes: ArraySlice<UInt8>, isLast: Bool, into text: inout [UInt8]
  ) throws(InputFault) {
    let start = text.count
    switch encoding {
    case .utf8: text.append(contentsOf: bytes)
    case .utf16LittleEndian: try decodeUTF16(bytes, isLast, low: 0, into: &text)
    case .utf16BigEndian: try decodeUTF16(bytes, isLast, low: 1, into: &text)
    case .latin1: for byte in bytes { try append(UInt32(byte), to: &text) }
    case .windows1251: try decode(bytes, by: Self.windows1251, into: &text)
    case .windows1252: try decode(bytes, by: Self.windows1252, into: &text)
    }
    guard turnsReturns else { return }
    for i in start..<text.count where text[i] == 0x0D { text[i] = 0x0A }
  }

  /// Two bytes a unit, the lower one first or second; bytes of half a character are kept.
  private func decodeUTF16(
    _ bytes: ArraySlice<UInt8>, _ isLast: Bool, low: Int, into text: inout [UInt8]
  ) throws(InputFault) {
    let all = rest + bytes
    rest = []
    func unit(_ place: Int) -> UInt32 {
      UInt32(all[place + low]) | UInt32(all[place + 1 - low]) << 8
    }
    var p = 0
    while p + 1 < all.count {
      let first = unit(p)
      var length = 2
      var scalar = first
      if 0xD800...0xDBFF ~= first {
        if p + 3 >= all.count, !isLast { break }
        let second = p + 3 < all.count ? unit(p + 2) : 0
        if 0xDC00...0xDFFF ~= second {
          scalar = 0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF)
          length = 4
        }
      }
      try append(scalar, to: &text)
      p += length
    }
    rest = Array(all[p...])
    if isLast, !rest.isEmpty { throw fault("the UTF-16 text ends within a character") }
  }

  private func decode(
    _ bytes: ArraySlice<UInt8>, by upper: [UInt16], into text: inout [UInt8]
  ) throws(InputFault) {
    for byte in bytes {
      let scalar = byte < 0x80 ? UInt32(byte) : UInt32(upper[Int(byte) - 0x80])
      guard scalar != 0 || byte == 0 else {
        throw fault("the byte \(byte) is no character of \(encoding.rawValue)")
      }
      try append(scalar, to: &text)
    }
  }

  private func append(_ value: UInt32, to text: inout [UInt8]) throws(InputFault) {
    if value == 0x0A || (turnsReturns && value == 0x0D) { line += 1 }
    if value < 0x80 {
      text.append(UInt8(value))
    } else if let scalar = Unicode.Scalar(value) {
      text.append(contentsOf: Character(scalar).utf8)
    } else {
      throw fault("half a character (a surrogate alone)")
    }
  }

  private func fault(_ message: String) -> InputFault {
    InputFault(
      .malformed, file: file, line: line, message, advice: "is the text \(encoding.rawValue)?")
  }

  /// 0x80…0xFF. Source: the Unicode Consortium's mapping CP1251.TXT.
  private static let windows1251: [UInt16] =
    [
      0x402, 0x403, 0x201A, 0x453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x409, 0x2039,
      0x40A, 0x40C, 0x40B, 0x40F, 0x452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0,
      0x2122, 0x459, 0x203A, 0x45A, 0x45C, 0x45B, 0x45F, 0xA0, 0x40E, 0x45E, 0x408, 0xA4, 0x490,
      0xA6, 0xA7, 0x401, 0xA9, 0x404, 0xAB, 0xAC, 0xAD, 0xAE, 0x407, 0xB0, 0xB1, 0x406, 0x456,
      0x491, 0xB5, 0xB6, 0xB7, 0x451, 0x2116, 0x454, 0xBB, 0x458, 0x405, 0x455, 0x457,
    ] + Array(0x410...0x44F)

  /// 0x80…0xFF. Source: the Unicode Consortium's mapping CP1252.TXT.
  private static let windows1252: [UInt16] =
    [
      0x20AC, 0, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152,
      0, 0x17D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161,
      0x203A, 0x153, 0, 0x17E, 0x178,
    ] + Array(0xA0...0xFF)
}

extension TextEncoding {
  /// The encoding that bytes which are no UTF-8 are likeliest in: runs of letters from the upper
  /// quarter are Cyrillic, single ones western; nil where it could be another, such as GBK.
  static func guess(_ bytes: some Collection<UInt8>) -> TextEncoding? {
    var (high, upper, runs, pairs) = (0, 0, 0, 0)
    var before: UInt8 = 0
    for byte in bytes {
      if byte >= 0x80 {
        high += 1
        // А…я, Ё and ё in Windows-1251.
        if byte >= 0xC0 || byte == 0xA8 || byte == 0xB8 { upper += 1 }
        if before < 0x80 { runs += 1 } else { pairs += 1 }
      }
      before = byte
    }
    guard high > 0 else { return nil }
    if pairs == 0 { return .windows1252 }
    return upper * 10 >= high * 9 && pairs >= runs ? .windows1251 : nil
  }

  /// The remedy for a text that is not UTF-8.
  func remedy(_ text: String) -> Remedy {
    Remedy(text + ", as iconv -f \(rawValue) -t utf-8 does", .give(.encoding, rawValue))
  }
}
