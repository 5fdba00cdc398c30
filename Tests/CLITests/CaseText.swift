import Foundation

/// How the texts of cases are written and compared.
enum CaseText {
  // MARK: Escapes

  static func unescaped(_ bytes: [UInt8], line: Int) throws -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "\\"): result.append(UInt8(ascii: "\\"))
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "x"):
        guard let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
          fallthrough
        }
        result.append(code)
        rest = rest.dropFirst(2)
      default:
        throw CommandCase.Malformed(line: line, message: "an escape is \\\\ \\r \\n \\t or \\xNN")
      }
    }
    return result
  }

  private static func escaped(_ bytes: [UInt8]) -> String {
    let text = bytes.reduce(into: "\n") { text, byte in
      switch byte {
      case UInt8(ascii: "\\"): text += "\\\\"
      case 0x0A, 0x20..<0x7F: text.unicodeScalars.append(Unicode.Scalar(byte))
      default: text += String(format: "\\x%02x", byte)
      }
    }
    // No line may look like the head of a section, the first neither.
    return String(text.replacing("\n--- ", with: "\n\\x2d-- ").dropFirst())
  }

  // MARK: Recording

  /// The section with these bytes, in the form that its marks ask for.
  static func recorded(_ section: CommandCase.Section, _ bytes: [UInt8]) -> CommandCase.Section {
    // What must be contained is written by hand.
    guard !section.marks.contains("containing") else { return section }
    var section = section
    section.marks.formIntersection(["rounded"])
    var text = String(decoding: bytes, as: UTF8.self)
    let isPlain =
      Array(text.utf8) == bytes && !text.hasPrefix("--- ") && !text.contains("\n--- ")
      && text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F }
    if !isPlain {
      section.marks.insert("escaped")
      text = escaped(bytes)
    } else if section.marks.contains("rounded") {
      text = pieces(bytes).map(\.rounded).joined()
    }
    if !text.isEmpty, !text.hasSuffix("\n") {
      section.marks.insert("unended")
      text += "\n"
    }
    section.body = text
    return section
  }

  // MARK: Comparing

  static func agree(_ found: [UInt8], _ expected: [UInt8], _ marks: Set<String>) -> Bool {
    if marks.contains("containing") { return contains(found, expected) }
    if found == expected { return true }
    guard marks.contains("rounded") else { return false }
    let (left, right) = (pieces(found), pieces(expected))
    return left.count == right.count && zip(left, right).allSatisfy { $0.agrees(with: $1) }
  }

  /// Whether each expected line is a part of a line that was found, in this order.
  private static func contains(_ found: [UInt8], _ expected: [UInt8]) -> Bool {
    var rest = String(decoding: found, as: UTF8.self).split(separator: "\n")[...]
    for wanted in String(decoding: expected, as: UTF8.self).split(separator: "\n") {
      guard let place = rest.firstIndex(where: { $0.contains(wanted) }) else { return false }
      rest = rest[(place + 1)...]
    }
    return true
  }

  /// A number, or the text between two.
  private struct Piece {
    let text: String
    let number: Double?

    /// Noise about zero has no digits that could be compared.
    static let noise = 1e-12

    /// Digits alone: a count, a year, an id.
    private var isWhole: Bool { !text.contains { ".eE".contains($0) } }

    var rounded: String {
      guard let number, !isWhole else { return text }
      return abs(number) < Self.noise ? "0" : String(format: "%.6g", number)
    }

    /// Equal texts, or numbers within half a unit of the expected one's sixth digit.
    func agrees(with expected: Piece) -> Bool {
      if text == expected.text { return true }
      guard let a = number, let b = expected.number, !(isWhole && expected.isWhole) else {
        return false
      }
      if a == b || (abs(a) < Self.noise && abs(b) < Self.noise) { return true }
      guard b != 0 else { return false }
      let unit = pow(10, (log10(abs(b)) + 1e-12).rounded(.down) - 5)
      return abs(a - b) <= 0.5 * unit * (1 + 1e-6)
    }
  }

  private static func pieces(_ bytes: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    var text: [UInt8] = []
    var place = 0
    while place < bytes.count {
      guard let end = numberEnd(bytes, place, after: text.last) else {
        text.append(bytes[place])
        place += 1
        continue
      }
      let token = String(decoding: bytes[place..<end], as: UTF8.self)
      pieces.append(Piece(text: String(decoding: text, as: UTF8.self), number: nil))
      pieces.append(Piece(text: token, number: Double(token)))
      text = []
      place = end
    }
    return pieces + [Piece(text: String(decoding: text, as: UTF8.self), number: nil)]
  }

  /// Where a number that begins here ends; nil where none does.
  private static func numberEnd(_ bytes: [UInt8], _ start: Int, after last: UInt8?) -> Int? {
    func isDigit(_ place: Int) -> Bool {
      place < bytes.count && (0x30...0x39).contains(bytes[place])
    }
    func isWord(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }
    var place = start
    if let last, isWord(last) { return nil }
    if bytes[place] == UInt8(ascii: "-") { place += 1 }
    guard isDigit(place) else { return nil }
    while isDigit(place) { place += 1 }
    if place < bytes.count, bytes[place] == UInt8(ascii: "."), isDigit(place + 1) {
      place += 1
      while isDigit(place) { place += 1 }
    }
    if place < bytes.count, bytes[place] == UInt8(ascii: "e") || bytes[place] == UInt8(ascii: "E") {
      let signs: [UInt8] = [UInt8(ascii: "-"), UInt8(ascii: "+")]
      let sign = place + 1 < bytes.count && signs.contains(bytes[place + 1]) ? 1 : 0
      if isDigit(place + 1 + sign) {
        place += 1 + sign
        while isDigit(place) { place += 1 }
      }
    }
    return place
  }
}
