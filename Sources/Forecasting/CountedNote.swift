/// What is to be said of some of many series: a sentence on the first, and how many there are.
package struct CountedNote: Sendable {
  private var count = 0
  private var first: String?

  package init() {}

  /// Counts a series; nil where there is nothing to say of it.
  mutating func note(_ sentence: String?) {
    guard let sentence else { return }
    count += 1
    if first == nil { first = sentence }
  }

  package mutating func add(_ later: CountedNote) {
    count += later.count
    if first == nil { first = later.first }
  }

  /// The sentence on all; nil without any.
  package var text: String? {
    first.map { sentence in
      switch count {
      case 1: sentence
      case 2: sentence + "; so does another"
      default: sentence + "; so do \(count - 1) others"
      }
    }
  }
}
