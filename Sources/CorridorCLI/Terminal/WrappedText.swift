/// Text as the sources hold it, in lines of bearable length, laid out for a width.
///
/// Lines that begin with a space stand as they are: tables, examples, YAML. All others make up
/// paragraphs, which an empty line ends.
enum WrappedText {
  /// Each paragraph in one line, for what wraps text itself.
  static func flowing(_ text: String) -> String {
    blocks(text).map { block in
      switch block {
      case .paragraph(let words): words.joined(separator: " ")
      case .asIs(let line): line
      }
    }.joined(separator: "\n")
  }

  /// Lines of at most so many columns; a word that is longer has a line of its own.
  static func lines(_ text: String, columns: Int) -> [String] {
    blocks(text).flatMap { block in
      switch block {
      case .paragraph(let words): filled(words, columns)
      case .asIs(let line): [line]
      }
    }
  }

  private enum Block {
    case paragraph([String])
    case asIs(String)
  }

  private static func blocks(_ text: String) -> [Block] {
    var blocks: [Block] = []
    var words: [String] = []
    func end() {
      if !words.isEmpty { blocks.append(.paragraph(words)) }
      words = []
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty || line.first == " " {
        end()
        blocks.append(.asIs(String(line)))
      } else {
        words += line.split(separator: " ").map(String.init)
      }
    }
    end()
    return blocks
  }

  private static func filled(_ words: [String], _ columns: Int) -> [String] {
    var lines: [String] = []
    for word in words {
      if let last = lines.last, last.count + 1 + word.count <= columns {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(word)
      }
    }
    return lines
  }
}
