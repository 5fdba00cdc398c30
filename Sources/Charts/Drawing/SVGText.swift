internal import Glibc

/// Text as it may stand in SVG.
enum SVGText {
  /// Text from data without what no reader should meet: control characters, and marks that turn the
  /// direction of the text around them. Line breaks become spaces.
  static func clean(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: kept.append(" ")
      case 0..<0x20, 0x7F..<0xA0, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF,
        0xFFF9...0xFFFF:
        continue
      default:
        // Plane ends are no characters of XML either.
        if scalar.value & 0xFFFE != 0xFFFE { kept.append(scalar) }
      }
    }
    return String(kept)
  }

  /// Cleaned text between tags or in an attribute.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for character in clean(text).unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }

  /// A coordinate to a hundredth, never in exponents. What is not finite must not come here.
  static func number(_ value: Double) -> String {
    let hundredths = Int((min(max(value, -1e9), 1e9) * 100).rounded())
    let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// An id that begins with a letter; names that differ have ids that differ.
  static func id(_ name: String) -> String {
    var id = "chart-"
    for scalar in name.unicodeScalars {
      let isPlain =
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      if isPlain || scalar == "-" || scalar == "_" {
        id.unicodeScalars.append(scalar)
      } else {
        id += "." + String(scalar.value, radix: 16) + "."
      }
    }
    return id
  }
}
