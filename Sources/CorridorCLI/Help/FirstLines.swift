/// What `corridor` says when it is called alone: what to type, on a file of the reader's own.
enum FirstLines {
  private static let calls = [
    (
      "corridor forecast my.csv --time Year --value Exports --horizon 5",
      "next five years, with ranges"
    ),
    (
      "corridor target   my.csv --time Year --value Exports --level 82 --by 2030",
      "by when, how likely"
    ),
    (
      "corridor new my.csv -o my.yaml && corridor run my.yaml",
      "what-if scenarios: pages and CSV"
    ),
  ]

  /// A line a call where the width allows it, else two.
  static func text(columns: Int) -> String {
    let widest = calls.map(\.0.count).max() ?? 0
    let fits = calls.allSatisfy { widest + 2 + $0.1.count <= columns }
    let lines = calls.map { call, purpose in
      fits
        ? call + String(repeating: " ", count: widest + 2 - call.count) + purpose
        : call + "\n    " + purpose
    }
    let topics = HelpTopic.allCases.map { "help \($0.rawValue)" }.joined(separator: ", ")
    let more = WrappedText.lines("more: corridor help (commands), \(topics)", columns: columns)
    return (lines + more).joined(separator: "\n") + "\n"
  }
}
