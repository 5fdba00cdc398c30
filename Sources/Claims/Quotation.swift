internal import SeriesCore

/// The words of a quotation, for what they say about its figure.
///
/// English only: that is what the quotations of the shipped claims are in. Words that are not known
/// say nothing.
struct Quotation: Sendable {
  let words: [String]
  /// Numbers in figures or words, with the place of each; `4 thousand` is 4000.
  let figures: [(value: Double, place: Int)]

  init(_ text: String) {
    let edges: Set<Character> = [
      ",", ".", ";", ":", "!", "?", "(", ")", "\"", "'", "“", "”", "‘", "’", "~",
    ]
    var words: [String] = []
    for part in text.split(whereSeparator: \.isWhitespace) {
      var word = part[...]
      while let first = word.first, edges.contains(first) { word = word.dropFirst() }
      while let last = word.last, edges.contains(last) { word = word.dropLast() }
      // Alone, a currency sign or a dash would stand between a figure and the words about it.
      if word.contains(where: { $0.isLetter || $0.isNumber }) { words.append(word.lowercased()) }
    }
    self.words = words
    figures = words.indices.compactMap { place in
      guard let number = Self.number(words[place]) else { return nil }
      let next = place + 1 < words.count ? words[place + 1] : ""
      return (number * (next.count > 1 ? ClaimUnit.scale(of: next) ?? 1 : 1), place)
    }
  }

  private static let cardinals = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
  ]

  private static let ordinals = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
  ]

  private static func number(_ word: String) -> Double? {
    if let place = cardinals.firstIndex(of: word) { return Double(place + 1) }
    let digits = word.drop { !$0.isNumber }.prefix { $0.isNumber || $0 == "." || $0 == "," }
    let before = word.prefix { !$0.isNumber }
    let after = word[digits.endIndex...]
    let isMoney = before.isEmpty || before.hasSuffix("$") || before == "€" || before == "¥"
    guard isMoney, after.isEmpty || after == "%" || after == "+" else { return nil }
    return try? NumberText.parse(String(digits.filter { $0 != "," }))
  }

  /// Whether the quotation speaks of the `n`th thing: `third` or `3rd`.
  func speaksOf(ordinal n: Double) -> Bool {
    guard let n = Int(exactly: n), n >= 1 else { return false }
    let word = n <= Self.ordinals.count ? Self.ordinals[n - 1] : nil
    return words.contains {
      $0 == word || ["st", "nd", "rd", "th"].map { "\(n)" + $0 }.contains($0)
    }
  }

  /// The qualifier of the figure that the claim states.
  ///
  /// - Parameter values: the figure as it may stand in the text: in the claim's unit and in ones.
  func qualifier(of values: [Double]) -> StatedQualifier? {
    for figure in figures where values.contains(where: { abs($0 - figure.value) <= 1e-9 * abs($0) })
    {
      if figure.place > 0, words[figure.place - 1] == "top" { return .atMost }
      if let found = StatedQualifier(before: words[..<figure.place]) { return found }
      let after = words.dropFirst(figure.place + 1).prefix(2).joined(separator: " ")
      if after == "or more" || words[figure.place].hasSuffix("+") { return .atLeast }
      if after == "or less" || after == "or fewer" { return .atMost }
    }
    return nil
  }

  /// Whether one of the phrases stands in the quotation, word for word, and not after one of some
  /// words: what is `to be completed` is not.
  func says(_ phrases: [String], notAfter others: [String] = []) -> Bool {
    var text = " " + words.joined(separator: " ") + " "
    for other in others {
      for phrase in phrases { text = text.replacing(" \(other) \(phrase) ", with: " \(other) ") }
    }
    return phrases.contains { text.contains(" \($0) ") }
  }

  /// The years of `over the past 15 years`; nil when the quotation gives no such window.
  var pastYears: Double? {
    for figure in figures
    where figure.place > 0 && figure.place + 1 < words.count
      && ["past", "last", "previous"].contains(words[figure.place - 1])
      && words[figure.place + 1].hasPrefix("year")
    {
      return figure.value
    }
    return nil
  }

  /// Whether the words say that a target was met.
  var saysMet: Bool {
    says([
      "surpassing", "surpassed", "exceeded", "exceeding", "achieved", "reached", "met",
      "ahead of schedule", "ahead of time",
    ])
  }

  /// Whether the words say that something goes beyond all before.
  var saysRecord: Bool { says(["new high", "record", "record high", "all-time high"]) }
}
