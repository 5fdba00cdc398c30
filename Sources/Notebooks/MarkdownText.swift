/// A scenario's words in Markdown, where they shall be words and nothing else.
enum MarkdownText {
  /// One line of text that Jupyter and Quarto show as it is: no markup, HTML, mathematics, citation
  /// or code comes of it.
  static func escaped(_ text: String) -> String {
    let line = oneLine(text)
    var result = ""
    var isNumberSoFar = true
    for (place, scalar) in line.unicodeScalars.enumerated() {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "#", "|", "$", "~", "^", "@", "!":
        result += "\\\(scalar)"
      // At the beginning of a line these would make a list or a rule.
      case "-", "+", "=", ":": result += place == 0 ? "\\\(scalar)" : String(scalar)
      case ".", ")": result += isNumberSoFar ? "\\\(scalar)" : String(scalar)
      default: result.unicodeScalars.append(scalar)
      }
      isNumberSoFar = isNumberSoFar && ("0"..."9").contains(scalar)
    }
    return result
  }

  /// Text between backticks: it holds none.
  static func code(_ text: String) -> String {
    String(oneLine(text).unicodeScalars.map { $0 == "`" ? "'" : Character($0) })
  }

  /// Without line ends, controls, and the marks that turn the direction of what follows.
  private static func oneLine(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isAfterSpace = true
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        if !isAfterSpace { result.append(" ") }
        isAfterSpace = true
      } else if scalar.properties.generalCategory != .control, !turns(scalar) {
        result.append(scalar)
        isAfterSpace = false
      }
    }
    if result.last == " " { result.removeLast() }
    return String(result)
  }

  /// Embeddings, overrides and isolates of writing direction.
  private static func turns(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }
}
