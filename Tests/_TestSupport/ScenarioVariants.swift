/// A scenario file with each of its numbers replaced in turn by an extreme one.
public enum ScenarioVariants {
  public static let extremes = [
    "0", "-1", "1e300", "1e-308", "203300", "999999999", "9e18", "-1e300", "9223372036854775807",
    "1e25", "2030.5",
  ]

  /// Texts and comments are left alone. Numbers take the extremes by turns, so that each extreme meets
  /// each kind of number somewhere.
  ///
  /// - Parameter turn: where the turns begin.
  /// - Returns: what was replaced, and the file.
  public static func of(_ text: String, turn: Int = 0) -> [(what: String, text: String)] {
    var variants: [(what: String, text: String)] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var inText = false
    for (place, line) in lines.enumerated() {
      let start = line.drop { $0 == " " || $0 == "-" }
      if ["title:", "question:", "description:", "reason:"].contains(where: start.hasPrefix) {
        inText = true
        continue
      }
      // A folded text goes on without a key.
      if inText, !start.prefix(while: { $0 != " " }).hasSuffix(":") { continue }
      inText = false
      let body = line.prefix { $0 != "#" }
      for range in numbers(body) {
        let extreme = extremes[(variants.count * 3 + turn) % extremes.count]
        var changed = lines
        changed[place].replaceSubrange(range, with: extreme)
        variants.append(
          ("line \(place + 1), \(body[range]) as \(extreme)", changed.joined(separator: "\n")))
      }
    }
    return variants
  }

  /// Where numbers stand as values or keys of their own.
  private static func numbers(_ line: Substring) -> [Range<String.Index>] {
    var found: [Range<String.Index>] = []
    var place = line.startIndex
    while place < line.endIndex {
      let end = line[place...].firstIndex { !("0"..."9" ~= $0 || $0 == "." || $0 == "-") }
      let stop = end ?? line.endIndex
      let word = line[place..<stop]
      let before = place == line.startIndex ? " " : line[line.index(before: place)]
      let after = stop == line.endIndex ? " " : line[stop]
      if Double(word) != nil, " :[,{".contains(before), " ,]}:".contains(after) {
        found.append(place..<stop)
      }
      place = stop == place ? line.index(after: place) : stop
    }
    return found
  }
}
