/// Text as a literal in double quotes that Python, R and YAML read alike.
enum StringLiteral {
  /// The literal of any text. What cannot be seen, or turns the direction of what stands after it, is
  /// written as an escape.
  static func quoted(_ text: String) -> String {
    "\"" + text.unicodeScalars.map(escaped).joined() + "\""
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    // A notebook that is shown within a page holds no tag.
    case "<": code(scalar)
    default: isPlain(scalar) ? String(scalar) : code(scalar)
    }
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      false
    default: true
    }
  }

  private static func code(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    let length = digits.count > 4 ? 8 : 4
    return (length == 8 ? "\\U" : "\\u")
      + String(repeating: "0", count: length - digits.count) + digits
  }
}
