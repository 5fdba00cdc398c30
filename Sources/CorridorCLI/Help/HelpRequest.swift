import Corridor

/// What is asked of `corridor help` that the parser does not answer: a topic, or the manual page.
enum HelpRequest {
  case topic(HelpTopic)
  case manual

  /// - Parameter arguments: what stands behind the program's name; nil for everything else.
  init?(_ arguments: some Collection<String>) {
    let words = Array(arguments)
    guard words.count == 2, words[0] == "help" else { return nil }
    if words[1] == "--man" {
      self = .manual
    } else if let topic = HelpTopic(rawValue: words[1]) {
      self = .topic(topic)
    } else {
      return nil
    }
  }

  func answer() throws {
    let text: String
    switch self {
    case .topic(let topic):
      let columns = min(Terminal.columns(of: 1, otherwise: 80), Terminal.longestProse)
      text = WrappedText.lines(topic.text, columns: columns).joined(separator: "\n") + "\n"
    case .manual: text = ManualPage.text
    }
    try OutputFile.printed(text)
  }
}

extension OutputFile {
  /// Writes a text to standard output, checked.
  static func printed(_ text: String) throws(OutputFault) {
    var output = try OutputFile(path: "-")
    try output.write(Array(text.utf8))
    try output.commit()
  }
}
