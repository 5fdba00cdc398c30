/// How wide a text will be, without a font at hand.
enum TextWidth {
  /// Advance widths of ASCII from the space on, in thousandths of the size.
  ///
  /// Source: the metrics of Helvetica (Adobe Core 14 AFM), which Arial, Liberation Sans and Nimbus
  /// Sans share glyph by glyph; the charts ask for one of these.
  static let ascii: [Int] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ]
  /// Bold letters of these fonts are up to a tenth wider.
  private static let bold = 1.1
  /// What a picture may gain where another font stands in.
  private static let reserve = 1.03

  private static func advance(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20..<0x7F: return ascii[Int(scalar.value) - 0x20]
    case 0xA0: return 278
    case 0x2013, 0x2070...0x209F: return 556
    case 0x2212: return 584
    case 0xB2, 0xB3, 0xB9: return 400
    // Combining marks stand on the letter before them.
    case 0x300..<0x370: return 0
    // Latin with accents, Greek, Cyrillic, Hebrew, Arabic: the wide ones among them.
    case 0xA1..<0x1100: return scalar.properties.isUppercase ? 833 : 667
    case 0x1E00..<0x2190: return scalar.properties.isUppercase ? 833 : 667
    default: return 1015
    }
  }

  static func of(_ text: String, _ role: TextRole) -> Double {
    let thousandths = text.unicodeScalars.reduce(0) { $0 + advance($1) }
    return Double(thousandths) / 1000 * role.size * reserve * (role.isBold ? bold : 1)
  }

  /// The text, or as much of its beginning as fits, with an ellipsis.
  static func shortened(_ text: String, _ role: TextRole, width: Double) -> String {
    let text = trimmed(SVGText.clean(text))
    if of(text, role) <= width { return text }
    var kept = text
    while !kept.isEmpty, of(trimmed(kept) + "…", role) > width { kept.removeLast() }
    return kept.isEmpty ? "" : trimmed(kept) + "…"
  }

  /// The text in lines of a width, broken at spaces; the last one is shortened when more is left.
  static func lines(
    _ text: String, _ role: TextRole, width: Double, most: Int
  ) -> [String] {
    var lines: [String] = []
    var rest = SVGText.clean(text).split(separator: " ")[...]
    while let word = rest.popFirst() {
      var line = String(word)
      if lines.count + 1 == most {
        lines.append(
          shortened(([word] + rest).joined(separator: " "), role, width: width))
        break
      }
      while let next = rest.first, of(line + " " + next, role) <= width {
        line += " " + next
        rest = rest.dropFirst()
      }
      lines.append(shortened(line, role, width: width))
    }
    return lines.filter { !$0.isEmpty }
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.last == " " { text.removeLast() }
    return String(text.drop { $0 == " " })
  }
}
