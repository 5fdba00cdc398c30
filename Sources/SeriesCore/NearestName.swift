/// The name most like a misspelt one, for "did you mean" in messages; nil when none is near.
///
/// Nearness is the optimal string alignment distance (Levenshtein with transpositions), at most a
/// third of the longer name; ties go to the first.
package func nearestName(to word: String, among names: some Sequence<String>) -> String? {
  var best: (distance: Int, name: String)?
  for name in names {
    let distance = alignmentDistance(Array(word.lowercased()), Array(name.lowercased()))
    guard distance <= max(1, max(word.count, name.count) / 3) else { continue }
    if distance < best?.distance ?? .max { best = (distance, name) }
  }
  return best?.name
}

/// Advice for a name that is none of those there are: the nearest, or the first few of them.
///
/// - Parameter what: what the names are, such as `series`.
public func choiceAdvice(
  for word: String, among names: [String], called what: String
) -> String {
  if let near = nearestName(to: word, among: names) { return "did you mean '\(near)'?" }
  return what + ": " + names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
}

private func alignmentDistance(_ a: [Character], _ b: [Character]) -> Int {
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var rows = [Array(0...b.count)]
  for i in 1...a.count {
    var row = [i] + Array(repeating: 0, count: b.count)
    for j in 1...b.count {
      let substitution = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      row[j] = min(rows[i - 1][j] + 1, row[j - 1] + 1, substitution)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        row[j] = min(row[j], rows[i - 2][j - 2] + 1)
      }
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
