/// A word beside a figure that says on which side of it the truth lies.
public enum StatedQualifier: String, Sendable {
  /// `about`, `around`, `some`.
  case about
  /// `over`, `more than`: the figure is cut off, not rounded.
  case over
  /// `nearly`, `almost`, `under`.
  case under
  /// `at least`, `lower bound`; of a rank `at best`.
  case atLeast = "at least"
  /// `at most`, `up to`, `upper bound`; of a rank `at worst` and `among the top`.
  case atMost = "at most"

  /// Words in a unit's brackets or a kind, or at the end of what stands before a figure.
  private static let words: [(text: String, qualifier: StatedQualifier)] = [
    ("at least", .atLeast), ("no less than", .atLeast), ("not less than", .atLeast),
    ("lower bound", .atLeast), ("minimum", .atLeast), ("at best", .atLeast),
    ("at most", .atMost), ("no more than", .atMost), ("not more than", .atMost),
    ("upper bound", .atMost), ("up to", .atMost), ("maximum", .atMost), ("at worst", .atMost),
    ("more than", .over), ("in excess of", .over), ("over", .over), ("above", .over),
    ("exceeding", .over), ("exceeded", .over), ("exceeds", .over), ("surpassing", .over),
    ("surpassed", .over), ("less than", .under), ("fewer than", .under), ("nearly", .under),
    ("almost", .under), ("just under", .under), ("under", .under), ("close to", .about),
    ("about", .about), ("around", .about), ("some", .about), ("approximately", .about),
    ("roughly", .about), ("circa", .about),
  ]

  /// The qualifier in a remark such as `at worst`; nil without one.
  init?(remark: String) {
    let text = remark.lowercased()
    guard let found = Self.words.first(where: { text.contains($0.text) }) else { return nil }
    self = found.qualifier
  }

  /// The qualifier that ends the words before a figure; nil without one.
  init?(before words: ArraySlice<String>) {
    let text = " " + words.suffix(4).joined(separator: " ")
    guard let found = Self.words.first(where: { text.hasSuffix(" " + $0.text) }) else { return nil }
    self = found.qualifier
  }

  /// The interval of a printed figure under this qualifier.
  ///
  /// `about` doubles the rounding. `over 24` is cut off at 24: 24 up to 25, since whoever knows of 25
  /// says so; `nearly` is the same from below. `at least` and `at most` bound one side alone.
  func interval(_ value: Double, unit: Double) -> StatedInterval {
    switch self {
    case .about: StatedInterval(value - unit, value + unit)
    case .over: StatedInterval(value, value + unit)
    case .under: StatedInterval(value - unit, value)
    case .atLeast: StatedInterval(value, .infinity)
    case .atMost: StatedInterval(-.infinity, value)
    }
  }
}
